"""A database that hangs keeps nobody waiting, and changes nothing afterwards."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Engine, event, select, text

from questions.asked import LastQuestion
from storage.address_book import SqlAddressBook
from storage.database import UNREACHABLE, Database
from storage.deadlines import DatabaseTimeout, Limits
from storage.questions import SqlQuestions
from storage.tables import people
from storage.turn_records import TurnRecords
from tests.storage.cases import NOON
from tests.storage.test_address_book import ADA_MET
from tests.storage.test_database import count, start_counting, value

QUICK = Limits(connect=0.5, lock=0.2, statement=0.4)
SOON = 3.0
"""Seconds: longer than any limit above on a busy machine, and far shorter than what hangs."""


@pytest.fixture
async def quick(database: Database, database_url: str) -> AsyncIterator[Database]:
    await database.write(start_counting)
    quick = Database(database_url, QUICK)
    yield quick
    await quick.close()


@contextmanager
def held_by_another(database_url: str) -> Iterator[None]:
    """Somebody else changes the counter, and doesn't come to an end."""
    if database_url.startswith("sqlite"):
        other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(database_url)
        other.execute("LOCK TABLE counter, people, answers IN ACCESS EXCLUSIVE MODE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


async def test_a_change_that_another_holds_up_is_given_up_in_time_and_never_made(
    quick: Database, database: Database, database_url: str
) -> None:
    with held_by_another(database_url):
        started = time.monotonic()
        with pytest.raises(UNREACHABLE):
            await quick.write(count)
        waited = time.monotonic() - started
    await quick.write(lambda connection: None)

    assert waited < SOON
    assert await database.read(value) == 0


async def test_of_many_changes_at_once_none_waits_for_all_the_others(
    quick: Database, database: Database, database_url: str
) -> None:
    with held_by_another(database_url):
        started = time.monotonic()
        outcomes = await asyncio.gather(
            *(quick.write(count) for _ in range(80)), return_exceptions=True
        )
        waited = time.monotonic() - started
    await quick.write(count)

    assert all(isinstance(outcome, UNREACHABLE) for outcome in outcomes)
    assert waited < SOON
    assert await database.read(value) == 1


async def test_a_work_given_up_in_the_midst_of_a_statement_is_undone_when_it_wakes_up(
    quick: Database, database: Database
) -> None:
    """As where the server is stopped: it tells nobody anything, and goes on later."""
    awake = threading.Event()
    last_words = "SELECT 1"

    def hangs(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement == last_words:
            awake.wait(20)

    def work(connection: Connection) -> None:
        count(connection)
        connection.execute(text(last_words))

    event.listen(engine_of(quick), "before_cursor_execute", hangs)
    with pytest.raises(DatabaseTimeout):
        await quick.write(work)
    awake.set()
    await quick.write(count)

    assert await database.read(value) == 1


async def test_what_is_done_with_what_was_read_takes_the_time_it_takes(quick: Database) -> None:
    def thinks(connection: Connection) -> int:
        seen = value(connection)
        time.sleep(2 * QUICK.statement)
        return seen

    assert await quick.read(thinks) == 0


async def test_a_follow_up_is_answered_without_its_context_where_the_database_hangs(
    quick: Database, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    asleep = threading.Event()
    records = TurnRecords(database, book_over(database), clock=lambda: NOON)
    await records.add(last=LastQuestion("a:ada", "ada", "Får vi?", "sv", NOON))
    await records.close()
    store = SqlQuestions(quick, TurnRecords(quick, book_over(quick), clock=lambda: NOON))
    event.listen(
        engine_of(quick, reading=True), "before_cursor_execute", lambda *_: asleep.wait(20)
    )
    started = time.monotonic()
    found = await store.last_question("a:ada", "ada", since=NOON)
    waited = time.monotonic() - started
    asleep.set()

    assert found is None
    assert waited < SOON
    assert "go without what the database holds" in caplog.text


async def test_a_turn_does_not_wait_for_a_database_that_does_not_take_its_notes(
    quick: Database, database: Database, database_url: str
) -> None:
    records = TurnRecords(quick, book_over(quick), clock=lambda: NOON, period=0.01)
    with held_by_another(database_url):
        started = time.monotonic()
        for number in range(10):
            await records.add(met=replace(ADA_MET, id=f"person-{number}"))
        waited = time.monotonic() - started
        assert records.waiting == 10
    await records.flush()

    assert waited < SOON
    assert len(await database.read(lambda c: c.execute(select(people)).all())) == 10
    assert (records.waiting, records.lost) == (0, 0)


async def test_a_close_cuts_off_whoever_hangs(
    database_url: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.CLOSE_SECONDS", 0.3)
    endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c"
    database = Database(database_url, QUICK)
    await database.read(lambda connection: None)
    is_file = database_url.startswith("sqlite")
    with nullcontext() if is_file else request.getfixturevalue("postgres").hanging():
        with pytest.raises(DatabaseTimeout):
            await database.read(lambda connection: connection.execute(text(endless)))
        started = time.monotonic()
        await database.close()
        waited = time.monotonic() - started
        for thread in threads_of(database):
            thread.join(SOON)
        left = [thread for thread in threads_of(database) if thread.is_alive()]

    assert waited < SOON
    assert left == [], "a process with a thread left doesn't end"


def threads_of(database: Database) -> list[threading.Thread]:
    return [*database._reading._threads._threads]


def engine_of(database: Database, *, reading: bool = False) -> Engine:
    lane: Any = getattr(database, "_reading" if reading else "_writing")
    return getattr(lane._engine, "_proxied", lane._engine)  # one with options listens to no more


def book_over(database: Database) -> SqlAddressBook:
    return SqlAddressBook(database, clock=lambda: NOON, on_notice=lambda: None)
