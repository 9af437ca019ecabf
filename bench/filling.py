"""A database as years of a large municipality's use leave it: made-up, the same each time."""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from bench.filling_cases import Use, a_person, cases
from questions.asked import Outcome, Verdict
from storage.database import Database
from storage.question_tables import answers, votes
from storage.tables import last_questions, people
from storage.unit_of_work import SqlTransactions

KEPT = timedelta(days=365)
VOTE_EACH = 20
"""Answers for each vote."""
AT_ONCE = 20_000
MISSED_EACH = 10
"""Answers for each question that found nothing."""
PHRASES = (
    "Får vi publicera bild nummer {} på sidan?",
    "Hur länge sparas inlägg {}?",
    "Vem svarar på kommentar {} när kontoret är stängt?",
    "Måste film {} textas?",
    "Kan konto {} delas av två enheter?",
)
SEED = 20190408


async def fill(database: Database, use: Use, now: datetime) -> None:
    """Fill an empty *database* with all of *use*, the questions spread over the year before."""
    for some in _questions(use, now):
        await database.write(some)
    await database.write(lambda connection: _people(connection, use, now))
    transactions = SqlTransactions(database)
    for some in cases(use, now):
        await transactions.write(some)


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


def _people(connection: Any, use: Use, now: datetime) -> None:
    numbers = range(use.people)
    connection.execute(people.insert(), [_met(number, now) for number in numbers])
    connection.execute(last_questions.insert(), [_last_question(number, now) for number in numbers])


def _met(number: int, at: datetime) -> dict[str, Any]:
    person = a_person(number)
    return {
        "person": person.id,
        "name": person.name,
        "folded_name": f" {number} person ",
        "channel_id": f"29:{number}",
        "service_url": "http://127.0.0.1/",
        "bot_id": "28:bot",
        "conversation": f"a:{number}",
        "language": "sv",
        "met_at": at,
    }


def _last_question(number: int, at: datetime) -> dict[str, Any]:
    return {
        "conversation": f"a:{number}",
        "person": a_person(number).id,
        "question": PHRASES[0].format(number),
        "language": "sv",
        "asked_at": at,
    }
