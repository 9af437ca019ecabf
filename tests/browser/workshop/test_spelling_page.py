"""Unknown words in the workshop: what was meant, and which are the base's own."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from editor.spelling.spell_checker import SpellChecker
from editor.workshop.checking import problems_today
from tests.browser.workshop.editing import saved, violations
from tests.editor.workbench import a_server

pytestmark = pytest.mark.asyncio(loop_scope="session")
SHORT = "Rutinenn gäller för zorgblattar."


@pytest.fixture
def view() -> str:
    return "form"


@pytest_asyncio.fixture(loop_scope="session")
async def workshop(folder: Path, index_cache: Path, built_page: None) -> AsyncIterator[TestServer]:
    with SpellChecker(index_cache) as speller:
        server = a_server(folder, index_cache, partial(problems_today, speller=speller))
        await server.start_server()
        yield server
        await server.close()


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_word_is_put_right_or_becomes_ours_by_keyboard_alone(
    page: Page, folder: Path, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto("/#passages/blockera.yaml")
    swedish = page.get_by_role("group", name="Svenska", exact=True)
    short = swedish.get_by_label("Kort svar")
    await short.fill(SHORT)
    meant = swedish.get_by_role("button", name="Skriv Rutinen i stället för Rutinenn")
    await expect(meant).to_be_visible()
    await expect(page.get_by_text("Inga fel. Texten går att spara.")).to_be_visible()
    assert await violations(page) == []

    await short.press("Tab")
    await expect(meant).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(short).to_have_value(SHORT.replace("Rutinenn", "Rutinen"))
    await expect(short).to_be_focused()
    await expect(meant).to_be_hidden()
    ours = swedish.get_by_role("button", name="Vårt ord: zorgblattar")
    await ours.focus()
    await page.keyboard.press("Enter")

    await expect(ours).to_be_hidden()
    assert saved(folder, "words.yaml").endswith("sv:\n  - zorgblattar\n")
    assert SHORT not in saved(folder)
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(sideways)


async def test_a_word_that_the_form_has_no_box_for_becomes_ours_at_its_field(
    page: Page, folder: Path
) -> None:
    path = folder / "passages/blockera.yaml"
    section = "section: {sv: Zorgavsnittet, en: The page}"
    text = path.read_text("utf-8").replace(
        "{id: storby-handbok}", f"{{id: storby-handbok, {section}}}"
    )
    path.write_text(text, "utf-8")
    await page.goto("/#passages/blockera.yaml")
    ours = page.get_by_role("button", name="Vårt ord: Zorgavsnittet")
    await ours.press("Enter")

    await expect(ours).to_be_hidden()
    await expect(page.get_by_role("combobox", name="Källa")).to_be_focused()
    assert saved(folder, "words.yaml").endswith("sv:\n  - Zorgavsnittet\n")


async def test_a_word_in_the_yaml_has_the_same_ways_out(page: Page, folder: Path) -> None:
    path = folder / "passages/blockera.yaml"
    path.write_text(path.read_text("utf-8").replace("text: Nej", "text: Rutinenn. Nej"), "utf-8")
    await page.goto("/#passages/blockera.yaml")
    await page.get_by_role("button", name="YAML").click()
    await expect(page.locator(".cm-lintRange-warning", has_text="Rutinenn")).to_be_visible()
    await page.locator(".cm-lintRange-warning", has_text="Rutinenn").hover()
    await page.locator(".cm-diagnosticAction", has_text="Rutinen").first.click()

    await expect(page.locator(".cm-line", has_text="text: Rutinen. Nej")).to_be_visible()
