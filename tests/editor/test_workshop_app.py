"""`python -m editor edit`: the workshop as an editor starts it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession, web

from tests.world.bases import a_copy
from tests.world.wire import serving

ROOT = Path(__file__).parent.parent.parent
STARTS_WITHIN_SECONDS = 60


@asynccontextmanager
async def started(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "editor", "edit", *arguments),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def test_the_command_serves_the_base_it_is_given_and_says_where(tmp_path: Path) -> None:
    folder = a_copy(tmp_path)
    async with serving(web.Application()) as url:
        port = url.rpartition(":")[2]
    async with started("--base", str(folder), "--port", port) as process:
        assert process.stdout is not None
        async with asyncio.timeout(STARTS_WITHIN_SECONDS):
            line = (await process.stdout.readline()).decode()
        address = f"http://localhost:{port}"
        async with ClientSession() as session:
            base = await (await session.get(f"{address}/workshop/base")).json()

    assert address in line
    assert base["folder"] == str(folder)


async def test_a_folder_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    async with started("--base", str(tmp_path / "nowhere")) as process:
        _, complaint = await process.communicate()

    assert process.returncode == 1
    assert "finns inte" in complaint.decode()
