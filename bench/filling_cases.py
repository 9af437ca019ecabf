"""Requests, accounts, follow-ups and forwarded questions as years leave them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from accounts.account import Account
from accounts.account_facts import ACCOUNT
from accounts.history import RequestStatus
from accounts.request import AccountRequest
from core.person import Person
from followup.deviation import Deviation, DeviationStanding
from followup.round import Round
from followup.self_check import CheckedAccount, CheckStanding, Compliance, SelfCheck
from questions.forwarded_question import EditorReply, ForwardedQuestion, ForwardedStatus
from storage.unit_of_work import SqlUnitOfWork
from tests.world.builders import a_request, an_account
from tests.world.follow_up import SECTIONS
from tests.world.people import RUT

AT_ONCE = 500
UNITS = 60
BETWEEN_ROUNDS = timedelta(days=30)
_DIGITS = "abcdefghijklmnop"
"""Sixteen of the letters that ids are made of."""

Work = Callable[[SqlUnitOfWork], None]


@dataclass(frozen=True, slots=True)
class Use:
    """How much of everything there is."""

    questions: int = 2_000_000
    requests: int = 5_000
    accounts: int = 2_000
    people: int = 10_000
    rounds: int = 50
    """The last one, which is open, is about every account."""
    deviations: int = 1_000
    forwarded: int = 2_000


def a_person(number: int) -> Person:
    """Return one of the people, by the id that the bench's questions come from."""
    return Person(f"aad-{number}", f"Person {number}")


def account_id_of(number: int) -> str:
    return f"{ACCOUNT}-{_letters(number)}"


def round_id_of(number: int) -> str:
    return f"uppf-{_letters(number)}"


def cases(use: Use, now: datetime) -> Iterator[Work]:
    """Yield what adds all of them, some in each transaction."""
    made = _Cases(use, now)
    yield from _each("requests", use.requests, made.request)
    yield from _each("register", use.accounts, made.account)
    yield from _each("rounds", use.rounds, made.round)
    yield from _each("self_checks", use.accounts, made.check)
    yield from _each("deviations", use.deviations, made.deviation)
    yield from _each("forwarded_questions", use.forwarded, made.forwarded)


def _each(store: str, count: int, make: Callable[[int], object]) -> Iterator[Work]:
    """Yield what adds *count* cases to the store of that name in a unit of work."""
    for first in range(0, count, AT_ONCE):

        def some(uow: SqlUnitOfWork, first: int = first) -> None:
            for number in range(first, min(first + AT_ONCE, count)):
                getattr(uow, store).add(make(number))

        yield some


@dataclass(frozen=True)
class _Cases:
    """The cases of each kind, by their numbers."""

    use: Use
    now: datetime

    @cached_property
    def last(self) -> Round:
        return self.round(self.use.rounds - 1)

    def by(self, number: int) -> Person:
        return a_person(number % self.use.people)

    def request(self, number: int) -> AccountRequest:
        """Return the request that led to the account of that number, or one that led to none."""
        request_id, by = f"sm-{_letters(number)}", self.by(number)
        if number < self.use.accounts:
            live = a_request(RequestStatus.LIVE, by=by, id=request_id)
            return replace(live, account_id=account_id_of(number))
        others = [each for each in RequestStatus if each is not RequestStatus.LIVE]
        return a_request(others[number % len(others)], by=by, id=request_id)

    def account(self, number: int) -> Account:
        return an_account(
            account_id_of(number),
            name=f"Konto {number}",
            responsible=self.by(number),
            unit=f"Enhet {number % UNITS}",
            contact=f"konto{number}@kommun.example",
        )

    def round(self, number: int) -> Round:
        left = self.use.rounds - 1 - number
        begun_at = self.now - left * BETWEEN_ROUNDS - timedelta(days=1)
        last_day = (begun_at + timedelta(days=14)).date()
        begun = Round(
            id=round_id_of(number),
            name=f"Uppföljning {number}",
            last_day=last_day,
            begun_by=RUT,
            begun_at=begun_at,
            changed_at=begun_at,
            nonce="nonce",
            sections=SECTIONS,
        )
        return begun.closed(RUT, at=begun_at + timedelta(days=20)) if left else begun

    def check(self, number: int) -> SelfCheck:
        round_ = self.last
        return SelfCheck(
            id=f"egen-{_letters(number)}",
            round_id=round_.id,
            account=CheckedAccount.of(self.account(number)),
            responsible=self.by(number),
            asked_at=round_.begun_at,
            changed_at=round_.begun_at,
            nonce="nonce",
            step=SECTIONS[0].id,
            standing=CheckStanding.ASKED if number % 2 else CheckStanding.ANSWERED,
        )

    def deviation(self, number: int) -> Deviation:
        standings = [*DeviationStanding]
        return Deviation(
            id=f"avv-{_letters(number)}",
            round_id=round_id_of(number % self.use.rounds),
            check_id=f"egen-{_letters(number)}",
            account=CheckedAccount.of(self.account(number)),
            question=SECTIONS[0].questions[0],
            compliance=Compliance.PARTLY,
            comment="Bara en av oss kan logga in.",
            owner=self.by(number),
            opened_at=self.now - timedelta(hours=number),
            changed_at=self.now - timedelta(hours=number),
            nonce="nonce",
            standing=standings[number % len(standings)],
        )

    def forwarded(self, number: int) -> ForwardedQuestion:
        standings = [*ForwardedStatus]
        standing, sent_at = standings[number % len(standings)], self.now - timedelta(hours=number)
        reply = EditorReply(RUT, sent_at, "Ja, om alla på bilden har sagt ja.")
        return ForwardedQuestion(
            id=f"fr-{_letters(number, 12)}",
            answer_id=f"{number:012x}",
            question=f"Får vi publicera bild nummer {number} på sidan?",
            language="sv",
            asker=self.by(number).id,
            sent_at=sent_at,
            changed_at=sent_at,
            nonce="nonce",
            standing=standing,
            reply=reply if standing is ForwardedStatus.ANSWERED else None,
            follows=standing is ForwardedStatus.ANSWERED,
        )


def _letters(number: int, length: int = 8) -> str:
    """Return *number* as the letters of an id."""
    return "".join(_DIGITS[int(digit, 16)] for digit in f"{number:0{length}x}")
