"""Empties the outbox: each message at least once, in order within a conversation, and in time."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from channel.delivering import SHORTEST_PAUSE, Deliverer
from core.clock import Clock
from core.outbox import Delivery
from storage.deliveries import SqlDeliveries
from telemetry.failures import RecurringFailures, log_failure

logger = logging.getLogger(__name__)

POLL_SECONDS = 30.0
"""How often the outbox is read though nothing was put: another instance may have."""
CLEAR_EVERY = timedelta(hours=6)


class OutboxWorker:
    """Has what is due delivered, a few at a time, for as long as it runs."""

    def __init__(
        self,
        deliveries: SqlDeliveries,
        deliverer: Deliverer,
        *,
        clock: Clock,
        filled: asyncio.Event,
        on_settled: Callable[[Delivery], None] = lambda _: None,
        at_once: int = 8,
    ) -> None:
        """*filled* is set by whoever puts something into the outbox.

        *on_settled* is told of what is sent or given up.
        """
        self._deliveries = deliveries
        self._deliverer = deliverer
        self._clock = clock
        self._wake = filled
        self._on_settled = on_settled
        self._at_once = at_once
        self._failures = RecurringFailures(logger)
        self._in_progress = dict[asyncio.Task[None], Delivery]()
        self._must_release = True
        """Whether something may be leased that nobody is delivering."""
        self._closing = False
        self._running: asyncio.Task[None] | None = None
        self._cleared_at: datetime | None = None

    def start(self) -> None:
        self._running = asyncio.create_task(self._run())

    async def close(self, *, patience: float = 15.0) -> None:
        """Finish what is in progress; what isn't done after *patience* seconds waits."""
        self._closing = True
        self._wake.set()
        if self._running:
            await self._running
        if self._in_progress:
            _, unfinished = await asyncio.wait(self._in_progress, timeout=patience)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def deliver_due(self) -> None:
        """Return when all that was due has been tried."""
        while not self._closing:
            self._wake.clear()
            if await self._start_due():
                continue
            if not self._in_progress:
                return
            await self._wait_for_work()

    async def _run(self) -> None:
        pause = SHORTEST_PAUSE
        while not self._closing:
            try:
                if self._must_release:
                    held = {
                        each.number for taken in self._in_progress.values() for each in taken.whole
                    }
                    await self._deliveries.release(besides=held)
                    self._must_release = False
                await self._clear_away()
                await self.deliver_due()
                await self._wait_for_work()
                self._failures.is_well("the outbox can't be read")
                pause = SHORTEST_PAUSE
            except Exception as error:  # such as a database that restarts; the loop goes on
                self._failures.failed("the outbox can't be read", error)
                await self._wait(pause.total_seconds())
                pause = min(2 * pause, timedelta(seconds=POLL_SECONDS))

    async def _start_due(self) -> bool:
        """Start as many deliveries as are due and may run at once; False where none is."""
        free = self._at_once - len(self._in_progress)
        claimed = await self._deliveries.claim(free) if free else []
        for delivery in claimed:
            task = asyncio.create_task(self._deliver(delivery))
            self._in_progress[task] = delivery
            task.add_done_callback(self._done)
        return bool(claimed)

    async def _deliver(self, delivery: Delivery) -> None:
        if await self._deliverer.deliver(delivery):
            self._on_settled(delivery)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._in_progress[task]
        self._wake.set()
        if not task.cancelled() and (error := task.exception()):
            self._must_release = True
            log_failure(logger, "the outcome of a delivery can't be stored", trace=error)

    async def _wait_for_work(self) -> None:
        """Wait until something is put, a delivery ends, or something is due."""
        seconds = POLL_SECONDS
        if len(self._in_progress) < self._at_once:
            due = await self._deliveries.next_due()
            if due is not None:
                until_due = (due - self._clock()).total_seconds()
                seconds = min(seconds, max(until_due, 0.05))
        await self._wait(seconds)

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _clear_away(self) -> None:
        now = self._clock()
        if self._cleared_at is None or abs(now - self._cleared_at) >= CLEAR_EVERY:
            await self._deliveries.clear_away()
            self._cleared_at = now
