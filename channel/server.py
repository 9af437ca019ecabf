"""Serving an application over HTTP until the process is told to stop."""

import asyncio
import errno
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from channel.connections import ConnectionLimits, Connections, tracked, without_versions

logger = logging.getLogger("rutinboten")


class CannotListen(Exception):
    """The address to listen on can't be had; says what to do."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        if error.errno == errno.EADDRINUSE:
            why = "another process listens there; end it, or set BOT_PORT to another port"
        elif error.errno == errno.EACCES:
            why = "ports below 1024 are not for everybody; set BOT_PORT to a higher one"
        else:
            why = "it is no address of this machine; correct BOT_HOST or leave it empty"
        super().__init__(f"{host}:{port} can't be listened on: {why}")


def spare_collector() -> None:
    """Spare the garbage collector what never becomes garbage: the base, the index, the code.

    Left to itself it walks through all of it several times a turn, at a tenth of the turn's cost.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, limits: ConnectionLimits
) -> AsyncIterator[int]:
    """Serve *app*; yield the port. At the end what is under way is finished.

    Raises:
        CannotListen: where the port is taken or the address isn't ours.
    """
    app.middlewares.insert(0, tracked)
    app.on_response_prepare.append(without_versions)
    runner = web.AppRunner(app)
    try:
        await runner.setup()
        assert runner.server is not None
        connections = Connections(runner.server, limits, auto_decompress=False)
        server = await _server(connections, host, port)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
    finally:
        await runner.cleanup()


async def _server(connections: Connections, host: str, port: int) -> asyncio.Server:
    backlog = max(8, connections.most // 5)
    try:
        return await asyncio.get_running_loop().create_server(
            connections, host, port, backlog=backlog
        )
    except OSError as error:
        raise CannotListen(host, port, error) from None


async def serve(
    app: web.Application,
    host: str,
    port: int,
    *,
    known_as: str,
    limits: ConnectionLimits,
    opened: Callable[[int], None] = lambda _port: None,
) -> None:
    """Serve until told to stop; *opened* hears the port once it is listened on."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with listening(app, host, port, limits) as bound_port:
        logger.info("Rutinboten listens on http://%s:%s", known_as, bound_port)
        opened(bound_port)
        await stop.wait()
