"""One person's data on every database: shown whole, erased, purged in time, gone from the file."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text, update

from accounts.account import AccountStatus, Handover
from accounts.account_facts import Proposal
from accounts.case_service import CaseService
from accounts.history import Event, EventKind, RequestStatus
from core.changes import require_case, save
from core.outbox import Notice, PendingReply
from core.person import picked
from core.personal_data import PUBLIC_RECORDS, DataKind
from core.retention import Retention
from followup.round import Round
from followup.self_check import CheckedAccount, SelfCheck
from followup.unknown_account import UnknownAccount
from pages.personal_data import as_json
from questions.asked import AnsweredMessage, LastQuestion, Vote
from questions.forwarded_question import EditorReply, ForwardedStatus
from questions.gap import PassageDraft
from questions.personal_data import PersonalDataService
from readings.passage_review import PassageReview, PassageVerdict
from readings.reading import RoutineReading
from storage.address_book import SqlAddressBook
from storage.audit_check import check_audit_log
from storage.database import Database, Work
from storage.muted_topics import muted_topics
from storage.outbox import State
from storage.question_tables import answered_messages, forwarded_questions, votes
from storage.questions import SqlQuestions
from storage.readings import passage_reviews, readings
from storage.replies import SqlReplies
from storage.retention import SqlRetention
from storage.tables import account_requests, accounts, last_questions, outbox, people
from storage.turn_records import TurnRecords
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.cards.question_cases import a_forwarded_question, a_gap
from tests.storage.cases import NOON, a_request, appoint
from tests.storage.test_address_book import ADA_MET
from tests.world.builders import ACCOUNT_ID, an_account
from tests.world.follow_up import SECTIONS
from tests.world.people import ADA, BO, KIM, RUT

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
        pseudonyms=lambda person: [f"now like {person}", f"like {person}"],
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
        uow.outbox.put(Notice("of hers", "decided", BO.id, "sm-sent", by=ADA))
        uow.muted_topics.put(ADA.id, ["routine", "accounts"])
        uow.readings.put(RoutineReading("r1", ADA.id, "skola", NOON))
        uow.passage_reviews.put(PassageReview("bilder", PassageVerdict.REMOVE, ADA, NOON))

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
        DataKind.MUTED_TOPICS,
        DataKind.READINGS,
        DataKind.PASSAGE_REVIEWS,
        DataKind.DRAFTS,
        DataKind.REQUESTS,
        DataKind.ACCOUNTS,
        DataKind.LOG,
    }
    assert len(data.kinds[DataKind.NOTICES]) == 2
    assert data.kinds[DataKind.MUTED_TOPICS] == [{"topic": "accounts"}, {"topic": "routine"}]
    (reading,) = data.kinds[DataKind.READINGS]
    assert (reading["revision"], reading["unit"]) == ("r1", "skola")
    assert data.kinds[DataKind.PASSAGE_REVIEWS][0]["verdict"] == "remove"
    assert data.kinds[DataKind.CONTACT][0]["name"] == "Ada Berg"
    assert data.kinds[DataKind.REQUESTS][0]["answers"]["namn"] == "Sala bibliotek"
    assert len(data.kinds[DataKind.LOG]) == 3


async def test_all_of_it_is_written_to_a_file(filled: Database) -> None:
    data = await service_over(filled).extract(ADA.id)
    written = json.loads(as_json(data))

    assert set(written) == {"person", "at", *(kind.value for kind in data.kinds)}
    assert written["votes"][0]["passage"] == "bilder"


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
    assert await count(filled, readings) + await count(filled, muted_topics) == 0
    assert await filled.read(lambda c: c.execute(select(outbox.c.set_off_by)).all()) == [(None,)]
    assert await said_of_passages(filled) == [("bilder", "", "")]
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


def offered_to_kim(uow: SqlUnitOfWork) -> None:
    uow.register.save(an_account(handover=Handover("Kim", KIM.id), version=2), seen=1)


def vouched_for_by_kim(uow: SqlUnitOfWork) -> None:
    uow.register.save(an_account(manager=KIM, version=2), seen=1)


def corrected_by_kim(uow: SqlUnitOfWork) -> None:
    proposal = Proposal(an_account().facts, KIM)
    uow.register.save(an_account(proposal=proposal, version=2), seen=1)


def asked_for_by_kim(uow: SqlUnitOfWork) -> None:
    uow.requests.add(a_request("sm-kim", by=KIM, status=RequestStatus.IN_REVIEW))


def names_kim(uow: SqlUnitOfWork) -> None:
    answers = {"ansvarig": KIM.id}
    request = a_request("sm-kim", status=RequestStatus.APPROVED, answers=answers)
    uow.requests.add(request)


def names_picked_kim(uow: SqlUnitOfWork) -> None:
    answers = {"ansvarig": picked('Kim "Kimmen" Ek', KIM.id)}
    request = a_request("sm-kim", status=RequestStatus.APPROVED, answers=answers)
    uow.requests.add(request)


def reported_by_kim(uow: SqlUnitOfWork) -> None:
    uow.unknown_accounts.add(UnknownAccount("okant-1", "@badet", (KIM,), NOON, NOON, "n"))


def checked_by_kim(uow: SqlUnitOfWork) -> None:
    about = CheckedAccount("konto-1", "Badet", "facebook", "Bad")
    uow.rounds.add(Round("uppf-1", "Våren", NOON.date(), RUT, NOON, NOON, "n", SECTIONS))
    uow.self_checks.add(SelfCheck("egen-1", "uppf-1", about, KIM, NOON, NOON, "n", "konto"))


@pytest.mark.parametrize(
    "under_way",
    [
        offered_to_kim,
        vouched_for_by_kim,
        corrected_by_kim,
        asked_for_by_kim,
        names_kim,
        names_picked_kim,
        reported_by_kim,
        checked_by_kim,
    ],
)
async def test_whoever_is_waited_for_is_still_reached(
    filled: Database, under_way: Callable[[SqlUnitOfWork], None]
) -> None:
    await meet_kim(filled)
    transactions = SqlTransactions(filled, clock=lambda: NOON)
    await transactions.write(under_way)
    counts = await SqlRetention(filled, Retention(), clock=lambda: LATER).purge()

    assert counts["people"] == 0
    assert await transactions.read(lambda uow: uow.people.known(KIM.id)) == KIM


async def test_nobody_is_waited_for_once_the_round_is_closed(filled: Database) -> None:
    def left_by_kim(uow: SqlUnitOfWork) -> None:
        checked_by_kim(uow)
        round_ = require_case(uow.rounds, "uppf-1")
        uow.rounds.save(round_.closed(RUT, at=NOON), seen=round_.version)

    await meet_kim(filled)
    await SqlTransactions(filled, clock=lambda: NOON).write(left_by_kim)
    counts = await SqlRetention(filled, Retention(), clock=lambda: LATER).purge()

    assert counts["people"] == 1


async def test_no_account_is_read_where_nobody_is_past_their_time(filled: Database) -> None:
    spoiled = update(accounts).values(content=text("'{}'"))
    await filled.write(lambda connection: connection.execute(spoiled))
    keep = Retention(people=100_000)
    counts = await SqlRetention(filled, keep, clock=lambda: LATER).purge()

    assert counts["people"] == 0


async def meet_kim(database: Database) -> None:
    book = SqlAddressBook(database, clock=lambda: NOON, on_notice=lambda: None)
    records = TurnRecords(database, book, clock=lambda: NOON)
    await records.add(met=replace(ADA_MET, id=KIM.id, name=KIM.name, channel_id="29:kim"))
    await records.close()


async def test_the_last_question_goes_within_a_day_though_nobody_writes(filled: Database) -> None:
    book = SqlAddressBook(filled, clock=lambda: NOON, on_notice=lambda: None)
    records = TurnRecords(filled, book, clock=lambda: NOON)
    await records.add(
        last=LastQuestion("a:1", "like kim", "Får vi?", "sv", NOON),
        answered=AnsweredMessage("m", "r", "a1", "", NOON),
    )
    await records.close()
    kept = [await count(filled, each) for each in (last_questions, answered_messages)]
    day_after = NOON + timedelta(days=1, seconds=1)
    counts = await SqlRetention(filled, Retention(), clock=lambda: day_after).purge()

    assert (kept, counts["last_questions"]) == ([1, 1], 1)
    assert [await count(filled, each) for each in (last_questions, answered_messages)] == [0, 0]


async def test_whoever_is_forgotten_is_forgotten_as_a_reader_too(filled: Database) -> None:
    """What was said of a passage stays, without who said it."""
    for kept in (account_requests, accounts, outbox):
        await filled.write(lambda connection, kept=kept: connection.execute(delete(kept)))
    await SqlRetention(filled, Retention(), clock=lambda: LATER).purge()

    assert await count(filled, readings) + await count(filled, muted_topics) == 0
    assert await said_of_passages(filled) == [("bilder", "", "")]


async def said_of_passages(database: Database) -> list[tuple[str, str, str]]:
    table = passage_reviews.c
    said = select(table.passage, table.person, table.name)
    return await database.read(lambda connection: [(*row,) for row in connection.execute(said)])


def put_in_questions(uow: SqlUnitOfWork) -> None:
    """Ada has sent on two questions, answered Kim's, and handled two groups."""
    reply = EditorReply(ADA, NOON, "Ja.")
    answered = {"standing": ForwardedStatus.ANSWERED, "reply": EditorReply(RUT, NOON, "Nej.")}
    for number, forwarded in enumerate(
        [
            a_forwarded_question(asker=ADA.id, **answered),
            a_forwarded_question(asker=ADA.id),
            a_forwarded_question(asker=KIM.id, standing=ForwardedStatus.ANSWERED, reply=reply),
        ]
    ):
        names = {"id": f"fr-{number}", "answer_id": f"a{number}"}
        sent_on = replace(forwarded, **names, sent_at=NOON, changed_at=NOON)
        uow.forwarded_questions.add(sent_on)
        save(uow, uow.forwarded_questions, sent_on, None, by=None)
    draft = PassageDraft("dronare", "bilder", "topic: bilder", ())
    for number, gap in enumerate([a_gap(by=ADA), a_gap(by=ADA, draft=draft)]):
        handled = replace(gap, id=f"lucka-{number}", changed_at=NOON)
        uow.gaps.add(handled, [f"a{number}"])
        save(uow, uow.gaps, handled, None, by=ADA)


