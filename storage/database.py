"""The database: each unit of work runs whole, in one transaction, on a worker thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from storage import sqlite
from storage.sqlite import UnsuitableUrl

T = TypeVar("T")
Work = Callable[[Connection], T]

UNREACHABLE = (OperationalError, InterfaceError, NoConnection)
"""What trying again may cure: a locked file, a full disk, a server that restarts."""

SQLITE_READERS = 2
SERVER_CONNECTIONS = 4
"""Of each kind, reading and writing, where the database is a server."""


_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class Database:
    """Runs units of work; every write of this process to a SQLite file goes through one thread."""

    def __init__(self, url: str, *, may_be_new: bool = True) -> None:
        """Raise `UnsuitableUrl`; also where there is nothing yet, unless it *may_be_new*."""
        parsed = parsed_url(url)
        self.dialect = parsed.get_backend_name()
        if self.dialect == "sqlite":
            sqlite.make_file(parsed, may_be_new=may_be_new)
            self._reading = _Lane(sqlite.reading_engine(parsed, SQLITE_READERS), SQLITE_READERS)
            self._writing = _Lane(sqlite.writing_engine(parsed), 1)
        else:
            engine = _server_engine(parsed)
            self._reading = _Lane(engine.execution_options(**_READING), SERVER_CONNECTIONS)
            self._writing = _Lane(engine, SERVER_CONNECTIONS)

    async def read(self, work: Work[T]) -> T:
        """Return what *work* reads, all of it as it was at one moment; it can't write."""
        return await self._reading.run(work)

    async def write(self, work: Work[T]) -> T:
        """Return what *work* does, committed; or raise what it raises, with nothing changed.

        A caller cancelled meanwhile leaves the work to end on its thread.
        """
        return await self._writing.run(work)

    async def checkpoint(self) -> bool:
        """Leave nothing of what was deleted in SQLite's journal; False while a reader holds it."""
        if self.dialect != "sqlite":
            return True
        return await self._writing.call(sqlite.checkpoint)

    async def close(self) -> None:
        """Wait for the work at hand and let go of the database."""
        await asyncio.to_thread(self._writing.close)
        await asyncio.to_thread(self._reading.close)


class _Lane:
    """An engine and the threads that may use it, as many as it has connections for them."""

    def __init__(self, engine: Engine, size: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="database")

    async def run(self, work: Work[T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._transact, work)

    async def call(self, work: Callable[[Engine], T]) -> T:
        """Return what *work* does with the engine, outside a transaction."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, work, self._engine)

    def close(self) -> None:
        self._threads.shutdown()
        self._engine.dispose()

    def _transact(self, work: Work[T]) -> T:
        with self._engine.begin() as connection:
            return work(connection)


def parsed_url(url: str) -> URL:
    """Return *url* with our driver; raise `UnsuitableUrl`."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        # The text may hold a password, so neither it nor the cause is shown.
        raise UnsuitableUrl("the database's URL can't be read") from None
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise UnsuitableUrl("only sqlite:/// and postgresql:// are databases we keep things in")
    return parsed.set(drivername=driver)


def _server_engine(url: URL) -> Engine:
    return create_engine(
        url,
        pool_size=2 * SERVER_CONNECTIONS,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
    )
