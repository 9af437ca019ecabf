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

from knowledge.live.worker import WorkerFailed, begun_worker, has_failed

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
        timeout_seconds: float | None = TIMEOUT_SECONDS,
        ends_when_left: bool = False,
    ) -> None:
        """*ends_when_left*: where whoever asked is cancelled, end the process, whose answer would
        take longer than beginning another.
        """
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
                while not answering.done():  # else the next would be given this answer
                    try:
                        await asyncio.wait([answering])
                    except asyncio.CancelledError:
                        answering.cancel()
                raise

    async def close(self) -> None:
        """End the process, if there is one."""
        if self._idle is not None:
            self._idle.cancel()
        await self._end()

    async def _end(self) -> None:
        """Whoever is cancelled meanwhile leaves the process to the next who calls this."""
        if (running := self._running) is not None:
            process, complaint = running
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            complaint.close()
            if self._running is running:
                self._running = None

    async def _answer(self, question: object) -> Any:
        if self._idle is not None:
            self._idle.cancel()
        if self._running is not None and self._running[0].returncode is not None:
            await self._end()  # it was killed while nobody asked
        process, complaint = self._running = self._running or await self._begun()
        try:
            answer = await self._exchange(process, complaint, orjson.dumps(question))
        except BaseException:  # what it has still to say would be the next one's answer
            await self._end()
            raise
        self._idle = asyncio.create_task(self._end_when_idle())
        return answer

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

    async def _exchange(self, process: Process, complaint: IO[bytes], question: bytes) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            async with asyncio.timeout(self._timeout_seconds):
                with suppress(ConnectionError):
                    process.stdin.write(question + b"\n")
                    await process.stdin.drain()
                    if (line := await process.stdout.readline()).endswith(b"\n"):
                        return orjson.loads(line)
                raise has_failed(self._module, await process.wait(), complaint)
        except TimeoutError as late:
            raise WorkerFailed(f"no answer in {self._timeout_seconds:.0f} seconds") from late
        except ValueError as odd:  # the line is longer than any, or no JSON
            raise WorkerFailed(str(odd)) from odd
