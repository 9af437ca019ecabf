from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.live import Live
from knowledge.snapshot import open_snapshot
from tests.journeys.conversation import Town, a_town


@pytest.fixture(scope="session")
def live() -> Live:
    return Live(open_snapshot(Path("knowledge/base"), Path(".cache")))


@pytest.fixture
async def town(live: Live, tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(live, tmp_path) as town:
        yield town
