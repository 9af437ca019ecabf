"""The gallery draws cards in every view, and shows what has changed before and after."""

from pathlib import Path

import pytest

from tests.cards.pictures import VIEWS, View, all_cards, changed_since, file_of, page_of, take


def test_the_gallery_holds_every_card_in_both_languages_in_nine_views() -> None:
    cards = all_cards()

    assert len(VIEWS) == 9
    assert sum(name.startswith("sv") for name in cards) > 100
    assert sum(name.startswith("en") for name in cards) > 100
    assert len({file_of(name, view) for name in cards for view in VIEWS}) == 9 * len(cards)


def test_a_changed_card_keeps_its_picture_from_before(tmp_path: Path) -> None:
    before, after = {"a": {"body": 1}, "b": {"body": 2}}, {"a": {"body": 3}, "b": {"body": 2}}
    assert changed_since(tmp_path, before) == []
    for name in before:
        for view in VIEWS:
            (tmp_path / file_of(name, view)).write_bytes(name.encode())

    assert changed_since(tmp_path, after) == ["a"]
    kept = sorted(path.name for path in (tmp_path / "before").iterdir())
    assert kept == sorted(file_of("a", view) for view in VIEWS)
    page = page_of(after, ["a"])
    assert page.index(f'src="before/{file_of("a", VIEWS[0])}"') < page.index("All 2 cards")
    assert f'src="before/{file_of("b", VIEWS[0])}"' not in page


@pytest.mark.parametrize("view", [View("phone", "contrast"), View("panel", "dark")])
async def test_cards_are_drawn_and_axe_finds_nothing_to_complain_of(
    tmp_path: Path, built_page: None, view: View
) -> None:
    some = dict(list(all_cards().items())[::20])
    found = await take(tmp_path, some, [view])

    assert found == []
    for name in some:
        picture = (tmp_path / file_of(name, view)).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) > 2000
