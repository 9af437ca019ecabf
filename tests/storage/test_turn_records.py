"""Records of turns: quick for the turn, whole in the end, silent about what people write."""

import asyncio
import logging
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

from core.outbox import ConversationReference
from questions.asked import AskedQuestion, LastQuestion, Outcome
from storage import turn_records
from storage.address_book import SqlAddressBook
from storage.database import Database, T, Work
from storage.question_tables import answers
from storage.questions import SqlQuestions
from storage.tables import last_questions, people
from storage.turn_records import TurnRecords

MET = ConversationReference("aad-ada", "Ada", "29:ada", "https://x/", "28:b", "sv", "a:ada")


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

    async def write(self, work: Work[T], *, within: float | None = None) -> T:
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

    async def write(self, work: Work[T], *, within: float | None = None) -> T:
        self.started.set()
        await self.may_end.wait()
        return await super().write(work)


def fail(connection: Connection) -> T:  # pyright: ignore[reportInvalidTypeVarUse]
    raise OperationalError("SELECT hemligt", {}, Exception("the disk is full"))


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for a note waits until it is written, however busy the machine."""
    monkeypatch.setattr(turn_records, "NEWS_SECONDS", 60)


def records_in(
    database: Database, clock: Clock, *, period: float = 0.05, capacity: int = 10_000
) -> TurnRecords:
    addresses = SqlAddressBook(database, clock=clock, on_notice=lambda: None)
    return TurnRecords(database, addresses, clock=clock, period=period, capacity=capacity)


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


async def test_a_note_is_kept_whole(database: Database, clock: Clock) -> None:
    records = records_in(database, clock)
    await records.add(asked=asked(1, clock))
    await records.flush()
    row = await database.read(lambda c: dict(c.execute(select(answers)).mappings().one()))

    shown = {"passages": ["gallring", "arkiv"], "shown_first": "gallring"}
    assert row == asdict(asked(1, clock)) | shown


async def test_notes_are_written_without_anyone_asking(database: Database, clock: Clock) -> None:
    records = records_in(database, clock, period=0.001)
    await records.add(asked=asked(1, clock))
    async with asyncio.timeout(5):
        while not await kept(database):  # noqa: ASYNC110
            await asyncio.sleep(0.001)

    assert await kept(database) == 1


async def test_notes_are_written_together(
    database: Database, database_url: str, clock: Clock
) -> None:
    counting = CountingDatabase(database_url)
    records = records_in(counting, clock)
    for number in range(450):
        await records.add(asked=asked(number, clock), last=last(clock, f"29:{number:03}"))
    await records.close()
    await counting.close()

    assert counting.tries == 3
    assert await kept(database) == 450
    assert len(await remembered(database)) == 450


async def test_only_the_newest_question_of_each_person_is_remembered(
    database: Database, clock: Clock
) -> None:
    records = records_in(database, clock)
    earlier = last(clock, question="Tidigare?")
    clock.now += timedelta(seconds=1)
    for question in (last(clock), last(clock, "29:grace"), earlier):
        await records.add(last=question)
    await records.flush()
    await records.add(last=earlier)
    await records.flush()

    assert await remembered(database) == [
        ("29:ada", "Får vi gallra?"),
        ("29:grace", "Får vi gallra?"),
    ]


async def test_a_newer_question_that_comes_while_the_older_is_written_is_not_lost(
    database: Database, database_url: str, clock: Clock
) -> None:
    held = HeldDatabase(database_url)
    records = records_in(held, clock, period=0.001)
    await records.add(last=last(clock, question="Äldre?"))
    await held.started.wait()
    await records.add(last=last(clock, question="Nyare?"))
    held.may_end.set()
    await records.close()
    await held.close()

    assert await remembered(database) == [("29:ada", "Nyare?")]


async def test_last_questions_are_forgotten_after_half_an_hour(
    database: Database, clock: Clock
) -> None:
    records = records_in(database, clock)
    await records.add(last=last(clock))
    await records.flush()
    clock.now += timedelta(minutes=31)
    await records.add(last=last(clock, "29:grace"))
    await records.flush()

    assert [person for person, _ in await remembered(database)] == ["29:grace"]


async def test_last_questions_are_forgotten_after_a_clock_was_set_back(
    database: Database, clock: Clock
) -> None:
    records, now = records_in(database, clock), clock.now
    for year_ahead, person in ((1, "29:ada"), (0, "29:grace")):
        clock.now = now + timedelta(days=365 * year_ahead)
        await records.add(last=last(clock, person))
        await records.flush()
    clock.now = now + timedelta(minutes=31)
    await records.add(last=last(clock, "29:linus"))
    await records.flush()

    assert "29:grace" not in dict(await remembered(database))


async def test_a_database_that_fails_for_a_while_costs_no_note(
    database: Database, database_url: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    failing = CountingDatabase(database_url, failures=3)
    records = records_in(failing, clock, period=0.001)
    await records.add(asked=asked(1, clock))
    await records.add(last=last(clock))
    await records.flush()
    await failing.close()

    assert await kept(database) == 1
    [once] = [record.getMessage() for record in caplog.records]
    assert once.startswith("turn records: notes wait: OperationalError")
    assert "the disk is full, error " in once
    assert "hemligt" not in caplog.text


async def test_when_full_the_oldest_notes_give_way_and_their_number_is_logged(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    records = records_in(database, clock, capacity=10)
    for number in range(13):
        await records.add(asked=asked(number, clock))
    await records.flush()
    first = await database.read(lambda c: c.scalar(select(func.min(answers.c.answer_id))))

    assert await kept(database) == 10
    assert first == "a10"
    assert caplog.text.count("full, the oldest note dropped") == 3


async def test_a_note_that_can_never_be_written_does_not_end_the_log(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    records = records_in(database, clock)
    await records.add(asked=replace(asked(1, clock), asked_at=clock.now.replace(tzinfo=None)))
    await records.flush()
    await records.add(asked=asked(2, clock))
    await records.flush()

    assert await kept(database) == 1
    assert "a note lost: StatementError" in caplog.text
    assert "hemligt" not in caplog.text


async def test_a_note_that_can_never_be_written_takes_no_other_with_it(
    database: Database, clock: Clock
) -> None:
    records = records_in(database, clock)
    for number in (1, 2, 3):
        at = clock.now.replace(tzinfo=None) if number == 2 else clock.now
        await records.add(asked=replace(asked(number, clock), asked_at=at))
    await records.flush()

    assert await kept(database) == 2


@pytest.mark.usefixtures("unhurried")
async def test_a_turn_of_somebody_new_is_written_whole_before_it_ends(
    database: Database, database_url: str, clock: Clock
) -> None:
    counting = CountingDatabase(database_url)
    records = records_in(counting, clock, period=60)
    await records.add(met=MET, asked=asked(1, clock), last=last(clock))
    await counting.close()

    assert counting.tries == 1
    assert await kept(database) == 1
    assert await remembered(database) == [("29:ada", "Får vi gallra?")]
    assert await database.read(lambda c: c.scalar(select(people.c.person))) == "aad-ada"


@pytest.mark.usefixtures("unhurried")
async def test_a_question_written_with_somebody_new_is_not_read_from_memory_any_more(
    database: Database, clock: Clock
) -> None:
    records = records_in(database, clock, period=60)
    await records.add(met=MET, last=last(clock))

    assert records.unwritten("a:ada", "29:ada") is None


async def test_closing_gives_up_on_a_database_that_fails_for_good(
    database_url: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    failing = CountingDatabase(database_url, failures=1000)
    records = records_in(failing, clock, period=0.001)
    await records.add(asked=asked(1, clock))
    await records.close(patience=0.05)
    await failing.close()

    assert failing.tries < 10
    assert "1 notes lost at the close" in caplog.text


async def test_a_note_written_twice_is_kept_once(database: Database, clock: Clock) -> None:
    records = records_in(database, clock)
    for _ in range(2):
        await records.add(asked=asked(1, clock))
        await records.flush()

    assert await kept(database) == 1


async def test_the_log_and_the_store_agree_across_a_flood(database: Database, clock: Clock) -> None:
    records = records_in(database, clock, period=0.001)
    store = SqlQuestions(database, records)
    found = list[LastQuestion | None]()
    for number in range(60):
        clock.now += timedelta(seconds=1)
        await records.add(last=last(clock, question=f"{number}?"))
        found.append(await store.last_question("a:ada", "29:ada", since=clock.now))
    await records.close()

    assert [question and question.question for question in found] == [f"{n}?" for n in range(60)]


async def test_nothing_is_written_when_nothing_is_noted(
    database_url: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    counting = CountingDatabase(database_url)
    records = records_in(counting, clock)
    with caplog.at_level(logging.DEBUG, "storage"):
        await records.close()
    await counting.close()

    assert counting.tries == 0
    assert caplog.text == ""
