"""Empties the outbox: each notice at least once, in order within a conversation, and in time."""

import asyncio
import logging
import random
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus

from channel.proactive import begin_conversation, send_message
from channel.sender import ConnectorSender, SendFailed
from core.clock import Clock
from core.outbox import Delivery, Message, Notice
from storage.deliveries import SqlDeliveries

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
SHORTEST_PAUSE = timedelta(seconds=1)
"""However soon Teams lets us try again."""
DELIVERY_SECONDS = 60.0
"""Less than a lease, so that no other instance claims what is being delivered."""
POLL_SECONDS = 30.0
"""How often the outbox is read though nothing was put: another instance may have."""
CLEAR_EVERY = timedelta(hours=6)

GONE = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
"""The person has uninstalled or blocked the bot."""

Render = Callable[[Notice, str], Awaitable[Message | None]]
"""What a notice says by now, in the language given; None where there is nothing left to say."""


class OutboxWorker:
    """Sends what is due, a few at a time, for as long as it runs."""

    def __init__(
        self,
        deliveries: SqlDeliveries,
        render: Render,
        sender: ConnectorSender,
        *,
        tenant_id: str,
        clock: Clock,
        filled: asyncio.Event,
        at_once: int = 8,
        jitter: Callable[[], float] = lambda: random.uniform(0.5, 1.5),
    ) -> None:
        """*filled* is set by whoever puts something into the outbox."""
        self._deliveries = deliveries
        self._render = render
        self._sender = sender
        self._tenant_id = tenant_id
        self._clock = clock
        self._wake = filled
        self._at_once = at_once
        self._jitter = jitter
        self._in_progress = set[asyncio.Task[None]]()
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
        is_released = False
        while not self._closing:
            try:
                if not is_released:
                    await self._deliveries.release()
                    is_released = True
                await self._clear_away()
                await self.deliver_due()
                await self._wait_for_work()
                pause = SHORTEST_PAUSE
            except Exception:  # such as a database that restarts; it must not end the loop
                logger.exception("the outbox can't be read, next try in %s", pause)
                await self._wait(pause.total_seconds())
                pause = min(2 * pause, timedelta(seconds=POLL_SECONDS))

    async def _start_due(self) -> bool:
        """Start as many deliveries as are due and may run at once; False where none is."""
        free = self._at_once - len(self._in_progress)
        claimed = await self._deliveries.claim(free) if free else []
        for delivery in claimed:
            task = asyncio.create_task(self._deliver(delivery))
            self._in_progress.add(task)
            task.add_done_callback(self._done)
        return bool(claimed)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._in_progress.discard(task)
        self._wake.set()
        if not task.cancelled() and (error := task.exception()):
            # The notice is ours until its lease runs out, and is sent again then.
            logger.error("the outcome of a delivery can't be stored", exc_info=error)

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

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                await self._send(delivery)
        except SendFailed as failed:
            await self._send_failed(delivery, failed)
        except Exception as error:  # whatever it is, it must hold up neither the loop nor others
            error_id = secrets.token_hex(4)
            logger.exception("notice %s failed, error %s", delivery.number, error_id)
            due = self._clock() + self._pause(delivery.attempts)
            await self._deliveries.later(delivery, due, type(error).__name__[:64], stuck=True)

    async def _send(self, delivery: Delivery) -> None:
        message = await self._render(delivery.notice, delivery.address.language)
        if message is None:
            await self._deliveries.sent(delivery)
            return
        conversation = delivery.address.conversation
        if conversation is None:
            conversation = await begin_conversation(
                self._sender, delivery, tenant_id=self._tenant_id
            )
            delivery = await self._deliveries.begun(delivery, conversation)
        activity = await send_message(self._sender, delivery, message, conversation=conversation)
        await self._deliveries.sent(delivery, standing=activity if message.replaces else None)

    async def _send_failed(self, delivery: Delivery, failed: SendFailed) -> None:
        fault = str(failed.status or "no answer")
        if failed.status in GONE and delivery.address.is_personal:
            await self._deliveries.refused(delivery, fault)
        elif failed.blames_content:
            logger.error(
                "notice %s (%s) can never be sent, status %s, error %s",
                delivery.number,
                delivery.notice.kind,
                fault,
                secrets.token_hex(4),
            )
            await self._deliveries.unsendable(delivery, fault)
        else:
            due = self._clock() + self._pause(delivery.attempts, failed.retry_after)
            await self._deliveries.later(delivery, due, fault)

    def _pause(self, attempts: int, retry_after: float | None = None) -> timedelta:
        """As long as Teams asks for; else twice as long each time, give or take a half."""
        if retry_after is not None:
            return max(timedelta(seconds=retry_after), SHORTEST_PAUSE)
        longest = min(FIRST_PAUSE * 2 ** min(attempts, 20), LONGEST_PAUSE)
        return longest * self._jitter()

    async def _clear_away(self) -> None:
        now = self._clock()
        if self._cleared_at is None or now - self._cleared_at >= CLEAR_EVERY:
            await self._deliveries.clear_away()
            self._cleared_at = now
