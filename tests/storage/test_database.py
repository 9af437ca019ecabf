"""Units of work: whole or not at all, and none lost."""

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.sqlite import UnsuitableUrl

ROOT = Path(__file__).parents[2]

counter = Table("counter", MetaData(), Column("value", Integer, nullable=False))


def start_counting(connection: Connection) -> None:
    counter.create(connection)
    connection.execute(insert(counter).values(value=0))


def value(connection: Connection) -> int:
    return connection.execute(select(counter.c.value)).scalar_one()


def count(connection: Connection) -> None:
    """Read, then write what was read and one more: what a careless transaction loses."""
    seen = connection.execute(select(counter.c.value).with_for_update()).scalar_one()
    connection.execute(update(counter).values(value=seen + 1))


def count_and_fail(connection: Connection) -> None:
    count(connection)
    raise ZeroDivisionError


async def count_times(database: Database, times: int) -> None:
    await asyncio.gather(*(database.write(count) for _ in range(times)))


def count_in_a_thread(url: str, times: int) -> None:
    async def run() -> None:
        database = Database(url)
        await count_times(database, times)
        await database.close()

    asyncio.run(run())


@pytest.fixture
async def counting(database: Database) -> Database:
    await database.write(start_counting)
    return database


async def test_concurrent_changes_through_one_database_are_all_kept(counting: Database) -> None:
    await count_times(counting, 100)

    assert await counting.read(value) == 100


async def test_concurrent_changes_from_several_threads_and_databases_are_all_kept(
    counting: Database, database_url: str
) -> None:
    others = (asyncio.to_thread(count_in_a_thread, database_url, 50) for _ in range(4))
    await asyncio.gather(count_times(counting, 50), *others)

    assert await counting.read(value) == 250


async def test_concurrent_changes_from_several_processes_are_all_kept(
    counting: Database, database_url: str
) -> None:
    script = "import sys, test_database; test_database.count_in_a_thread(sys.argv[1], 50)"
    started = [run_python(script, database_url) for _ in range(2)]
    await count_times(counting, 50)
    codes = [await asyncio.to_thread(process.wait) for process in started]

    assert codes == [0, 0]
    assert await counting.read(value) == 150


def run_python(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    path = f"{ROOT}:{Path(__file__).parent}"
    return subprocess.Popen([sys.executable, "-c", script, *arguments], env={"PYTHONPATH": path})


async def test_a_work_that_fails_changes_nothing(counting: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await counting.write(count_and_fail)

    assert await counting.read(value) == 0


async def test_an_error_does_not_tell_what_was_to_be_written(counting: Database) -> None:
    secret = text("INSERT INTO nowhere VALUES (:words)").bindparams(words="hemligt")

    with pytest.raises(DBAPIError) as caught:
        await counting.write(lambda connection: connection.execute(secret))
    assert "hemligt" not in str(caught.value)


async def test_reading_goes_on_while_another_writes(counting: Database) -> None:
    loop = asyncio.get_running_loop()
    written, may_end = asyncio.Event(), asyncio.Event()

    def slow(connection: Connection) -> None:
        count(connection)
        loop.call_soon_threadsafe(written.set)
        asyncio.run_coroutine_threadsafe(may_end.wait(), loop).result()

    writing = asyncio.create_task(counting.write(slow))
    await written.wait()
    seen = await counting.read(value)
    may_end.set()
    await writing

    assert seen == 0


async def test_a_work_that_only_reads_can_not_write(counting: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        await counting.read(lambda connection: connection.execute(update(counter).values(value=7)))

    assert await counting.read(value) == 0


async def test_what_one_work_reads_is_of_one_moment(counting: Database, database_url: str) -> None:
    def twice(connection: Connection) -> tuple[int, int]:
        before = value(connection)
        count_in_a_thread(database_url, 1)
        return before, value(connection)

    assert await counting.read(twice) == (0, 0)


async def test_a_new_file_that_another_process_is_setting_up_is_waited_for(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database = Database(f"sqlite:///{tmp_path}/a.db")
    reading = asyncio.create_task(database.read(lambda c: c.execute(text("SELECT 1")).scalar()))
    await asyncio.wait([reading], timeout=0.1)
    other.execute("COMMIT")
    other.close()

    assert await reading == 1

    await database.close()


async def test_the_file_and_its_folder_are_for_the_owner_only(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new/a.db")
    await database.write(start_counting)
    folder = tmp_path / "new"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.iterdir()]}
    await database.close()

    assert modes == {"new": 0o700, "a.db": 0o600, "a.db-wal": 0o600, "a.db-shm": 0o600}


async def test_closing_leaves_one_whole_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.db")
    await database.write(start_counting)
    await database.read(value)
    await database.close()

    assert await asyncio.to_thread(os.listdir, tmp_path) == ["a.db"]


def test_a_database_of_a_kind_nothing_is_tested_on_is_refused() -> None:
    with pytest.raises(UnsuitableUrl):
        Database("mysql://bot:secret@db/rutinboten")


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"]
)
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(UnsuitableUrl):
        Database(url)


def test_a_url_that_can_not_be_read_is_not_repeated() -> None:
    with pytest.raises(UnsuitableUrl) as caught:
        Database("postgresql//bot:secret@db/rutinboten")

    assert "secret" not in str(caught.value)
