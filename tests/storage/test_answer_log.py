"""The answer log: quick for the turn, whole in the end, and silent about what people write."""

import asyncio
import logging
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

from questions.asked import AskedQuestion, LastQuestion, Outcome
from storage.answer_log import BatchedAnswerLog
from storage.database import Database, T, Work
from storage.questions import SqlQuestions
from storage.tables import answers, last_questions


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class CountingDatabase(Database):
    """Counts what is written, and may be told to fail at first."""

    def __init__(self, url: str, *, failures: int = 0) -> None:
        super().__init__(url)
        self.tries = 0
        self._failures = failures

    async def write(self, work: Work[T]) -> T:
        self.tries += 1
        if self.tries <= self._failures:
            return await super().write(lambda c: fail(c))
        return await super().write(work)


class HeldDatabase(Database):
    """Tells that a write has started, and holds it until it may end."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.started = asyncio.Event()
        self.may_end = asyncio.Event()

    async def write(self, work: Work[T]) -> T:
        self.started.set()
        await self.may_end.wait()
        return await super().write(work)


def fail(connection: Connection) -> T:  # pyright: ignore[reportInvalidTypeVarUse]
    raise OperationalError("SELECT hemligt", {}, Exception("the disk is full"))


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


def asked(number: int, clock: Clock) -> AskedQuestion:
    return AskedQuestion(
        answer_id=f"a{number}",
        asked_at=clock.now,
        language="sv",
        question="Får vi gallra hemligt?",
        outcome=Outcome.ANSWER,
        passages=("gallring", "arkiv"),
        score=0.71,
        base_hash="f00",
    )


def last(clock: Clock, person: str = "29:ada", question: str = "Får vi gallra?") -> LastQuestion:
    return LastQuestion("a:ada", person, question, "sv", clock.now)


async def kept(database: Database) -> int:
    return await database.read(lambda c: c.scalar(select(func.count()).select_from(answers)) or 0)


async def remembered(database: Database) -> list[tuple[str, str]]:
    query = select(last_questions.c.person, last_questions.c.question).order_by("person")
    return await database.read(lambda c: [(row.person, row.question) for row in c.execute(query)])


async def test_a_note_is_kept_whole(database: Database, clock: Clock):
    log = BatchedAnswerLog(database, clock=clock)
    log.append(asked(1, clock))
    await log.flush()
    row = await database.read(lambda c: dict(c.execute(select(answers)).mappings().one()))

    assert row == asdict(asked(1, clock)) | {"passages": ["gallring", "arkiv"]}


async def test_notes_are_written_without_anyone_asking(database: Database, clock: Clock):
    log = BatchedAnswerLog(database, clock=clock, period=0.001)
    log.append(asked(1, clock))
    async with asyncio.timeout(5):
        while not await kept(database):  # noqa: ASYNC110
            await asyncio.sleep(0.001)

    assert await kept(database) == 1


async def test_notes_are_written_together(database: Database, database_url: str, clock: Clock):
    counting = CountingDatabase(database_url)
    log = BatchedAnswerLog(counting, clock=clock, batch=200)
    for number in range(450):
        log.append(asked(number, clock))
        log.remember(last(clock, f"29:{number:03}"))
    await log.close()
    await counting.close()

    assert counting.tries == 3
    assert await kept(database) == 450
    assert len(await remembered(database)) == 450


async def test_only_the_newest_question_of_each_person_is_remembered(
    database: Database, clock: Clock
):
    log = BatchedAnswerLog(database, clock=clock)
    earlier = last(clock, question="Tidigare?")
    clock.now += timedelta(seconds=1)
    for question in (last(clock), last(clock, "29:grace"), earlier):
        log.remember(question)
    await log.flush()
    log.remember(earlier)
    await log.flush()

    assert await remembered(database) == [
        ("29:ada", "Får vi gallra?"),
        ("29:grace", "Får vi gallra?"),
    ]


async def test_a_newer_question_that_comes_while_the_older_is_written_is_not_lost(
    database: Database, database_url: str, clock: Clock
):
    held = HeldDatabase(database_url)
    log = BatchedAnswerLog(held, clock=clock, period=0.001)
    log.remember(last(clock, question="Äldre?"))
    await held.started.wait()
    log.remember(last(clock, question="Nyare?"))
    held.may_end.set()
    await log.close()
    await held.close()

    assert await remembered(database) == [("29:ada", "Nyare?")]


async def test_last_questions_are_forgotten_after_half_an_hour(database: Database, clock: Clock):
    log = BatchedAnswerLog(database, clock=clock)
    log.remember(last(clock))
    await log.flush()
    clock.now += timedelta(minutes=31)
    log.remember(last(clock, "29:grace"))
    await log.flush()

    assert [person for person, _ in await remembered(database)] == ["29:grace"]


async def test_a_database_that_fails_for_a_while_costs_no_note(
    database: Database, database_url: str, clock: Clock, caplog: pytest.LogCaptureFixture
):
    failing = CountingDatabase(database_url, failures=3)
    log = BatchedAnswerLog(failing, clock=clock, period=0.001)
    log.append(asked(1, clock))
    log.remember(last(clock))
    await log.flush()
    await failing.close()

    assert await kept(database) == 1
    assert "2 notes wait: the disk is full" in caplog.text
    assert "hemligt" not in caplog.text


async def test_when_full_the_oldest_notes_give_way_and_their_number_is_logged(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
):
    log = BatchedAnswerLog(database, clock=clock, capacity=10)
    for number in range(13):
        log.append(asked(number, clock))
    await log.flush()
    first = await database.read(lambda c: c.scalar(select(func.min(answers.c.answer_id))))

    assert await kept(database) == 10
    assert first == "a10"
    assert "full, 3 of the oldest notes dropped" in caplog.text


async def test_a_note_that_can_never_be_written_does_not_end_the_log(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
):
    log = BatchedAnswerLog(database, clock=clock)
    log.append(replace(asked(1, clock), asked_at=clock.now.replace(tzinfo=None)))
    await log.flush()
    log.append(asked(2, clock))
    await log.flush()

    assert await kept(database) == 1
    assert "1 notes lost: StatementError" in caplog.text
    assert "hemligt" not in caplog.text


async def test_closing_gives_up_on_a_database_that_fails_for_good(
    database_url: str, clock: Clock, caplog: pytest.LogCaptureFixture
):
    failing = CountingDatabase(database_url, failures=1000)
    log = BatchedAnswerLog(failing, clock=clock, period=0.001)
    log.append(asked(1, clock))
    await log.close(patience=0.05)
    await failing.close()

    assert failing.tries < 10
    assert "1 notes lost at the close" in caplog.text


async def test_a_note_written_twice_is_kept_once(database: Database, clock: Clock):
    log = BatchedAnswerLog(database, clock=clock)
    for _ in range(2):
        log.append(asked(1, clock))
        await log.flush()

    assert await kept(database) == 1


async def test_the_log_and_the_store_agree_across_a_flood(database: Database, clock: Clock):
    log = BatchedAnswerLog(database, clock=clock, period=0.001, batch=7)
    store = SqlQuestions(database, log)
    found = list[LastQuestion | None]()
    for number in range(60):
        clock.now += timedelta(seconds=1)
        log.remember(last(clock, question=f"{number}?"))
        found.append(await store.last_question("a:ada", "29:ada", since=clock.now))
    await log.close()

    assert [question and question.question for question in found] == [f"{n}?" for n in range(60)]


async def test_nothing_is_written_when_nothing_is_noted(
    database_url: str, clock: Clock, caplog: pytest.LogCaptureFixture
):
    counting = CountingDatabase(database_url)
    log = BatchedAnswerLog(counting, clock=clock)
    with caplog.at_level(logging.DEBUG, "storage"):
        await log.close()
    await counting.close()

    assert counting.tries == 0
    assert caplog.text == ""
