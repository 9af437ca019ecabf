"""Erasing a person: nobody can say any more who that was, and the log stays whole."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count
from typing import TypeVar

import pytest
from sqlalchemy import Connection, inspect, select, text

from accounts.account import Account, Handover
from accounts.erasure import ErasureResult, ErasureService
from accounts.handover_service import HandoverService
from accounts.history import Decision, Event, EventKind, RequestStatus
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from accounts.review_service import ReviewService
from core.changes import save
from core.errors import NoSuchCase
from core.outbox import REVIEW_CHANNEL, ConversationReference, Notice, NoticeKind
from core.person import Person
from core.standing import StandingMessage
from storage.address_book import SqlAddressBook
from storage.audit_check import check_audit_log
from storage.database import Database
from storage.questions import SqlQuestions
from storage.tables import audit_log
from storage.turn_records import TurnRecords
from storage.unit_of_work import SqlTransactions
from tests.storage.cases import NOON, a_request, appoint, around
from tests.storage.conftest import AnyTransactions
from tests.storage.test_address_book import ADA_MET, CHANNEL
from tests.world.builders import ACCOUNT_ID, an_account
from tests.world.people import ADA, BO, EVA

T = TypeVar("T")
LATER = NOON + timedelta(days=30)
SENT = (Event(EventKind.STARTED, NOON, ADA), Event(EventKind.SENT, NOON, ADA))


class Overheard:
    """Units of work whose messages are noted down, and go nowhere."""

    def __init__(self, transactions: AnyTransactions) -> None:
        self._transactions = transactions
        self.notices = list[Notice]()

    async def read(self, work: Callable[[AccountsUnitOfWork], T]) -> T:
        return await self._transactions.read(work)

    async def write(self, work: Callable[[AccountsUnitOfWork], T]) -> T:
        def overheard(uow: AccountsUnitOfWork) -> T:
            uow.outbox.put = self.notices.append  # pyright: ignore[reportAttributeAccessIssue]
            return work(uow)

        return await self._transactions.write(overheard)


Erase = Callable[[AnyTransactions, Person], Awaitable[ErasureResult]]


@pytest.fixture
def erase() -> Erase:
    tokens = count(1)

    async def work(transactions: AnyTransactions, person: Person) -> ErasureResult:
        service = ErasureService(
            transactions,
            clock=lambda: LATER,
            token=lambda: f"token-{next(tokens)}",
            nobody="Raderad person",
        )
        return await service.erase(person.id)

    return work


async def keep(transactions: AnyTransactions, *cases: AccountRequest | Account) -> None:
    def work(uow: AccountsUnitOfWork) -> None:
        for case in cases:
            if isinstance(case, Account):
                uow.register.add(case)
                save(uow, uow.register, case, None, by=case.responsible)
            else:
                uow.requests.add(case)
                save(uow, uow.requests, case, None, by=case.requester)

    await transactions.write(work)


async def the_request(transactions: AnyTransactions, request_id: str = "konto-1") -> AccountRequest:
    request = await transactions.read(lambda uow: uow.requests.get(request_id))
    assert request is not None
    return request


async def the_account(transactions: AnyTransactions) -> Account:
    account = await transactions.read(lambda uow: uow.register.get(ACCOUNT_ID))
    assert account is not None
    return account


# In the cases.


async def test_a_request_that_was_sent_keeps_its_text_but_not_whose_it_was(
    transactions: AnyTransactions, erase: Erase
) -> None:
    await keep(transactions, a_request(status=RequestStatus.IN_REVIEW, history=SENT))
    erased = await erase(transactions, ADA)
    request = await the_request(transactions)

    assert erased == ErasureResult(was_met=False, requests=1, accounts=0)
    assert request.requester == Person("erased-token-1", "")
    assert request.requester.name == "Raderad person"
    assert {event.by for event in request.history} == {request.requester}
    assert request.answers == a_request().answers
    assert (request.status, request.version) == (RequestStatus.IN_REVIEW, 1)


async def test_a_draft_loses_all_that_was_written_in_it(
    transactions: AnyTransactions, erase: Erase
) -> None:
    await keep(transactions, a_request(reasons={"en-administrator": "Vi är bara jag."}))
    await erase(transactions, ADA)
    request = await the_request(transactions)

    assert (request.answers, request.reasons) == ({}, {})
    assert (request.status, request.history[-1].by) == (RequestStatus.DISCARDED, request.requester)


@pytest.mark.parametrize("status", [RequestStatus.DISCARDED, RequestStatus.EXPIRED])
async def test_a_draft_that_ended_loses_its_text_too(
    transactions: AnyTransactions, erase: Erase, status: RequestStatus
) -> None:
    await keep(transactions, a_request(status=status))
    await erase(transactions, ADA)
    request = await the_request(transactions)

    assert (request.answers, request.status) == ({}, status)


async def test_whoever_confirmed_or_decided_is_erased_from_other_peoples_requests(
    transactions: AnyTransactions, erase: Erase
) -> None:
    decision = Decision(EVA, NOON, RequestStatus.APPROVED, "Bra")
    history = (*SENT, Event(EventKind.APPROVED, NOON, EVA, "Bra"))
    request = a_request(
        status=RequestStatus.APPROVED,
        confirmed_by=BO,
        decision=decision,
        history=history,
        manager_id=BO.id,
    )
    await keep(transactions, request)
    for person in (BO, EVA):
        await erase(transactions, person)
    after = await the_request(transactions)

    assert after.requester == ADA
    assert after.confirmed_by is not None
    assert after.confirmed_by == Person(str(after.manager_id), "")
    assert after.decision is not None
    assert after.decision.by == after.history[-1].by
    assert len({after.decision.by.id, after.confirmed_by.id, BO.id, EVA.id}) == 4
    assert (after.decision.text, after.history[-1].note) == ("Bra", "Bra")


async def test_an_account_is_answered_for_by_nobody_and_offered_to_nobody(
    transactions: AnyTransactions, erase: Erase
) -> None:
    history = (Event(EventKind.HANDOVER_OFFERED, NOON, ADA, "Bo"),)
    await keep(transactions, an_account(handover=Handover("Bo", BO.id), history=history))
    await erase(transactions, BO)
    offered_to_nobody = await the_account(transactions)
    overheard = Overheard(transactions)
    await erase(overheard, ADA)
    account = await the_account(transactions)

    assert (offered_to_nobody.handover, offered_to_nobody.responsible) == (None, ADA)
    assert account.responsible.name == "Raderad person"
    assert account.history[0].by == account.responsible
    assert [(each.kind, each.to) for each in overheard.notices] == [
        (NoticeKind.ACCOUNT_ORPHANED, REVIEW_CHANNEL)
    ]


async def test_whom_an_account_was_offered_to_is_not_told_by_its_history(
    database: Database, erase: Erase
) -> None:
    transactions = SqlTransactions(database, clock=lambda: NOON, on_notice=lambda: None)
    book = SqlAddressBook(database, clock=lambda: NOON, on_notice=lambda: None)
    records = TurnRecords(database, book, clock=lambda: NOON)
    await records.add(
        met=ConversationReference(BO.id, "Bo Ek", "29:bo", "https://smba.example/", "28:bot", "sv")
    )
    history = (
        Event(EventKind.HANDOVER_OFFERED, NOON, ADA, "bo ek"),
        Event(EventKind.PAUSED, NOON, BO),
    )
    await keep(transactions, an_account(history=history))
    await erase(transactions, BO)

    assert (await the_account(transactions)).history[0].note == "Raderad person"


async def test_two_cases_of_one_person_can_not_be_told_to_be(
    transactions: AnyTransactions, erase: Erase
) -> None:
    await keep(transactions, a_request("konto-1"), a_request("konto-2"))
    await erase(transactions, ADA)

    one, other = [await the_request(transactions, key) for key in ("konto-1", "konto-2")]
    assert one.requester != other.requester


async def test_a_guess_at_who_it_was_can_not_be_confirmed_by_the_old_hash(
    transactions: AnyTransactions, erase: Erase
) -> None:
    await keep(transactions, a_request())
    await erase(transactions, ADA)

    assert (await the_request(transactions)).nonce != a_request().nonce


async def test_reviewers_still_decide_what_an_erased_person_asked_for_and_nobody_is_told(
    transactions: AnyTransactions, erase: Erase
) -> None:
    await appoint(transactions)
    await keep(transactions, a_request(status=RequestStatus.IN_REVIEW, history=SENT))
    await erase(transactions, ADA)
    overheard = Overheard(transactions)

    dossier = await ReviewService(overheard, around()).decide(
        EVA, "konto-1", 1, RequestStatus.APPROVED
    )

    assert dossier.request.status is RequestStatus.APPROVED
    assert {notice.to for notice in overheard.notices} == {REVIEW_CHANNEL}


async def test_nobody_can_take_over_what_was_offered_to_an_erased_person(
    transactions: AnyTransactions, erase: Erase
) -> None:
    await keep(transactions, an_account(handover=Handover("Bo", BO.id)))
    await erase(transactions, BO)

    with pytest.raises(NoSuchCase):
        await HandoverService(transactions, around()).take_over(EVA, ACCOUNT_ID)


async def test_somebody_who_stands_nowhere_changes_nothing(
    transactions: AnyTransactions, erase: Erase
) -> None:
    await keep(transactions, a_request(), an_account())
    erased = await erase(transactions, EVA)

    assert not erased.has_found_anything
    assert await the_request(transactions) == a_request()


# In the whole database.


def everything(connection: Connection) -> str:
    """Return all that the database holds, as text."""
    names = inspect(connection).get_table_names()
    return repr([connection.execute(text(f"SELECT * FROM {name}")).all() for name in names])


async def test_nothing_anywhere_says_any_more_who_it_was_and_the_log_is_whole(
    database: Database, erase: Erase
) -> None:
    transactions = SqlTransactions(database, clock=lambda: NOON, on_notice=lambda: None)
    book = SqlAddressBook(database, clock=lambda: NOON, on_notice=lambda: None)
    records = TurnRecords(database, book, clock=lambda: NOON)
    questions = SqlQuestions(database, records)
    await records.add(met=ADA_MET)
    await records.add(shown=StandingMessage("a:ada", "card-1", ADA.id, "konto-1"))
    await book.make_review_channel(CHANNEL)
    await questions.greet_once("a:ada", NOON, activity="f:1")
    met = Person(ADA.id, "Ada Berg")
    await keep(transactions, a_request(by=met), an_account(responsible=met))
    await transactions.write(lambda uow: uow.outbox.put(Notice("k", "decided", ADA.id, "konto-1")))
    before = await database.read(everything)
    erased = await erase(transactions, ADA)
    after = await database.read(everything)

    for telling in (ADA.id, "Ada Berg", "29:ada", "a:ada", "card-1"):
        assert telling in before
        assert telling not in after
    assert erased == ErasureResult(was_met=True, requests=1, accounts=1)
    assert (await database.read(check_audit_log)).fault is None


async def test_the_log_says_that_somebody_was_erased_but_not_who(
    database: Database, erase: Erase
) -> None:
    transactions = SqlTransactions(database, clock=lambda: NOON, on_notice=lambda: None)
    await keep(transactions, a_request())
    query = select(audit_log).order_by(audit_log.c.sequence)
    (first,) = await database.read(lambda c: c.execute(query).all())
    await erase(transactions, ADA)
    lines = await database.read(lambda c: c.execute(query).all())

    assert [(line.what, line.subject, line.state) for line in lines[1:]] == [
        ("request", "konto-1", "discarded"),
        ("person", first.actor, "erased"),
    ]
    assert lines[1].at == LATER


async def test_a_person_who_comes_back_has_another_name_in_the_log(
    database: Database, erase: Erase
) -> None:
    transactions = SqlTransactions(database, clock=lambda: NOON, on_notice=lambda: None)
    await keep(transactions, a_request())
    await erase(transactions, ADA)
    await keep(transactions, a_request("konto-2"))
    query = select(audit_log.c.actor).where(audit_log.c.actor.is_not(None))
    actors = await database.read(lambda c: c.scalars(query).all())

    assert len(set(actors)) == 2
