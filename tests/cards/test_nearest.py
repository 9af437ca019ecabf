"""Less sure: the nearest text is shown as the nearest, with the next two below it."""

from typing import Any

import pytest

from cards.findings import finding_card
from knowledge.search.answers import Match, Suggestions
from knowledge.search.snapshot import Snapshot
from tests.cards.gallery import asked
from tests.world.reading import buttons_of, rows_of, words_of
from texts.catalogue import Texts


@pytest.fixture
def nearest(small: Snapshot, texts: Texts) -> Any:
    def draw(count: int, *, likely: bool = True) -> Any:
        matches = tuple(Match(one, 0.5) for one in list(small.base.passages.values())[:count])
        found = Suggestions(matches, likely=likely)
        return finding_card(found, asked(), small.base, texts.in_language("sv"))

    return draw


def test_the_nearest_text_is_shown_and_said_to_be_the_nearest(
    nearest: Any, small: Snapshot
) -> None:
    first = next(iter(small.base.passages.values()))
    lead, title, text = words_of(nearest(3)).splitlines()[:3]

    assert lead == "Närmast kommer det här"
    assert title == first.sv.title
    assert text == first.sv.text.split("\n\n")[0]


def test_the_next_two_stand_below_in_place_of_related_questions(
    nearest: Any, small: Snapshot
) -> None:
    card = nearest(3)
    titles = {one.sv.title for one in list(small.base.passages.values())[1:3]}

    assert set(rows_of(card)) == titles
    assert "Menade du något av det här?" in words_of(card)
    assert "Andra frågor" not in words_of(card)


def test_with_nothing_else_to_mean_nothing_else_is_asked(nearest: Any) -> None:
    card = nearest(1)

    assert rows_of(card) == []
    assert "Menade du något av det här?" not in words_of(card)


def test_it_can_be_voted_on_and_sent_on_like_any_answer(nearest: Any) -> None:
    assert buttons_of(nearest(3))[:3] == [
        "Till hjälp",
        "Inte till hjälp",
        "Skicka till Kommunikationsenheten",
    ]


def test_where_none_is_likely_the_asker_chooses(nearest: Any) -> None:
    assert words_of(nearest(3, likely=False)).startswith("Menar du något av det här?")
