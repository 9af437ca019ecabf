"""The pages as they are served, and a visitor to them."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from knowledge.base import Base
from knowledge.source.loader import load
from tests.conftest import SMALL_BASE
from tests.pages.served_pages import ServedPages
from tests.pages.visitor import Visitor
from texts.catalogue import Texts


@pytest.fixture(scope="session")
def small_base() -> Base:
    return load(SMALL_BASE)


@pytest.fixture
def pages(small_base: Base, texts: Texts) -> ServedPages:
    return ServedPages(small_base, texts)


@pytest.fixture
async def visitor(pages: ServedPages) -> AsyncIterator[Visitor]:
    async with pages.serve() as url, ClientSession() as session:
        yield Visitor(session, url)
