"""The audit log: who did what and when, as ids, states and hashes, in one hash chain."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.tables import audit_head, audit_log, audit_names

FIRST_HASH = "0" * 64
"""In place of the hash of the line before the first."""

PURGED = "purged"
"""The state of a case that was deleted because its time was over."""

_HEAD = select(audit_head.c.sequence, audit_head.c.hash)
_LOCK_HEAD = _HEAD.with_for_update()
_HEAD_AND_NAME = select(
    audit_head.c.sequence, audit_head.c.hash, audit_names.c.audit_name
).outerjoin_from(audit_head, audit_names, audit_names.c.person == bindparam("whom"))
_MOVE_HEAD = update(audit_head)
_ADD_LINE = insert(audit_log)
_ADD_NAME = insert(audit_names)
_HASHED = ("sequence", "at", "what", "subject", "actor", "state", "content", "previous")


class SqlAuditLog:
    """The `AuditLog` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_locked = False
        self._head: tuple[int, str] | None = None
        """The last line's number and hash; until the commit, only we add lines."""

    def lock(self) -> None:
        """Let nobody else add lines, or names, until the commit.

        SQLite has one writer at a time anyway.
        """
        if not self._is_locked and self._connection.dialect.name != "sqlite":
            self._connection.execute(_LOCK_HEAD)
        self._is_locked = True

    def append(
        self, *, at: datetime, what: str, subject: str, by: str | None, state: str, content: str
    ) -> None:
        actor = by and self._name_of(by)
        sequence, previous = self._head or self._last()
        line: dict[str, object] = {
            "sequence": sequence + 1,
            "at": at,
            "what": what,
            "subject": subject,
            "actor": actor,
            "state": state,
            "content": content,
            "previous": previous,
        }
        number, sealed = sequence + 1, line_hash(line)
        self._connection.execute(_ADD_LINE, line | {"hash": sealed})
        self._connection.execute(_MOVE_HEAD, {"sequence": number, "hash": sealed})
        self._head = number, sealed

    def seal(self) -> tuple[int, str]:
        if self._head is not None:
            return self._head
        sequence, last_hash = self._connection.execute(_HEAD).one()  # nothing is locked for it
        return sequence, last_hash

    def erase(self, person_id: str, *, at: datetime) -> None:
        name = self._name_of(person_id)
        self._connection.execute(delete(audit_names).where(audit_names.c.person == person_id))
        self.append(at=at, what="person", subject=name, by=None, state="erased", content="")

    def _last(self) -> tuple[int, str]:
        self.lock()
        return self.seal()

    def _name_of(self, person_id: str) -> str:
        """Return what the log calls a person, and learn its head by the way.

        That is a name that only our row ties to them, made where they have none yet.
        """
        self.lock()  # in a statement of its own: the next one sees what it has waited for
        row = self._connection.execute(_HEAD_AND_NAME, {"whom": person_id}).one()
        sequence, last_hash, name = row
        self._head = sequence, last_hash
        if name is None:
            name = secrets.token_hex(8)
            self._connection.execute(_ADD_NAME, {"person": person_id, "audit_name": name})
        return name


def line_hash(line: Mapping[str, object]) -> str:
    """Return the hash of everything in *line*, the previous line's hash included."""
    values = [line[name] for name in _HASHED]
    canonical = [_instant(v) if isinstance(v, datetime) else v for v in values]
    return hashlib.sha256(orjson.dumps(canonical)).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
