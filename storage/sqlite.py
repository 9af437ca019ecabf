"""SQLite as we use it: one file, one writer at a time, nothing lost that was said to be kept."""

import os
import time
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import UnsuitableUrl

BUSY_SECONDS = 10
"""How long one process waits for another's write before it gives up."""


def reading_engine(url: URL, size: int) -> Engine:
    """An engine whose connections refuse to write, so that no write slips past the writer."""
    return _engine(url, size, begin="BEGIN", pragmas=("query_only = ON",))


def writing_engine(url: URL) -> Engine:
    """An engine with one connection, each transaction holding the file's write lock from its start.

    Without IMMEDIATE two transactions may read the same row and then both write it, and one
    change is lost without an error.
    `synchronous = FULL` syncs each commit to the disk. NORMAL would spare that, but lets a power
    failure undo the last commits, and a person may already have been told that the question is
    sent. It costs waiting on the writer's thread, hardly any CPU.
    """
    pragmas = ("synchronous = FULL", "foreign_keys = ON")
    return _engine(url, 1, begin="BEGIN IMMEDIATE", pragmas=pragmas)


def make_file(url: URL, *, may_be_new: bool) -> None:
    """Make the database's file and folder where missing, for the owner's eyes only.

    An existing file is never opened here: closing it again would drop the locks that this
    process holds on it through other connections.
    """
    if not url.database or ":memory:" in url.database or url.database.startswith("file:"):
        raise UnsuitableUrl("SQLite needs the path of a file: sqlite:///folder/name.db")
    path = Path(url.database)
    if not may_be_new and not path.exists():
        raise UnsuitableUrl("there is no such file")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _engine(url: URL, size: int, *, begin: str, pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        # The driver would begin transactions by itself, too late and without IMMEDIATE.
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
    )

    def prepare(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
        _switch_to_wal(connection)
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin_transaction)
    return engine


def _switch_to_wal(connection: SqliteConnection) -> None:
    """Let readers read while the writer writes; the file remembers it, so this waits only once.

    Two processes that switch a new file at once may get "database is locked" at once, however
    long SQLite is told to wait elsewhere.
    """
    last_try = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except OperationalError:
            if time.monotonic() > last_try:
                raise
            time.sleep(0.01)
        else:
            return
