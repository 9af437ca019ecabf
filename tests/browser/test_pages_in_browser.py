"""The register and a record in a real browser: accessible, narrow, dark, on paper, unscripted."""

import re
from collections.abc import AsyncIterator
from typing import Any, Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from frontend.build import FRONTEND
from knowledge.base import Base
from tests.browser.forced_colours import lost_in_forced_colours
from tests.browser.windows import VIEWS, SharedWindow, a_shared_window
from tests.pages.served_pages import ServedPages
from texts.catalogue import Texts

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
SHEET_HEIGHT = 1032
"""What A4 has left within its margins, in the browser's pixels."""
SHEET_WIDTH = 688

Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def pages(real_base: Base, texts: Texts) -> ServedPages:
    return ServedPages(real_base, texts)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def served(pages: ServedPages) -> AsyncIterator[str]:
    async with pages.serve() as url:
        yield url


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def unscripted(browser: Browser, served: str) -> AsyncIterator[SharedWindow]:
    async with a_shared_window(browser, served, scripted=False) as window:
        yield window


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scripted(browser: Browser, served: str) -> AsyncIterator[SharedWindow]:
    async with a_shared_window(browser, served, scripted=True) as window:
        yield window


@pytest_asyncio.fixture(loop_scope="session")
async def reader(unscripted: SharedWindow) -> AsyncIterator[Page]:
    """A page that none of its scripts runs in."""
    async with unscripted.as_new() as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def inspector(scripted: SharedWindow) -> AsyncIterator[Page]:
    """A page that a test may run scripts in, beside its own."""
    async with scripted.as_new() as page:
        yield page


async def open_page(window: Page, path: str) -> None:
    """Open a page, which is there or says in words that it isn't."""
    response = await window.goto(path)

    assert response is not None
    assert response.status in (200, 404)


def the_pages(pages: ServedPages) -> dict[str, str]:
    return {
        "register": "/konton",
        "found": "/konton?q=visa&group=platform&lang=en",
        "nothing": "/konton?q=simhallen",
        "record": pages.links().to_record("arende-1", "sv", reader="id-rut"),
        "report": pages.links().to_report("uppf-1"),
        "forged": "/arenden/x",
        "support": "/om",
        "privacy": "/integritet?lang=en",
        "terms": "/villkor",
    }


def is_of_contrast(doubt: Any) -> bool:
    """Whether axe can't tell a contrast; it never can where text is drawn, which is black here."""
    written = [each for each in doubt["nodes"] if not each["html"].startswith("<text ")]
    return doubt["id"] == "color-contrast" and bool(written)


@pytest.mark.parametrize(
    "name",
    ["register", "found", "nothing", "record", "report", "forged", "support", "privacy", "terms"],
)
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
async def test_axe_finds_nothing_to_complain_of(
    inspector: Page, pages: ServedPages, built_page: None, name: str, width: int, scheme: Scheme
) -> None:
    await inspector.set_viewport_size({"width": width, "height": 844})
    await inspector.emulate_media(color_scheme=scheme)
    await open_page(inspector, the_pages(pages)[name])
    await inspector.evaluate(AXE.read_text("utf-8"))
    found = await inspector.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations', 'incomplete']})",
        RULES,
    )

    doubtful = [each for each in found["incomplete"] if is_of_contrast(each)]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"] + doubtful] == []


@pytest.mark.parametrize("name", ["register", "nothing", "record", "report", "forged", "support"])
async def test_nothing_is_lost_where_colours_are_forced(
    inspector: Page, pages: ServedPages, name: str
) -> None:
    await open_page(inspector, the_pages(pages)[name])

    assert await lost_in_forced_colours(inspector) == []


@pytest.mark.parametrize("name", ["register", "found", "record", "report", "forged", "privacy"])
@pytest.mark.parametrize("width", [320, 390, 700, 1000, 1280])
async def test_no_page_scrolls_sideways(
    reader: Page, pages: ServedPages, name: str, width: int
) -> None:
    await reader.set_viewport_size({"width": width, "height": 844})
    await open_page(reader, the_pages(pages)[name])

    assert await reader.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1280, 390])
