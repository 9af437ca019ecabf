"""When to look at the base: at once when a file changes, and now and then all the same."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

EVERY_SECONDS = 5.0
"""File systems over a network tell of no changes; neither does a link that is turned."""
STILL_MS = 200
"""How long no file may change before it is worth a look."""


async def looks(*folders: Path, every: float = EVERY_SECONDS) -> AsyncGenerator[None]:
    """Yield whenever something may have changed in *folders*, for ever.

    A folder that is missing, or replaced by another of its name, is found again.
    """
    while True:
        try:
            async with aclosing(_until_replaced(folders, every)) as changes:
                async for _ in changes:
                    yield
        except (OSError, RuntimeError):  # one is missing, or the system has no watches left
            await asyncio.sleep(every)
            yield


async def _until_replaced(folders: tuple[Path, ...], every: float) -> AsyncGenerator[None]:
    watched = _identities(folders)
    changes = awatch(
        *folders,
        watch_filter=None,
        step=STILL_MS,
        rust_timeout=int(every * 1000),
        yield_on_timeout=True,
    )
    async with aclosing(changes):
        async for _ in changes:
            yield
            if _identities(folders) != watched:
                return


def _identities(folders: tuple[Path, ...]) -> list[tuple[int, int]]:
    states = [folder.stat() for folder in folders]
    return [(state.st_dev, state.st_ino) for state in states]
