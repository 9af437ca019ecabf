"""What stands first in an answer, and what waits to be opened."""

from dataclasses import replace
from typing import Any

import pytest

from cards.answer import FOLDED_FROM, Shown, answer_card
from core.language import LANGUAGES, Language
from knowledge.base import Base
from knowledge.passage import Passage
from knowledge.search.snapshot import Snapshot
from tests.cards.gallery import asked
from tests.world.reading import buttons_of
from texts.catalogue import Texts

SHORT = "Nej, för det mesta inte."
LONG_FROM = 400
"""Characters from which a text must be folded, so that the votes are on a phone's first screen."""
LONGEST_SHORT = 160
LONG = "Första stycket.\n\n" + "Ett ord till. " * 40


@pytest.fixture
def passage(small: Snapshot) -> Passage:
    return small.base.passages["gallring-kommentarer"]


def texted(passage: Passage, text: str, short: str | None = None) -> Passage:
    return replace(passage, sv=replace(passage.sv, text=text, short=short))


@pytest.fixture
def drawn(small: Snapshot, texts: Texts) -> Any:
    def draw(passage: Passage) -> dict[str, Any]:
        return answer_card(Shown(asked(), passage), small.base, texts.in_language("sv"))

    return draw


def folded(card: Any) -> list[str]:
    """Return the paragraphs that wait to be opened."""
    hidden = [part for part in card["body"] if part.get("isVisible") is False]
    return [block["text"] for part in hidden for block in part["items"]]


def test_the_short_answer_comes_first_and_bold(drawn: Any, passage: Passage) -> None:
    _, short, text = drawn(texted(passage, "Ett kort stycke till.", SHORT))["body"][:3]

    assert (short["text"], short["weight"]) == (SHORT, "Bolder")
    assert (text["text"], text.get("weight")) == ("Ett kort stycke till.", None)


def test_a_long_text_waits_behind_its_short_answer(drawn: Any, passage: Passage) -> None:
    card = drawn(texted(passage, LONG, SHORT))
    toggle = card["body"][2]["actions"][0]

    assert card["body"][1]["text"] == SHORT
    assert (toggle["type"], toggle["title"]) == ("Action.ToggleVisibility", "Visa mer")
    assert "\n\n".join(folded(card)) == LONG


def test_without_a_short_answer_the_first_paragraph_stands_for_it(
    drawn: Any, passage: Passage
) -> None:
    card = drawn(texted(passage, LONG))

    assert card["body"][1]["text"] == "Första stycket."
    assert folded(card) == LONG.split("\n\n")[1:]


@pytest.mark.parametrize("text", ["a" * FOLDED_FROM, "a" * (FOLDED_FROM + 1)])
def test_what_is_short_or_a_single_paragraph_is_shown_whole(
    drawn: Any, passage: Passage, text: str
) -> None:
    card = drawn(texted(passage, text))

    assert folded(card) == []
    assert "Visa mer" not in buttons_of(card)


def test_nothing_is_folded_of_what_to_do_in_danger(drawn: Any, passage: Passage) -> None:
    card = drawn(replace(texted(passage, LONG, SHORT), emergency=True))

    assert folded(card) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_long_text_of_the_base_waits_behind_one_sentence_unless_it_tells_of_danger(
    real_base: Base, texts: Texts, language: Language
) -> None:
    catalogue = texts.in_language(language)
    for passage in real_base.passages.values():
        text = passage.text_in(language)
        if len(text.text) > LONG_FROM and not passage.emergency:
            card = answer_card(Shown(asked(), passage), real_base, catalogue)

            assert text.short is not None, passage.id
            assert len(text.short) <= LONGEST_SHORT, passage.id
            assert card["body"][1]["text"] == text.short, passage.id
            assert "\n\n".join(folded(card)) == text.text.strip(), passage.id


def test_a_client_without_cards_gets_the_short_answer_and_the_whole_text(
    drawn: Any, passage: Passage
) -> None:
    card = drawn(texted(passage, LONG, SHORT))

    assert card["fallbackText"] == f"{passage.sv.title}\n\n{SHORT}\n\n{LONG}"
