"""The processes that share a database: each is alive for as long as it keeps saying so."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Interval,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from core.clock import Clock
from storage.columns import UtcDateTime
from storage.database import UNREACHABLE, Database
from storage.inserts import insert_or_replace
from storage.instance_tables import instances
from telemetry.failures import RecurringFailures

logger = logging.getLogger(__name__)

ALIVE = timedelta(seconds=10)
"""How long after its last word an instance counts as alive, and what it holds as held."""
RENEW_SECONDS = 3.0
FORGET_AFTER = timedelta(days=1)


SharedTime = Callable[[timedelta], ColumnElement[datetime]]
"""So long after now, as all who share the database reckon it when the statement is run."""
NOW = timedelta()


def time_of_server(later: timedelta) -> ColumnElement[datetime]:
    """By the server's clock, however those of the instances differ.

    It goes on within a transaction, which may have waited for another.
    """
    return type_coerce(func.clock_timestamp() + literal(later, Interval), UtcDateTime)


def time_by(clock: Clock) -> SharedTime:
    """By our own clock; for a file, which one process serves."""
    return lambda later: bindparam(
        None, callable_=lambda: clock() + later, type_=UtcDateTime, unique=True
    )


class Instances:
    """This process among the others."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        time: SharedTime | None = None,
        renew_seconds: float = RENEW_SECONDS,
    ) -> None:
        """*time* is by *clock* unless told otherwise."""
        self.id = secrets.token_hex(8)
        self.time = time or time_by(clock)
        self._database = database
        self._clock = clock
        self._renew_seconds = renew_seconds
        self._renewed_at: datetime | None = None
        self._failures = RecurringFailures(logger)
        self._renewing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Say that it is alive, and go on until closed."""
        await self.renew()
        self._renewing = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Let go of all that is held."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.wait([self._renewing])
        with suppress(*UNREACHABLE):
            ours = delete(instances).where(instances.c.id == self.id)
            await self._database.write(lambda connection: connection.execute(ours))

    async def renew(self) -> None:
        """Say that it is alive, unless it has done so a moment ago.

        In a transaction of its own: what others see this instance hold before they see that it is
        alive, they would take.
        """
        now = self._clock()
        if self._renewed_at is None or now - self._renewed_at >= ALIVE / 4:
            await self._database.write(self._renew)
            self._renewed_at = now

    def has_lost(self, holder: ColumnElement[str | None]) -> ColumnElement[bool]:
        """Whether what *holder* holds is free: nobody holds it, or somebody who is dead."""
        alive = select(instances.c.id).where(instances.c.alive_until > self.time(NOW))
        return or_(holder.is_(None), (holder != self.id) & holder.not_in(alive))

    async def _run(self) -> None:
        while True:
            try:
                await self._database.write(self._renew)
                self._renewed_at = self._clock()
            except UNREACHABLE as error:
                self._failures.failed("the instance can't say it is alive", error, trace=False)
            else:
                self._failures.is_well("the instance can't say it is alive")
            await asyncio.sleep(self._renew_seconds)

    def _renew(self, connection: Connection) -> None:
        alive_until = {"alive_until": self.time(ALIVE)}
        alive = insert_or_replace(instances, self._database.dialect).values(alive_until)
        connection.execute(alive, {"id": self.id})
        long_dead = instances.c.alive_until < self.time(-FORGET_AFTER)
        connection.execute(delete(instances).where(long_dead))
