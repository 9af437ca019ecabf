"""Teams sends an activity again when it is in doubt; it must not be answered twice."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from channel.activity import InboundActivity

Answer = TypeVar("Answer")
Key = tuple[str, ...]


def key_of(activity: InboundActivity) -> Key | None:
    """Return what tells *activity* from others, or None for the kinds that come without an id."""
    if activity.id is None:
        return None
    place = (activity.channel_id, activity.conversation.id)
    return (*place, activity.type, activity.name or "", activity.id)


@dataclass(frozen=True, slots=True)
class _Held(Generic[Answer]):
    task: asyncio.Task[Answer]
    until: float


class IdempotencyCache(Generic[Answer]):
    """Remembers the latest answers, so that the same question again gets the same one."""

    def __init__(self, clock: Callable[[], float], *, lifetime: float, capacity: int) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._capacity = capacity
        self._held: dict[Key, _Held[Answer]] = {}

    async def answer(
        self, key: Key | None, work: Callable[[], Coroutine[Any, Any, Answer]]
    ) -> Answer:
        """Do *work*, unless it is being done or was done under this key; return its answer.

        Work that raises is forgotten. It is a task of its own, so that a caller who hangs up
        neither stops it nor leaves another without an answer.
        """
        if key is None:
            return await work()
        self._drop_expired()
        if key not in self._held:
            self._start(key, work)
        return await asyncio.shield(self._held[key].task)

    def _start(self, key: Key, work: Callable[[], Coroutine[Any, Any, Answer]]) -> None:
        if len(self._held) >= self._capacity:
            del self._held[next(iter(self._held))]
        task = asyncio.create_task(work())
        self._held[key] = _Held(task, self._clock() + self._lifetime)
        task.add_done_callback(lambda done: self._finished(key, done))

    def _finished(self, key: Key, task: asyncio.Task[Answer]) -> None:
        failed = task.cancelled() or task.exception() is not None
        if failed and key in self._held and self._held[key].task is task:
            del self._held[key]

    def _drop_expired(self) -> None:
        """Entries lie in the order they came, so the oldest are first."""
        now = self._clock()
        while self._held:
            oldest = next(iter(self._held))
            if self._held[oldest].until > now:
                return
            del self._held[oldest]
