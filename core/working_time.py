"""When those at work may be disturbed: office hours on Swedish working days."""

from collections.abc import Container
from datetime import date, datetime, timedelta
from functools import cache

from core.clock import SWEDEN, swedish_day

OPENS, CLOSES = 8, 16
"""The hours, Swedish time, between which reminders are sent."""


def is_working_time(moment: datetime) -> bool:
    """Whether the offices are staffed at *moment*, of whatever time zone."""
    local = moment.astimezone(SWEDEN)
    return OPENS <= local.hour < CLOSES and _is_working_day(local.date())


def working_days_between(start: datetime, end: datetime) -> int:
    """Return how many working days have begun since the day of *start*, that of *end* included."""
    day, last = (swedish_day(each) for each in (start, end))
    later = (day + timedelta(days=number) for number in range(1, (last - day).days + 1))
    return sum(map(_is_working_day, later))


@cache
def _is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays()


@cache
def _holidays() -> Container[date]:
    # Of every country there is, which a start would wait for.
    from holidays import DE_FACTO, PUBLIC, country_holidays

    # De facto: Midsummer's, Christmas and New Year's Eve, on which no office is staffed.
    return country_holidays("SE", categories=(PUBLIC, DE_FACTO))
