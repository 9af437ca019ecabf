"""A bot's database with questions in it, for tests of what editors read there."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from questions.asked import AskedQuestion, Outcome, Vote
from storage.address_book import SqlAddressBook
from storage.database import Database
from storage.questions import SqlQuestions
from storage.turn_records import TurnRecords
from tests.storage.servers import migrated

NOW = datetime.now(UTC)


def clock() -> datetime:
    return NOW


async def a_database(folder: Path, questions: Iterable[tuple[str, str, Outcome]]) -> str:
    """Return the URL of a database in which these have been asked, one each minute until now.

    A question is its language, its words and what it got.
    """
    url = migrated(f"sqlite:///{folder / 'bot.db'}")
    database = Database(url)
    addresses = SqlAddressBook(database, clock=clock, on_notice=lambda: None)
    records = TurnRecords(database, addresses, clock=clock)
    asked = list(questions)
    for number, (language, question, outcome) in enumerate(asked):
        at = NOW - timedelta(minutes=len(asked) - number)
        note = AskedQuestion(f"a{number}", at, language, question, outcome, (), 0.0, "h")
        await records.add(asked=note)
    await records.flush()
    await database.close()
    return url


async def vote_in(url: str, *given: Vote) -> None:
    database = Database(url)
    addresses = SqlAddressBook(database, clock=clock, on_notice=lambda: None)
    questions = SqlQuestions(database, TurnRecords(database, addresses, clock=clock))
    for vote in given:
        await questions.vote(vote)
    await database.close()


def missed(*questions: str, language: str = "sv") -> list[tuple[str, str, Outcome]]:
    """Return the questions as ones that found nothing."""
    return [(language, question, Outcome.NONE) for question in questions]
