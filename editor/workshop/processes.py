"""Runs the worker, and ends it with whoever waits for it."""

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_ROOT = Path(__file__).parent.parent.parent


class WorkerFailed(Exception):
    """The worker ended without having done its work; it has said why on standard error."""


async def run(*arguments: str | Path) -> None:
    """Let the worker do one thing to its end; it is ended with whoever waits for it."""
    async with _worker(*arguments) as process:
        await process.wait()


async def lines_of(*arguments: str | Path, secret: str = "") -> AsyncGenerator[bytes, None]:
    """Yield what the worker tells, line by line; *secret* is what no list of processes may show."""
    async with _worker(*arguments, secret=secret) as process:
        assert process.stdout is not None
        async for line in process.stdout:
            yield line
        # Killing one that has just ended would take its exit status from whoever waits for it.
        await process.wait()


@asynccontextmanager
async def _worker(
    *arguments: str | Path, secret: str = ""
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "editor.workshop.worker",
        str(Path.cwd()),
        *map(str, arguments),
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 26,  # the last line holds every change
    )
    try:
        assert process.stdin is not None
        process.stdin.write(secret.encode())
        process.stdin.close()
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    if process.returncode:
        raise WorkerFailed(f"worker ended with status {process.returncode}")
