"""Units of work on a database: none gets in between, and what is stored comes back as it was."""

import asyncio
from dataclasses import asdict
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_mock_engine, func, select

from accounts.account import Account, AccountStatus, Handover
from accounts.account_service import AccountService
from accounts.errors import AlreadyDecided, NameTaken
from accounts.history import Decision, Event, EventKind, RequestStatus
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from accounts.review_service import Dossier, ReviewService
from core.changes import fingerprint
from core.outbox import Notice
from core.person import Person
from storage.columns import JsonRecord
from storage.database import Database
from storage.tables import outbox
from storage.unit_of_work import SqlTransactions
from tests.storage.cases import NOON, a_request, appoint, around
from tests.world.people import ADA, BO, EVA, RUT

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
moments = st.datetimes(timezones=st.just(UTC))
people = st.builds(Person, words, words)
answers = st.dictionaries(words, words, max_size=4)
events = st.builds(Event, st.sampled_from(EventKind), moments, st.none() | people, words)
decisions = st.builds(Decision, people, moments, st.sampled_from(RequestStatus), words, answers)
requests = st.builds(
    AccountRequest,
    id=words,
    requester=people,
    started_at=moments,
    changed_at=moments,
    nonce=words,
    step=words,
    version=st.integers(1, 10_000),
    status=st.sampled_from(RequestStatus),
    answers=answers,
    reasons=answers,
    manager_id=st.none() | words,
    confirmed_by=st.none() | people,
    waiting_since=st.none() | moments,
    reminded=st.integers(0, 9),
    warned_at=st.none() | moments,
    decision=st.none() | decisions,
    done=st.frozensets(words, max_size=3),
    account_id=st.none() | words,
    history=st.lists(events, max_size=3).map(tuple),
)
accounts = st.builds(
    Account,
    registered_at=moments,
    changed_at=moments,
    responsible=people,
    standing=st.sampled_from(AccountStatus),
    handover=st.none() | st.builds(Handover, words, st.none() | words),
    history=st.lists(events, max_size=3).map(tuple),
    **{name: words for name in ("id", "request_id", "platform", "name", "address", "unit")},
    **{name: words for name in ("contact", "purpose", "nonce")},
)


@given(case=requests | accounts)
@settings(max_examples=150, deadline=None)
def test_whatever_a_case_holds_comes_back_from_its_column(case: AccountRequest | Account) -> None:
    content, dialect = JsonRecord(type(case)), create_mock_engine("sqlite://", print).dialect
    back = content.process_result_value(content.process_bind_param(case, dialect), dialect)

    assert back is not None
    assert back == case
    assert asdict(back) == asdict(case)
    assert fingerprint(back) == fingerprint(case)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(case=requests)
async def test_whatever_a_request_holds_comes_back_from_the_database(
    transactions: SqlTransactions, case: AccountRequest
) -> None:
    def work(uow: AccountsUnitOfWork) -> AccountRequest | None:
        uow.requests.add(case)
        back = uow.requests.get(case.id)
        raise Undone(back)

    with pytest.raises(Undone) as caught:
        await transactions.write(work)
    assert asdict(caught.value.back) == asdict(case)
    assert fingerprint(caught.value.back) == fingerprint(case)


class Undone(Exception):
    def __init__(self, back: AccountRequest | None) -> None:
        assert back is not None
        self.back = back


@pytest.fixture
def mail() -> list[str]:
    return []


@pytest.fixture
def transactions(database: Database, mail: list[str]) -> SqlTransactions:
    return SqlTransactions(database, clock=lambda: NOON, on_notice=lambda: mail.append("new"))


@pytest.fixture
def elsewhere(another: Database) -> SqlTransactions:
    """The same database from another instance."""
    return SqlTransactions(another, clock=lambda: NOON, on_notice=lambda: None)


async def test_of_two_reviewers_who_decide_at_once_the_second_is_told_who_was_first(
    transactions: SqlTransactions, elsewhere: SqlTransactions
) -> None:
    await appoint(transactions)
    here, there = (ReviewService(each, around()) for each in (transactions, elsewhere))
    for number in range(10):
        name = f"Konto {number}"
        request = a_request(f"konto-{number}", status=RequestStatus.IN_REVIEW, name=name)
        await transactions.write(lambda uow, request=request: uow.requests.add(request))

        outcomes = await asyncio.gather(
            here.decide(EVA, request.id, 1, RequestStatus.APPROVED),
            there.decide(RUT, request.id, 1, RequestStatus.DECLINED, text="Nej"),
            return_exceptions=True,
        )
        (decided,) = [each.request for each in outcomes if isinstance(each, Dossier)]
        (told,) = [each for each in outcomes if isinstance(each, AlreadyDecided)]

        assert decided.decision is not None
        assert told.by == decided.decision.by


async def test_of_two_accounts_with_one_name_that_go_live_at_once_one_does(
    transactions: SqlTransactions, elsewhere: SqlTransactions
) -> None:
    here, there = (AccountService(each, around()) for each in (transactions, elsewhere))
    for request in (
        a_request("konto-1", by=ADA, status=RequestStatus.APPROVED),
        a_request("konto-2", by=BO, status=RequestStatus.APPROVED, name="SALA bibliotek"),
    ):
        await transactions.write(lambda uow, request=request: uow.requests.add(request))
    outcomes = await asyncio.gather(
        here.go_live(ADA, "konto-1", 1, done=frozenset(), address="https://a.example"),
        there.go_live(BO, "konto-2", 1, done=frozenset(), address="https://b.example"),
        return_exceptions=True,
    )

    assert len([each for each in outcomes if isinstance(each, NameTaken)]) == 1
    assert len(await transactions.read(lambda uow: uow.register.all())) == 1


async def test_works_of_several_instances_come_one_after_the_other(
    transactions: SqlTransactions, elsewhere: SqlTransactions
) -> None:
    waiting = a_request(status=RequestStatus.IN_REVIEW)
    await transactions.write(lambda uow: uow.requests.add(waiting))

    def tick(uow: AccountsUnitOfWork) -> None:
        request = uow.requests.get("konto-1")
        assert request is not None
        uow.requests.save(request.with_reminders(1), seen=request.version)

    await asyncio.gather(*(each.write(tick) for each in [transactions, elsewhere] * 15))
    request = await transactions.read(lambda uow: uow.requests.get("konto-1"))

    assert request is not None
    assert request.reminded == 30


async def test_what_is_put_into_the_outbox_is_told_once_it_is_kept(
    transactions: SqlTransactions, mail: list[str]
) -> None:
    def put(uow: AccountsUnitOfWork) -> None:
        uow.outbox.put(Notice("k", "decided", ADA.id, "konto-1"))

    def put_and_fail(uow: AccountsUnitOfWork) -> None:
        uow.outbox.put(Notice("other", "decided", ADA.id, "konto-1"))
        raise ZeroDivisionError

    await transactions.write(lambda uow: uow.requests.add(a_request()))
    with pytest.raises(ZeroDivisionError):
        await transactions.write(put_and_fail)
    assert mail == []

    await transactions.write(put)
    await transactions.write(put)
    assert mail == ["new"]


async def test_a_notice_put_twice_is_kept_once(
    database: Database, transactions: SqlTransactions
) -> None:
    for _ in range(2):
        await transactions.write(
            lambda uow: uow.outbox.put(Notice("k", "decided", ADA.id, "konto-1"))
        )

    assert await database.read(lambda c: c.scalar(select(func.count()).select_from(outbox))) == 1
