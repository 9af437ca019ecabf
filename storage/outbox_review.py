"""The outbox as those who run the bot see it: what is in it, and what is to become of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from storage.outbox import GIVEN_UP, UNSENT, State
from storage.tables import outbox

RESENT_USEFUL = timedelta(hours=1)
"""For how long an answer that is sent again by hand is tried."""


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One message; what it says is shown to nobody here."""

    number: int
    key: str
    kind: str
    recipient: str
    subject: str
    state: str
    put_at: datetime
    due_at: datetime
    attempts: int
    fault: str | None
    settled_at: datetime | None


_IS_SHOWN = outbox.c.state.in_([*UNSENT, *GIVEN_UP])
"""Of what was sent or dropped the words are forgotten."""
_COLUMNS = [outbox.c[name] for name in OutboxEntry.__slots__]


def entries(connection: Connection) -> Sequence[OutboxEntry]:
    """Return what waits or was given up, oldest first; not what somebody has dropped."""
    query = select(*_COLUMNS).where(_IS_SHOWN).order_by(outbox.c.number)
    return [OutboxEntry(*row) for row in connection.execute(query)]


def entry(connection: Connection, number: int) -> OutboxEntry | None:
    row = connection.execute(select(*_COLUMNS).where(outbox.c.number == number)).first()
    return OutboxEntry(*row) if row else None


def resend(connection: Connection, number: int, *, at: datetime) -> bool:
    """Have a message sent at once that waits or was given up; False where there is none."""
    again = {
        "state": State.WAITING,
        "due_at": at,
        "attempts": 0,
        "settled_at": None,
        "told_at": None,
    }
    chosen = update(outbox).where(outbox.c.number == number, _IS_SHOWN)
    is_reply = chosen.where(outbox.c.expires_at.is_not(None))
    connection.execute(is_reply.values(expires_at=at + RESENT_USEFUL))
    return connection.execute(chosen.values(again)).rowcount == 1


def drop(connection: Connection, number: int, *, at: datetime) -> bool:
    """Decide that a message isn't sent, and forget its words; False where there is none."""
    chosen = update(outbox).where(outbox.c.number == number, _IS_SHOWN)
    dropped = {"state": State.DROPPED, "settled_at": at, "leased_by": None, "facts": {}}
    return connection.execute(chosen.values(dropped)).rowcount == 1
