"""The audit log: who did what and when, as ids, states and hashes, in one hash chain."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.inserts import insert_if_new
from storage.tables import audit_head, audit_log, audit_names

FIRST_HASH = "0" * 64
"""In place of the hash of the line before the first."""

PURGED = "purged"
"""The state of a case that was deleted because its time was over."""

_HEAD = select(audit_head.c.sequence, audit_head.c.hash)
_HEAD_FOR_US = _HEAD.with_for_update()
_MOVE_HEAD = update(audit_head)
_ADD_LINE = insert(audit_log)
_NAME_OF = select(audit_names.c.audit_name).where(audit_names.c.person == bindparam("whom"))
_HASHED = ("sequence", "at", "what", "subject", "actor", "state", "content", "previous")


class SqlAuditLog:
    """The `AuditLog` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._head: tuple[int, str] | None = None

    def lock(self) -> tuple[int, str]:
        """Return the last line's number and hash; until the commit, only we add lines.

        SQLite has one writer at a time anyway.
        """
        if self._head is None:
            sequence, last_hash = self._connection.execute(_HEAD_FOR_US).one()
            self._head = sequence, last_hash
        return self._head

    def append(
        self, *, at: datetime, what: str, subject: str, by: str | None, state: str, content: str
    ) -> None:
        sequence, previous = self.lock()
        line: dict[str, object] = {
            "sequence": sequence + 1,
            "at": at,
            "what": what,
            "subject": subject,
            "actor": by and self._audit_name(by),
            "state": state,
            "content": content,
            "previous": previous,
        }
        number, sealed = sequence + 1, line_hash(line)
        self._connection.execute(_ADD_LINE, line | {"hash": sealed})
        self._connection.execute(_MOVE_HEAD, {"sequence": number, "hash": sealed})
        self._head = number, sealed

    def seal(self) -> tuple[int, str]:
        if self._head is None:  # nothing is locked where nothing is written
            sequence, last_hash = self._connection.execute(_HEAD).one()
            return sequence, last_hash
        return self._head

    def erase(self, person_id: str, *, at: datetime) -> None:
        name = self._audit_name(person_id)
        self._connection.execute(delete(audit_names).where(audit_names.c.person == person_id))
        self.append(at=at, what="person", subject=name, by=None, state="erased", content="")

    def _audit_name(self, person_id: str) -> str:
        """Return what the log calls a person: a name that only our row ties to them."""
        whom = {"whom": person_id}
        known = self._connection.scalar(_NAME_OF, whom)
        if known is not None:
            return known
        statement = insert_if_new(audit_names, self._connection.dialect.name)
        row = {"person": person_id, "audit_name": secrets.token_hex(8)}
        self._connection.execute(statement, row)
        return self._connection.execute(_NAME_OF, whom).scalar_one()


def line_hash(line: Mapping[str, object]) -> str:
    """Return the hash of everything in *line*, the previous line's hash included."""
    values = [line[name] for name in _HASHED]
    canonical = [_instant(v) if isinstance(v, datetime) else v for v in values]
    return hashlib.sha256(orjson.dumps(canonical)).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