@pytest.fixture
async def asking(filled: Database) -> Database:
    await SqlTransactions(filled, clock=lambda: NOON).write(put_in_questions)
    pending = PendingReply(
        key="r",
        service_url="https://teams.example/",
        conversation="19:channel",
        person=ADA.id,
        activity={"text": "Ja, med samtycke."},
    )
    await SqlReplies(filled, clock=lambda: NOON, on_reply=lambda: None).put(pending)
    return filled


async def test_what_is_shown_holds_questions_groups_and_answers_that_wait(asking: Database) -> None:
    data = await service_over(asking).extract(ADA.id)

    assert [each["id"] for each in data.kinds[DataKind.QUESTIONS]] == ["fr-0", "fr-1"]
    assert [each["reply"] for each in data.kinds[DataKind.QUESTIONS]] == ["Nej.", ""]
    assert [each["reply"] for each in data.kinds[DataKind.REPLIES]] == ["Ja."]
    assert [each["id"] for each in data.kinds[DataKind.GAPS]] == ["lucka-0", "lucka-1"]
    notice, _of_hers, reply = data.kinds[DataKind.NOTICES]
    assert (notice["kind"], notice["subject"]) == ("decided", "sm-sent")
    assert (reply["kind"], reply["said"]) == ("reply", {"text": "Ja, med samtycke."})


