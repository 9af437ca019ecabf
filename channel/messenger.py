"""Empties the outbox: each notice at least once, in order within a conversation, and in time."""

import asyncio
import logging
import random
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Protocol

from channel.post import Message, Post
from channel.sender import SendFailed
from core.clock import Clock
from core.outbox import Delivery, Notice

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
SHORTEST_PAUSE = timedelta(seconds=1)
"""However soon Teams lets us try again."""
DELIVERY_SECONDS = 60.0
"""Less than a lease, so that nobody else takes over what we are still at."""
LOOK_SECONDS = 30.0
"""How often we look though nobody called: another instance may have put something."""
TIDY_EVERY = timedelta(hours=6)

GONE = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
"""The person has uninstalled or blocked the bot."""

Render = Callable[[Notice, str], Awaitable[Message | None]]
"""What a notice says by now, in the language given; None where there is nothing to say any more."""


class Deliveries(Protocol):
    """The outbox, seen from this end; `storage/deliveries.py` says what each does."""

    async def claim(self, most: int) -> list[Delivery]: ...
    async def next_due(self) -> datetime | None: ...
    async def sent(self, delivery: Delivery, *, standing: str | None = None) -> None: ...
    async def later(
        self, delivery: Delivery, due_at: datetime, fault: str, *, stuck: bool = False
    ) -> None: ...
    async def refused(self, delivery: Delivery, fault: str) -> None: ...
    async def unsendable(self, delivery: Delivery, fault: str) -> None: ...
    async def begun(self, delivery: Delivery, conversation: str) -> Delivery: ...
    async def release(self) -> None: ...
    async def clear_away(self) -> None: ...


class Messenger:
    """Sends what is due, a few at a time, for as long as it runs."""

    def __init__(
        self,
        deliveries: Deliveries,
        render: Render,
        post: Post,
        *,
        clock: Clock,
        mail: asyncio.Event,
        at_once: int = 8,
        jitter: Callable[[], float] = lambda: random.uniform(0.5, 1.5),
    ) -> None:
        """*mail* is set by whoever puts something into the outbox."""
        self._deliveries = deliveries
        self._render = render
        self._post = post
        self._clock = clock
        self._mail = mail
        self._at_once = at_once
        self._jitter = jitter
        self._under_way = set[asyncio.Task[None]]()
        self._closing = False
        self._running: asyncio.Task[None] | None = None
        self._tidied_at: datetime | None = None

    def start(self) -> None:
        self._running = asyncio.create_task(self._run())

    async def close(self, *, patience: float = 15.0) -> None:
        """Finish what is under way; what isn't done after *patience* seconds is sent next time."""
        self._closing = True
        self._mail.set()
        if self._running:
            await self._running
        if self._under_way:
            _, unfinished = await asyncio.wait(self._under_way, timeout=patience)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def deliver_due(self) -> None:
        """Return when all that was due has been tried."""
        while not self._closing:
            self._mail.clear()
            if await self._set_out():
                continue
            if not self._under_way:
                return
            await self._rest()

    async def _run(self) -> None:
        pause = SHORTEST_PAUSE
        is_released = False
        while not self._closing:
            try:
                if not is_released:
                    await self._deliveries.release()
                    is_released = True
                await self._tidy()
                await self.deliver_due()
                await self._rest()
                pause = SHORTEST_PAUSE
            except Exception:  # such as a database that restarts; it must not end the loop
                logger.exception("the outbox can't be read, next try in %s", pause)
                await self._wait(pause.total_seconds())
                pause = min(2 * pause, timedelta(seconds=LOOK_SECONDS))

    async def _set_out(self) -> bool:
        """Set out with what is due, as far as there are hands; False where there is nothing."""
        free = self._at_once - len(self._under_way)
        claimed = await self._deliveries.claim(free) if free else []
        for delivery in claimed:
            task = asyncio.create_task(self._deliver(delivery))
            self._under_way.add(task)
            task.add_done_callback(self._back)
        return bool(claimed)

    def _back(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._mail.set()
        if not task.cancelled() and (error := task.exception()):
            # The notice is ours until its lease runs out, and is sent again then.
            logger.error("what came of a notice can't be kept", exc_info=error)

    async def _rest(self) -> None:
        """Wait for mail, for somebody's return, or until something is due."""
        seconds = LOOK_SECONDS
        if len(self._under_way) < self._at_once:
            due = await self._deliveries.next_due()
            if due is not None:
                until_due = (due - self._clock()).total_seconds()
                seconds = min(seconds, max(until_due, 0.05))
        await self._wait(seconds)

    async def _wait(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._mail.wait()

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                await self._bring(delivery)
        except SendFailed as failed:
            await self._settle(delivery, failed)
        except Exception as error:  # whatever it is, it must hold up neither the loop nor others
            error_id = secrets.token_hex(4)
            logger.exception("notice %s failed, error %s", delivery.number, error_id)
            due = self._clock() + self._pause(delivery.attempts)
            await self._deliveries.later(delivery, due, type(error).__name__[:64], stuck=True)

    async def _bring(self, delivery: Delivery) -> None:
        message = await self._render(delivery.notice, delivery.address.language)
        if message is None:
            await self._deliveries.sent(delivery)
            return
        conversation = delivery.address.conversation
        if conversation is None:
            conversation = await self._post.begin(delivery)
            delivery = await self._deliveries.begun(delivery, conversation)
        activity = await self._post.carry(delivery, message, to=conversation)
        await self._deliveries.sent(delivery, standing=activity if message.replaces else None)

    async def _settle(self, delivery: Delivery, failed: SendFailed) -> None:
        fault = str(failed.status or "no answer")
        if failed.status in GONE and delivery.address.is_personal:
            await self._deliveries.refused(delivery, fault)
        elif failed.blames_content:
            error_id = secrets.token_hex(4)
            logger.error(
                "notice %s (%s) can never be sent, status %s, error %s",
                delivery.number,
                delivery.notice.kind,
                fault,
                error_id,
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

    async def _tidy(self) -> None:
        now = self._clock()
        if self._tidied_at is None or now - self._tidied_at >= TIDY_EVERY:
            await self._deliveries.clear_away()
            self._tidied_at = now
