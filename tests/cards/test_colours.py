"""No card says anything by colour alone: not everybody sees it, and not every client shows it."""

import unicodedata
from collections.abc import Iterator

import pytest

from knowledge.base import Base
from tests.cards.gallery import Card, case_cards, every_card
from tests.world.reading import parts
from texts.catalogue import Texts

TONES = {"attention", "warning", "good"}
COLOURED = {"Attention", "Warning", "Good"}


@pytest.fixture(scope="module")
def cards(base: Base, texts: Texts) -> dict[str, Card]:
    return every_card(base, texts, "Får vi?") | case_cards(base, texts)


def test_coloured_words_have_a_sign_before_them(cards: dict[str, Card]) -> None:
    coloured = [
        part["text"]
        for card in cards.values()
        for part in parts(card)
        if part.get("color") in COLOURED
    ]

    assert coloured
    assert [text for text in coloured if unicodedata.category(text[0]) != "So"] == []


def test_a_box_means_the_same_without_its_colour(cards: dict[str, Card]) -> None:
    """Each says in words what it is, and no words are said in one colour here and another there."""
    tones: dict[str, set[str]] = {}
    for card in cards.values():
        for words, tone in said_in_tones(card):
            tones.setdefault(words, set()).add(tone)

    assert len(tones) > 20
    assert "" not in tones
    assert {words: found for words, found in tones.items() if len(found) > 1} == {}


def said_in_tones(card: Card) -> Iterator[tuple[str, str]]:
    """Yield the first words of each coloured box, with its colour."""
    for box in parts(card):
        if box["type"] != "TextBlock" and box.get("style") in TONES:
            texts = [part["text"] for part in parts(box) if part["type"] == "TextBlock"]
            yield next((text for text in texts if any(map(str.isalpha, text))), ""), box["style"]