async def test_erasing_oneself_leaves_ones_answers_and_nothing_else_of_it(asking: Database) -> None:
    left = await service_over(asking).erase_own(ADA.id)

    assert DataKind.REPLIES in left.kinds
    assert not {DataKind.QUESTIONS, DataKind.GAPS, DataKind.NOTICES} & set(left.kinds)


async def test_what_waits_in_questions_groups_and_the_outbox_is_never_purged(
    asking: Database,
) -> None:
    counts = await SqlRetention(asking, Retention(), clock=lambda: LATER).purge()
    data = await service_over(asking).extract(ADA.id)

    assert counts["questions"] == 3  # two answered questions and the group that is over
    assert [each["id"] for each in data.kinds[DataKind.QUESTIONS]] == ["fr-1"]
    assert [each["id"] for each in data.kinds[DataKind.GAPS]] == ["lucka-1"]
    assert len(data.kinds[DataKind.NOTICES]) == 3
    assert (await asking.read(check_audit_log)).fault is None


STAY = {
    "requests": {
        RequestStatus.DRAFT,
        RequestStatus.AWAITING_MANAGER,
        RequestStatus.IN_REVIEW,
        RequestStatus.APPROVED,
        RequestStatus.LIVE,  # it goes with its account
    },
    "accounts": {AccountStatus.AWAITING, AccountStatus.LIVE, AccountStatus.PAUSED},
    "questions": {ForwardedStatus.WAITING},
    "notices": {State.WAITING, State.STUCK},
}
"""What is still open, however old; whatever else a case can be is over, and goes in time."""


