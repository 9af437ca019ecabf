"""Serving an application over HTTP until the process is told to stop."""

import asyncio
import gc
import logging
import signal

from aiohttp import web

logger = logging.getLogger("rutinboten")


def spare_collector() -> None:
    """Spare the garbage collector what never becomes garbage: the base, the index, the code.

    Left to itself it walks through all of it several times a turn, at a tenth of the turn's cost.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def serve(app: web.Application, host: str, port: int, *, known_as: str) -> None:
    """Serve until told to stop, then finish what is under way."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    runner = web.AppRunner(app, access_log=None, auto_decompress=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound_port = runner.addresses[0][1]
        logger.info("Rutinboten listens on http://%s:%s", known_as, bound_port)
        await stop.wait()
    finally:
        await runner.cleanup()
