"""The workshop in a real browser, held to axe-core's rules, wide and light, narrow and dark."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.forced_colours import lost_in_forced_colours
from tests.browser.windows import VIEWS
from tests.browser.workshop.editing import (
    BASIS,
    BLOCKING,
    BUILT_WITHIN_MS,
    TEXT,
    TITLE,
    open_file,
    put_cursor,
    saved,
    the_marks,
    violations,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

LEAST_HEIGHT = 150
"""Pixels in which two versions can still be compared."""


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
async def test_axe_finds_nothing_to_hold_against_the_page(
    page: Page, folder: Path, scheme: Any, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.emulate_media(color_scheme=scheme)
    await open_file(page)
    found = {"open": await violations(page)}
    await put_cursor(page, BASIS)
    await page.keyboard.type("x")
    await the_marks(page).first.wait_for()
    found["marked"] = await violations(page)
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Control+Space")
    await page.get_by_role("listbox", name="Förslag").wait_for()
    found["suggesting"] = await violations(page)
    await page.keyboard.press("Escape")
    await page.get_by_label("Ställ en fråga").fill(TITLE)
    await page.get_by_text("Sökningen bygger på").wait_for(timeout=BUILT_WITHIN_MS)
    await page.get_by_role("radio", name="Alla").check()
    found["answered"] = await violations(page)
    await page.get_by_role("tab", name="Vad som ändras").click()
    found["changes"] = await violations(page)
    await put_cursor(page, TEXT)
    await page.keyboard.type(" Mitt.")
    (folder / BLOCKING).write_text(saved(folder) + "# deras\n", "utf-8")
    await page.keyboard.press("Control+s")
    await page.get_by_role("dialog").wait_for()
    found["conflict"] = await violations(page)
    versions = await page.locator(".versions").bounding_box()
    assert versions is not None
    assert versions["height"] > LEAST_HEIGHT

    assert {state: told for state, told in found.items() if told} == {}
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(sideways)


@pytest.mark.parametrize("view", ["form", "yaml"])
async def test_what_is_said_and_chosen_can_be_seen_where_colours_are_forced(page: Page) -> None:
    await open_file(page)
    await page.evaluate(
        """() => [...document.querySelectorAll("[role=status], [role=alert] p")].forEach((each) => {
          each.closest("[hidden]:is([role])")?.removeAttribute("hidden");
          each.textContent ||= "Något sägs här.";
        })"""
    )

    assert await lost_in_forced_colours(page) == []
