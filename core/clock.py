"""The clock, which is passed in wherever time matters, so that tests can set it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Clock: TypeAlias = Callable[[], datetime]

SWEDEN = ZoneInfo("Europe/Stockholm")


def utc_now() -> datetime:
    return datetime.now(UTC)


def swedish_day(moment: datetime) -> date:
    """Return the day that *moment*, of whatever time zone, falls on in Sweden."""
    return moment.astimezone(SWEDEN).date()


def midnight_before(day: date) -> datetime:
    """Return the beginning of a day in Sweden."""
    return datetime.combine(day, time(), SWEDEN)


def midnight_after(day: date) -> datetime:
    """Return the end of a day in Sweden."""
    return midnight_before(day + timedelta(days=1))
