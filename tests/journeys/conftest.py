from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.journeys.conversation import Town, a_town


@pytest.fixture
async def town(small: Snapshot, tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(CurrentBase(small), tmp_path) as town:
        yield town


@pytest.fixture
async def wary_town(wary: Snapshot, tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose bot is never sure enough to answer."""
    async with a_town(CurrentBase(wary), tmp_path) as town:
        yield town
