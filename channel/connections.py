"""Connections with a bound: how many there are, and how long one may take to say what it wants."""

import asyncio
import logging
import math
import resource
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

from aiohttp import StreamReader, web

from telemetry.failures import log_failure

logger = logging.getLogger(__name__)

SERVER = "Rutinboten"
"""The `Server` header: who reads it learns no version."""
TELL_EVERY_SECONDS = 10.0
SHORTEST_TIMER_SECONDS = 0.001
"""uvloop counts whole milliseconds: a timer comes by a rounding early, and one of less than half a
millisecond is none, but a `Handle` without `when`."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What one server takes on."""

    most: int = 500
    """Connections at a time, fewer where the process may not open that many files."""
    read_seconds: float = 10.0
    """Within which the headers of a request must have arrived."""
    idle_seconds: float = 75.0
    """After which a connection without a request is closed; longer than a proxy keeps it."""
    work_seconds: float | None = 120.0
    """After which a request's connection is cut, whoever is slow; None: never."""


def within_file_limit(most: int) -> int:
    """Return *most*, or half of the files this process may open: the rest is for the database,
    what is sent, and connections that are about to be closed."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return most
    return max(8, min(most, soft // 2))


class Connections:
    """Every open connection of a server. Where they are too many, the longest idle gives way."""

    def __init__(self, server: web.Server, limits: ConnectionLimits, **options: Any) -> None:
        self.limits = limits
        self.most = within_file_limit(limits.most)
        self._server = server
        self._options = options | {"keepalive_timeout": limits.idle_seconds, "access_log": None}
        self._idle = OrderedDict[BoundedConnection, None]()
        self._working = set[BoundedConnection]()
        self._closed = 0
        self._told_at = float("-inf")

    def __call__(self) -> "BoundedConnection":
        """Return the protocol of a new connection."""
        return BoundedConnection(self, self._server, self._options)

    def __len__(self) -> int:
        return len(self._idle) + len(self._working)

    def opened(self, connection: "BoundedConnection") -> None:
        self._idle[connection] = None
        if len(self) > self.most:
            self._close_one()

    def works(self, connection: "BoundedConnection") -> None:
        if self._idle.pop(connection, False) is None:
            self._working.add(connection)

    def rests(self, connection: "BoundedConnection") -> None:
        if connection in self._working:
            self._working.remove(connection)
            self._idle[connection] = None

    def closed(self, connection: "BoundedConnection") -> None:
        self._idle.pop(connection, None)
        self._working.discard(connection)

    def _close_one(self) -> None:
        """Those without a request so far go first: a proxy's own connections have had some."""
        strangers = (each for each in self._idle if not each.has_served)
        longest = next(strangers, None) or next(iter(self._idle))
        longest.cut()
        self._closed += 1
        now = asyncio.get_running_loop().time()
        if now - self._told_at >= TELL_EVERY_SECONDS:
            logger.warning(
                "connections are full (%s): %s idle ones closed", self.most, self._closed
            )
            self._told_at, self._closed = now, 0


class BoundedConnection(web.RequestHandler):
    """One connection. Its headers must arrive in time; a malformed request is one line in the log.

    The application says when a request begins and ends, through `tracked`.
    """

    __slots__ = (
        "_answered",
        "_awaits_data",
        "_body",
        "_connections",
        "_due",
        "_is_half_closed",
        "_timer",
        "has_served",
    )

    def __init__(
        self, connections: Connections, server: web.Server, options: dict[str, Any]
    ) -> None:
        super().__init__(server, loop=asyncio.get_running_loop(), **options)
        self._connections = connections
        self._due = math.inf
        """By when what is awaited must have happened."""
        self._timer: asyncio.TimerHandle | None = None
        self._awaits_data = False
        self._answered = 0
        self._body: StreamReader | None = None
        """That of the request that came last."""
        self._is_half_closed = False
        self.has_served = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._within(self._connections.limits.read_seconds)
        self._connections.opened(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._within(None)
        self._connections.closed(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._awaits_data:
            self._awaits_data = False
            self._within(self._connections.limits.read_seconds)
        super().data_received(data)
        if self._messages:
            self._body = self._messages[-1][1]

    def eof_received(self) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The client has nothing more to say, but listens: True where it is owed an answer.

        One whose last body didn't come whole is owed none.
        """
        is_whole = self._body is None or self._body.is_eof()
        self._is_half_closed = self._owes_an_answer and is_whole
        return self._is_half_closed

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        try:
            return await super().finish_response(request, resp, start_time)
        finally:
            self._answered += 1
            if self._is_half_closed and not self._owes_an_answer:
                self.close()

    @property
    def _owes_an_answer(self) -> bool:
        return self._request_count > self._answered

    def begin(self) -> None:
        """The headers of a request have arrived."""
        self.has_served, self._awaits_data = True, False
        self._within(self._connections.limits.work_seconds)
        self._connections.works(self)

    def end(self) -> None:
        """The request has its answer, which may still be on its way."""
        self._awaits_data = True
        self._within(self._connections.limits.work_seconds)
        self._connections.rests(self)

    def cut(self) -> None:
        """Close at once, whatever is under way."""
        transport = cast(asyncio.Transport | None, self.transport)
        if transport is not None:
            transport.abort()
        self._connections.closed(self)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """What can't be parsed is told by the kind of its fault, not by what was sent.

        Whoever meets a fault of ours is told the id that it is logged with.
        """
        kind, told = type(exc).__name__, ""
        if status >= 500:
            told = (
                f"{status} {log_failure(logger, 'a request failed: %s', kind, trace=exc or False)}"
            )
        else:
            logger.warning("request refused with %s: %s", status, kind)
        response = web.Response(status=status, text=told, headers={"Server": SERVER})
        response.force_close()
        return response

    def _within(self, seconds: float | None) -> None:
        """Set the deadline. One that is put off costs no timer: the one at hand looks again."""
        self._due = math.inf if seconds is None else self._loop.time() + seconds
        if self._timer is not None and (seconds is None or self._due < self._timer.when()):
            self._timer.cancel()
            self._timer = None
        if self._timer is None and seconds is not None:
            self._timer = self._loop.call_at(self._due, self._look)

    def _look(self) -> None:
        self._timer = None
        if (left := self._due - self._loop.time()) >= SHORTEST_TIMER_SECONDS:
            self._within(left)
            return
        logger.debug("a connection is closed: its request took too long")
        self.cut()


@web.middleware
async def tracked(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell the connection of *request* that it works; outermost of the middlewares."""
    connection = request.protocol
    if not isinstance(connection, BoundedConnection):
        return await handler(request)
    connection.begin()
    try:
        return await handler(request)
    finally:
        connection.end()


async def without_versions(_request: web.Request, response: web.StreamResponse) -> None:
    """Name the server without its versions; a signal of aiohttp's."""
    response.headers["Server"] = SERVER
