"""Teams sends an activity again when it is in doubt; it must not be answered twice."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from cachetools import TTLCache

from channel.activity import InboundActivity

Answer = TypeVar("Answer")
Key = tuple[str, ...]

REPEAT_SECONDS = 600
"""How long a repeated activity is recognised; Teams gives up long before."""
MOST_REPEATS = 20_000


def key_of(activity: InboundActivity) -> Key | None:
    """Return what tells *activity* from others, or None for the kinds that come without an id."""
    if activity.id is None:
        return None
    place = (activity.channel_id, activity.conversation.id)
    return (*place, activity.type, activity.name or "", activity.id)


class IdempotencyCache(Generic[Answer]):
    """Remembers the latest answers, so that the same question again gets the same one."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        *,
        lifetime: float = REPEAT_SECONDS,
        capacity: int = MOST_REPEATS,
    ) -> None:
        self._tasks = TTLCache[Key, asyncio.Task[Answer]](capacity, lifetime, timer=clock)

    async def answer(
        self, key: Key | None, work: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> Answer:
        """Do *work*, unless it is being done or was done under this key; return its answer.

        Work that raises is forgotten. It is a task of its own, so that a caller who hangs up
        neither stops it nor leaves another without an answer.
        """
        if key is None:
            return await work()
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.create_task(work())
            task.add_done_callback(lambda done: self._finished(key, done))
        return await asyncio.shield(task)

    def _finished(self, key: Key, task: asyncio.Task[Answer]) -> None:
        failed = task.cancelled() or task.exception() is not None
        if failed and self._tasks.get(key) is task:
            del self._tasks[key]
