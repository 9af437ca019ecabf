from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.served_bot import ServedBot, serve_bot


@pytest.fixture
async def bot(small: Snapshot, tmp_path: Path) -> AsyncIterator[ServedBot]:
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        yield bot


@pytest.fixture
async def wary_bot(wary: Snapshot, tmp_path: Path) -> AsyncIterator[ServedBot]:
    """A bot that is never sure enough to answer."""
    async with serve_bot(CurrentBase(wary), tmp_path) as bot:
        yield bot
