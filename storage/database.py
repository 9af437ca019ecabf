"""The database: each unit of work runs whole, in one transaction, on a worker thread, in time."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import IO, Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from core.circuit_breaker import CircuitBreaker
from storage import sqlite
from storage.deadlines import (
    DatabaseTimeout,
    Limits,
    Lines,
    Watch,
    limit_sessions,
    watch_statements,
)
from storage.sqlite import UnsuitableUrl

logger = logging.getLogger(__name__)

T = TypeVar("T")
Work = Callable[[Connection], T]

UNREACHABLE = (OperationalError, InterfaceError, NoConnection, DatabaseTimeout)
"""What trying again may cure: a locked file, a full disk, a server that restarts or hangs."""

AT_ONCE_SECONDS = 0.5
"""How long an answer waits for what the database may add to it."""
WITHOUT_SECONDS = 5.0
"""How often it is asked again once it hasn't answered, by one answer that waits."""
CLOSE_SECONDS = 5.0
"""How long a close waits for work under way, and once more when that has been cut off."""

SQLITE_READERS = 2

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class Database:
    """Runs units of work; every write of this process to a SQLite file goes through one thread."""

    def __init__(self, url: str, limits: Limits | None = None, *, may_be_new: bool = True) -> None:
        """Raise `UnsuitableUrl`; also where there is nothing yet, unless it *may_be_new*."""
        parsed = parsed_url(url)
        self.limits = limits = limits or Limits()
        self.dialect = parsed.get_backend_name()
        self._path = Path(parsed.database or "") if self.dialect == "sqlite" else None
        self._lock: IO[str] | None = None
        self._breaker = CircuitBreaker(WITHOUT_SECONDS)
        if self.dialect == "sqlite":
            sqlite.make_file(parsed, may_be_new=may_be_new)
            reading = sqlite.reading_engine(parsed, SQLITE_READERS, busy_seconds=limits.lock)
            self._reading = _Lane(reading, SQLITE_READERS)
            self._writing = _Lane(sqlite.writing_engine(parsed, busy_seconds=limits.lock), 1)
        else:
            engine = _server_engine(parsed, limits)
            readers = engine.execution_options(**_READING)
            self._reading = _Lane(readers, limits.connections)
            self._writing = _Lane(engine, limits.connections)

    def take(self) -> None:
        """Keep other servers off a file until closed; raise `InUse` where one is at work on it.

        Commands beside the bot don't take it.
        """
        if self._path is not None:
            self._lock = sqlite.lock_of(self._path)

    async def read(self, work: Work[T], *, within: float | None = None) -> T:
        """Return what *work* reads, all of it as it was at one moment; it can't write.

        Raises:
            DatabaseTimeout: where it has waited for the database longer than the limit of a
                statement, or than *within* seconds; it is then undone.
        """
        return await self._reading.run(work, within or self.limits.statement)

    async def at_once(self, looking: Coroutine[Any, Any, T], /) -> T | None:
        """Return what *looking* reads here, or None where that isn't known at once.

        For what an answer is better with, but can be given without.
        """
        if not self._breaker.lets_through():
            looking.close()
            return None
        try:
            async with asyncio.timeout(AT_ONCE_SECONDS):
                found = await looking
        except (TimeoutError, *UNREACHABLE) as error:
            if self._breaker.is_closed:
                logger.warning(
                    "answers go without what the database holds: %s", type(error).__name__
                )
            self._breaker.failed()
            return None
        self._breaker.succeeded()
        return found

    async def write(self, work: Work[T], *, within: float | None = None) -> T:
        """Return what *work* does, committed; or raise what it raises, with nothing changed.

        A caller cancelled meanwhile leaves the work to end on its thread.

        Raises:
            DatabaseTimeout: as `read` does. Unless it happens in the very commit, nothing is
                changed, then or later.
        """
        return await self._writing.run(work, within or self.limits.statement)

    async def checkpoint(self) -> bool:
        """Leave nothing of what was deleted in SQLite's journal; False while a reader holds it."""
        if self.dialect != "sqlite":
            return True
        return await self._writing.call(sqlite.checkpoint)

    async def close(self) -> None:
        """Let go of the database once the work at hand is done; what takes too long is cut off."""
        lanes = (self._writing, self._reading)
        await asyncio.gather(*(asyncio.to_thread(lane.finish) for lane in lanes))
        # A connection in use while its pool is disposed of would never be closed.
        for lane in lanes:
            lane.dispose()
        if self._lock is not None:
            self._lock.close()


class _Lane:
    """An engine and the threads that may use it, as many as it has connections for them."""

    def __init__(self, engine: Engine, size: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="database")
        self._lines = Lines(engine)
        self._under_way = set[Future[Any]]()

    async def run(self, work: Work[T], seconds: float) -> T:
        watch = Watch(seconds)
        return await watch.result_of(self._started(self._transact, work, watch))

    async def call(self, work: Callable[[Engine], T]) -> T:
        """Return what *work* does with the engine, outside a transaction."""
        return await self._started(work, self._engine)

    def _started(self, call: Callable[..., T], *arguments: object) -> asyncio.Future[T]:
        """Have a thread call, and know of it until it is done, whoever has stopped waiting."""
        running = self._threads.submit(call, *arguments)
        self._under_way.add(running)
        running.add_done_callback(self._under_way.discard)
        return asyncio.wrap_future(running)

    def finish(self) -> None:
        """Wait for the work under way; a server that hangs may keep a thread for ever."""
        self._threads.shutdown(wait=False)
        if wait([*self._under_way], CLOSE_SECONDS).not_done:
            self._lines.cut()
            left = len(wait([*self._under_way], CLOSE_SECONDS).not_done)
            logger.error("the database hangs: cut off at the close, %d threads are left", left)

    def dispose(self) -> None:
        self._engine.dispose()

    def _transact(self, work: Work[T], watch: Watch) -> T:
        watch.begin()
        with self._engine.begin() as connection:
            watch.is_waiting(False)
            done = work(connection)
            watch.require_wanted()
            watch.is_waiting(True)
        return done


def parsed_url(url: str) -> URL:
    """Return *url* with our driver; raise `UnsuitableUrl`."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The text may hold a password, so neither it nor the cause is shown.
        raise UnsuitableUrl("the database's URL can't be read") from None
    driver = _DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise UnsuitableUrl("only sqlite:/// and postgresql:// are databases we keep things in")
    if driver == "sqlite" and parsed.query:
        raise UnsuitableUrl("SQLite's URL takes no options: sqlite:///folder/name.db")
    return parsed.set(drivername=driver)


def _server_engine(url: URL, limits: Limits) -> Engine:
    engine = create_engine(
        url,
        pool_size=2 * limits.connections,
        max_overflow=0,
        pool_timeout=limits.connect,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=limits.of_connecting(),
    )
    limit_sessions(engine, limits)
    watch_statements(engine)
    return engine
