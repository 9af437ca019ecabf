"""A workshop over a copy of the small base, and an editor's window on it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.windows import complaints_of
from tests.browser.workshop.editing import COMMENT, write_schemas
from tests.editor.workbench import BLOCKING, a_server
from tests.world.bases import a_copy

expect.set_options(
    timeout=15_000
)  # a check waits until one has stopped typing, and reads all files


@pytest.fixture(scope="session")
def index_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workshop-cache")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = a_copy(tmp_path)
    write_schemas(folder)
    path = folder / BLOCKING
    path.write_text(path.read_text("utf-8") + COMMENT, "utf-8")
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def workshop(folder: Path, index_cache: Path, built_page: None) -> AsyncIterator[TestServer]:
    server = a_server(folder, index_cache)
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
def view() -> str:
    """What the editor writes in: most tests are about YAML."""
    return "yaml"


@pytest_asyncio.fixture(loop_scope="session")
async def context(
    browser: Browser, workshop: TestServer, view: str
) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(
        base_url=str(workshop.make_url("/")),
        locale="sv-SE",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    await context.add_init_script(f"if (location.host) localStorage['workshop view'] ??= '{view}'")
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """An editor's window. Whatever its console complains of fails the test."""
    page = await context.new_page()
    complaints = complaints_of(page)
    yield page

    assert complaints == []
