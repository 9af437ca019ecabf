"""The whole bot in a process of its own, for journeys in which it is killed.

`python -m tests.world.bot_process` serves it as production does, on the port in BOT_PORT, over
the small base, with a token that never changes, and says so on its standard output.
"""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import uvloop

import app
from bench.bots import ConstantToken
from channel.server import listening
from config import load_settings
from wiring.start import connection_limits

STARTS_WITHIN_SECONDS = 120.0


class BotProcess:
    """Starts the bot, kills it without warning, and starts it again on the same database."""

    def __init__(
        self, environment: Mapping[str, str], *, files: int | None = None, log: Path | None = None
    ) -> None:
        """*files* is how many it may have open; *log* is where its log goes, if not to ours."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        self._environment = clean | dict(environment)
        self._files = files
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        log = self._log.open("ab") if self._log else None
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.world.bot_process",
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            preexec_fn=self._limit_files if self._files else None,
        )
        if log:
            log.close()
        assert self._process.stdout is not None
        async with asyncio.timeout(STARTS_WITHIN_SECONDS):
            line = await self._process.stdout.readline()
        assert line == b"ready\n", "the bot ended at once"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _limit_files(self) -> None:
        assert self._files is not None
        resource.setrlimit(resource.RLIMIT_NOFILE, (self._files, self._files))

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is closed."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def restart(self) -> None:
        await self.kill()
        await self.start()


async def main() -> None:
    settings = load_settings(os.environ)
    server = app.build(settings, tokens=ConstantToken())
    limits = connection_limits(settings)
    async with listening(server, "127.0.0.1", settings.port, limits):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main())
