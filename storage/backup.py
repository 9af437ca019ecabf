"""Copying a whole database to a file and back: SQLite's own backup, or PostgreSQL's own tools."""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from enum import StrEnum
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from storage.database import UNREACHABLE, Database, parsed_url
from storage.deadlines import UNHURRIED
from storage.faults import explained
from storage.instance_tables import instances
from storage.instances import NOW, time_of_server
from storage.no_database import NoDatabase
from storage.question_tables import metadata
from storage.schema import is_known
from storage.sqlite import InUse

SECONDS = 3600
"""How long one of PostgreSQL's tools may take."""


class ToolMissing(Exception):
    """A program of PostgreSQL's isn't on this machine."""


class ToolFailed(Exception):
    """SQLite, or a program of PostgreSQL's, ended with an error; says which and why."""


class NotOurs(Exception):
    """What was to be restored is no whole database of the bot's that this version knows."""


class RestoreTarget(StrEnum):
    """What a restore would write over."""

    NOTHING = "nothing"
    SOMETHING = "something"
    SERVED = "served"
    """A bot is at work on it."""


def kind_of(url: str) -> str:
    return parsed_url(url).get_backend_name()


def dump(url: str, into: Path) -> None:
    """Write the whole database as it is at one moment; the server may go on working.

    Raises:
        ToolMissing: where pg_dump isn't there.
        ToolFailed: where it fails.
    """
    parsed = parsed_url(url)
    if parsed.get_backend_name() == "sqlite":
        _copy(Path(parsed.database or ""), into)
        return
    _run("pg_dump", parsed, "--format=custom", "--no-owner", "--no-privileges", f"--file={into}")


def load(url: str, source: Path) -> None:
    """Put what `dump` wrote in place of all that the database holds; raise as `dump` does.

    A SQLite file is replaced by another, so that it may be damaged.
    """
    parsed = parsed_url(url)
    if parsed.get_backend_name() == "sqlite":
        _replace(Path(parsed.database or "").resolve(), source)
        return
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
    _run("pg_restore", parsed, *options, "--exit-on-error", str(source))


def require_ours(kind: str, source: Path, schema: str) -> None:
    """See that `load` can use *source* before it touches anything; *schema* is its migration.

    Raises:
        NotOurs: where it is damaged, another program's, or of a newer version of the bot.
        ToolMissing: where pg_restore isn't there.
    """
    if not is_known(schema):
        raise NotOurs("a newer version of the bot has written it")
    if kind == "sqlite":
        _require_whole(source)
        return
    try:
        held = _run("pg_restore", None, "--list", str(source))
    except ToolFailed as failed:
        raise NotOurs(failed.args[1]) from None
    if " alembic_version " not in held:
        raise NotOurs("it isn't of the bot's database")


async def found_at(url: str) -> RestoreTarget:
    """Return what a restore would write over.

    Raises:
        NoDatabase: where there can be none, or it can't be reached.
    """
    database = Database(url)
    try:
        database.take()
        return await database.read(_found)
    except InUse:
        return RestoreTarget.SERVED
    except UNREACHABLE as error:
        raise NoDatabase(explained(error)) from None
    except SQLAlchemyError:  # it is damaged, which is what backups are for
        return RestoreTarget.SOMETHING
    finally:
        await database.close()


def _found(connection: Connection) -> RestoreTarget:
    has_table: Callable[[str], bool] = partial(connection.dialect.has_table, connection)
    if connection.dialect.name != "sqlite" and has_table(instances.name):
        alive = select(func.count()).where(instances.c.alive_until > time_of_server(NOW))
        if connection.scalar(alive):
            return RestoreTarget.SERVED
    for table in metadata.sorted_tables:
        # The audit log begins with a head that stands for no line yet.
        if table.name == "audit_head" or not has_table(table.name):
            continue
        if connection.scalar(select(func.count()).select_from(table)):
            return RestoreTarget.SOMETHING
    return RestoreTarget.NOTHING


def _require_whole(source: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as opened:
            (whole,) = opened.execute("PRAGMA quick_check(1)").fetchone()
            (version,) = opened.execute("SELECT version_num FROM alembic_version").fetchone() or (
                "",
            )
    except sqlite3.Error as error:
        raise NotOurs(str(error)) from None
    if whole != "ok" or not is_known(version):
        raise NotOurs("it is damaged, or of another version")


def _replace(path: Path, source: Path) -> None:
    fresh = path.with_name(f"{path.name}.restoring")
    fresh.unlink(missing_ok=True)
    _copy(source, fresh)
    # A journal left from before would be read into the new file.
    for journal in ("-wal", "-shm"):
        path.with_name(f"{path.name}{journal}").unlink(missing_ok=True)
    fresh.replace(path)


def _copy(source: Path, into: Path) -> None:
    until = time.monotonic() + UNHURRIED.lock

    def give_up(status: int, _left: int, _all: int) -> None:
        """SQLite itself would wait for ever for a file that another process holds."""
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise sqlite3.OperationalError("another process holds it")

    try:
        with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(into)) as write:
            read.backup(write, progress=give_up)
            write.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        os.chmod(into, 0o600)
    except (sqlite3.Error, OSError) as error:
        raise ToolFailed("SQLite", str(error)) from None


def _run(tool: str, url: URL | None, *arguments: str) -> str:
    """Run a program of PostgreSQL's, on the database at *url*, and return what it says."""
    program = shutil.which(tool)
    if program is None:
        raise ToolMissing(tool)
    target = []
    if url is not None:
        shown = url.set(drivername="postgresql", password=None).render_as_string()
        target = [f"--dbname={shown}"]
    try:
        done = subprocess.run(
            [program, *target, *arguments],
            # A password among the arguments could be read by every user of the machine.
            env={**os.environ, **_password(url)},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolFailed(tool, type(error).__name__) from None
    if done.returncode != 0:
        raise ToolFailed(tool, done.stderr.strip().splitlines()[-1] if done.stderr else "")
    return done.stdout


def _password(url: URL | None) -> Mapping[str, str]:
    return {"PGPASSWORD": str(url.password)} if url and url.password else {}
