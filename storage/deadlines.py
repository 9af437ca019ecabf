"""How long a call of the database may take, and how a hanging one is let go of."""

import asyncio
import math
import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event

T = TypeVar("T")

IDLE_SECONDS = 60
"""How long a server keeps the locks of a client that has stopped in the midst of its work."""


class DatabaseTimeout(Exception):
    """The database didn't answer in time."""

    def __init__(self) -> None:
        super().__init__("the database didn't answer in time")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, and the number of connections; of a server as many again for reading."""

    connect: float = 3.0
    lock: float = 3.0
    """For another's transaction; for SQLite, its whole file is one lock."""
    statement: float = 4.0
    connections: int = 4

    def of_connecting(self) -> dict[str, object]:
        """Return what libpq is told; a server that has vanished is noticed by the keepalives."""
        return {
            "connect_timeout": math.ceil(self.connect),
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,
        }


UNHURRIED = Limits(lock=30.0, statement=3600.0)
"""For commands that somebody waits for, beside the bot."""


class Watch:
    """Times one unit of work, but only while it waits for the database.

    What it does with what it has read takes the time it takes. A thread that is stuck can't be
    stopped; whoever waits for it goes on without it, and it undoes its work when it wakes up.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting_since: float | None = time.monotonic()
        self._is_wanted = True
        self._timer: asyncio.TimerHandle | None = None

    async def result_of(self, running: asyncio.Future[T]) -> T:
        """Wait for the work, or raise `DatabaseTimeout`."""
        deadline = asyncio.timeout(None)
        try:
            async with deadline:
                self._look_in(self._seconds, deadline)
                return await running
        except TimeoutError:
            if not deadline.expired():
                raise
            self._is_wanted = False
            raise DatabaseTimeout from None
        finally:
            if self._timer:
                self._timer.cancel()

    def _look_in(self, seconds: float, deadline: asyncio.Timeout) -> None:
        self._timer = asyncio.get_running_loop().call_later(seconds, self._look, deadline)

    def _look(self, deadline: asyncio.Timeout) -> None:
        since = self._waiting_since
        left = self._seconds if since is None else since + self._seconds - time.monotonic()
        if left <= 0:
            deadline.reschedule(asyncio.get_running_loop().time())
        else:
            self._look_in(left, deadline)

    # The rest is called on the thread.

    def begin(self) -> None:
        _of_thread.watch = self
        self.require_wanted()

    def is_waiting(self, is_waiting: bool) -> None:
        self._waiting_since = time.monotonic() if is_waiting else None

    def require_wanted(self) -> None:
        """Raise `DatabaseTimeout` where nobody waits for the work any more."""
        if not self._is_wanted:
            raise DatabaseTimeout


_of_thread = threading.local()


def watch_statements(engine: Engine) -> None:
    """Tell the watch of the thread of each statement's beginning and end."""

    def begins(*_: Any) -> None:
        _of_thread.watch.is_waiting(True)

    def ends(*_: Any) -> None:
        _of_thread.watch.is_waiting(False)

    event.listen(engine, "before_cursor_execute", begins)
    event.listen(engine, "after_cursor_execute", ends)
    event.listen(engine, "handle_error", ends)


class Lines:
    """The connections of an engine, so that threads that wait on them can be woken up."""

    def __init__(self, engine: Engine) -> None:
        self._open = set[Any]()
        event.listen(engine.pool, "connect", lambda raw, _: self._open.add(raw))
        event.listen(engine.pool, "close", lambda raw, _: self._open.discard(raw))

    def cut(self) -> None:
        """Have whatever waits on any of them fail now."""
        for raw in [*self._open]:
            with suppress(Exception):  # it may have ended by itself
                _cut(raw)


def _cut(raw: Any) -> None:
    if hasattr(raw, "interrupt"):  # SQLite's
        raw.interrupt()
        return
    # Closing the file would wake nobody; nor would cancelling ask anybody but the server.
    with socket.socket(fileno=os.dup(raw.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


def limit_sessions(engine: Engine, limits: Limits) -> None:
    """Make a server end by itself what takes too long."""
    told = {
        "statement_timeout": limits.statement,
        "lock_timeout": limits.lock,
        "idle_in_transaction_session_timeout": max(IDLE_SECONDS, limits.statement),
    }

    def limit(connection: Any, _: object) -> None:
        for name, seconds in told.items():
            connection.execute(f"SET {name} = {int(1000 * seconds)}")
        connection.commit()

    event.listen(engine, "connect", limit)


def allow(connection: Connection, seconds: float) -> None:
    """Give each statement of this transaction so long; for work that nobody waits for."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(1000 * seconds)}")


def without_limits(connection: Connection) -> None:
    """Let this transaction take its time; for migrations."""
    if connection.dialect.name == "postgresql":
        for name in ("statement_timeout", "lock_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {name} = 0")
