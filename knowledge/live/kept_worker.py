"""A worker that is kept from one question to the next: what it has read makes it quick.

It is run as `knowledge.live.worker` describes, and answers each line on its standard input
with one on its standard output, both JSON.
"""

import asyncio
from asyncio.subprocess import Process
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import orjson

from knowledge.live.worker import begun_worker, has_failed

TIMEOUT_SECONDS = 60.0
IDLE_SECONDS = 600.0
"""How long it is kept without being asked."""


class KeptWorker:
    """One process that answers one question at a time; it is begun by the first."""

    def __init__(
        self,
        module: str,
        *arguments: str | Path,
        idle_seconds: float = IDLE_SECONDS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        ends_when_left: bool = False,
    ) -> None:
        """*ends_when_left*: what it does takes longer than beginning another."""
        self._module, self._arguments = module, arguments
        self._idle_seconds, self._timeout_seconds = idle_seconds, timeout_seconds
        self._ends_when_left = ends_when_left
        self._in_line = asyncio.Lock()
        self._running: tuple[Process, IO[bytes]] | None = None
        self._idle: asyncio.Task[None] | None = None

    async def ask(self, question: object) -> Any:
        """Return its answer; whoever leaves while others are answered is never asked for.

        Raises:
            WorkerFailed: it ended, or took too long; the next question begins another.
        """
        async with self._in_line:
            answering = asyncio.ensure_future(self._answer(question))
            try:
                return await asyncio.shield(answering)
            except asyncio.CancelledError:
                if self._ends_when_left:
                    answering.cancel()
                await asyncio.wait([answering])  # else the next would be given this answer
                if self._ends_when_left:
                    await self._end()
                raise

    async def close(self) -> None:
        """End the process, if there is one."""
        if self._idle is not None:
            self._idle.cancel()
        await self._end()

    async def _end(self) -> None:
        if self._running is not None:
            (process, complaint), self._running = self._running, None
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            complaint.close()

    async def _answer(self, question: object) -> Any:
        process, complaint = self._running = self._running or await self._begun()
        if self._idle is not None:
            self._idle.cancel()
        line = await self._exchanged(process, orjson.dumps(question) + b"\n")
        if not line.endswith(b"\n"):
            failed = has_failed(self._module, process.returncode, complaint)
            await self._end()
            raise failed
        self._idle = asyncio.create_task(self._end_when_idle())
        return orjson.loads(line)

    async def _begun(self) -> tuple[Process, IO[bytes]]:
        complaint = TemporaryFile()  # noqa: SIM115 it is closed with the process
        try:
            process = await begun_worker(self._module, *self._arguments, complaint=complaint)
        except BaseException:  # also where nobody waits for it any more
            complaint.close()
            raise
        return process, complaint

    async def _end_when_idle(self) -> None:
        await asyncio.sleep(self._idle_seconds)
        async with self._in_line:
            await self._end()

    async def _exchanged(self, process: Process, question: bytes) -> bytes:
        """Return the line that answers *question*; nothing, or a part, where it isn't answered."""
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            async with asyncio.timeout(self._timeout_seconds):
                process.stdin.write(question)
                await process.stdin.drain()
                return await process.stdout.readline()
        except (TimeoutError, ConnectionError):
            return b""
