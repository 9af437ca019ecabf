"""What the database takes after years of a large municipality's questions.

Filled with made-up questions and votes, then read as the bot reads it; people, requests and
accounts are left out.
"""

import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from core.clock import utc_now
from core.retention import Retention
from questions.asked import Outcome, Verdict
from storage.address_book import SqlAddressBook
from storage.database import UNREACHABLE, Database
from storage.deadlines import UNHURRIED
from storage.gaps import SqlGaps
from storage.purge import Purge
from storage.questions import SqlQuestions
from storage.retention import BATCH
from storage.schema import make_ready
from storage.tables import answers, last_questions, votes
from storage.turn_records import TurnRecords

KEPT = timedelta(days=365)
LATELY = timedelta(days=90)
PEOPLE = 10_000
VOTE_EACH = 20
"""Answers for each vote."""
AT_ONCE = 20_000
TIMES = 5
SEED = 20190408


@dataclass(frozen=True, slots=True)
class ReadCost:
    """How long one kind of work took each time, in milliseconds; the first fills caches."""

    what: str
    milliseconds: list[float]


async def measure(url: str, questions: int) -> list[ReadCost]:
    """Fill the empty database at *url*, or a new file, and return what work on it takes."""
    with tempfile.TemporaryDirectory(prefix="rutinboten-years-") as folder:
        database = Database(url or f"sqlite:///{Path(folder) / 'years.db'}", UNHURRIED)
        await make_ready(database)
        try:
            now = utc_now()
            began = time.perf_counter()
            for some in _years(questions, now):
                await database.write(some)
            filled = ReadCost("filling", [1000 * (time.perf_counter() - began)])
            return [filled, *[await _timed(*each) for each in _works(database, now).items()]]
        finally:
            await database.close()


def _years(questions: int, now: datetime) -> Iterator[Callable[[Any], None]]:
    dice = random.Random(SEED)
    for first in range(0, questions, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, questions))
        asked = [_answer(number, now - KEPT * (1 - number / questions), dice) for number in numbers]

        def fill(connection: Any, asked: list[dict[str, Any]] = asked) -> None:
            connection.execute(answers.insert(), asked)
            connection.execute(votes.insert(), [_vote(each) for each in asked[::VOTE_EACH]])

        yield fill
    last = [_last(number, now) for number in range(PEOPLE)]

    def remember(connection: Any) -> None:
        connection.execute(last_questions.insert(), last)

    yield remember


def _answer(number: int, asked_at: datetime, dice: random.Random) -> dict[str, Any]:
    outcome = dice.choices([*Outcome], [8, 1, 1])[0]
    passages = [f"passage-{dice.randrange(250)}" for _ in range(3)]
    return {
        "answer_id": f"{number:012x}",
        "asked_at": asked_at,
        "language": "sv",
        "question": f"Får vi publicera bild nummer {number} på sidan?",
        "outcome": outcome,
        "passages": passages,
        "score": 0.7,
        "base_hash": "0" * 64,
    }


def _vote(answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "answer_id": answer["answer_id"],
        "voter": "somebody",
        "passage": answer["passages"][0],
        "verdict": Verdict.NOT_HELPFUL,
        "voted_at": answer["asked_at"],
    }


def _last(number: int, now: datetime) -> dict[str, Any]:
    return {
        "conversation": f"a:{number}",
        "person": f"person-{number}",
        "question": "Får vi publicera bilden?",
        "language": "sv",
        "asked_at": now,
    }


def _works(database: Database, now: datetime) -> dict[str, Callable[[], Awaitable[object]]]:
    addresses = SqlAddressBook(database, clock=utc_now, on_notice=lambda: None)
    store = SqlQuestions(database, TurnRecords(database, addresses, clock=utc_now))
    since = now - LATELY

    def purge(connection: Any) -> int:
        return Purge(connection, Retention(answers=300), now, most=BATCH).delete("answers")

    return {
        "the question before": lambda: store.last_question("a:7", "person-7", since=since),
        "most asked": lambda: store.answered_with(since=since),
        "missed questions": lambda: database.read(
            lambda connection: SqlGaps(connection).missed(since=since, most=1000)
        ),
        "one batch of the purge": lambda: database.write(purge),
    }


async def _timed(what: str, work: Callable[[], Awaitable[object]]) -> ReadCost:
    taken: list[float] = []
    for _ in range(TIMES):
        began = time.perf_counter()
        try:
            await work()
        except UNREACHABLE:
            what = f"{what} (cut off)"
        taken.append(1000 * (time.perf_counter() - began))
    return ReadCost(what, taken)


def table(costs: list[ReadCost]) -> str:
    """Return the first and the longest of the other times of each kind of work."""
    lines = [f"{'work':<28}{'first ms':>12}{'then at most':>14}"]
    for cost in costs:
        first, *others = cost.milliseconds
        lines.append(f"{cost.what:<28}{first:>12.1f}{max(others, default=first):>14.1f}")
    return "\n".join(lines)
