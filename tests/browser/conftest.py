"""A real browser for tests of pages. Tests and fixtures share one event loop with it."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright

from frontend.build import build
from tests.browser.windows import a_window
from tests.localchat.pretend_bot import PretendBot, a_server
from tests.world import server_process

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        missing = "Chromium is not installed (Debian: apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def built_page() -> None:
    """The chat page, built from the sources as they are now."""
    build()


@pytest.fixture
def bot() -> PretendBot:
    return PretendBot()


@pytest_asyncio.fixture(loop_scope="session")
async def server(bot: PretendBot, built_page: None) -> AsyncIterator[TestServer]:
    server = a_server(bot)
    async with server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, server: TestServer) -> AsyncIterator[Page]:
    """Anna's window over the pretend bot, open and ready."""
    async with a_window(browser, str(server.make_url("/")), size=(1280, 900)) as page:
        page.context.set_default_timeout(15_000)
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def address(built_page: None, tmp_path: Path) -> AsyncIterator[str]:
    """A real server in local mode over the real base, on a port of its own."""
    async with server_process.a_server(tmp_path) as address:
        yield address
