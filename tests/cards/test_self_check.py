"""A self-check takes a person under five minutes: its steps and words are counted."""

import re
from typing import Any

import pytest

from core.language import LANGUAGES, Language
from knowledge.base import Base
from tests.cards.follow_up_cases import golden_follow_up_cards
from tests.world.reading import buttons_of
from texts.catalogue import Texts

MOST_WORDS = 600
"""At 200 words a minute, three minutes of reading; two are left for 24 choices, five seconds each.

Counted is all that is seen unopened: headings, questions, each choice of each question, the labels
of the comments, and the buttons. What opens on demand isn't, nor what Teams says itself."""
MOST_PAGES = 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_self_check_is_read_and_answered_in_under_five_minutes(
    real_base: Base, texts: Texts, language: Language
) -> None:
    cards = golden_follow_up_cards(real_base, texts.in_language(language))
    pages = [card for name, card in cards.items() if re.fullmatch(r"check page \d+", name)]
    words = sum(len(seen.split()) for page in pages for seen in _seen(page))
    presses = len(pages)

    assert presses <= MOST_PAGES
    assert words <= MOST_WORDS, words


def _seen(card: Any) -> list[str]:
    """Return every text of a card that is seen without opening anything."""
    seen = [*buttons_of(card)]
    for part in card["body"]:
        seen += [str(part[key]) for key in ("text", "label") if key in part]
        seen += [choice["title"] for choice in part.get("choices", [])]
    return seen