def put_in_every_state(uow: SqlUnitOfWork) -> None:
    for status in RequestStatus:
        uow.requests.add(a_request(f"sm-{status}", status=status, history=SENT))
    for number, standing in enumerate(AccountStatus):
        facts = {"id": f"k-{standing}", "name": standing, "address": f"https://x.se/{number}"}
        account = replace(an_account(), **facts, standing=standing, changed_at=NOON)  # pyright: ignore[reportArgumentType]
        uow.register.add(account)
    for standing in ForwardedStatus:
        forwarded = a_forwarded_question(asker=KIM.id, standing=standing)
        names = {"id": f"fr-{standing}", "answer_id": f"a-{standing}"}
        sent_on = replace(forwarded, **names, sent_at=NOON, changed_at=NOON)
        uow.forwarded_questions.add(sent_on)
        save(uow, uow.forwarded_questions, sent_on, None, by=None)
    for state in State:
        uow.outbox.put(Notice(state, "decided", KIM.id, "sm-1"))


async def test_every_state_is_either_open_or_purged_in_time(database: Database) -> None:
    transactions = SqlTransactions(database, clock=lambda: NOON)
    await transactions.write(put_in_every_state)
    for state in State:
        settled = update(outbox).where(outbox.c.key == state)
        values = settled.values(state=state, settled_at=NOON)
        await database.write(lambda c, values=values: c.execute(values))
    keep = Retention(requests=900)
    early = await SqlRetention(database, keep, clock=lambda: NOON + timedelta(days=89)).purge()
    await SqlRetention(database, keep, clock=lambda: LATER).purge()
    left = {
        "requests": await database.read(
            lambda c: c.scalars(select(account_requests.c.status)).all()
        ),
        "accounts": await database.read(lambda c: c.scalars(select(accounts.c.standing)).all()),
        "questions": await database.read(
            lambda c: c.scalars(select(forwarded_questions.c.standing)).all()
        ),
        "notices": await database.read(lambda c: c.scalars(select(outbox.c.state)).all()),
    }

    assert not any(early.values())
    assert {kind: set(states) for kind, states in left.items()} == STAY


async def test_a_large_first_purge_is_done_in_batches(
    asking: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.retention.BATCH", 2)
    rows = [
        {"answer_id": f"old-{n}", "voter": f"v{n}", "passage": "p", "verdict": "helpful"}
        for n in range(7)
    ]
    old = [{**row, "voted_at": NOON} for row in rows]
    await asking.write(lambda connection: connection.execute(insert(votes), old))
    keep = Retention(requests=900)
    would = await SqlRetention(asking, keep, clock=lambda: LATER).purge(dry_run=True)
    sizes: list[int] = []

    async def write(work: Work[int], *, within: float | None = None) -> int:
        sizes.append(await whole(work, within=within))
        return sizes[-1]

    whole = asking.write
    monkeypatch.setattr(asking, "write", write)
    counts = await SqlRetention(asking, keep, clock=lambda: LATER).purge()

    assert counts == would
    assert (counts["votes"], counts["questions"]) == (8, 3)
    assert max(sizes) <= 2 * 2  # of two tables at the most
    assert sum(sizes) == sum(counts.values())
    assert (await asking.read(check_audit_log)).fault is None


async def test_a_request_and_its_account_are_purged_together_however_small_a_batch(
    filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.retention.BATCH", 1)

    def close(uow: SqlUnitOfWork) -> None:
        before = uow.register.get(ACCOUNT_ID)
        assert before is not None
        closed = replace(
            before, standing=AccountStatus.CLOSED, request_id="sm-sent", version=before.version + 1
        )
        save(uow, uow.register, closed, before, by=ADA)

    await SqlTransactions(filled, clock=lambda: NOON).write(close)
    counts = await SqlRetention(filled, Retention(requests=900), clock=lambda: LATER).purge()

    assert counts["requests"] == 2
    assert await count(filled, accounts) == 0
    assert (await filled.read(check_audit_log)).fault is None


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
