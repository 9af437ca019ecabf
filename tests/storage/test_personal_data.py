"""One person's data on every database: shown whole, erased, purged in time, gone from the file."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from accounts.case_service import CaseService
from accounts.history import Event, EventKind, RequestStatus
from core.changes import save
from core.outbox import Notice
from core.personal_data import PUBLIC_RECORDS, DataKind
from core.retention import Retention
from questions.asked import Vote
from questions.personal_data import PersonalDataService
from storage.address_book import SqlAddressBook
from storage.audit_check import check_audit_log
from storage.database import Database
from storage.questions import SqlQuestions
from storage.retention import SqlRetention
from storage.tables import account_requests, people, votes
from storage.turn_records import TurnRecords
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.storage.cases import NOON, a_request, appoint
from tests.storage.test_address_book import ADA_MET
from tests.world.builders import an_account
from tests.world.people import ADA, RUT

SENT = (Event(EventKind.STARTED, NOON, ADA), Event(EventKind.SENT, NOON, ADA))
LATER = NOON + timedelta(days=1000)


def service_over(database: Database) -> PersonalDataService:
    async def settle() -> None: ...
    async def forget(_person_id: str) -> None:
        await database.checkpoint()

    return PersonalDataService(
        SqlTransactions(database, clock=lambda: NOON),
        clock=lambda: NOON,
        token=lambda: "token",
        pseudonym=lambda person: f"like {person}",
        nobody="Raderad person",
        settle=settle,
        forget=forget,
    )


@pytest.fixture
async def filled(database: Database) -> Database:
    """A database with Ada in everything."""
    book = SqlAddressBook(database, clock=lambda: NOON, on_notice=lambda: None)
    records = TurnRecords(database, book, clock=lambda: NOON)
    await records.add(met=ADA_MET)
    await records.close()
    vote = Vote("a1", f"like {ADA.id}", "bilder", "helpful", NOON)  # pyright: ignore[reportArgumentType]
    await SqlQuestions(database, records).vote(vote)

    def work(uow: SqlUnitOfWork) -> None:
        sent = a_request("sm-sent", status=RequestStatus.WITHDRAWN, history=SENT)
        for request in (a_request("sm-draft", history=SENT[:1]), sent):
            uow.requests.add(request)
            save(uow, uow.requests, request, None, by=ADA)
        uow.register.add(an_account())
        save(uow, uow.register, an_account(), None, by=ADA)
        uow.outbox.put(Notice("k", "decided", ADA.id, "sm-sent"))

    transactions = SqlTransactions(database, clock=lambda: NOON)
    await transactions.write(work)
    await appoint(transactions)
    return database


async def test_a_person_is_shown_all_that_is_stored_on_them(filled: Database) -> None:
    data = await service_over(filled).extract(ADA.id)

    assert set(data.kinds) == {
        DataKind.CONTACT,
        DataKind.VOTES,
        DataKind.NOTICES,
        DataKind.DRAFTS,
        DataKind.REQUESTS,
        DataKind.ACCOUNTS,
        DataKind.LOG,
    }
    assert data.kinds[DataKind.CONTACT][0]["name"] == "Ada Berg"
    assert data.kinds[DataKind.REQUESTS][0]["answers"]["namn"] == "Sala bibliotek"
    assert len(data.kinds[DataKind.LOG]) == 3


async def test_opening_a_record_is_logged_under_the_readers_pseudonym(filled: Database) -> None:
    cases = CaseService(SqlTransactions(filled, clock=lambda: NOON))
    await cases.note_opening("sm-sent", RUT.id, NOON)
    *_, line = (await service_over(filled).extract(RUT.id)).kinds[DataKind.LOG]
    audit = await filled.read(check_audit_log)

    assert (line["event"], line["subject"]) == ("record opened", "sm-sent")
    assert line["known_as"] != RUT.id
    assert audit.fault is None


async def test_another_person_is_shown_nothing_of_it(filled: Database) -> None:
    assert set((await service_over(filled).extract(RUT.id)).kinds) == {DataKind.APPOINTMENTS}


async def test_what_somebody_erases_themselves_leaves_public_records_alone(
    filled: Database,
) -> None:
    service = service_over(filled)
    before = await service.extract(ADA.id)
    left = await service.erase_own(ADA.id)

    assert set(left.kinds) <= PUBLIC_RECORDS
    for kind in (DataKind.REQUESTS, DataKind.ACCOUNTS):
        assert left.kinds[kind] == before.kinds[kind]
    audit = await filled.read(check_audit_log)
    assert audit.fault is None


async def test_those_who_run_the_bot_can_erase_the_rest(filled: Database) -> None:
    service = service_over(filled)
    await service.erase(ADA.id)

    assert (await service.extract(ADA.id)).kinds == {}


async def test_erased_words_are_gone_from_the_file_and_its_journal(
    filled: Database, database_url: str
) -> None:
    if filled.dialect != "sqlite":
        assert await filled.checkpoint()
        return
    file = Path(database_url.removeprefix("sqlite:///"))
    journal = file.with_name(f"{file.name}-wal")
    assert b"29:ada" in contents(file, journal)

    await service_over(filled).erase_own(ADA.id)
    assert b"29:ada" not in contents(file, journal)
    assert contents(journal) == b""


async def test_what_is_past_its_time_is_purged_and_the_log_stays_whole(filled: Database) -> None:
    await service_over(filled).erase_own(ADA.id)  # the draft is thrown away by that
    keep = Retention(requests=900)
    retention = SqlRetention(filled, keep, clock=lambda: LATER)
    would = await retention.purge(dry_run=True)
    assert would == {**would, "drafts": 1, "requests": 1}
    assert await count(filled, account_requests) == 2

    assert await retention.purge() == would
    assert await count(filled, account_requests) == 0
    assert (await filled.read(check_audit_log)).fault is None
    assert not any((await retention.purge()).values())


async def test_public_records_are_kept_unless_the_settings_say_otherwise(
    filled: Database,
) -> None:
    counts = await SqlRetention(filled, Retention(), clock=lambda: LATER).purge()

    assert counts["requests"] == 0
    assert counts["votes"] == 1
    assert await count(filled, votes) == 0


async def test_whoever_stands_in_something_under_way_is_still_reached(filled: Database) -> None:
    counts = await SqlRetention(filled, Retention(), clock=lambda: LATER).purge()

    assert counts["people"] == 0  # she answers for an account in use
    assert await count(filled, people) == 1


async def test_the_purge_runs_once_a_day(filled: Database) -> None:
    now = [LATER]
    retention = SqlRetention(filled, Retention(), clock=lambda: now[0])

    assert [await retention.run_once() > 0, await retention.run_once()] == [True, 0]


async def test_a_case_deleted_without_a_purge_is_still_found_out(filled: Database) -> None:
    await filled.write(lambda c: c.execute(text("DELETE FROM account_requests")))
    audit = await filled.read(check_audit_log)

    assert audit.fault is not None
    assert audit.fault.kind == "case-missing"


async def count(database: Database, table: object) -> int:
    query = select(table)  # pyright: ignore[reportCallIssue, reportArgumentType]
    return len(await database.read(lambda connection: connection.execute(query).all()))


def contents(*files: Path) -> bytes:
    return b"".join(file.read_bytes() for file in files)
