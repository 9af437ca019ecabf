"""How many have read the routine, by unit, and never so that one can tell who."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.disclosure import SMALLEST
from readings.changes import PassageChange, SentenceChange, changes_between
from readings.reading import RoutineReading, UnitReadings, figures_of

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def readings(**counts: int) -> list[RoutineReading]:
    return [
        RoutineReading("r2", f"{unit}-{number}", unit, AT)
        for unit, count in counts.items()
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "rows"),
    [
        ({"skola": 7, "vard": 6}, [(("skola",), 7), (("vard",), 6)]),
        ({"skola": 7, "a": 3, "b": 2}, [(("skola",), 7), (("a", "b"), 5)]),
        ({"skola": 7, "vard": 6, "a": 1}, [(("skola",), 7), (("a", "vard"), 7)]),
        ({"a": 1, "b": 2}, [(("a", "b"), 3)]),
        ({}, []),
    ],
)
def test_small_units_are_told_together(
    counts: dict[str, int], rows: list[tuple[tuple[str, ...], int]]
) -> None:
    figures = figures_of("r2", readings(**counts))

    assert figures.by_unit == tuple(UnitReadings(*row) for row in rows)
    assert figures.readers == sum(counts.values())


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 9)))
def test_no_few_can_be_reckoned_out(counts: dict[str, int]) -> None:
    figures = figures_of("r2", readings(**counts))

    assert sum(each.readers for each in figures.by_unit) == figures.readers
    assert sorted(unit for each in figures.by_unit for unit in each.units) == sorted(counts)
    if figures.readers >= SMALLEST:
        assert all(each.readers >= SMALLEST for each in figures.by_unit)


def test_a_change_is_told_sentence_by_sentence() -> None:
    before = {
        "svar": {"sv": ("Svara på frågor", "Svara inom en dag. Var saklig. Hälsa.")},
        "borta": {"sv": ("Gammalt", "Det här gällde förr.")},
    }
    after = {
        "svar": {"sv": ("Svara på frågor", "Svara inom två dagar. Var saklig.")},
        "nytt": {"sv": ("Nytt", "Anmäl kontot först.")},
    }

    assert changes_between(before, after, "sv") == [
        PassageChange(
            "svar",
            "Svara på frågor",
            (
                SentenceChange("Svara inom en dag.", "Svara inom två dagar."),
                SentenceChange("Hälsa.", ""),
            ),
        ),
        PassageChange("nytt", "Nytt", (SentenceChange("", "Anmäl kontot först."),)),
        PassageChange("borta", "Gammalt", (), is_gone=True),
    ]
