"""The outbox: a notice is stored in the transaction of what it tells of."""

from enum import StrEnum

from sqlalchemy import Connection, delete

from core.clock import Clock
from core.outbox import Notice
from storage.inserts import insert_if_new
from storage.tables import outbox as table


class State(StrEnum):
    """Where a notice stands."""

    WAITING = "waiting"
    """It is sent in its turn; what was put later for the same recipient waits for it."""
    STUCK = "stuck"
    """Something is wrong with this one, so the later ones don't wait for it; it is tried again."""
    SENT = "sent"
    REFUSED = "refused"
    """Nothing gets through to that person, until they write to the bot again."""
    UNSENDABLE = "unsendable"
    """The channel will never take what it says."""


UNSENT = (State.WAITING, State.STUCK)


class SqlOutbox:
    """The `Outbox` of one transaction."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self.has_new = False
        """Whether something was put."""

    def put(self, notice: Notice) -> None:
        now = self._clock()
        row = {
            "key": notice.key,
            "kind": notice.kind,
            "recipient": notice.to,
            "subject": notice.subject,
            "facts": dict(notice.facts),
            "state": State.WAITING,
            "put_at": now,
            "due_at": now,
            "attempts": 0,
        }
        statement = insert_if_new(table, self._connection.dialect.name)
        if self._connection.execute(statement, row).rowcount == 1:
            self.has_new = True

    def erase(self, person_id: str) -> None:
        self._connection.execute(delete(table).where(table.c.recipient == person_id))
