"""Jobs that run on a schedule and after each new base: closing gaps, reminders, retention."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TypeAlias

from core.clock import Clock
from core.working_time import is_working_time
from dialogs.services import NoForm, Services

logger = logging.getLogger(__name__)

EVERY_SECONDS = 300.0

Job: TypeAlias = Callable[[], Awaitable[int]]
"""Does what is due and returns how many cases it concerned; repeated at once, it does nothing."""


def all_jobs(services: Services) -> Sequence[Job]:
    """Return every job in the order they run; a new reminder is added here."""
    return (
        services.closing.run_once,
        in_working_time(services.clock, services.question_reminders.run_once),
        services.retention.run_once,
        services.handovers.run_once,
        in_working_time(services.clock, services.reminders.run_once),
    )


def in_working_time(clock: Clock, job: Job) -> Job:
    """Return *job* as one that does nothing while people are off: what is due by then waits."""

    async def run() -> int:
        return await job() if is_working_time(clock()) else 0

    return run


class Jobs:
    """Runs all jobs again and again, until closed."""

    def __init__(
        self,
        jobs: Sequence[Job],
        *,
        every_seconds: float = EVERY_SECONDS,
        woken: asyncio.Event | None = None,
    ) -> None:
        """*woken* is what else they run upon."""
        self._jobs = jobs
        self._every_seconds = every_seconds
        self._woken = woken or asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    def wake(self) -> None:
        """Run at once: there is something new, such as another base."""
        self._woken.set()

    async def close(self) -> None:
        """Stop; a job under way is a transaction, which ends by itself."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run them as long as the context lasts."""
        self.start()
        yield
        await self.close()

    async def run_once(self) -> int:
        """Run every job, and return how many cases they concerned; a failure stops no other."""
        return sum([await _attempted(job) for job in self._jobs])

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            await self.run_once()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every_seconds):
                    await self._woken.wait()


async def _attempted(job: Job) -> int:
    try:
        return await job()
    except NoForm:
        return 0  # the base in use has no form, so no request waits for anybody
    except Exception:  # the jobs must survive a database that restarts
        logger.exception("a job failed, error %s", secrets.token_hex(4))
        return 0
