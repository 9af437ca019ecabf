"""The first start at home: it says what it does, takes a free port, and ends with the address."""

import asyncio
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import ClientSession

from tests.conftest import SMALL_BASE
from tests.world.forked import without_settings

ROOT = Path(__file__).parent.parent
LAST = re.compile(r"^Open (http://localhost:(\d+)) in your browser\. Ctrl\+C ends\.$", re.MULTILINE)


@asynccontextmanager
async def started(folder: Path, **settings: str) -> AsyncIterator[str]:
    """Start the bot as make run does; yield all that it said until the address."""
    told = {
        "BOT_DANGEROUSLY_LOCAL": "yes",
        "BOT_DATABASE_URL": f"sqlite:///{folder / 'bot.db'}",
        "BOT_BASE": str(SMALL_BASE),
        "BOT_CACHE": str(folder / "cache"),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "app.py",
        cwd=ROOT,
        env=without_settings() | told | settings,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    said = ""
    try:
        async with asyncio.timeout(60):
            while not LAST.search(said):
                line = await process.stderr.readline()
                assert line, said
                said += line.decode()
        yield said
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.communicate()


def address(said: str) -> tuple[str, int]:
    found = LAST.search(said)
    assert found
    return found[1], int(found[2])


async def test_where_the_port_is_taken_the_next_free_one_is_used_and_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        with suppress(OSError):  # somebody else's is as good
            taken.bind(("127.0.0.1", 3978))
            taken.listen()
        async with started(tmp_path) as said:
            url, port = address(said)
            async with ClientSession() as session, session.get(f"{url}/konton") as register:
                assert register.status == 200

    assert 3978 < port < 3998
    assert f"Port 3978 är upptagen, så jag tar {port}." in said
    assert f"Port 3978 is taken, so I take {port}." in said


async def test_it_says_what_it_does_and_the_address_last(tmp_path: Path) -> None:
    async with started(tmp_path) as said:
        url, _ = address(said)

    lines = said.splitlines()
    assert lines[-2:] == [
        f"Öppna {url} i webbläsaren. Ctrl+C avslutar.",
        f"Open {url} in your browser. Ctrl+C ends.",
    ]
    building = next(number for number, line in enumerate(lines) if "bygger sökningen" in line)
    assert building < len(lines) - 2
