"""The outbox: a notice is stored in the transaction of what it tells of."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select, update

from core.clock import Clock
from core.outbox import REPLY, Notice, NoticeKind
from core.standing import StandingMessage
from storage.inserts import insert_if_new
from storage.standing_messages import note_standing, renewals, standing_messages
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
    EXPIRED = "expired"
    """An answer that nobody waits for any more."""
    DROPPED = "dropped"
    """Somebody who runs the bot has decided that it isn't sent."""


UNSENT = (State.WAITING, State.STUCK)
GIVEN_UP = (State.REFUSED, State.UNSENDABLE, State.EXPIRED)
"""By the bot: somebody may wish to look into it."""
STUCK_FOR = timedelta(hours=1)
"""After which somebody may, too; a database that restarts or an upgrade is over by then."""


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
            "set_off_by": notice.by.id if notice.by else None,
        }
        statement = insert_if_new(table, self._connection.dialect.name)
        if self._connection.execute(statement, row).rowcount == 1:
            self.has_new = True

    def renew(self, subject: str, version: int, *, besides: str | None) -> None:
        for notice in renewals(self._connection, subject, version, besides=besides):
            self.put(notice)

    def latest(self, kind: str) -> Notice | None:
        of_kind = select(table).where(table.c.kind == kind)
        row = self._connection.execute(of_kind.order_by(table.c.number.desc()).limit(1)).first()
        return Notice(row.key, row.kind, row.recipient, row.subject, row.facts) if row else None

    def note_given_up(self) -> int:
        tells = table.c.kind == NoticeKind.GIVEN_UP
        waits = select(exists().where(tells, table.c.state.in_(UNSENT)))
        if self._connection.scalar(waits):
            return 0
        now = self._clock()
        is_stuck = and_(table.c.state == State.STUCK, table.c.put_at < now - STUCK_FOR)
        # What tells of others isn't told of: where it can't be sent, neither can that.
        untold = (or_(table.c.state.in_(GIVEN_UP), is_stuck), ~tells, table.c.told_at.is_(None))
        noted = update(table).where(*untold).values(told_at=now)
        return self._connection.execute(noted).rowcount

    def erase(self, person_id: str) -> None:
        shown_to = standing_messages.c.recipient == person_id
        self._connection.execute(delete(standing_messages).where(shown_to))
        theirs = or_(table.c.recipient == person_id, replies_to(person_id))
        self._connection.execute(delete(table).where(theirs))
        others = update(table).where(table.c.set_off_by == person_id)
        self._connection.execute(others.values(set_off_by=None))


def replies_to(person_id: str) -> ColumnElement[bool]:
    """Whether a row is an answer to that person, in whatever conversation."""
    return and_(table.c.kind == REPLY, table.c.facts["person"].as_string() == person_id)


def note_shown(connection: Connection, message: StandingMessage, clock: Clock) -> bool:
    """Note what a message shows from now on; return whether others are to be replaced for it."""
    outbox = SqlOutbox(connection, clock)
    for notice in note_standing(connection, message, clock()):
        outbox.put(notice)
    return outbox.has_new
