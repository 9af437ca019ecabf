"""Migrating the database at every start, and opening one that a server has migrated."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Connection, column, func, select, table

from storage.database import UNREACHABLE, Database
from storage.sqlite import UnsuitableUrl

HEAD = "0003"
"""The newest migration, named here so that a start with nothing to do needn't load Alembic."""

MIGRATIONS = Path(__file__).parent / "migrations"

_MIGRATING = 5_728_341
"""Our key among a PostgreSQL server's advisory locks."""

_VERSION = table("alembic_version", column("version_num"))


class NoDatabase(Exception):
    """There is no database that this version can use; says why."""


class OtherVersion(NoDatabase):
    """The tables are those of another version."""


@asynccontextmanager
async def existing_database(url: str) -> AsyncIterator[Database]:
    """Open a database; one that the server hasn't made or migrated yet stays as it is.

    Raises:
        NoDatabase: where it isn't there, can't be reached, or is of another version.
    """
    try:
        database = Database(url, may_be_new=False)
    except UnsuitableUrl as unsuitable:
        raise NoDatabase(str(unsuitable)) from None
    try:
        if not await database.read(is_current):
            raise OtherVersion
        yield database
    except UNREACHABLE as error:
        raise NoDatabase(str(getattr(error, "orig", None) or error)) from None
    finally:
        await database.close()


async def upgrade(database: Database) -> None:
    """Run the migrations that are missing, all in one transaction.

    Of several processes that start together, the first to get the lock (on SQLite the file's write
    lock) migrates; the others wait, and then Alembic finds nothing to do.
    """
    if not await database.read(is_current):
        await database.write(_migrate)


def is_current(connection: Connection) -> bool:
    """Whether every migration has been run."""
    if not connection.dialect.has_table(connection, _VERSION.name):
        return False
    return connection.scalars(select(_VERSION.c.version_num)).all() == [HEAD]


def _migrate(connection: Connection) -> None:
    # Loading Alembic takes longer than everything else at a start.
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
    config = Config()
    # A per cent sign would begin a reference to another option.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
