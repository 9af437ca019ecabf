"""A real browser for tests of pages. Tests and fixtures share one event loop with it."""

import os
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright

from frontend.build import build
from tests.localchat.pretend_bot import PretendBot, a_server

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
    """Anna's window, open and ready. Whatever its console complains of fails the test."""
    context = await browser.new_context(
        base_url=str(server.make_url("/")),
        locale="sv-SE",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(5_000)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto("/")
    await page.get_by_text("Du är Anna").wait_for()
    yield page
    await context.close()

    assert complaints == []


def is_complaint(said: Any) -> bool:
    # That a request failed is told by the browser too; tests provoke it on purpose.
    return said.type in ("error", "warning") and "Failed to load resource" not in said.text
