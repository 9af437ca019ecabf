"""The whole bot in a process of its own, for journeys in which it is killed.

It serves as production does, on the port in BOT_PORT, over the small base, with a token that never
changes.
"""

import asyncio
import os
import resource
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing.connection import Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path

import uvloop

from bench.bots import ConstantToken
from channel.server import listening
from config import load_settings
from core.clock import utc_now
from knowledge.live.acceptance import open_current
from tests.world.forked import fork
from wiring.server import build, connection_limits
from wiring.start import bases_in

STARTS_WITHIN_SECONDS = 120.0


class BotProcess:
    """Starts the bot, kills it without warning, and starts it again on the same database."""

    def __init__(
        self, settings: Mapping[str, str], *, files: int | None = None, log: Path | None = None
    ) -> None:
        """*files* is how many it may have open; *log* is where its log goes, if not to ours."""
        self._settings = settings
        self._files = files
        self._log = log
        self._process: BaseProcess | None = None

    async def start(self) -> None:
        ready, saying_so = Pipe(duplex=False)
        before = None
        if self._files is not None:
            limit = (self._files, self._files)
            before = partial(resource.setrlimit, resource.RLIMIT_NOFILE, limit)
        self._process = fork(
            partial(serve, saying_so.send),
            self._settings,
            log=self._log,
            before=before,
        )
        saying_so.close()
        assert await asyncio.to_thread(ready.poll, STARTS_WITHIN_SECONDS), "the bot hangs"
        try:
            ready.recv()
        except EOFError as ended:
            log = self._log.read_text() if self._log else "its log stands in ours"
            raise AssertionError(f"the bot ended at once: {log}") from ended

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is closed."""
        assert self._process is not None
        self._process.kill()
        await asyncio.to_thread(self._process.join)

    async def restart(self) -> None:
        await self.kill()
        await self.start()


def serve(on_ready: Callable[[None], object]) -> int:
    """Serve until the process is killed."""
    uvloop.run(_serving(on_ready))
    return 0


async def _serving(on_ready: Callable[[None], object]) -> None:
    settings = load_settings(os.environ)
    live = open_current(bases_in(settings), utc_now())
    server = build(settings, live, tokens=ConstantToken())
    async with listening(server, "127.0.0.1", settings.port, connection_limits(settings)):
        on_ready(None)
        await asyncio.Event().wait()
