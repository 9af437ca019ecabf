"""The editors' workshop in a real browser: write, see the marks, try, save."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.at_the_workshop import (
    TITLE,
    open_file,
    put_cursor,
    the_card,
    the_marks,
    the_text,
    violations,
    write_schema,
)
from tests.browser.conftest import is_complaint
from tests.editor.workbench import BLOCKING, a_base, a_server

pytestmark = pytest.mark.asyncio(loop_scope="session")

BASIS, REVIEWED, TEXT, FIRST_PHRASING = 4, 6, 11, 13
"""Lines of the file that the tests write in."""
BUILT_WITHIN_MS = 60_000
"""An index of the small base takes some seconds, on a machine that does much else more."""
COMMENT = "# Sist står en kommentar.\n"
CONFLICT = "Någon annan har ändrat filen sedan du började."


@pytest.fixture(scope="session")
def index_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workshop-cache")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = a_base(tmp_path)
    write_schema(folder)
    path = folder / BLOCKING
    path.write_text(path.read_text("utf-8") + COMMENT, "utf-8")
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def workshop(folder: Path, index_cache: Path, built_page: None) -> AsyncIterator[TestServer]:
    server = a_server(folder, index_cache)
    await server.start_server()
    yield server
    await server.close()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, workshop: TestServer) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(
        base_url=str(workshop.make_url("/")),
        locale="sv-SE",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """An editor's window. Whatever its console complains of fails the test."""
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page

    assert complaints == []


def saved(folder: Path) -> str:
    return (folder / BLOCKING).read_text("utf-8")


async def test_an_editor_breaks_a_text_mends_it_tries_it_and_saves_it(
    page: Page, folder: Path
) -> None:
    await page.goto("/")
    await page.get_by_role("link", name="Blockera").click()
    await expect(page.get_by_text("Inga fel. Texten går att spara.")).to_be_visible()

    await put_cursor(page, BASIS)
    await page.keyboard.type("x")
    mark = the_marks(page).first
    await expect(mark).to_contain_text("Fel rad 4")
    await expect(page.locator(".cm-lintRange-error")).to_have_text("practicex")
    await page.keyboard.press("Control+s")
    await expect(page.get_by_text("Inte sparat: rätta felet först.")).to_be_visible()
    assert "practicex" not in saved(folder)

    await mark.click()
    await page.keyboard.press("End")
    await page.keyboard.press("Backspace")
    await expect(page.get_by_text("Inga fel. Texten går att spara.")).to_be_visible()

    await put_cursor(page, TEXT)
    await page.keyboard.type(" Fråga chefen.")
    await expect(the_card(page)).to_contain_text("Fråga chefen.")
    before = saved(folder)
    await page.keyboard.press("Control+s")
    await expect(page.locator("#state")).to_contain_text("Sparat kl.")
    assert saved(folder) == before.replace("falska konton.", "falska konton. Fråga chefen.")
    assert saved(folder).endswith(COMMENT)


async def test_fields_choices_and_ids_are_suggested_where_they_may_stand(page: Page) -> None:
    await open_file(page)
    suggestions = page.get_by_role("listbox", name="Förslag")

    await put_cursor(page, REVIEWED)
    await page.keyboard.press("Enter")
    await page.keyboard.type("see")
    await suggestions.get_by_role("option", name="see_also").click()
    await page.keyboard.type("[{id: sto")
    await suggestions.get_by_role("option", name="storby-handbok").click()
    await expect(the_text(page)).to_contain_text("see_also: [{id: storby-handbok}]")
    await expect(page.get_by_text("Inga fel. Texten går att spara.")).to_be_visible()

    await put_cursor(page, BASIS)
    for _ in "practice":
        await page.keyboard.press("Backspace")
    await page.keyboard.press("Control+Space")
    await expect(suggestions.get_by_role("option")).to_have_text(
        ["guidance", "law", "practice", "routine"]
    )
    await page.keyboard.press("Escape")
    await put_cursor(page, 1)
    for _ in "blockera":
        await page.keyboard.press("Backspace")
    await page.keyboard.press("Control+Space")
    await expect(suggestions.get_by_role("option", name="gallring")).to_be_visible()