async def test_the_accounts_are_a_table_at_every_width(reader: Page, width: int) -> None:
    await reader.set_viewport_size({"width": width, "height": 844})
    await open_page(reader, "/konton")
    table = reader.get_by_role("table", name="Hemtjänsten")

    await expect(table.get_by_role("columnheader")).to_have_count(6)
    await expect(table.get_by_role("rowheader")).to_have_count(2)
    await expect(table.get_by_role("cell", name="Instagram", exact=True)).to_be_visible()


async def test_each_fact_keeps_its_name_beside_it_where_the_headings_are_hidden(
    reader: Page,
) -> None:
    await reader.set_viewport_size({"width": 390, "height": 844})
    await open_page(reader, "/konton")
    labels = await reader.eval_on_selector_all(
        "tbody tr:first-child td",
        "cells => cells.map(cell => getComputedStyle(cell, '::before').content)",
    )

    expected = ["Plattform", "Syfte", "Kontakt", "Läge", "Registrerat"]
    assert labels[:5] == [f'"{label}" / ""' for label in expected]


async def test_accounts_are_sought_by_keyboard_without_scripts(reader: Page) -> None:
    await open_page(reader, "/konton")
    await reader.get_by_label("Sök", exact=True).fill("verkstaden")
    await reader.get_by_label("Plattform").select_option("Facebook")
    await reader.get_by_label("Ordna efter").select_option("Plattform")
    await reader.get_by_label("Sök", exact=True).press("Enter")

    await expect(reader.get_by_text("1 av 5 konton")).to_be_visible()
    await expect(reader.get_by_role("rowheader")).to_have_count(1)
    await expect(reader.get_by_role("heading", name="Facebook")).to_be_visible()

    await reader.get_by_role("link", name="In English").click()
    await expect(reader.get_by_text("1 of 5 accounts")).to_be_visible()
    await reader.get_by_role("link", name="Show all accounts").click()
    await expect(reader.get_by_role("rowheader")).to_have_count(5)


async def test_the_skip_link_comes_first_and_leads_past_the_filter(reader: Page) -> None:
    await open_page(reader, "/konton")
    await reader.keyboard.press("Tab")
    skip = reader.get_by_role("link", name="Hoppa till kontona")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport()
    await reader.keyboard.press("Enter")
    await reader.keyboard.press("Tab")

    await expect(reader.get_by_role("link", name="facebook.com/akra")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_what_has_the_focus_can_be_seen(reader: Page, scheme: Scheme) -> None:
    await reader.emulate_media(color_scheme=scheme)
    await open_page(reader, "/konton")
    outlines: list[str] = []
    for _ in range(10):
        await reader.keyboard.press("Tab")
        outlines.append(
            await reader.evaluate(
                "(style => `${style.outlineStyle} ${style.outlineWidth}`)"
                "(getComputedStyle(document.activeElement))"
            )
        )

    assert outlines == ["solid 3px"] * 10


async def test_a_link_away_says_so(reader: Page) -> None:
    await open_page(reader, "/konton")
    link = reader.get_by_role("link", name="öppnas i en ny flik, på en annan webbplats").first

    await expect(link).to_have_attribute("rel", "external noopener noreferrer")
    await expect(link).to_contain_text("↗")


async def test_a_record_of_ordinary_length_is_printed_on_one_sheet(
    reader: Page, pages: ServedPages
) -> None:
    await open_page(reader, the_pages(pages)["record"])
    pdf = await reader.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1


async def test_the_register_is_printed_without_what_only_a_screen_needs(reader: Page) -> None:
    await reader.set_viewport_size({"width": SHEET_WIDTH, "height": SHEET_HEIGHT})
    await reader.emulate_media(media="print", color_scheme="dark")
    await open_page(reader, "/konton")

    for hidden in ("form", ".skip", "body > header a"):
        await expect(reader.locator(hidden)).to_be_hidden()
    await expect(reader.get_by_role("columnheader", name="Syfte").first).to_be_visible()
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert await reader.evaluate(ground) == "rgb(255, 255, 255)"
    assert await reader.evaluate("document.documentElement.scrollWidth") == SHEET_WIDTH
