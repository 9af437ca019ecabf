"""Whether the audit log is whole, and whether what is kept is what it says was kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Column, Connection, Row, Select, Table, Text, select, type_coerce

from accounts.account import Account
from accounts.request import AccountRequest
from core.changes import fingerprint
from storage.audit_log import FIRST_HASH, seal
from storage.tables import account_requests, accounts, audit_head, audit_log

BATCH = 1000

_KEPT: Mapping[str, tuple[Table, TypeAdapter[AccountRequest] | TypeAdapter[Account]]] = {
    "request": (account_requests, TypeAdapter(AccountRequest)),
    "account": (accounts, TypeAdapter(Account)),
}


class Fault(StrEnum):
    """What can be wrong; the sentence for each is found in `texts/` under `audit.`."""

    LINE_MISSING = "line-missing"
    LINE_CHANGED = "line-changed"
    END_MISSING = "end-missing"
    """The last line isn't the one that was last added."""
    CASE_CHANGED = "case-changed"
    """What is kept isn't what the log says was last kept."""
    CASE_MISSING = "case-missing"
    CASE_UNLOGGED = "case-unlogged"


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that is wrong, with the line that shows it."""

    fault: Fault
    line: int
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """What a check came to."""

    lines: int
    seal: str
    """The last line's hash, which stands for the whole log."""
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class _Logged:
    line: int
    content: str


class _Broken(Exception):
    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def check_audit_log(connection: Connection) -> Audit:
    """Walk the whole log, then compare what is kept with what it says."""
    walk = _Walk()
    try:
        lines = _in_batches(connection, select(audit_log), audit_log.c.sequence, before_all=-1)
        for line in lines:
            walk.take(line)
        walk.end(connection)
        for what in _KEPT:
            _compare(connection, what, walk.latest)
    except _Broken as broken:
        return Audit(walk.number, walk.hash, broken.finding)
    return Audit(walk.number, walk.hash)


class _Walk:
    """How far the check has come, and what the log says of each case by then."""

    def __init__(self) -> None:
        self.number = 0
        self.hash = FIRST_HASH
        self.latest = dict[tuple[str, str], _Logged]()

    def take(self, line: Row[Any]) -> None:
        expected = self.number + 1
        if line.sequence != expected:
            raise _Broken(Finding(Fault.LINE_MISSING, expected))
        if line.previous != self.hash or line.hash != seal(line._asdict()):
            raise _Broken(Finding(Fault.LINE_CHANGED, expected, line.subject))
        self.number, self.hash = expected, line.hash
        self.latest[line.what, line.subject] = _Logged(expected, line.content)

    def end(self, connection: Connection) -> None:
        head = connection.execute(select(audit_head.c.sequence, audit_head.c.hash)).one_or_none()
        if head is None or (head.sequence, head.hash) != (self.number, self.hash):
            raise _Broken(Finding(Fault.END_MISSING, self.number + 1))


def _in_batches(
    connection: Connection, query: Select[*tuple[Any, ...]], key: Column[Any], *, before_all: object
) -> Iterator[Row[Any]]:
    """Give the rows in the order of *key*, never many of them at once."""
    after = before_all
    while batch := connection.execute(query.where(key > after).order_by(key).limit(BATCH)).all():
        yield from batch
        after = batch[-1]._mapping[key.name]


def _compare(connection: Connection, what: str, latest: Mapping[tuple[str, str], _Logged]) -> None:
    unseen = {subject: logged for (kind, subject), logged in latest.items() if kind == what}
    for case_id, found in _fingerprints(connection, what):
        logged = unseen.pop(case_id, None)
        if logged is None:
            raise _Broken(Finding(Fault.CASE_UNLOGGED, 0, case_id))
        if logged.content != found:
            raise _Broken(Finding(Fault.CASE_CHANGED, logged.line, case_id))
    for case_id, logged in unseen.items():
        raise _Broken(Finding(Fault.CASE_MISSING, logged.line, case_id))


def _fingerprints(connection: Connection, what: str) -> Iterator[tuple[str, str | None]]:
    """Give the id of each case kept and the hash of its content; None where that can't be read."""
    table, adapter = _KEPT[what]
    raw = select(table.c.id, type_coerce(table.c.content, Text).label("content"))
    for row in _in_batches(connection, raw, table.c.id, before_all=""):
        try:
            yield row.id, fingerprint(adapter.validate_json(row.content))
        except ValidationError:
            yield row.id, None