async def test_a_question_shows_the_bots_card_in_both_languages(page: Page) -> None:
    await open_file(page)
    await page.get_by_label("Ställ en fråga").fill(TITLE)
    await expect(page.get_by_text("Det här svarar boten")).to_be_visible()
    saved_text = page.get_by_text("Sökningen bygger på den sparade texten.")
    await expect(saved_text).to_be_visible(timeout=BUILT_WITHIN_MS)

    await expect(the_card(page).get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(the_card(page, "engelska")).to_be_hidden()
    await page.get_by_role("radio", name="Båda").check()
    english = the_card(page, "engelska")
    await expect(english.get_by_role("heading", name="May we block somebody?")).to_be_visible()
    await expect(the_card(page)).to_be_visible()

    await page.get_by_role("radio", name="Svenska").check()
    await page.get_by_label("Ställ en fråga").fill("May we block a rude follower?")
    await expect(page.get_by_text("Boten svarar på engelska.")).to_be_visible()
    await expect(english).to_be_visible()
    await expect(the_card(page)).to_be_hidden()


async def test_the_search_learns_what_is_written_without_saving(page: Page, folder: Path) -> None:
    await open_file(page)
    await put_cursor(page, FIRST_PHRASING)
    await page.keyboard.press("Enter")
    await page.keyboard.type("- zebror i hissen")
    await page.get_by_label("Ställ en fråga").fill("zebror i hissen")

    await expect(page.get_by_text("Sökningen bygger på din text")).to_be_visible(
        timeout=BUILT_WITHIN_MS
    )
    await expect(the_card(page).get_by_role("heading", name=TITLE)).to_be_visible()
    assert "zebror" not in saved(folder)


async def test_a_question_is_added_to_the_text_at_the_cursor(page: Page, folder: Path) -> None:
    await open_file(page)
    await put_cursor(page, TEXT)
    await page.get_by_label("Ställ en fråga").fill("Hur gör vi med troll?")
    await page.get_by_role("button", name="som formulering").click()

    await expect(page.get_by_text("Frågan är tillagd i textrutan.")).to_be_visible()
    await expect(the_text(page)).to_contain_text("- Hur gör vi med troll?")
    await expect(page.get_by_text("Inte sparat än.")).to_be_visible()
    assert "Hur gör vi med troll" not in saved(folder)


async def test_what_would_change_is_shown_before_saving(page: Page, folder: Path) -> None:
    await open_file(page)
    before = saved(folder)
    await put_cursor(page, FIRST_PHRASING)
    await page.keyboard.press("Enter")
    await page.keyboard.type("- zebror i hissen")
    await page.get_by_role("tab", name="Vad som ändras").click()
    await page.get_by_role("button", name="Visa vad som ändras").click()
    await expect(page.get_by_role("button", name="Avbryt")).to_be_visible()
    panel = page.get_by_role("tabpanel", name="Vad som ändras")

    await expect(panel.get_by_role("heading", name="Nya frågor (1)")).to_be_visible(
        timeout=BUILT_WITHIN_MS
    )
    await expect(panel).to_contain_text("zebror i hissen")
    await expect(panel).to_contain_text(f"{TITLE} (rätt text)")
    await the_text(page).press("Control+z")
    await expect(panel).to_contain_text("Texten har ändrats sedan dess. Jämför igen.")
    assert saved(folder) == before


async def test_what_somebody_else_wrote_meanwhile_is_kept_and_so_is_ones_own(
    page: Page, folder: Path
) -> None:
    await open_file(page)
    await put_cursor(page, TEXT)
    await page.keyboard.type(" Mitt tillägg.")
    theirs = saved(folder).replace("falska konton.", "falska konton. Deras tillägg.")
    (folder / BLOCKING).write_text(theirs, "utf-8")
    await page.keyboard.press("Control+s")

    dialog = page.get_by_role("dialog", name="Två versioner av filen")
    await expect(dialog).to_contain_text("Deras tillägg.")
    await expect(dialog).to_contain_text("Mitt tillägg.")
    assert saved(folder) == theirs
    await dialog.get_by_role("button", name="Skriv vidare i min").click()
    await expect(page.get_by_role("alert")).to_contain_text(CONFLICT)
    await expect(the_text(page)).to_contain_text("Mitt tillägg.")

    await page.get_by_role("button", name="Visa båda").click()
    await dialog.get_by_role("button", name="behåll min som kopia").click()
    await expect(the_text(page)).to_contain_text("Deras tillägg.")
    copy = page.get_by_role("textbox", name="Kopia av din text")
    assert "Mitt tillägg." in await copy.input_value()
    await expect(page.get_by_role("alert")).to_be_hidden()
    await put_cursor(page, TEXT)
    await page.keyboard.type(" Och mitt.")
    await page.keyboard.press("Control+s")
    await expect(page.locator("#state")).to_contain_text("Sparat kl.")
    assert "falska konton. Deras tillägg. Och mitt." in saved(folder)


async def test_a_text_nobody_is_writing_in_follows_the_file(page: Page, folder: Path) -> None:
    await open_file(page)
    new = saved(folder).replace("falska konton.", "falska konton. Nytt på disken.")
    (folder / BLOCKING).write_text(new, "utf-8")
    await page.evaluate("window.dispatchEvent(new Event('focus'))")

    await expect(the_text(page)).to_contain_text("Nytt på disken.")
    await expect(page.get_by_text("Filen ändrades utanför verkstaden.")).to_be_visible()
    await expect(page.get_by_text("Allt är sparat.")).to_be_visible()


async def test_unsaved_text_survives_and_leaving_asks_first(page: Page, folder: Path) -> None:
    await open_file(page)
    await put_cursor(page, TEXT)
    await page.keyboard.type(" Nästan klart.")
    asked: list[str] = []

    async def stay_or_go(dialog: Any) -> None:
        asked.append(dialog.type)
        await dialog.accept()

    page.on("dialog", stay_or_go)
    await page.reload()

    assert asked == ["beforeunload"]
    await expect(the_text(page)).to_contain_text("Nästan klart.")
    await expect(page.get_by_text("Det du inte hann spara")).to_be_visible()
    await expect(page.get_by_text("Inte sparat än.")).to_be_visible()
    await expect(page.get_by_role("link", name="Blockera")).to_contain_text("osparad")
    assert "Nästan klart" not in saved(folder)


async def test_a_draft_begun_with_an_older_file_is_a_conflict_when_it_comes_back(
    page: Page, folder: Path
) -> None:
    await open_file(page)
    await put_cursor(page, TEXT)
    await page.keyboard.type(" Mitt tillägg.")
    await expect(page.get_by_role("link", name="Blockera")).to_contain_text("osparad")
    (folder / BLOCKING).write_text(saved(folder) + "# deras\n", "utf-8")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.reload()

    await expect(page.get_by_role("alert")).to_contain_text(CONFLICT)
    await expect(the_text(page)).to_contain_text("Mitt tillägg.")


async def test_a_new_file_begins_with_all_its_fields_and_is_saved_once_it_is_right(
    page: Page, folder: Path
) -> None:
    await page.goto("/")
    await page.get_by_role("button", name="Ny fil").click()
    await page.get_by_label("Filens namn, helst ämnets").fill("../kris")
    await page.get_by_role("button", name="Skapa").click()
    assert not await page.evaluate("document.querySelector('#new-name').validity.valid")
    await page.get_by_label("Filens namn, helst ämnets").fill("kris")
    await page.get_by_role("button", name="Skapa").click()

    text = the_text(page, "passages/kris.yaml")
    await expect(text).to_contain_text("topic: kris")
    await expect(the_marks(page).first).to_contain_text("Ämnet kris finns inte")
    await text.focus()
    await page.keyboard.press("Control+Home")
    await page.keyboard.press("End")
    for _ in "kris":
        await page.keyboard.press("Backspace")
    await page.keyboard.type("gallring")
    await page.keyboard.press("Escape")
    await expect(the_marks(page).filter(has_text="Ämnet")).to_have_count(0)
    assert not (folder / "passages" / "kris.yaml").exists()


async def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    await page.goto("/")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Hoppa till texten")).to_be_focused()
    await page.get_by_label("Sök bland filerna").focus()
    await page.keyboard.type("blockera")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Blockera")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_text("Inga fel.").wait_for()

    await page.get_by_role("link", name="Hoppa till texten").focus()
    await page.keyboard.press("Enter")
    await expect(the_text(page)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(the_text(page)).not_to_be_focused()
    await page.get_by_role("tab", name="Svaret").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("tab", name="Vad som ändras")).to_be_focused()
    await expect(page.get_by_role("button", name="Visa vad som ändras")).to_be_visible()


async def test_the_page_is_in_english_when_asked_for(page: Page) -> None:
    await page.goto(f"/?lang=en#{BLOCKING}")

    await expect(page.get_by_role("heading", name="The editors' workshop")).to_be_visible()
    await expect(page.get_by_text("No errors. The text can be saved.")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
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
    await the_card(page).wait_for()
    await page.get_by_role("radio", name="Båda").check()
    found["answered"] = await violations(page)
    await page.get_by_role("tab", name="Vad som ändras").click()
    found["changes"] = await violations(page)
    await put_cursor(page, TEXT)
    await page.keyboard.type(" Mitt.")
    (folder / BLOCKING).write_text(saved(folder) + "# deras\n", "utf-8")
    await page.keyboard.press("Control+s")
    await page.get_by_role("dialog").wait_for()
    found["conflict"] = await violations(page)

    assert {state: told for state, told in found.items() if told} == {}
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(sideways)
