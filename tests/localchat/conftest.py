from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from tests.localchat.pretend_bot import PretendBot, a_server


@pytest.fixture
def bot() -> PretendBot:
    return PretendBot()


@pytest.fixture
async def client(bot: PretendBot) -> AsyncIterator[TestClient[Any, Any]]:
    async with TestClient(a_server(bot, heartbeat_seconds=0.05)) as client:
        yield client
