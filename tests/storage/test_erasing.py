"""Erasing a person: nobody can say any more who that was, and the log stays whole."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Connection, inspect, select, text

from accounts.addresses import Met
from accounts.erasing import Erased, Erasing
from accounts.errors import NoSuchCase
from accounts.events import Event, Happened
from accounts.keeping import Keeping
from accounts.notices import REVIEW_CHANNEL, Notice
from accounts.people import Person
from accounts.ports import Books
from accounts.record import keep_account, keep_request
from accounts.register import Account, Handover
from accounts.request import AccountRequest, Decision, Status
from accounts.reviewing import Reviewing
from storage.address_book import AddressBook
from storage.answer_log import BatchedAnswerLog
from storage.audit_check import check_audit_log
from storage.books import Ledger
from storage.database import Database
from storage.questions import SqlQuestions
from storage.tables import audit_log
from tests.storage.cases import ADA, BO, EVA, NOON, a_request, an_account, around
from tests.storage.conftest import AnyLedger
from tests.storage.test_address_book import ADA_MET, CHANNEL

LATER = NOON + timedelta(days=30)
SENT = (Event(Happened.STARTED, NOON, ADA), Event(Happened.SENT, NOON, ADA))


@pytest.fixture
def erasing() -> Erasing:
    tokens = count(1)
    return Erasing(
        clock=lambda: LATER, token=lambda: f"token-{next(tokens)}", nobody="Raderad person"
    )


async def keep(ledger: AnyLedger, *cases: AccountRequest | Account) -> None:
    def work(books: Books) -> None:
        for case in cases:
            if isinstance(case, Account):
                books.register.add(case)
                keep_account(books, case, None, by=case.responsible)
            else:
                books.requests.add(case)
                keep_request(books, case, None, by=case.requester)

    await ledger.write(work)


async def the_request(ledger: AnyLedger, request_id: str = "konto-1") -> AccountRequest:
    request = await ledger.read(lambda books: books.requests.get(request_id))
    assert request is not None
    return request


async def the_account(ledger: AnyLedger) -> Account:
    account = await ledger.read(lambda books: books.register.get("konto-1"))
    assert account is not None
    return account


def of(erasing: Erasing, person: Person) -> Callable[[Books], Erased]:
    return lambda books: erasing.erase(books, person.id)


# In the cases.


async def test_a_request_that_was_sent_keeps_its_text_but_not_whose_it_was(
    ledger: AnyLedger, erasing: Erasing
):
    await keep(ledger, a_request(status=Status.IN_REVIEW, history=SENT))
    erased = await ledger.write(of(erasing, ADA))
    request = await the_request(ledger)

    assert erased == Erased(was_met=False, requests=1, accounts=0)
    assert request.requester == Person("erased-token-1", "")
    assert request.requester.name == "Raderad person"
    assert {event.by for event in request.history} == {request.requester}
    assert request.answers == a_request().answers
    assert (request.status, request.version) == (Status.IN_REVIEW, 1)


async def test_a_draft_loses_all_that_was_written_in_it(ledger: AnyLedger, erasing: Erasing):
    await keep(ledger, a_request(reasons={"en-administrator": "Vi är bara jag."}))
    await ledger.write(of(erasing, ADA))
    request = await the_request(ledger)

    assert (request.answers, request.reasons) == ({}, {})
    assert (request.status, request.history[-1].by) == (Status.DISCARDED, request.requester)


@pytest.mark.parametrize("status", [Status.DISCARDED, Status.EXPIRED])
async def test_a_draft_that_ended_loses_its_text_too(
    ledger: AnyLedger, erasing: Erasing, status: Status
):
    await keep(ledger, a_request(status=status))
    await ledger.write(of(erasing, ADA))
    request = await the_request(ledger)

    assert (request.answers, request.status) == ({}, status)


async def test_whoever_confirmed_or_decided_is_erased_from_other_peoples_requests(
    ledger: AnyLedger, erasing: Erasing
):
    decision = Decision(EVA, NOON, Status.APPROVED, "Bra")
    history = (*SENT, Event(Happened.APPROVED, NOON, EVA, "Bra"))
    request = a_request(
        status=Status.APPROVED,
        confirmed_by=BO,
        decision=decision,
        history=history,
        manager_id=BO.id,
    )
    await keep(ledger, request)
    for person in (BO, EVA):
        await ledger.write(of(erasing, person))
    after = await the_request(ledger)

    assert after.requester == ADA
    assert after.confirmed_by is not None
    assert after.confirmed_by == Person(str(after.manager_id), "")
    assert after.decision is not None
    assert after.decision.by == after.history[-1].by
    assert len({after.decision.by.id, after.confirmed_by.id, BO.id, EVA.id}) == 4
    assert (after.decision.text, after.history[-1].note) == ("Bra", "Bra")


async def test_an_account_is_answered_for_by_nobody_and_offered_to_nobody(
    ledger: AnyLedger, erasing: Erasing
):
    history = (Event(Happened.HANDOVER_OFFERED, NOON, ADA, "Bo"),)
    await keep(ledger, an_account(handover=Handover("Bo", BO.id), history=history))
    await ledger.write(of(erasing, BO))
    offered_to_nobody = await the_account(ledger)
    await ledger.write(of(erasing, ADA))
    account = await the_account(ledger)

    assert (offered_to_nobody.handover, offered_to_nobody.responsible) == (None, ADA)
    assert account.responsible.name == "Raderad person"
    assert account.history[0].by == account.responsible


async def test_whom_an_account_was_offered_to_is_not_told_by_its_history(
    database: Database, erasing: Erasing
):
    ledger = Ledger(database, clock=lambda: NOON, mail=lambda: None)
    book = AddressBook(database, clock=lambda: NOON, mail=lambda: None)
    await book.meet(Met(BO.id, "Bo Ek", "29:bo", "https://smba.example/", "28:bot", "sv"))
    history = (
        Event(Happened.HANDOVER_OFFERED, NOON, ADA, "bo ek"),
        Event(Happened.PAUSED, NOON, BO),
    )
    await keep(ledger, an_account(history=history))
    await ledger.write(of(erasing, BO))

    assert (await the_account(ledger)).history[0].note == "Raderad person"


async def test_two_cases_of_one_person_can_not_be_told_to_be(ledger: AnyLedger, erasing: Erasing):
    await keep(ledger, a_request("konto-1"), a_request("konto-2"))
    await ledger.write(of(erasing, ADA))

    one, other = [await the_request(ledger, key) for key in ("konto-1", "konto-2")]
    assert one.requester != other.requester


async def test_a_guess_at_who_it_was_can_not_be_confirmed_by_the_old_hash(
    ledger: AnyLedger, erasing: Erasing
):
    await keep(ledger, a_request())
    await ledger.write(of(erasing, ADA))

    assert (await the_request(ledger)).nonce != a_request().nonce


async def test_reviewers_still_decide_what_an_erased_person_asked_for_and_nobody_is_told(
    ledger: AnyLedger, erasing: Erasing
):
    await keep(ledger, a_request(status=Status.IN_REVIEW, history=SENT))
    await ledger.write(of(erasing, ADA))
    put = list[Notice]()

    def approve(books: Books) -> AccountRequest:
        books.outbox.put = put.append  # pyright: ignore[reportAttributeAccessIssue]
        return Reviewing(around()).approve(books, EVA, "konto-1", 1)

    approved = await ledger.write(approve)

    assert approved.status is Status.APPROVED
    assert {notice.to for notice in put} == {REVIEW_CHANNEL}


async def test_nobody_can_take_over_what_was_offered_to_an_erased_person(
    ledger: AnyLedger, erasing: Erasing
):
    await keep(ledger, an_account(handover=Handover("Bo", BO.id)))
    await ledger.write(of(erasing, BO))

    with pytest.raises(NoSuchCase):
        await ledger.write(lambda books: Keeping(around()).take_over(books, EVA, "konto-1"))


async def test_somebody_who_stands_nowhere_changes_nothing(ledger: AnyLedger, erasing: Erasing):
    await keep(ledger, a_request(), an_account())
    erased = await ledger.write(of(erasing, EVA))

    assert not erased.found_anything
    assert await the_request(ledger) == a_request()


# In the whole database.


def everything(connection: Connection) -> str:
    """Return all that the database holds, as text."""
    names = inspect(connection).get_table_names()
    return repr([connection.execute(text(f"SELECT * FROM {name}")).all() for name in names])


async def test_nothing_anywhere_says_any_more_who_it_was_and_the_log_is_whole(
    database: Database, erasing: Erasing
):
    ledger = Ledger(database, clock=lambda: NOON, mail=lambda: None)
    book = AddressBook(database, clock=lambda: NOON, mail=lambda: None)
    questions = SqlQuestions(database, BatchedAnswerLog(database, clock=lambda: NOON))
    await book.meet(ADA_MET)
    await book.make_review_channel(CHANNEL)
    await questions.greet_once("a:ada", NOON)
    met = Person(ADA.id, "Ada Berg")
    await keep(ledger, a_request(by=met), an_account(responsible=met))
    await ledger.write(lambda books: books.outbox.put(Notice("k", "decided", ADA.id, "konto-1")))
    before = await database.read(everything)
    erased = await ledger.write(of(erasing, ADA))
    after = await database.read(everything)

    for telling in (ADA.id, "Ada Berg", "29:ada", "a:ada"):
        assert telling in before
        assert telling not in after
    assert erased == Erased(was_met=True, requests=1, accounts=1)
    assert (await database.read(check_audit_log)).finding is None


async def test_the_log_says_that_somebody_was_erased_but_not_who(
    database: Database, erasing: Erasing
):
    ledger = Ledger(database, clock=lambda: NOON, mail=lambda: None)
    await keep(ledger, a_request())
    query = select(audit_log).order_by(audit_log.c.sequence)
    (first,) = await database.read(lambda c: c.execute(query).all())
    await ledger.write(of(erasing, ADA))
    lines = await database.read(lambda c: c.execute(query).all())

    assert [(line.what, line.subject, line.state) for line in lines[1:]] == [
        ("request", "konto-1", "discarded"),
        ("person", first.actor, "erased"),
    ]
    assert lines[1].at == LATER


async def test_a_person_who_comes_back_has_another_name_in_the_log(
    database: Database, erasing: Erasing
):
    ledger = Ledger(database, clock=lambda: NOON, mail=lambda: None)
    await keep(ledger, a_request())
    await ledger.write(of(erasing, ADA))
    await keep(ledger, a_request("konto-2"))
    query = select(audit_log.c.actor).where(audit_log.c.actor.is_not(None))
    actors = await database.read(lambda c: c.scalars(query).all())

    assert len(set(actors)) == 2
