"""Running the services ahead of time, in a transaction that is undone: nothing is changed."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from sqlalchemy import Connection, select, update

from core.clock import Clock
from core.outbox import Notice
from storage.database import Database
from storage.deadlines import allow
from storage.outbox import State
from storage.tables import outbox
from storage.unit_of_work import SqlUnitOfWork

T = TypeVar("T")

SECONDS = 60.0
"""For all of a rehearsal: whoever writes to the database waits for it."""


class _Over(Exception):
    """Ends a rehearsal, so that all it did is undone."""


class Rehearsal:
    """The `Transactions` of a rehearsal, and what it would have sent."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._seen = 0

    async def read(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        return work(SqlUnitOfWork(self._connection, self._clock))

    async def write(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        with self._connection.begin_nested():
            return work(SqlUnitOfWork(self._connection, self._clock))

    def sent(self) -> list[Notice]:
        """Return what has been put into the outbox since the last call, and count it as sent."""
        waiting = (outbox.c.number > self._seen, outbox.c.state == State.WAITING)
        rows = self._connection.execute(select(outbox).where(*waiting)).all()
        self._connection.execute(update(outbox).where(*waiting).values(state=State.SENT))
        self._seen = max([self._seen, *(row.number for row in rows)])
        return [Notice(row.key, row.kind, row.recipient, row.subject, row.facts) for row in rows]


async def rehearse(
    database: Database, clock: Clock, work: Callable[[Rehearsal], Awaitable[T]]
) -> T:
    """Return what *work* finds out, with nothing changed in the database."""
    done: list[T] = []

    def whole(connection: Connection) -> None:
        allow(connection, SECONDS)
        # On the database's own thread, which has no event loop.
        done.append(asyncio.run(_awaited(work(Rehearsal(connection, clock)))))
        raise _Over

    with suppress(_Over):
        await database.write(whole, within=SECONDS)
    return done[0]


async def _awaited(work: Awaitable[T]) -> T:
    return await work
