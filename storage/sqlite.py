"""SQLite as we use it: one file, one writer at a time, no commit lost."""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError
from typing import IO

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from storage.deadlines import watch_statements


class UnsuitableUrl(Exception):
    """The database's URL names no database we can use; the password is never shown."""


class InUse(Exception):
    """Another process serves the database, which is a file; says so."""


def lock_of(path: Path) -> IO[str]:
    """Take the lock of the file at *path*, which is a file beside it, until it is closed.

    However the path is written, also by way of a link, it is the same. The system lets go of it
    when the process ends, however it ends. It isn't taken on the database
    itself: closing any handle to that would drop SQLite's own locks.

    Raises:
        InUse: where another process has it.
        UnsuitableUrl: where it can't be made.
    """
    try:
        lock = open(f"{path.resolve()}.lock", "a", opener=_for_owner)  # noqa: SIM115
    except OSError as error:
        raise UnsuitableUrl(
            f"its lock can't be made beside it ({error.strerror}); "
            "let the bot's user write to the file and its folder"
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise InUse(
            f"{path} is served by another process already. Stop that one first, or keep things in "
            "PostgreSQL, where several may serve (BOT_DATABASE_URL)."
        ) from None
    return lock


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def reading_engine(url: URL, size: int, *, busy_seconds: float) -> Engine:
    """Return an engine whose connections refuse to write, so that no write evades the writer."""
    return _engine(
        url, size, begin="BEGIN", pragmas=("query_only = ON",), busy_seconds=busy_seconds
    )


def writing_engine(url: URL, *, busy_seconds: float) -> Engine:
    """Return an engine with one connection, whose transactions hold the write lock from the start.

    Without IMMEDIATE two transactions may read the same row and then both write it, and one change
    is lost without an error. `synchronous = FULL` syncs each commit to the disk: with NORMAL a
    power failure can undo the last commits, after a person was told that the question is sent. FULL
    costs waiting on the writer's thread, hardly any CPU. `secure_delete` overwrites what goes.
    """
    pragmas = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")
    return _engine(url, 1, begin="BEGIN IMMEDIATE", pragmas=pragmas, busy_seconds=busy_seconds)


def checkpoint(engine: Engine) -> bool:
    """Move all of the journal into the file and empty it; False where a reader holds it back."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        is_busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.close()
    finally:
        connection.close()
    return not is_busy


def make_file(url: URL, *, may_be_new: bool) -> None:
    """Create the database's file and folder where missing, readable by the owner alone.

    Never opens an existing file: closing it would drop the locks that this process holds on it
    through other connections.

    Raises:
        UnsuitableUrl: where the URL names no file, or one that is missing unless it *may_be_new*.
    """
    if not url.database or ":memory:" in url.database or url.database.startswith("file:"):
        raise UnsuitableUrl("SQLite needs the path of a file: sqlite:///folder/name.db")
    path = Path(url.database)
    try:
        if not may_be_new and not path.exists():
            raise UnsuitableUrl("there is no such file")
        if path.is_dir():
            raise UnsuitableUrl("that is a folder; SQLite needs the path of a file")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise UnsuitableUrl(f"the file can't be made there ({error.strerror})") from None


def _engine(
    url: URL, size: int, *, begin: str, pragmas: tuple[str, ...], busy_seconds: float
) -> Engine:
    """Return an engine; *busy_seconds* is how long one process waits for another's write."""
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        # The driver would begin transactions itself, too late and without IMMEDIATE.
        connect_args={"isolation_level": None, "timeout": busy_seconds},
    )

    def prepare(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
        _switch_to_wal(connection, busy_seconds)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def begin_transaction(dbapi_connection: PoolProxiedConnection) -> None:
        dbapi_connection.cursor().execute(begin)

    event.listen(engine, "connect", prepare)
    engine.dialect.do_begin = begin_transaction
    watch_statements(engine)
    return engine


def _switch_to_wal(connection: SqliteConnection, busy_seconds: float) -> None:
    """Let readers read while the writer writes. The file remembers it.

    Two processes that switch a new file at the same time may get "database is locked" immediately:
    SQLite's own waiting doesn't apply here.
    """
    last_try = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except OperationalError:
            if time.monotonic() > last_try:
                raise
            time.sleep(0.01)
        else:
            return
