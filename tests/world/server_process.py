"""A server in a process of its own, started as `make run` starts it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from tests.world.wire import serving

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_SECONDS = 120
"""The index is built at the first start after the base has changed."""


@asynccontextmanager
async def a_server(folder: Path) -> AsyncIterator[str]:
    """Serve the real base in local mode, with a database in *folder*; yield the address."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    async with serving(web.Application()) as url:
        port = url.rpartition(":")[2]
    settings = {
        "BOT_DANGEROUSLY_LOCAL": "yes",
        "BOT_PORT": port,
        "BOT_DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
    }
    async with _process(clean | settings):
        yield f"http://localhost:{port}"


@asynccontextmanager
async def _process(environment: dict[str, str]) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "app.py", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(STARTS_WITHIN_SECONDS):
            while b"listens on" not in (line := await process.stderr.readline()):
                assert line, "the server ended"
        reading = asyncio.create_task(process.stderr.read())
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
    await reading
