"""Whether the audit log is whole, and whether every case is as the log says it was last saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, select

from core.changes import fingerprint
from core.outbox import REVIEW_CHANNEL
from storage.address_book import fingerprints_of_channel
from storage.audit_log import FIRST_HASH, PURGED, line_hash
from storage.cases import SqlCases
from storage.tables import audit_head, audit_log
from storage.unit_of_work import case_stores

BATCH = 1000
"""Rows read at a time."""


class AuditFaultKind(StrEnum):
    """What can be wrong; the sentence for each is found in `texts/` under `audit.`."""

    LINE_MISSING = "line-missing"
    LINE_CHANGED = "line-changed"
    END_MISSING = "end-missing"
    """The last line isn't the one that was last added."""
    CASE_CHANGED = "case-changed"
    """The case isn't as the log says it was last saved."""
    CASE_MISSING = "case-missing"
    CASE_UNLOGGED = "case-unlogged"
    EXPECTED_MISSING = "expected-missing"
    """No line has the hash that was noted earlier."""


@dataclass(frozen=True, slots=True)
class AuditFault:
    """Something wrong, with the line that shows it."""

    kind: AuditFaultKind
    line: int
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of a check."""

    lines: int
    seal: str
    """The last line's hash, which stands for the whole log."""
    fault: AuditFault | None = None
    """The first thing that is wrong."""
    expected_at: int | None = None
    """The line whose hash was noted earlier."""


@dataclass(frozen=True, slots=True)
class _LoggedCase:
    line: int
    state: str
    content: str


def check_audit_log(connection: Connection, *, expect: str = "") -> Audit:
    """Read the whole log, then compare every case with what it says of it.

    *expect* is the hash of the line that was the last one at some time.
    """
    chain = _Chain(expect)
    fault = chain.read(connection)
    if fault is None and expect and chain.expected_at is None:
        fault = AuditFault(AuditFaultKind.EXPECTED_MISSING, 0, expect)
    fault = fault or next(_case_faults(connection, chain.latest), None)
    return Audit(chain.lines, chain.hash, fault, chain.expected_at)


class _Chain:
    """The log as far as it has been read, and what it last said of each case."""

    def __init__(self, expect: str) -> None:
        self._expect = expect
        self.expected_at: int | None = None
        self.lines = 0
        self.hash = FIRST_HASH
        self.latest = dict[tuple[str, str], _LoggedCase]()

    def read(self, connection: Connection) -> AuditFault | None:
        """Read every line; stop at the first fault and return it."""
        lines = _in_batches(connection, select(audit_log), audit_log.c.sequence, before_all=-1)
        for line in lines:
            fault = self._fault_in(line)
            if fault:
                return fault
            self.lines, self.hash = line.sequence, line.hash
            if line.hash == self._expect:
                self.expected_at = line.sequence
            self.latest[line.what, line.subject] = _LoggedCase(
                line.sequence, line.state, line.content
            )
        head = connection.execute(select(audit_head.c.sequence, audit_head.c.hash)).one_or_none()
        if head is None or (head.sequence, head.hash) != (self.lines, self.hash):
            return AuditFault(AuditFaultKind.END_MISSING, self.lines + 1)
        return None

    def _fault_in(self, line: Row[Any]) -> AuditFault | None:
        expected = self.lines + 1
        if line.sequence != expected:
            return AuditFault(AuditFaultKind.LINE_MISSING, expected)
        if line.previous != self.hash or line.hash != line_hash(line._asdict()):
            return AuditFault(AuditFaultKind.LINE_CHANGED, expected, line.subject)
        return None


def _in_batches(
    connection: Connection, query: Select[*tuple[Any, ...]], key: Column[Any], *, before_all: object
) -> Iterator[Row[Any]]:
    """Yield the rows in the order of *key*, never holding many of them at once."""
    after = before_all
    while batch := connection.execute(query.where(key > after).order_by(key).limit(BATCH)).all():
        yield from batch
        after = batch[-1]._mapping[key.name]


def _case_faults(
    connection: Connection, latest: Mapping[tuple[str, str], _LoggedCase]
) -> Iterator[AuditFault]:
    for what, kept in _kept(connection):
        unseen = {subject: logged for (kind, subject), logged in latest.items() if kind == what}
        for case_id, found in kept:
            logged = unseen.pop(case_id, None)
            if logged is None:
                yield AuditFault(AuditFaultKind.CASE_UNLOGGED, 0, case_id)
            elif logged.content != found:
                yield AuditFault(AuditFaultKind.CASE_CHANGED, logged.line, case_id)
        for case_id, logged in unseen.items():
            if logged.state == PURGED:
                continue
            yield AuditFault(AuditFaultKind.CASE_MISSING, logged.line, case_id)


def _kept(connection: Connection) -> Iterator[tuple[str, Iterator[tuple[str, str | None]]]]:
    """Yield whatever the log speaks of, by kind: the id of each and the hash of what it holds."""
    for cases in case_stores(connection):
        yield cases.kind, _fingerprints(connection, cases)
    yield REVIEW_CHANNEL, fingerprints_of_channel(connection)


def _fingerprints(connection: Connection, cases: SqlCases[Any]) -> Iterator[tuple[str, str | None]]:
    """Yield the id and the hash of each case; None where that isn't whole."""
    for row in _in_batches(connection, cases.unread(), cases.table.c.id, before_all=""):
        case = cases.whole(row)
        yield row.id, None if case is None else fingerprint(case)
