"""One card of each kind, as the JSON that goes to Teams.

Meant to change a card? `python -m tests.cards.gallery` writes the files anew.
"""

import pytest

from tests.cards.gallery import GOLDEN, golden_cards, written

CARDS = golden_cards()


def test_each_golden_file_belongs_to_a_card() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(CARDS)


@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_what_it_was(name: str) -> None:
    golden = (GOLDEN / f"{name}.json").read_text(encoding="utf-8")

    assert written(CARDS[name]) == golden
