"""The clock, which is passed in wherever time matters, so that tests can set it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Clock: TypeAlias = Callable[[], datetime]

SWEDEN = ZoneInfo("Europe/Stockholm")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 1, 1)
"""Days beyond these stand for them: there is no midnight before the first day of all."""


def utc_now() -> datetime:
    return datetime.now(UTC)


SKEW = timedelta(hours=2)
"""So much the clocks of several instances may differ, without one doing again what another did."""


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Whether *moment*, which was the present when it was noted, is to come: a clock has been set
    back since."""
    return moment > now + SKEW


def swedish_day(moment: datetime) -> date:
    """Return the day that *moment*, of whatever time zone, falls on in Sweden."""
    return moment.astimezone(SWEDEN).date()


def midnight_before(day: date) -> datetime:
    """Return the beginning of a day in Sweden."""
    return datetime.combine(max(day, FIRST_DAY), time(), SWEDEN)


def midnight_after(day: date) -> datetime:
    """Return the end of a day in Sweden."""
    return midnight_before(min(day, LAST_DAY) + timedelta(days=1))
