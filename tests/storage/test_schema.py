"""Migrations: they agree with the tables, run once, and run alone."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage import instance_tables, partial_indexes
from storage.database import Database
from storage.schema import HEAD, MIGRATIONS, NewerVersion, upgrade

ROOT = Path(__file__).parents[2]
METADATA = {each.metadata for each in (instance_tables, partial_indexes)}.pop()
"""Every table is known once these are loaded."""

START = """
import asyncio, sys
from storage.database import Database
from storage.schema import upgrade

async def start():
    database = Database(sys.argv[1])
    await upgrade(database)
    await database.close()

asyncio.run(start())
print("alembic" in sys.modules)
"""


async def start_elsewhere(url: str) -> str:
    """Start in a process of its own; 'True' when it had to load Alembic."""
    command = [sys.executable, "-c", START, url]
    done = await asyncio.to_thread(
        subprocess.run, command, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    return (done.stdout + done.stderr).decode().strip()


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


async def test_the_migrations_make_the_tables_that_the_code_uses(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection), METADATA)

    assert await database.read(differences) == []


async def test_the_migrations_name_keys_and_indexes_as_the_code_does(database: Database) -> None:
    def names(connection: Connection) -> set[str | None]:
        found = inspect(connection)
        keys = {found.get_pk_constraint(table)["name"] for table in METADATA.tables}
        return keys | {i["name"] for table in METADATA.tables for i in found.get_indexes(table)}

    expected = {str(table.primary_key.name) for table in METADATA.tables.values()} | {
        str(index.name) for table in METADATA.tables.values() for index in table.indexes
    }

    assert await database.read(names) == expected


async def test_a_second_start_does_not_even_load_alembic(
    database: Database, database_url: str
) -> None:
    assert await start_elsewhere(database_url) == "False"


async def test_processes_that_start_at_once_all_find_the_tables(database_url: str) -> None:
    starts = await asyncio.gather(*(start_elsewhere(database_url) for _ in range(3)))

    assert set(starts) <= {"True", "False"}
    assert "True" in starts


async def test_a_database_newer_than_the_code_stops_the_start(database: Database) -> None:
    await database.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9'")))

    with pytest.raises(NewerVersion):
        await upgrade(database)


async def test_a_migration_that_fails_leaves_nothing_behind(database_url: str) -> None:
    database = Database(database_url)
    await database.write(lambda c: c.execute(text("CREATE TABLE votes (x INTEGER)")))

    with pytest.raises(Exception, match="votes"):
        await upgrade(database)
    tables = await database.read(lambda connection: inspect(connection).get_table_names())
    await database.close()

    assert tables == ["votes"]
