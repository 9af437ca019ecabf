"""The store in memory does what the store in the database does; only so much is needed of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from questions.asked import LastQuestion, Verdict, Vote
from questions.ports import QuestionStore
from storage.address_book import SqlAddressBook
from storage.database import Database
from storage.questions import SqlQuestions
from storage.turn_records import TurnRecords
from tests.storage.servers import migrated
from tests.world.question_stores import InMemoryQuestions

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LAST = LastQuestion("a:ada", "ada", "Får vi?", "sv", NOW)


@dataclass
class Stores:
    """A store, what remembers the last question, and what waits until that is written."""

    questions: QuestionStore
    remember: Callable[[LastQuestion], Awaitable[None]]
    written: Callable[[], Awaitable[None]]


@asynccontextmanager
async def in_memory(_folder: Path) -> AsyncIterator[Stores]:
    questions = InMemoryQuestions()

    async def remember(last: LastQuestion) -> None:
        questions.remember(last)

    async def written() -> None:
        pass

    yield Stores(questions, remember, written)


@asynccontextmanager
async def in_the_database(folder: Path) -> AsyncIterator[Stores]:
    database = Database(migrated(f"sqlite:///{folder / 'kept.db'}"))
    addresses = SqlAddressBook(database, clock=lambda: NOW, on_notice=lambda: None)
    records = TurnRecords(database, addresses, clock=lambda: NOW)

    async def remember(last: LastQuestion) -> None:
        await records.add(last=last)

    yield Stores(SqlQuestions(database, records), remember, records.flush)
    await records.close()
    await database.close()


@pytest.fixture(params=[in_memory, in_the_database])
async def stores(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stores]:
    make: Callable[[Path], AbstractAsyncContextManager[Stores]] = request.param
    async with make(tmp_path) as stores:
        yield stores


async def test_the_same_vote_twice_is_taken(stores: Stores) -> None:
    vote = Vote("a1", "somebody", "gallring", Verdict.HELPFUL, NOW)
    await stores.questions.vote(vote)

    await stores.questions.vote(vote)


async def test_a_conversation_is_greeted_once(stores: Stores) -> None:
    greeted = [
        await stores.questions.greet_once(place, NOW, activity=activity)
        for place, activity in (("a", "f:1"), ("a", "f:2"), ("a", "f:1"), ("b", "f:3"))
    ]

    assert greeted == [True, False, True, True]


@pytest.mark.parametrize("wait", [False, True])
async def test_the_question_before_is_the_newest_of_the_same_person_and_place(
    stores: Stores, wait: bool
) -> None:
    newer = replace(LAST, question="Och då?", asked_at=NOW + timedelta(minutes=1))
    for last in (LAST, newer, LAST, replace(LAST, person="bo"), replace(LAST, conversation="b")):
        await stores.remember(last)
    if wait:
        await stores.written()

    assert await stores.questions.last_question("a:ada", "ada", since=NOW) == newer


@pytest.mark.parametrize("late", [timedelta(0), timedelta(microseconds=1)])
async def test_a_question_asked_too_long_ago_is_not_the_one_before(
    stores: Stores, late: timedelta
) -> None:
    await stores.remember(LAST)
    found = await stores.questions.last_question("a:ada", "ada", since=NOW + late)

    assert found == (None if late else LAST)
