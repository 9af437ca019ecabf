"""The audit log: only added to, in one unbroken chain, and telling whatever was done behind it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import Connection, Executable, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from accounts.history import RequestStatus
from accounts.ports import AccountsUnitOfWork
from core.changes import save
from core.outbox import REVIEW_CHANNEL
from storage import audit_check
from storage.audit_check import Audit, AuditFault, AuditFaultKind, check_audit_log
from storage.audit_log import FIRST_HASH, SqlAuditLog, line_hash
from storage.cases import SqlCases
from storage.database import Database
from storage.question_tables import forwarded_questions, gaps
from storage.tables import (
    account_requests,
    accounts,
    audit_head,
    audit_log,
    audit_names,
    metadata,
    review_channel,
)
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork, case_stores
from tests.storage.cases import NOON, a_request
from tests.storage.test_address_book import CHANNEL
from tests.storage.test_deadlines import book_over
from tests.storage.test_question_unit_of_work import a_forwarded_question, a_gap
from tests.world.builders import an_account
from tests.world.people import ADA, EVA

Tampering = Callable[[Connection], object]


@pytest.fixture
def transactions(database: Database) -> SqlTransactions:
    return SqlTransactions(database, clock=lambda: NOON, on_notice=lambda: None)


@pytest.fixture
async def logged(database: Database, transactions: SqlTransactions) -> Database:
    """A database with a request of two versions, an account, and a line for each: three in all."""
    sent = a_request(version=2, status=RequestStatus.IN_REVIEW, minutes=5)

    def work(uow: AccountsUnitOfWork) -> None:
        uow.requests.add(a_request())
        save(uow, uow.requests, a_request(), None, by=ADA)
        save(uow, uow.requests, sent, a_request(), by=ADA)
        uow.register.add(an_account("konto-a"))
        save(uow, uow.register, an_account("konto-a"), None, by=EVA)

    await transactions.write(work)
    return database


async def check(database: Database) -> Audit:
    return await database.read(check_audit_log)


async def tamper(database: Database, tampering: Tampering) -> None:
    """Change something as somebody with the keys to the database could."""

    def work(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_log_refuses_update"))
            connection.execute(text("DROP TRIGGER audit_log_refuses_delete"))
        else:
            connection.execute(text("DROP TRIGGER audit_log_refuses_changes ON audit_log"))
        tampering(connection)

    await database.write(work)


# Adding.


async def test_a_line_says_who_did_what_to_which_case_without_a_name(logged: Database) -> None:
    first, *_ = await logged.read(lambda c: c.execute(select(audit_log)).mappings().all())
    names = await logged.read(lambda c: c.execute(select(audit_names)).all())

    assert (first["sequence"], first["at"], first["what"]) == (1, NOON, "request")
    assert (first["subject"], first["state"], first["previous"]) == ("konto-1", "draft", FIRST_HASH)
    assert {row.person: row.audit_name for row in names}[ADA.id] == first["actor"]
    assert ADA.id not in str(dict(first))
    assert ADA.name not in str(dict(first))


async def test_whoever_only_reads_sees_another_seal_after_each_change(
    logged: Database, transactions: SqlTransactions
) -> None:
    before = await transactions.read(lambda uow: uow.audit.seal())

    def change(uow: AccountsUnitOfWork) -> tuple[int, str]:
        account = an_account("konto-b", name="Annat", address="https://www.facebook.com/annat")
        uow.register.add(account)
        save(uow, uow.register, account, None, by=EVA)
        return uow.audit.seal()

    after = await transactions.write(change)

    assert (before[0], after[0]) == (3, 4)
    assert await transactions.read(lambda uow: uow.audit.seal()) == after != before


async def test_one_person_has_one_name_in_the_log_and_the_clock_has_none(
    logged: Database, transactions: SqlTransactions
) -> None:
    def by_nobody(uow: AccountsUnitOfWork) -> None:
        expired = a_request(version=3, status=RequestStatus.EXPIRED)
        save(uow, uow.requests, expired, a_request(version=2), by=None)

    await transactions.write(by_nobody)
    actors = await logged.read(
        lambda c: c.scalars(select(audit_log.c.actor).order_by("sequence")).all()
    )

    assert actors[0] == actors[1]
    assert actors[2] not in (None, actors[0])
    assert actors[3] is None


async def test_lines_added_at_once_from_several_instances_make_one_chain(
    database: Database, another: Database
) -> None:
    def append(connection: Connection) -> None:
        for _ in range(3):
            SqlAuditLog(connection).append(
                at=NOON, what="form", subject="s", by=ADA.id, state="x", content="c"
            )

    await asyncio.gather(*(each.write(append) for each in [database, another] * 10))

    assert await check(another) == Audit(60, (await check(database)).seal)


@pytest.mark.parametrize(
    "change",
    [update(audit_log).values(state="approved"), delete(audit_log)],
    ids=["update", "delete"],
)
async def test_the_database_itself_refuses_to_change_or_delete_a_line(
    logged: Database, change: Executable
) -> None:
    with pytest.raises(DBAPIError, match="can only be added to"):
        await logged.write(lambda connection: connection.execute(change))
    assert (await check(logged)).fault is None


# Checking.


async def test_an_empty_log_is_whole(database: Database) -> None:
    assert await check(database) == Audit(0, FIRST_HASH)


@pytest.mark.parametrize("batch", [1, 2, 1000])
async def test_a_log_nobody_has_touched_is_whole(
    logged: Database, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(audit_check, "BATCH", batch)
    audit = await check(logged)

    assert (audit.lines, audit.fault) == (3, None)


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOON + timedelta(seconds=1)},
        {"what": "account"},
        {"subject": "konto-2"},
        {"actor": "somebody"},
        {"actor": None},
        {"state": "approved"},
        {"content": "0" * 64},
        {"previous": "0" * 64},
        {"hash": "0" * 64},
    ],
    ids=str,
)
async def test_whatever_is_changed_in_a_line_is_found(
    logged: Database, change: dict[str, object]
) -> None:
    second = audit_log.c.sequence == 2
    await tamper(logged, lambda c: c.execute(update(audit_log).where(second).values(change)))
    audit = await check(logged)

    assert audit.fault is not None
    assert (audit.fault.kind, audit.fault.line) == (AuditFaultKind.LINE_CHANGED, 2)


async def test_a_line_changed_and_sealed_anew_is_found_by_the_next(logged: Database) -> None:
    def work(connection: Connection) -> None:
        second = audit_log.c.sequence == 2
        line = dict(connection.execute(select(audit_log).where(second)).mappings().one())
        line["state"] = "approved"
        line["hash"] = line_hash(line)
        connection.execute(update(audit_log).where(second).values(line))

    await tamper(logged, work)

    assert (await check(logged)).fault == AuditFault(AuditFaultKind.LINE_CHANGED, 3, "konto-a")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (1, AuditFaultKind.LINE_MISSING),
        (2, AuditFaultKind.LINE_MISSING),
        (3, AuditFaultKind.END_MISSING),
    ],
)
async def test_a_line_taken_out_is_found_wherever_it_stood(
    logged: Database, line: int, kind: AuditFaultKind
) -> None:
    removed = delete(audit_log).where(audit_log.c.sequence == line)
    await tamper(logged, lambda connection: connection.execute(removed))

    assert (await check(logged)).fault == AuditFault(kind, line)


@pytest.mark.parametrize("sequence", [0, 4])
async def test_a_line_put_in_is_found(logged: Database, sequence: int) -> None:
    def work(connection: Connection) -> None:
        line = dict(connection.execute(select(audit_log).limit(1)).mappings().one())
        line |= {"sequence": sequence, "previous": "0" * 64}
        connection.execute(insert(audit_log), line | {"hash": line_hash(line)})

    await tamper(logged, work)

    assert (await check(logged)).fault is not None


async def test_a_log_without_its_head_is_found(logged: Database) -> None:
    await tamper(logged, lambda connection: connection.execute(delete(audit_head)))

    assert (await check(logged)).fault == AuditFault(AuditFaultKind.END_MISSING, 4)


def replace_in(table: str, old: str, new: str) -> Tampering:
    statement = text(f"UPDATE {table} SET content = replace(content, :old, :new)")
    return lambda connection: connection.execute(statement, {"old": old, "new": new})


def set_in(table: str, **values: object) -> Tampering:
    return lambda connection: connection.execute(update(metadata.tables[table]).values(values))


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (
            replace_in("account_requests", "Sala bibliotek", "Sala bibliotekarie"),
            AuditFault(AuditFaultKind.CASE_CHANGED, 2, "konto-1"),
        ),
        (
            replace_in("account_requests", '"status"', '"'),
            AuditFault(AuditFaultKind.CASE_CHANGED, 2, "konto-1"),
        ),
        (
            replace_in("accounts", ADA.id, EVA.id),
            AuditFault(AuditFaultKind.CASE_CHANGED, 3, "konto-a"),
        ),
        (
            lambda c: c.execute(delete(account_requests)),
            AuditFault(AuditFaultKind.CASE_MISSING, 2, "konto-1"),
        ),
        (
            lambda c: c.execute(delete(accounts)),
            AuditFault(AuditFaultKind.CASE_MISSING, 3, "konto-a"),
        ),
    ],
)
async def test_what_is_kept_must_be_what_the_log_says_was_kept(
    logged: Database, tampering: Tampering, fault: AuditFault
) -> None:
    await tamper(logged, tampering)

    assert (await check(logged)).fault == fault


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        (
            replace_in("enquiries", "Får vi?", "Får de?"),
            AuditFault(AuditFaultKind.CASE_CHANGED, 4, "fr-1"),
        ),
        (
            lambda c: c.execute(delete(forwarded_questions)),
            AuditFault(AuditFaultKind.CASE_MISSING, 4, "fr-1"),
        ),
        (
            replace_in("gaps", "not-ours", "junk"),
            AuditFault(AuditFaultKind.CASE_CHANGED, 5, "lucka-1"),
        ),
        (
            lambda c: c.execute(delete(gaps)),
            AuditFault(AuditFaultKind.CASE_MISSING, 5, "lucka-1"),
        ),
    ],
)
async def test_questions_sent_on_and_gaps_are_kept_as_the_log_says_too(
    logged: Database, transactions: SqlTransactions, tampering: Tampering, fault: AuditFault
) -> None:
    def work(uow: SqlUnitOfWork) -> None:
        uow.forwarded_questions.add(a_forwarded_question())
        save(uow, uow.forwarded_questions, a_forwarded_question(), None, by=None)
        uow.gaps.add(a_gap(), ())
        save(uow, uow.gaps, a_gap(), None, by=EVA)

    await transactions.write(work)
    before = await check(logged)
    await tamper(logged, tampering)

    assert (before.lines, before.fault) == (5, None)
    assert (await check(logged)).fault == fault


@pytest.mark.parametrize(
    ("tampering", "line", "case"),
    [
        (set_in("account_requests", status="approved"), 2, "konto-1"),
        (set_in("account_requests", manager=EVA.id), 2, "konto-1"),
        (set_in("account_requests", version=1), 2, "konto-1"),
        (set_in("account_requests", changed_at=NOON), 2, "konto-1"),
        (set_in("accounts", standing="closed"), 3, "konto-a"),
        (set_in("accounts", responsible=EVA.id), 3, "konto-a"),
    ],
)
async def test_the_columns_that_cases_are_found_by_say_what_the_cases_do(
    logged: Database, tampering: Tampering, line: int, case: str
) -> None:
    await tamper(logged, tampering)

    assert (await check(logged)).fault == AuditFault(AuditFaultKind.CASE_CHANGED, line, case)


@pytest.mark.parametrize(
    ("tampering", "kind", "line"),
    [
        (set_in("review_channel", conversation="19:elsewhere"), AuditFaultKind.CASE_CHANGED, 4),
        (lambda c: c.execute(delete(review_channel)), AuditFaultKind.CASE_MISSING, 4),
    ],
)
async def test_the_review_channel_is_the_one_that_was_made(
    logged: Database, tampering: Tampering, kind: AuditFaultKind, line: int
) -> None:
    await book_over(logged).make_review_channel(CHANNEL)
    before = await check(logged)
    await tamper(logged, tampering)

    assert (before.lines, before.fault) == (4, None)
    assert (await check(logged)).fault == AuditFault(kind, line, REVIEW_CHANNEL)


async def test_what_a_column_cuts_off_is_no_fault(
    logged: Database, transactions: SqlTransactions
) -> None:
    long = a_request("konto-9", name="Ä" * 500, platform="face\0book")

    def work(uow: AccountsUnitOfWork) -> None:
        uow.requests.add(long)
        save(uow, uow.requests, long, None, by=ADA)

    await transactions.write(work)

    assert (await check(logged)).fault is None


def test_every_kind_of_case_is_compared() -> None:
    compared = {type(each) for each in case_stores(cast(Connection, None))}

    assert compared == set(SqlCases.__subclasses__())


async def test_a_case_that_no_line_speaks_of_is_found(
    logged: Database, transactions: SqlTransactions
) -> None:
    await transactions.write(lambda uow: uow.requests.add(a_request("konto-9")))

    assert (await check(logged)).fault == AuditFault(AuditFaultKind.CASE_UNLOGGED, 0, "konto-9")


async def test_the_check_is_right_while_others_write(logged: Database, another: Database) -> None:
    """What it compares must be of one moment, or it would cry wolf."""
    elsewhere = SqlTransactions(another, clock=lambda: NOON, on_notice=lambda: None)
    versions = iter(range(2, 100))

    def change(uow: AccountsUnitOfWork) -> None:
        version = next(versions)
        before = a_request(version=version, status=RequestStatus.IN_REVIEW)
        save(uow, uow.requests, replace(before, version=version + 1), before, by=None)

    async def write() -> None:
        for _ in range(15):
            await elsewhere.write(change)

    writing = asyncio.create_task(write())
    faults = [(await check(logged)).fault for _ in range(15)]
    await writing

    assert faults == [None] * 15
