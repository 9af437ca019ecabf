"""What the jobs would send, and when, found out by running them on days to come."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import SWEDEN, swedish_day
from core.outbox import Notice
from core.schedule import JobState
from core.working_time import CLOSES
from jobs.job import Job
from knowledge.account_form import NoForm


@dataclass(slots=True)
class SetClock:
    """A clock that stands where it has been set."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class DayAhead:
    """What would go out on a day, and which jobs would run."""

    day: date
    jobs: tuple[str, ...]
    notices: tuple[Notice, ...]


async def forecast(
    jobs: Sequence[Job],
    states: Mapping[str, JobState],
    clock: SetClock,
    sent: Callable[[], Sequence[Notice]],
    until: date,
) -> list[DayAhead]:
    """Return what would go out now, and by the end of the working time of each day to *until*.

    The *jobs* work by *clock*, over transactions that are undone in the end; *sent* tells what
    they have put into the outbox since it was asked last.
    """
    ahead, known = list[DayAhead](), dict(states)
    for moment in _moments(clock.now, until):
        clock.now, ran = moment, list[str]()
        for job in jobs:
            if job.is_due(known.get(job.name, JobState(job.name)), moment):
                await _rehearsed(job)
                known[job.name] = JobState(job.name, moment)
                ran.append(job.name)
        ahead.append(DayAhead(swedish_day(moment), tuple(ran), tuple(sent())))
    return ahead


async def _rehearsed(job: Job) -> None:
    with suppress(NoForm):
        await job.run()


def _moments(now: datetime, until: date) -> Iterator[datetime]:
    yield now
    today = swedish_day(now)
    for number in range((until - today).days + 1):
        day = today + timedelta(days=number)
        moment = datetime.combine(day, time(CLOSES - 1, 59), SWEDEN)
        if moment > now:
            yield moment
