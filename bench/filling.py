"""A database as years of a large municipality's use leave it: made-up, the same each time."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.account import Account
from accounts.account_facts import ACCOUNT
from accounts.history import RequestStatus
from core.person import Person
from questions.asked import Outcome, Verdict
from storage.database import Database
from storage.question_tables import answers, votes
from storage.tables import last_questions, people
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.world.builders import a_request, an_account

KEPT = timedelta(days=365)
VOTE_EACH = 20
"""Answers for each vote."""
AT_ONCE = 20_000
CASES_AT_ONCE = 500
MISSED_EACH = 10
"""Answers for each question that found nothing."""
PHRASES = (
    "Får vi publicera bild nummer {} på sidan?",
    "Hur länge sparas inlägg {}?",
    "Vem svarar på kommentar {} när kontoret är stängt?",
    "Måste film {} textas?",
    "Kan konto {} delas av två enheter?",
)
UNITS = 60
SEED = 20190408
_DIGITS = "abcdefghijklmnop"
"""Sixteen of the letters that ids are made of."""


@dataclass(frozen=True, slots=True)
class Use:
    """How much of everything there is."""

    questions: int = 2_000_000
    requests: int = 5_000
    accounts: int = 2_000
    people: int = 10_000


async def fill(database: Database, use: Use, now: datetime) -> None:
    """Fill an empty *database* with all of *use*, the questions spread over the year before."""
    for some in _questions(use, now):
        await database.write(some)
    await database.write(lambda connection: _people(connection, use, now))
    transactions = SqlTransactions(database)
    for cases in _cases(use):
        await transactions.write(cases)


def _questions(use: Use, now: datetime) -> Iterator[Callable[[Any], None]]:
    dice = random.Random(SEED)
    for first in range(0, use.questions, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, use.questions))
        asked = [
            _answer(number, now - KEPT * (1 - number / use.questions), dice) for number in numbers
        ]

        def some(connection: Any, asked: list[dict[str, Any]] = asked) -> None:
            connection.execute(answers.insert(), asked)
            connection.execute(votes.insert(), [_vote(each) for each in asked[::VOTE_EACH]])

        yield some


def _answer(number: int, asked_at: datetime, dice: random.Random) -> dict[str, Any]:
    outcome = Outcome.NONE if number % MISSED_EACH == 0 else Outcome.ANSWER
    if number % MISSED_EACH == 1:
        outcome = Outcome.SUGGESTIONS
    return {
        "answer_id": f"{number:012x}",
        "asked_at": asked_at,
        "language": "sv",
        "question": dice.choice(PHRASES).format(number),
        "outcome": outcome,
        "passages": [f"passage-{dice.randrange(250)}" for _ in range(3)],
        "score": 0.7,
        "base_hash": "0" * 64,
    }


def _vote(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "answer_id": answer["answer_id"],
        "voter": "somebody",
        "passage": answer["passages"][0],
        "verdict": Verdict.NOT_HELPFUL,
        "voted_at": answer["asked_at"],
    }


def a_person(number: int) -> Person:
    """Return one of the people, by the id that the bench's questions come from."""
    return Person(f"aad-{number}", f"Person {number}")


def _people(connection: Any, use: Use, now: datetime) -> None:
    everybody = [a_person(number) for number in range(use.people)]
    met = [
        {
            "person": each.id,
            "name": each.name,
            "folded_name": f" {number} person ",
            "channel_id": f"29:{number}",
            "service_url": "http://127.0.0.1/",
            "bot_id": "28:bot",
            "conversation": f"a:{number}",
            "language": "sv",
            "met_at": now,
        }
        for number, each in enumerate(everybody)
    ]
    last = [
        {
            "conversation": f"a:{number}",
            "person": each.id,
            "question": PHRASES[0].format(number),
            "language": "sv",
            "asked_at": now,
        }
        for number, each in enumerate(everybody)
    ]
    connection.execute(people.insert(), met)
    connection.execute(last_questions.insert(), last)


def _cases(use: Use) -> Iterator[Callable[[SqlUnitOfWork], None]]:
    statuses = [*RequestStatus]
    for first in range(0, use.requests, CASES_AT_ONCE):

        def requests(uow: SqlUnitOfWork, first: int = first) -> None:
            for number in range(first, min(first + CASES_AT_ONCE, use.requests)):
                status = statuses[number % len(statuses)]
                by = a_person(number % use.people)
                uow.requests.add(a_request(status, by=by, id=f"sm-{_letters(number)}"))

        yield requests
    for first in range(0, use.accounts, CASES_AT_ONCE):

        def accounts(uow: SqlUnitOfWork, first: int = first) -> None:
            for number in range(first, min(first + CASES_AT_ONCE, use.accounts)):
                uow.register.add(_account(number, a_person(number % use.people)))

        yield accounts


def _account(number: int, by: Person) -> Account:
    return an_account(
        account_id_of(number),
        name=f"Konto {number}",
        responsible=by,
        unit=f"Enhet {number % UNITS}",
        contact=f"konto{number}@kommun.example",
    )


def account_id_of(number: int) -> str:
    return f"{ACCOUNT}-{_letters(number)}"


def _letters(number: int) -> str:
    """Return *number* as the letters of an id."""
    return "".join(_DIGITS[int(digit, 16)] for digit in f"{number:08x}")
