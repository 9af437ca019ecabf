"""The workshop offers the languages of the base, whichever they are."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, expect

from editor.workshop.app import build
from knowledge.source.loader import load
from tests.browser.workshop.editing import saved, the_card, violations, write_schemas
from tests.editor.workbench import NO_DATABASE, inspected
from tests.world.made_up_language import MADE_UP, a_base, with_texts
from texts.catalogue import load_texts

pytestmark = pytest.mark.asyncio(loop_scope="session")
TOPIC = "passages/om-rutinen.yaml"
TITLE = "Kiu respondecas hodiaŭ?"
UNHEARD = "qaa"
"""No dictionary is ever of it."""


@pytest.fixture
def view() -> str:
    return "form"


@pytest.fixture
def folder(tmp_path: Path, languages: tuple[str, ...]) -> Path:
    folder = a_base(tmp_path / "base", *languages)
    write_schemas(folder)
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def workshop(
    folder: Path, tmp_path: Path, index_cache: Path, built_page: None
) -> AsyncIterator[TestServer]:
    told = with_texts(tmp_path / "texts")
    texts = load_texts(told, told / "editor")
    server = TestServer(build(folder, index_cache, texts, checker=inspected, database=NO_DATABASE))
    await server.start_server()
    yield server
    await server.close()


@pytest.mark.parametrize("languages", [("sv",)])
async def test_of_swedish_alone_there_is_nothing_to_choose_in_whatever_the_page_speaks(
    page: Page,
) -> None:
    await page.goto(f"/?lang=en#{TOPIC}")
    await expect(page.locator("#field-sv-title")).not_to_have_value("")
    await expect(page.locator("#sides > fieldset")).to_have_count(1)
    await expect(the_card(page, "Swedish", "The card in")).to_be_visible()
    await expect(page.get_by_text("The card's language")).to_be_hidden()
    await page.get_by_role("button", name="New text here").click()

    await expect(page.locator("#field-sv-title")).to_have_value("")
    await expect(
        page.locator("#sides").get_by_text("Something must be written here.")
    ).to_have_count(4)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("languages", [("sv", "en", MADE_UP, UNHEARD)])
async def test_what_is_written_in_another_language_is_on_its_card_and_saved(
    page: Page, folder: Path, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto(f"/#{TOPIC}")
    await expect(page.locator("#sides > fieldset")).to_have_count(4)
    third = page.get_by_role("group", name="Esperanto", exact=True)
    await third.get_by_label("Rubrik").fill(TITLE)
    await third.get_by_label("Så frågar folk 2").fill("kiu (respondas|decidas)")
    await expect(third.get_by_text("2 meningar")).to_be_visible()
    await page.get_by_role("radio", name="Esperanto").check()
    await expect(the_card(page, "esperanto")).to_contain_text(TITLE)
    await expect(the_card(page)).to_be_hidden()
    await expect(page.locator("#unspelt")).to_contain_text(f"inte på {UNHEARD}")
    assert await violations(page) == []
    await third.get_by_label("Rubrik").press("Control+s")

    await expect(page.locator("#state")).to_contain_text("Sparat kl.")
    assert TITLE in saved(folder, TOPIC)
    base = load(folder)
    assert TITLE in {each.text_in(MADE_UP).title for each in base.passages.values()}
    await page.get_by_role("button", name="Ny text i filen").click()
    await expect(page.locator("#sides").get_by_text("Här ska det stå något.")).to_have_count(16)
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(sideways)
