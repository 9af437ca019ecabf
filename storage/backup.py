"""Copying a whole database to a file and back: SQLite's own backup, or PostgreSQL's own tools."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, func, select

from storage.database import parsed_url
from storage.question_tables import metadata

SECONDS = 3600
"""How long one of PostgreSQL's tools may take."""


class ToolMissing(Exception):
    """A program of PostgreSQL's isn't on this machine."""


class ToolFailed(Exception):
    """A program of PostgreSQL's ended with an error; says which and why."""


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
    """Put what `dump` wrote in place of all that the database holds; raise as `dump` does."""
    parsed = parsed_url(url)
    if parsed.get_backend_name() == "sqlite":
        _copy(source, Path(parsed.database or ""))
        return
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction")
    _run("pg_restore", parsed, *options, "--exit-on-error", str(source))


def holds_anything(connection: Connection) -> bool:
    """Whether any of our tables has a row; without our tables there is none."""
    for table in metadata.sorted_tables:
        is_there = connection.dialect.has_table(connection, table.name)
        # The audit log begins with a head that stands for no line yet.
        if not is_there or table.name == "audit_head":
            continue
        if connection.scalar(select(func.count()).select_from(table)):
            return True
    return False


def _copy(source: Path, into: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(into)) as write:
        read.backup(write)
        write.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.chmod(into, 0o600)


def _run(tool: str, url: URL, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise ToolMissing(tool)
    target = url.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(
        [program, f"--dbname={target}", *arguments],
        # A password among the arguments could be read by every user of the machine.
        env={**os.environ, **_password(url)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise ToolFailed(tool, done.stderr.strip().splitlines()[-1] if done.stderr else "")


def _password(url: URL) -> Mapping[str, str]:
    return {"PGPASSWORD": str(url.password)} if url.password else {}
