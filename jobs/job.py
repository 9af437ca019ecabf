"""What a job is: what it does, how often, and when it may disturb people."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TypeAlias

from core.clock import SWEDEN, is_ahead, swedish_day
from core.schedule import JobState
from core.working_time import is_working_time

LONGEST_PAUSE = timedelta(hours=1)
"""Between the tries of a job that fails; the first pause is a minute, each later one twice that."""

Run: TypeAlias = Callable[[], Awaitable[int]]
"""Does what is due and returns how many cases it concerned; repeated at once, it does nothing."""

Rhythm: TypeAlias = Callable[[datetime], datetime]
"""Returns when a job that ran at a moment is due again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One row of the table of jobs."""

    name: str
    """What the database, the metrics and the log call it."""
    run: Run = field(compare=False)
    next_due: Rhythm = field(compare=False)
    in_working_time: bool = False
    """Whether it waits while people are off."""
    woken_by: asyncio.Event | None = field(default=None, compare=False)
    """What it also runs upon, due or not."""

    def is_due(self, state: JobState, now: datetime, *, woken: bool = False) -> bool:
        """Whether it is to run now; however many turns it missed, that is once."""
        if state.retry_at is not None and now < state.retry_at:
            return is_ahead(state.retry_at - LONGEST_PAUSE, now)
        if self.in_working_time and not is_working_time(now):
            return False
        ran_at = state.ran_at
        is_its_turn = ran_at is None or self.next_due(ran_at) <= now or is_ahead(ran_at, now)
        return woken or is_its_turn


def every(interval: timedelta) -> Rhythm:
    return lambda ran_at: ran_at + interval


def daily(ran_at: datetime) -> datetime:
    """Due again when the next day begins in Sweden."""
    return _midnight(ran_at, days=1)


def weekly(ran_at: datetime) -> datetime:
    """Due again when the next Monday begins in Sweden."""
    return _midnight(ran_at, days=7 - ran_at.astimezone(SWEDEN).weekday())


def _midnight(moment: datetime, *, days: int) -> datetime:
    day = swedish_day(moment) + timedelta(days=days)
    return datetime.combine(day, time(), SWEDEN)
