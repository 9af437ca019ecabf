"""Rigs, ready to be asked for by name."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.channel.outbox_rig import OutboxRig, an_outbox
from tests.channel.rig import Clock, Rig, a_rig


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def rig() -> AsyncIterator[Rig]:
    async with a_rig() as rig:
        yield rig


@pytest_asyncio.fixture
async def local_rig() -> AsyncIterator[Rig]:
    async with a_rig(local=True) as rig:
        yield rig


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_rig() -> AsyncIterator[Rig]:
    """One rig for a whole module, whose requests leave nothing behind."""
    async with a_rig(read_timeout_seconds=0.3) as rig:
        yield rig


@pytest.fixture
async def outbox(tmp_path: Path) -> AsyncIterator[OutboxRig]:
    async with an_outbox(tmp_path) as outbox:
        yield outbox
