"""Seconds of computing in a process of its own, that would slow every answer meanwhile.

`python -m MODULE HERE ARGUMENT...` is what runs there: HERE is the folder that relative paths
start from, a secret or questions come on standard input, and what it has to say is JSON lines on
standard output. The editors' workshop runs a worker of its own in the same way.
"""

import asyncio
import gc
import logging
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

MAX_LINE_BYTES = 1 << 26
NICENESS = 10
_ROOT = Path(__file__).parent.parent.parent

logger = logging.getLogger(__name__)


class WorkerFailed(Exception):
    """A worker ended without having done its work; the log has what it said of that."""


async def worker_lines(
    module: str, *arguments: str | Path, secret: str = ""
) -> AsyncGenerator[bytes]:
    """Yield the lines of a worker, which is ended when this is closed.

    *secret* is what no list of processes may show.

    Raises:
        WorkerFailed: where it ends with an error.
    """
    with TemporaryFile() as complaint:
        process = await begun_worker(module, *arguments, complaint=complaint)
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(secret.encode())
            process.stdin.close()
            async for line in process.stdout:
                yield line
            # Killing one that has just ended would take its exit status from whoever waits for it.
            await process.wait()
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
        if process.returncode:
            raise has_failed(module, process.returncode, complaint)


async def begun_worker(module: str, *arguments: str | Path, complaint: IO[bytes]) -> Process:
    """Return the process of a worker; what it says on standard error goes to *complaint*."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, str(Path.cwd()), *map(str, arguments)),
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=complaint,
        limit=MAX_LINE_BYTES,
    )


def has_failed(module: str, status: int | None, complaint: IO[bytes]) -> WorkerFailed:
    """Log what a worker said before it ended with *status*, and return what to raise."""
    complaint.seek(0)
    said = complaint.read().decode(errors="replace")
    logger.error("%s ended with\n%s", module, said)
    return WorkerFailed(f"exit status {status}")


def begin_work(arguments: Sequence[str], *, niceness: int = NICENESS) -> list[str]:
    """Take the place that *arguments* begin with, behind what is less nice; return the rest.

    It is the first thing a worker does. One that is kept collects its garbage itself.
    """
    gc.disable()
    os.nice(niceness)
    os.chdir(arguments[0])
    return list(arguments[1:])
