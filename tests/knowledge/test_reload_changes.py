"""A change is noticed as it happens, by the real watcher, whatever becomes of the folder."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path

import pytest

from knowledge.live.reload import changes_in

SOON = 10.0
"""Seconds to wait at most; what is asserted happens within one."""
NEVER = 60.0
"""Seconds between looks without a change: longer than any test."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    (folder / "passages").mkdir(parents=True)
    return folder


async def next_look(looking: AsyncGenerator[None]) -> None:
    async with asyncio.timeout(SOON):
        await anext(looking)


@pytest.fixture
async def looking(folder: Path) -> AsyncIterator[AsyncGenerator[None]]:
    async with aclosing(changes_in(folder, every=NEVER)) as looking:
        yield looking


async def after(change: Callable[[], object], looking: AsyncGenerator[None]) -> None:
    """Make a change once the watcher waits, and wait for the look it leads to."""
    waiting = asyncio.ensure_future(next_look(looking))
    await asyncio.sleep(0)  # it listens from its first step on
    assert not waiting.done()
    change()
    await waiting


async def test_a_saved_file_is_looked_at(folder: Path, looking: AsyncGenerator[None]) -> None:
    await after(lambda: (folder / "passages/a.yaml").write_text("a", "utf-8"), looking)


async def test_a_file_in_a_new_folder_is_looked_at(
    folder: Path, looking: AsyncGenerator[None]
) -> None:
    await after(lambda: (folder / "passages/new").mkdir(), looking)
    await after(lambda: (folder / "passages/new/a.yaml").write_text("a", "utf-8"), looking)


async def test_a_folder_that_is_replaced_is_watched_again(
    folder: Path, looking: AsyncGenerator[None]
) -> None:
    other = folder.with_name("other")
    (other / "passages").mkdir(parents=True)

    def replace() -> None:
        folder.rename(folder.with_name("old"))
        other.rename(folder)

    await after(replace, looking)
    await after(lambda: (folder / "passages/a.yaml").write_text("a", "utf-8"), looking)


async def test_where_no_change_is_told_of_a_look_is_taken_now_and_then(folder: Path) -> None:
    async with aclosing(changes_in(folder, every=0.05)) as looking:
        for _ in range(4):
            await next_look(looking)


async def test_a_missing_folder_is_looked_for_until_it_is_there(folder: Path) -> None:
    missing = folder.with_name("missing")
    async with aclosing(changes_in(missing, every=0.05)) as looking:
        for _ in range(3):
            await next_look(looking)
        missing.mkdir()
        for _ in range(3):
            await next_look(looking)
