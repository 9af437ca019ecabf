"""The workshop in a real browser: from a question nobody could answer to a text that does."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Locator, Page, expect

from knowledge.source.loader import load
from tests.browser.workshop.editing import BUILT_WITHIN_MS, saved, the_text, violations
from tests.editor.bots_database import a_database, missed
from tests.editor.workbench import BLOCKING, a_server
from tests.world.bases import MERMAIDS, finished

pytestmark = pytest.mark.asyncio(loop_scope="session")

TROLLS = (
    "Kärnar blockerare guldtackor i smörkärnor?",
    "Kärnar blockerade guldtackor smörkärnor?",
)
PICTURES = "passages/bilder.yaml"

PASTE = """(box, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const how = { clipboardData, bubbles: true, cancelable: true };
  box.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def workshop(
    folder: Path, tmp_path: Path, index_cache: Path, built_page: None
) -> AsyncIterator[TestServer]:
    """A workshop over the database of a bot that mermaids and gold have been too much for."""
    url = await a_database(tmp_path, missed(*TROLLS, *MERMAIDS))
    server = a_server(folder, index_cache, database=url)
    await server.start_server()
    yield server
    await server.close()


@pytest_asyncio.fixture(loop_scope="session")
async def alone(folder: Path, index_cache: Path, built_page: None) -> AsyncIterator[TestServer]:
    """A workshop where no bot's database is."""
    server = a_server(folder, index_cache)
    await server.start_server()
    yield server
    await server.close()


def the_gap(page: Page, question: str) -> Locator:
    heading = page.get_by_role("heading", name=question, exact=True)
    return page.locator("#gaps > li").filter(has=heading)


async def show_gaps(page: Page) -> None:
    await page.get_by_role("tab", name="Luckor").click()
    await page.get_by_role("button", name="Visa luckorna").click()
    await page.get_by_text("2 luckor, det som ligger nära först.").wait_for(timeout=BUILT_WITHIN_MS)


async def test_a_gap_becomes_a_text_that_is_saved_once_it_is_written(
    page: Page, folder: Path
) -> None:
    await page.goto("/")
    await show_gaps(page)
    await expect(page.locator("#gaps > li").first).to_contain_text("3 frågor, senast")
    first = await page.locator("#gaps > li h4").first.inner_text()
    gap = the_gap(page, first)
    await gap.get_by_role("button", name="Skriv en ny text").click()
    await expect(gap.get_by_label("Ämne")).to_be_focused()  # nothing is near: which is it about?
    await gap.get_by_label("Ämne").select_option("bilder")
    await gap.get_by_role("button", name="Skriv en ny text").click()

    await expect(page.get_by_text("En ny text är påbörjad.")).to_be_visible()
    text = the_text(page, PICTURES)
    await expect(text).to_be_focused()
    await expect(text).to_contain_text(first)
    before = saved(folder, PICTURES)
    await page.keyboard.press("Control+s")
    await expect(page.locator("#state")).to_contain_text("Inte sparat: rätta")
    assert saved(folder, PICTURES) == before

    await expect(page.get_by_role("link", name="Bilder")).to_contain_text("osparad")
    unsaved: str = await page.evaluate(
        "name => JSON.parse(localStorage.getItem("
        "Object.keys(localStorage).find(key => key.endsWith(name)))).text",
        PICTURES,
    )
    await text.press("Control+a")
    await text.evaluate(PASTE, finished(unsaved))
    await expect(page.get_by_text("Inga fel. Texten går att spara.")).to_be_visible()
    await page.keyboard.press("Control+s")
    await expect(page.locator("#state")).to_contain_text("Sparat kl.")
    await expect(page.get_by_text("Du har sparat sedan luckorna lästes.")).to_be_visible()
    titles = [passage.sv.title for passage in load(folder).passages.values()]
    assert first in titles
    assert saved(folder, PICTURES).startswith(before)

    await page.get_by_role("button", name="Visa luckorna").click()
    await expect(page.get_by_text("1 lucka.")).to_be_visible(timeout=BUILT_WITHIN_MS)
    await expect(gap).to_have_count(0)


async def test_a_gaps_wordings_are_added_to_the_nearest_text_or_the_one_at_the_cursor(
    page: Page, folder: Path
) -> None:
    await page.goto("/")
    await show_gaps(page)
    gap = page.locator("#gaps > li").filter(has_text="guldtackor").last
    nearest = gap.get_by_role("button", name="Lägg till som formulering i ”Får vi blockera någon?”")
    await expect(gap.get_by_role("button", name="(vid markören)")).to_be_hidden()
    await nearest.click()

    await expect(page.get_by_text("2 formuleringar är tillagda i texten.")).to_be_visible()
    await expect(the_text(page)).to_be_focused()
    for wording in TROLLS:
        await expect(the_text(page)).to_contain_text(f"- {wording}")
    await expect(page.get_by_text("Inte sparat än.")).to_be_visible()
    assert "guldtackor" not in saved(folder)
    assert page.url.endswith(f"#{BLOCKING}")
    mermaids = page.locator("#gaps > li").filter(has_text="sjöjungfrur").first
    at_cursor = mermaids.get_by_role("button", name="”Får vi blockera någon?”")
    await expect(at_cursor).to_be_visible()
    await at_cursor.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("3 formuleringar är tillagda i texten.")).to_be_visible()
    await nearest.click()
    await expect(page.get_by_text("Alla formuleringar finns redan")).to_be_visible()


async def test_a_gaps_question_is_tried_with_the_keyboard(page: Page) -> None:
    await page.goto("/")
    await page.get_by_role("tab", name="Svaret").focus()
    for _ in range(2):
        await page.keyboard.press("ArrowLeft")
    await expect(page.get_by_role("tab", name="Luckor")).to_be_focused()
    await page.get_by_role("button", name="Visa luckorna").focus()
    await page.keyboard.press("Enter")
    await page.get_by_text("2 luckor, det som ligger nära först.").wait_for(timeout=BUILT_WITHIN_MS)
    await expect(page.get_by_role("button", name="Visa luckorna")).to_be_focused()
    first = await page.locator("#gaps > li h4").first.inner_text()
    await the_gap(page, first).get_by_role("button", name="Prova frågan").focus()
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("tab", name="Svaret")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_label("Ställ en fråga")).to_have_value(first)
    await expect(page.get_by_label("Ställ en fråga")).to_be_focused()
    await expect(page.get_by_text("Boten hittar inget.")).to_be_visible(timeout=BUILT_WITHIN_MS)


async def test_without_a_database_the_tab_says_how_to_name_one(
    page: Page, alone: TestServer
) -> None:
    await page.goto(str(alone.make_url("/")))
    await page.get_by_role("tab", name="Luckor").click()
    await page.get_by_role("button", name="Visa luckorna").click()

    await expect(page.locator("#gaps-said")).to_contain_text("--database")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_axe_finds_nothing_to_hold_against_the_gaps(
    page: Page, scheme: Any, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.emulate_media(color_scheme=scheme)
    await page.goto(f"/#{BLOCKING}")
    await page.get_by_text("Inga fel. Texten går att spara.").wait_for()
    await page.get_by_role("tab", name="Luckor").click()
    found = {"unread": await violations(page)}
    await show_gaps(page)
    found["read"] = await violations(page)

    assert {state: told for state, told in found.items() if told} == {}
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(sideways)
