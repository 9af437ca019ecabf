"""Which moments count as working time in Sweden, and how many working days have gone by."""

from datetime import UTC, datetime

import pytest

from core.clock import SWEDEN
from core.working_time import is_working_time, working_days_between


def at(text: str) -> datetime:
    """Return a moment, given in Swedish time."""
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("2026-11-27 15:59", id="a Friday afternoon"),
        pytest.param("2026-11-30 08:00", id="a Monday as the offices open"),
        pytest.param("2026-06-18 14:00", id="the day before Midsummer Eve"),
        pytest.param("2026-05-15 10:00", id="a squeeze day"),
        pytest.param("2026-12-28 10:00", id="between the holidays"),
    ],
)
def test_offices_are_staffed(moment: str) -> None:
    assert is_working_time(at(moment))
    assert is_working_time(at(moment).astimezone(UTC))


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("2026-11-28 21:57", id="a Saturday night"),
        pytest.param("2026-11-28 10:00", id="a Saturday"),
        pytest.param("2026-11-27 16:00", id="a Friday as the offices close"),
        pytest.param("2026-11-30 07:59", id="before they open"),
        pytest.param("2026-06-19 10:00", id="Midsummer Eve"),
        pytest.param("2026-12-24 10:00", id="Christmas Eve"),
        pytest.param("2026-12-25 10:00", id="Christmas Day"),
        pytest.param("2026-12-31 10:00", id="New Year's Eve"),
        pytest.param("2027-01-06 10:00", id="Epiphany"),
        pytest.param("2027-03-26 10:00", id="Good Friday"),
        pytest.param("2031-05-22 10:00", id="Ascension Day of a year far off"),
    ],
)
def test_nobody_is_at_work(moment: str) -> None:
    assert not is_working_time(at(moment))


def test_the_hours_are_those_of_summer_too() -> None:
    assert is_working_time(datetime(2026, 7, 1, 6, 0, tzinfo=UTC))
    assert not is_working_time(datetime(2026, 12, 1, 6, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-23 09:00", "2026-11-23 15:00", 0),
        ("2026-11-23 23:30", "2026-11-24 08:00", 1),
        ("2026-11-27 15:30", "2026-11-29 12:00", 0),
        ("2026-11-27 15:30", "2026-11-30 08:00", 1),
        ("2026-11-28 21:57", "2026-11-30 08:00", 1),
        ("2026-12-23 12:00", "2026-12-28 08:00", 1),
        ("2026-12-23 12:00", "2027-01-07 08:00", 6),
        ("2026-06-18 12:00", "2026-06-22 08:00", 1),
        ("2026-11-23 09:00", "2026-11-20 09:00", 0),
    ],
)
def test_working_days_go_by(start: str, end: str, days: int) -> None:
    assert working_days_between(at(start), at(end)) == days
    assert working_days_between(at(start).astimezone(UTC), at(end).astimezone(UTC)) == days
