"""The whole bot in a process of its own, for journeys in which it is killed.

`python -m tests.world.bot_process` serves it as production does, on the port in BOT_PORT, over
the small base, with a token that never changes, and says so on its standard output.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping

import app
from bench.bots import ConstantToken
from config import load_settings

STARTS_WITHIN_SECONDS = 60.0


class BotProcess:
    """Starts the bot, kills it without warning, and starts it again on the same database."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        self._environment = clean | dict(environment)
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.world.bot_process",
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(STARTS_WITHIN_SECONDS):
            line = await self._process.stdout.readline()
        assert line == b"ready\n", "the bot ended at once"

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
    runner = app.web.AppRunner(server, access_log=None, auto_decompress=False)
    await runner.setup()
    await app.web.TCPSite(runner, "127.0.0.1", settings.port).start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
