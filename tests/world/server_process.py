"""A server in a process of its own, as `make run` starts it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

import app
from tests.world.forked import fork
from tests.world.wire import serving

STARTS_WITHIN_SECONDS = 120
"""The index is built at the first start after the base has changed."""
ENDS_WITHIN_SECONDS = 10


@asynccontextmanager
async def a_server(folder: Path) -> AsyncIterator[str]:
    """Serve the real base in local mode, with a database in *folder*; yield the address."""
    async with serving(web.Application()) as url:
        port = url.rpartition(":")[2]
    settings = {
        "BOT_DANGEROUSLY_LOCAL": "yes",
        "BOT_PORT": port,
        "BOT_DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
    }
    log = folder / "server.log"
    process = fork(app.main, settings, log=log)
    try:
        async with asyncio.timeout(STARTS_WITHIN_SECONDS):
            while not (log.exists() and "listens on" in log.read_text()):
                assert process.is_alive(), "the server ended"
                await asyncio.sleep(0.05)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        await asyncio.to_thread(process.join, ENDS_WITHIN_SECONDS)
        process.kill()
