"""One turn for each activity, also where it is sent to several instances."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from typing import Protocol

from core.circuit_breaker import CircuitBreaker
from storage.database import UNREACHABLE
from storage.deadlines import DatabaseTimeout
from storage.turns import KEEP_TURNS, Standing

logger = logging.getLogger(__name__)

TAKE_SECONDS = 1.0
"""How long an answer waits for a database that hangs to say that it is ours to give."""
RESTART_SECONDS = 3.0
"""How long it waits for one that is gone, and may be back in a moment."""
WITHOUT_SECONDS = 1.0
"""How often it is asked again once it hasn't said so, by one turn that waits while others don't."""
ELSEWHERE_SECONDS = 9.0
"""How long another instance is waited for; Teams waits fifteen."""
LOOK_AGAIN_SECONDS = 0.25


class TurnStore(Protocol):
    """Where the instances agree on who answers."""

    async def take(self, key: str, *, within: float | None = None) -> Standing:
        """Take the activity called *key* unless another instance has; raise of `UNREACHABLE`."""
        ...


class TurnNotes(Protocol):
    """What writes, a moment later, how a turn ended."""

    async def end(self, key: str, *, is_answered: bool) -> None: ...


class AloneTurns:
    """For one instance: all it is sent is its own to answer, unless it did so before a restart.

    What it has answered since, `IdempotencyCache` knows.
    """

    def __init__(
        self,
        answered: Collection[str],
        notes: TurnNotes,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """*answered* has the keys of the turns that were, in the minutes before the start."""
        self._answered = answered
        self._notes = notes
        self._clock = clock
        self._look_until = clock() + KEEP_TURNS.total_seconds()

    async def begin(self, key: str, *, may_wait: bool) -> Standing:
        """Return whose the turn of *key* is."""
        if self._clock() >= self._look_until:
            self._answered = ()
        if key in self._answered:
            return Standing.ANSWERED
        return Standing.OURS

    async def end(self, key: str, *, is_answered: bool) -> None:
        """Note a turn that was answered, for the next start."""
        if is_answered:
            await self._notes.end(key, is_answered=True)


class SharedTurns:
    """For several instances over one database."""

    def __init__(
        self,
        store: TurnStore,
        notes: TurnNotes,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._notes = notes
        self._clock = clock
        self._sleep = sleep
        self._breaker = CircuitBreaker(WITHOUT_SECONDS, clock=clock)

    async def begin(self, key: str, *, may_wait: bool) -> Standing:
        """Return whose the turn of *key* is; wait for another that is at work, if *may_wait*.

        Without the database it is ours: answering twice is better than not at all.
        """
        until = self._clock() + ELSEWHERE_SECONDS
        while (standing := await self._take(key)) is Standing.ELSEWHERE:
            if not may_wait or self._clock() >= until:
                break
            await self._sleep(LOOK_AGAIN_SECONDS)
        return standing

    async def end(self, key: str, *, is_answered: bool) -> None:
        """Note how a turn of ours ended; one without an answer is anybody's again."""
        await self._notes.end(key, is_answered=is_answered)

    async def _take(self, key: str) -> Standing:
        until = self._clock() + (RESTART_SECONDS if self._breaker.is_closed else 0)
        if not self._breaker.lets_through():
            return Standing.OURS
        while True:
            try:
                standing = await self._store.take(key, within=TAKE_SECONDS)
            except UNREACHABLE as error:
                if self._clock() < until and not isinstance(error, DatabaseTimeout):
                    await self._sleep(LOOK_AGAIN_SECONDS)
                    continue
                if self._breaker.is_closed:
                    logger.warning("turns can't be shared for now: %s", type(error).__name__)
                self._breaker.failed()
                return Standing.OURS
            self._breaker.succeeded()
            return standing


Turns = AloneTurns | SharedTurns
