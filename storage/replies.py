"""Answers that wait: put when Teams doesn't take them, in order within their conversation."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import Connection, Row, select

from core.clock import Clock
from core.outbox import REPLY, PendingReply
from storage.database import Database
from storage.inserts import insert_if_new
from storage.outbox import UNSENT, State
from storage.tables import outbox

IS_REPLY = outbox.c.kind == REPLY


class SqlReplies:
    """The outbox as a turn sees it."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        on_reply: Callable[[], None],
        useful: timedelta = timedelta(minutes=10),
    ) -> None:
        """*on_reply* is called when there is something to send; *useful* is for how long it is."""
        self._database = database
        self._clock = clock
        self._on_reply = on_reply
        self._useful = useful

    async def put(self, reply: PendingReply, *, wait: timedelta = timedelta()) -> None:
        """Store *reply*, to be tried after *wait*, unless one with its key has been stored.

        Raises one of `UNREACHABLE`.
        """
        now = self._clock()
        row = {
            "key": reply.key,
            "kind": REPLY,
            "recipient": reply.conversation,
            "subject": "",
            "facts": {**asdict(reply), "activity": dict(reply.activity)},
            "state": State.WAITING,
            "put_at": now,
            "due_at": min(now + wait, now + self._useful),
            "expires_at": now + self._useful,
            "attempts": 0,
        }
        insert = insert_if_new(outbox, self._database.dialect)
        await self._database.write(lambda connection: connection.execute(insert, row))
        self._on_reply()

    async def waiting(self) -> Mapping[str, int]:
        """Return how many wait in each conversation."""

        def work(connection: Connection) -> Mapping[str, int]:
            query = select(outbox.c.recipient).where(IS_REPLY, outbox.c.state.in_(UNSENT))
            return Counter(connection.scalars(query))

        return await self._database.read(work)


def reply_in(row: Row[*tuple[object, ...]]) -> PendingReply | None:
    """Return the answer that a row of the outbox holds, where it holds one."""
    return PendingReply(**row.facts) if row.kind == REPLY else None
