"""Migrating the database at every start, and opening one that a server has migrated."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import Connection, column, func, select, table, update
from sqlalchemy.exc import SQLAlchemyError

from storage.database import UNREACHABLE, Database
from storage.deadlines import UNHURRIED, DatabaseTimeout, without_limits
from storage.faults import explained
from storage.no_database import NoDatabase
from storage.sqlite import InUse, UnsuitableUrl

HEAD = "0026"
"""The newest migration, named here so that a start with nothing to do needn't load Alembic."""

LOCKED_SECONDS = 15.0
"""How long another process that migrates the same file is waited for."""

MIGRATIONS = Path(__file__).parent / "migrations"
_VERSIONS = MIGRATIONS / "versions"

_MIGRATING = 5_728_341
"""Our key among a PostgreSQL server's advisory locks."""

_VERSION = table("alembic_version", column("version_num"))


class OtherVersion(NoDatabase):
    """The tables are those of another version."""


class NewerVersion(Exception):
    """A migration that this version doesn't know has been run."""


@asynccontextmanager
async def existing_database(url: str) -> AsyncIterator[Database]:
    """Open a database; one that the server hasn't made or migrated yet stays as it is.

    Raises:
        NoDatabase: where it isn't there, can't be reached, or is of another version.
    """
    try:
        database = Database(url, UNHURRIED, may_be_new=False)
    except UnsuitableUrl as unsuitable:
        raise NoDatabase(str(unsuitable)) from None
    try:
        if not await database.read(is_current):
            raise OtherVersion
        yield database
    except (SQLAlchemyError, DatabaseTimeout) as error:
        raise NoDatabase(explained(error)) from None
    finally:
        await database.close()


async def make_ready(database: Database) -> None:
    """Migrate, see that it can be written to, and keep other servers off a file.

    Raises:
        NoDatabase: where it can't be used, with what to do.
    """
    try:
        database.take()
        await upgrade(database)
        await database.write(touch)
    except InUse as error:
        raise NoDatabase(str(error)) from None
    except (SQLAlchemyError, DatabaseTimeout) as error:
        raise NoDatabase(explained(error)) from None
    except NewerVersion:
        raise NoDatabase(
            "a newer version of the bot has changed it; start that one, or restore a backup"
        ) from None


async def upgrade(database: Database) -> None:
    """Run the migrations that are missing, all in one transaction.

    Of several processes that start together, the first to get the lock (on SQLite the file's write
    lock) migrates; the others wait, and then Alembic finds nothing to do.
    """
    until = time.monotonic() + LOCKED_SECONDS
    while True:
        try:
            if not await database.read(is_current):
                await database.write(_migrate, within=UNHURRIED.statement)
        except UNREACHABLE as error:
            # Whoever migrates a file holds it longer than any other transaction does.
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            await asyncio.sleep(0.1)
        else:
            return


def touch(connection: Connection) -> None:
    """Write what is there already, which fails where nothing can be written."""
    connection.execute(update(_VERSION).values(version_num=_VERSION.c.version_num))


def is_current(connection: Connection) -> bool:
    """Whether every migration has been run."""
    if not connection.dialect.has_table(connection, _VERSION.name):
        return False
    return connection.scalars(select(_VERSION.c.version_num)).all() == [HEAD]


def is_known(version: str) -> bool:
    """Whether *version* is the number of a migration of ours."""
    return any(path.name.partition("_")[0] == version for path in _VERSIONS.glob("*.py"))


def _migrate(connection: Connection) -> None:
    # Loading Alembic takes longer than everything else at a start.
    from alembic import command
    from alembic.config import Config

    without_limits(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
    from alembic.util import CommandError

    config = Config()
    # A per cent sign would begin a reference to another option.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise NewerVersion from None
