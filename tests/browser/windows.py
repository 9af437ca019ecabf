"""Windows of a real browser, one for each person, and pictures of them."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, ConsoleMessage, Page, expect

WIDE, NARROW = (1280, 1240), (390, 844)
VIEWS = [(1280, "light"), (1280, "dark"), (390, "dark")]
"""Widths and schemes a page is held to the rules in: all there is to see stands on a wide one, and
what is light is not another colour for being narrow."""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@asynccontextmanager
async def a_window(
    browser: Browser, address: str, path: str = "/", *, size: tuple[int, int] = WIDE
) -> AsyncIterator[Page]:
    """A window that shares nothing with others, ready to write in.

    Whatever its console complains of is a failure.
    """
    context = await browser.new_context(
        base_url=address,
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    page = await context.new_page()
    complaints = complaints_of(page)
    try:
        await page.goto(path)
        await expect(page.locator("#you")).not_to_be_empty()
        yield page
    finally:
        await context.close()

    assert complaints == [], complaints


@dataclass
class SharedWindow:
    """One for all tests of a file: opening one costs ten times what a page does."""

    page: Page
    complaints: list[str]

    @asynccontextmanager
    async def as_new(self) -> AsyncIterator[Page]:
        """Its page, for one test. Whatever its console complains of is a failure."""
        self.complaints.clear()
        await self.page.set_viewport_size({"width": 1280, "height": 720})
        await self.page.emulate_media(media="null", color_scheme="null", forced_colors="null")
        yield self.page
        await self.page.goto("about:blank")  # what is complained of last has come by then

        assert self.complaints == [], self.complaints


@asynccontextmanager
async def a_shared_window(
    browser: Browser, address: str, *, scripted: bool
) -> AsyncIterator[SharedWindow]:
    context = await browser.new_context(base_url=address, java_script_enabled=scripted)
    context.set_default_timeout(15_000)
    page = await context.new_page()
    yield SharedWindow(page, complaints_of(page))
    await context.close()


def complaints_of(page: Page) -> list[str]:
    """Return a list that gets whatever the console of *page* complains of from now on."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def _is_complaint(said: ConsoleMessage) -> bool:
    # That a request failed is told by the browser too; tests provoke it on purpose.
    return said.type in ("error", "warning") and "Failed to load resource" not in said.text


async def take_picture(page: Page, folder: Path, name: str, *, whole: bool = False) -> None:
    """Keep a picture of the window, or the *whole* page, in *folder* or where PICTURES says."""
    path = Path(os.environ.get("PICTURES", folder)) / f"{name}.png"
    await page.screenshot(path=path, full_page=whole)
