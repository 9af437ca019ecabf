"""The ledger on a database: nobody gets in between, and whatever is kept comes back as it was."""

import asyncio
from dataclasses import asdict
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_mock_engine, func, select

from accounts.decision import Decision
from accounts.errors import AlreadyDecided, AlreadyRegistered
from accounts.events import Event, Happened
from accounts.keeping import Keeping
from accounts.notices import Notice
from accounts.people import Person
from accounts.ports import Books
from accounts.record import fingerprint
from accounts.register import Account, Handover, Standing
from accounts.request import AccountRequest
from accounts.reviewing import Reviewing
from accounts.status import Status
from storage.books import Ledger
from storage.columns import Content
from storage.database import Database
from storage.tables import outbox
from tests.storage.cases import ADA, BO, EVA, GRACE, NOON, a_request, around

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
moments = st.datetimes(timezones=st.just(UTC))
people = st.builds(Person, words, words)
answers = st.dictionaries(words, words, max_size=4)
events = st.builds(Event, st.sampled_from(Happened), moments, st.none() | people, words)
decisions = st.builds(Decision, people, moments, st.sampled_from(Status), words, answers)
requests = st.builds(
    AccountRequest,
    id=words,
    requester=people,
    started_at=moments,
    changed_at=moments,
    nonce=words,
    step=words,
    version=st.integers(1, 10_000),
    status=st.sampled_from(Status),
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
    standing=st.sampled_from(Standing),
    handover=st.none() | st.builds(Handover, words, st.none() | words),
    history=st.lists(events, max_size=3).map(tuple),
    **{name: words for name in ("id", "request_id", "platform", "name", "address", "unit")},
    **{name: words for name in ("contact", "purpose", "nonce")},
)


@given(case=requests | accounts)
@settings(max_examples=150, deadline=None)
def test_whatever_a_case_holds_comes_back_from_its_column(case: AccountRequest | Account):
    content, dialect = Content(type(case)), create_mock_engine("sqlite://", print).dialect
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
    ledger: Ledger, case: AccountRequest
):
    def work(books: Books) -> AccountRequest | None:
        books.requests.add(case)
        back = books.requests.get(case.id)
        raise Undone(back)

    with pytest.raises(Undone) as caught:
        await ledger.write(work)
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
def ledger(database: Database, mail: list[str]) -> Ledger:
    return Ledger(database, clock=lambda: NOON, mail=lambda: mail.append("new"))


@pytest.fixture
def elsewhere(another: Database) -> Ledger:
    """The same books on another instance."""
    return Ledger(another, clock=lambda: NOON, mail=lambda: None)


async def test_of_two_reviewers_who_decide_at_once_the_second_is_told_who_was_first(
    ledger: Ledger, elsewhere: Ledger
):
    reviewing = Reviewing(around())
    for number in range(10):
        request = a_request(f"konto-{number}", status=Status.IN_REVIEW)
        await ledger.write(lambda books, request=request: books.requests.add(request))

        def approve(books: Books, key: str = request.id) -> AccountRequest:
            return reviewing.approve(books, EVA, key, 1)

        def decline(books: Books, key: str = request.id) -> AccountRequest:
            return reviewing.decline(books, GRACE, key, 1, reason="Nej")

        outcomes = await asyncio.gather(
            ledger.write(approve), elsewhere.write(decline), return_exceptions=True
        )
        (decided,) = [each for each in outcomes if isinstance(each, AccountRequest)]
        (told,) = [each for each in outcomes if isinstance(each, AlreadyDecided)]

        assert decided.decision is not None
        assert told.by == decided.decision.by


async def test_of_two_accounts_with_one_name_that_go_live_at_once_one_does(
    ledger: Ledger, elsewhere: Ledger
):
    keeping = Keeping(around())
    for request in (
        a_request("konto-1", by=ADA, status=Status.APPROVED),
        a_request("konto-2", by=BO, status=Status.APPROVED, name="SALA bibliotek"),
    ):
        await ledger.write(lambda books, request=request: books.requests.add(request))
    outcomes = await asyncio.gather(
        ledger.write(lambda b: keeping.go_live(b, ADA, "konto-1", 1, address="https://a.example")),
        elsewhere.write(
            lambda b: keeping.go_live(b, BO, "konto-2", 1, address="https://b.example")
        ),
        return_exceptions=True,
    )

    assert len([each for each in outcomes if isinstance(each, AlreadyRegistered)]) == 1
    assert len(await ledger.read(lambda books: books.register.all())) == 1


async def test_works_of_several_instances_come_one_after_the_other(
    ledger: Ledger, elsewhere: Ledger
):
    waiting = a_request(status=Status.IN_REVIEW)
    await ledger.write(lambda books: books.requests.add(waiting))

    def tick(books: Books) -> None:
        request = books.requests.get("konto-1")
        assert request is not None
        books.requests.save(request.climbed(1), seen=request.version)

    await asyncio.gather(*(each.write(tick) for each in [ledger, elsewhere] * 15))
    request = await ledger.read(lambda books: books.requests.get("konto-1"))

    assert request is not None
    assert request.reminded == 30


async def test_what_is_put_into_the_outbox_is_told_once_it_is_kept(ledger: Ledger, mail: list[str]):
    def put(books: Books) -> None:
        books.outbox.put(Notice("k", "decided", ADA.id, "konto-1"))

    def put_and_fail(books: Books) -> None:
        books.outbox.put(Notice("other", "decided", ADA.id, "konto-1"))
        raise ZeroDivisionError

    await ledger.write(lambda books: books.requests.add(a_request()))
    with pytest.raises(ZeroDivisionError):
        await ledger.write(put_and_fail)
    assert mail == []

    await ledger.write(put)
    await ledger.write(put)
    assert mail == ["new"]


async def test_a_notice_put_twice_is_kept_once(database: Database, ledger: Ledger):
    for _ in range(2):
        await ledger.write(
            lambda books: books.outbox.put(Notice("k", "decided", ADA.id, "konto-1"))
        )

    assert await database.read(lambda c: c.scalar(select(func.count()).select_from(outbox))) == 1
