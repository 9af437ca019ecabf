"""The one way out of a turn: an answer goes to Teams, or waits in the outbox, or isn't taken."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol
from weakref import WeakValueDictionary

from cachetools import TTLCache

from channel.proactive import send_reply
from channel.sender import ConnectorSender, SendFailed
from core.outbox import Delivery, PendingReply
from storage.database import UNREACHABLE

logger = logging.getLogger(__name__)

MOST_CONVERSATIONS = 10_000


class Undelivered(Exception):
    """Neither Teams nor the outbox has taken an answer: whoever asked must ask again."""


class ReplyOutbox(Protocol):
    """Where answers wait."""

    async def put(self, reply: PendingReply, *, wait: timedelta = timedelta()) -> None:
        """Store *reply*, to be tried after *wait*, unless one with its key has been stored.

        Raises one of `UNREACHABLE`.
        """
        ...


class Replies:
    """Sends answers in the order they are given, within each conversation."""

    def __init__(
        self,
        sender: ConnectorSender,
        outbox: ReplyOutbox,
        *,
        useful: timedelta = timedelta(minutes=10),
    ) -> None:
        self.sender = sender
        self._outbox = outbox
        seconds = useful.total_seconds()
        # Of conversations that another instance has written to since, too many may be counted:
        # the next answer then takes the way through the outbox for nothing.
        self._waiting = TTLCache[str, int](MOST_CONVERSATIONS, seconds)
        self._perhaps_stored = TTLCache[str, bool](MOST_CONVERSATIONS, seconds)
        self._lines = WeakValueDictionary[str, asyncio.Lock]()
        """Where something is being said: one thing at a time, in order."""

    async def send(self, reply: PendingReply, *, patience: float | None = None) -> str:
        """Send *reply* and return its id, or "" where it is sent later.

        Teams is waited for *patience* seconds at most.

        Raises:
            SendFailed: where it can never be sent.
            Undelivered: where it can't be sent now, and the outbox can't be reached.
        """
        line = self._lines.setdefault(reply.conversation, asyncio.Lock())
        wait = None
        try:
            async with asyncio.timeout(patience), line:
                if not self._must_wait(reply):
                    return await send_reply(self.sender, reply)
        except TimeoutError:
            logger.warning("an answer waits: Teams takes its time")
        except SendFailed as failed:
            if failed.blames_content or failed.is_gone:
                raise
            logger.warning("an answer waits: %s", failed)
            wait = failed.retry_after
        # Counted before anything is waited for, so that nothing said later comes before it.
        self.count({reply.conversation: 1})
        async with line:
            await self._put(reply, timedelta(seconds=wait or 0))
        return ""

    def _must_wait(self, reply: PendingReply) -> bool:
        return reply.conversation in self._waiting or reply.key in self._perhaps_stored

    async def _put(self, reply: PendingReply, wait: timedelta) -> None:
        try:
            await self._outbox.put(reply, wait=wait)
        except BaseException as error:
            self._uncount(reply.conversation)
            # It may have been stored all the same, and must not be said twice then.
            self._perhaps_stored[reply.key] = True
            if isinstance(error, UNREACHABLE):
                raise Undelivered(type(error).__name__) from error
            raise

    def count(self, waiting: Mapping[str, int]) -> None:
        """Note how many more answers wait in each conversation; what comes next waits for them."""
        for conversation, number in waiting.items():
            self._waiting[conversation] = self._waiting.get(conversation, 0) + number

    def settled(self, delivery: Delivery) -> None:
        """Note that a message of the outbox is sent or given up."""
        if delivery.reply is not None:
            self._uncount(delivery.reply.conversation)

    def _uncount(self, conversation: str) -> None:
        left = self._waiting.pop(conversation, 1) - 1
        if left > 0:
            self._waiting[conversation] = left
