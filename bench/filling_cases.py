"""Requests, accounts, follow-ups and forwarded questions as years leave them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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

    last = _round(use.rounds - 1, use, now)

    def by(number: int) -> Person:
        return a_person(number % use.people)

    yield from _each(use.requests, lambda uow, number: uow.requests.add(_request(number, use)))
    yield from _each(
        use.accounts, lambda uow, number: uow.register.add(_account(number, by(number)))
    )
    yield from _each(use.rounds, lambda uow, number: uow.rounds.add(_round(number, use, now)))
    yield from _each(
        use.accounts, lambda uow, number: uow.self_checks.add(_check(number, last, by(number)))
    )
    yield from _each(
        use.deviations,
        lambda uow, number: uow.deviations.add(_deviation(number, use, now, by(number))),
    )
    yield from _each(
        use.forwarded,
        lambda uow, number: uow.forwarded_questions.add(_forwarded(number, now, by(number))),
    )


def _each(count: int, add: Callable[[SqlUnitOfWork, int], object]) -> Iterator[Work]:
    for first in range(0, count, AT_ONCE):

        def some(uow: SqlUnitOfWork, first: int = first) -> None:
            for number in range(first, min(first + AT_ONCE, count)):
                add(uow, number)

        yield some


def _request(number: int, use: Use) -> AccountRequest:
    """Return the request that led to the account of that number, or one that led to none."""
    request_id, by = f"sm-{_letters(number)}", a_person(number % use.people)
    if number < use.accounts:
        live = a_request(RequestStatus.LIVE, by=by, id=request_id)
        return replace(live, account_id=account_id_of(number))
    others = [each for each in RequestStatus if each is not RequestStatus.LIVE]
    return a_request(others[number % len(others)], by=by, id=request_id)


def _account(number: int, by: Person) -> Account:
    return an_account(
        account_id_of(number),
        name=f"Konto {number}",
        responsible=by,
        unit=f"Enhet {number % UNITS}",
        contact=f"konto{number}@kommun.example",
    )


def _round(number: int, use: Use, now: datetime) -> Round:
    left = use.rounds - 1 - number
    begun_at = now - left * BETWEEN_ROUNDS - timedelta(days=1)
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


def _check(number: int, round_: Round, by: Person) -> SelfCheck:
    return SelfCheck(
        id=f"egen-{_letters(number)}",
        round_id=round_.id,
        account=CheckedAccount.of(_account(number, by)),
        responsible=by,
        asked_at=round_.begun_at,
        changed_at=round_.begun_at,
        nonce="nonce",
        step=SECTIONS[0].id,
        standing=CheckStanding.ASKED if number % 2 else CheckStanding.ANSWERED,
    )


def _deviation(number: int, use: Use, now: datetime, by: Person) -> Deviation:
    standings = [*DeviationStanding]
    return Deviation(
        id=f"avv-{_letters(number)}",
        round_id=round_id_of(number % use.rounds),
        check_id=f"egen-{_letters(number)}",
        account=CheckedAccount.of(_account(number, by)),
        question=SECTIONS[0].questions[0],
        compliance=Compliance.PARTLY,
        comment="Bara en av oss kan logga in.",
        owner=by,
        opened_at=now - timedelta(hours=number),
        changed_at=now - timedelta(hours=number),
        nonce="nonce",
        standing=standings[number % len(standings)],
    )


def _forwarded(number: int, now: datetime, by: Person) -> ForwardedQuestion:
    standings = [*ForwardedStatus]
    standing, sent_at = standings[number % len(standings)], now - timedelta(hours=number)
    reply = EditorReply(RUT, sent_at, "Ja, om alla på bilden har sagt ja.")
    return ForwardedQuestion(
        id=f"fr-{_letters(number):a>12}",
        answer_id=f"{number:012x}",
        question=f"Får vi publicera bild nummer {number} på sidan?",
        language="sv",
        asker=by.id,
        sent_at=sent_at,
        changed_at=sent_at,
        nonce="nonce",
        standing=standing,
        reply=reply if standing is ForwardedStatus.ANSWERED else None,
        follows=standing is ForwardedStatus.ANSWERED,
    )


def _letters(number: int) -> str:
    """Return *number* as the letters of an id."""
    return "".join(_DIGITS[int(digit, 16)] for digit in f"{number:08x}")
