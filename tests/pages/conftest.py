"""The pages of a small municipality, served, and a visitor to them."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from knowledge.base import Base
from knowledge.source.loader import load
from tests.conftest import SMALL_BASE
from tests.pages.municipality import Municipality
from tests.pages.visitor import Visitor
from texts.catalogue import Texts


@pytest.fixture(scope="session")
def small_base() -> Base:
    return load(SMALL_BASE)


@pytest.fixture
def town(small_base: Base, texts: Texts) -> Municipality:
    return Municipality(small_base, texts)


@pytest.fixture
async def visitor(town: Municipality) -> AsyncIterator[Visitor]:
    async with town.served() as url, ClientSession() as session:
        yield Visitor(session, url)
