"""Runs the jobs that are due, each on one instance, until it is closed."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from core.clock import Clock
from core.schedule import JobState, Schedule
from jobs.job import LONGEST_PAUSE, Job
from knowledge.account_form import NoForm
from telemetry.failures import RecurringFailures

logger = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
"""How often it is looked whether something is due."""

Events = Collection[asyncio.Event]


class Jobs:
    """Looks now and then, and whenever one of the jobs is woken."""

    def __init__(
        self,
        jobs: Sequence[Job],
        schedule: Schedule,
        clock: Clock,
        *,
        look_seconds: float = LOOK_SECONDS,
        on_end: Callable[[str, bool], None] = lambda _name, _is_well: None,
    ) -> None:
        """*on_end* is told the name of each job that has ended, and whether well."""
        self._jobs = jobs
        self._schedule = schedule
        self._clock = clock
        self._look_seconds = look_seconds
        self._on_end = on_end
        self._failures = RecurringFailures(logger)
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run them as long as the context lasts; one under way is a transaction, and ends alone."""
        self._task = asyncio.create_task(self._run())
        yield
        self._task.cancel()
        await asyncio.wait([self._task])

    async def run_due(self, woken: Events = ()) -> int:
        """Run what is due or *woken*; return how many cases it concerned."""
        states, taken = await self._schedule.states(), list[tuple[Job, JobState]]()
        for job in self._jobs:
            seen = states.get(job.name, JobState(job.name))
            is_due = job.is_due(seen, self._clock(), woken=job.woken_by in woken)
            # All before the first is run: what they tell one person waits for the last of them.
            if is_due and await self._schedule.take(seen):
                taken.append((job, seen))
        return sum([await self._run_taken(job, seen) for job, seen in taken])

    async def _run_taken(self, job: Job, seen: JobState) -> int:
        """Run *job*, which no other instance does; a failure stops no other job."""
        after, count = JobState(job.name, self._clock()), 0
        try:
            count = await job.run()
        except NoForm:
            pass  # the base in use has no form, so no request waits for anybody
        except Exception as error:  # the jobs must survive a database that restarts
            after = self._failed(seen, self._failures.failed(_failing(job), error))
        else:
            self._failures.is_well(_failing(job))
        self._on_end(job.name, not after.failures)
        await self._schedule.ended(after)
        return count

    def _failed(self, seen: JobState, error: str) -> JobState:
        pause = min(timedelta(minutes=1) * 2 ** min(seen.failures, 10), LONGEST_PAUSE)
        return replace(
            seen, failures=seen.failures + 1, retry_at=self._clock() + pause, error=error
        )

    async def _run(self) -> None:
        events = {job.woken_by for job in self._jobs if job.woken_by is not None}
        woken: set[asyncio.Event] = set()
        while True:
            try:
                await self.run_due(woken)
            except Exception as error:  # an edge: the schedule itself can't be read or written now
                self._failures.failed("the jobs can't be looked up", error)
            else:
                self._failures.is_well("the jobs can't be looked up")
            woken = await self._woken(events)

    async def _woken(self, events: Events) -> set[asyncio.Event]:
        """Wait until it is time to look again; return what has been set, and clear it."""
        waiting = [asyncio.create_task(event.wait()) for event in events]
        waiting.append(asyncio.create_task(asyncio.sleep(self._look_seconds, True)))
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
        woken = {event for event in events if event.is_set()}
        for event in woken:
            event.clear()
        return woken


def _failing(job: Job) -> str:
    return f"the job {job.name} failed"
