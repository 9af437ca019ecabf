"""Teams sends an activity again when it is in doubt; it must not be answered twice."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Generic, TypeVar

from cachetools import TTLCache

from channel.activity import InboundActivity

Answer = TypeVar("Answer")
REPEAT_SECONDS = 600
"""How long a repeated activity is recognised at most; Teams gives up long before."""
MOST_BYTES = 16 * 1024 * 1024
"""Of some 30,000 questions, or of 2,000 presses, each of which is answered with its whole card."""
SLOT_BYTES = 500
"""What remembering anything takes beside the answer itself: its key, and its place."""


def key_of(activity: InboundActivity) -> str | None:
    """Return what tells *activity* from others, or None for the kinds that come without an id.

    It has one length, whatever a client makes up.
    """
    if activity.id is None:
        return None
    place = (activity.channel_id, activity.conversation.id)
    # Every change of a message comes under the message's own id.
    parts = (*place, activity.type, activity.name or "", activity.id, activity.edit)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class IdempotencyCache(Generic[Answer]):
    """Remembers the latest answers, so that the same question again gets the same one."""

    def __init__(
        self,
        size: Callable[[Answer], int],
        clock: Callable[[], float] = time.monotonic,
        *,
        lifetime: float = REPEAT_SECONDS,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        """*size* tells the bytes of an answer; older ones make room for newer."""
        self._working = dict[str, asyncio.Task[Answer]]()
        self._answers = TTLCache[str, Answer](
            most_bytes, lifetime, timer=clock, getsizeof=lambda answer: SLOT_BYTES + size(answer)
        )

    async def answer(
        self, key: str | None, work: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> Answer:
        """Do *work*, unless it is being done or was done under this key; return its answer.

        Work that raises is forgotten. It is a task of its own, so that a caller who hangs up
        neither stops it nor leaves another without an answer.
        """
        if key is None:
            return await work()
        known = self._answers.get(key)
        if known is not None:
            return known
        task = self._working.get(key)
        if task is None:
            task = self._working[key] = asyncio.create_task(work())
            task.add_done_callback(lambda done: self._finished(key, done))
        return await asyncio.shield(task)

    def _finished(self, key: str, task: asyncio.Task[Answer]) -> None:
        del self._working[key]
        if not task.cancelled() and task.exception() is None:
            with suppress(ValueError):  # alone it is more than may be remembered
                self._answers[key] = task.result()
