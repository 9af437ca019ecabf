"""The workshop in a real browser: write, see the marks, take suggestions, save."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from editor.check import inspect
from knowledge.source.files import Unsaved
from tests.browser.workshop.editing import (
    BASIS,
    BLOCKING,
    COMMENT,
    REVIEWED,
    TEXT,
    open_file,
    put_cursor,
    saved,
    the_card,
    the_marks,
    the_text,
)
from tests.editor.workbench import a_server
from yamlfile.problem import Problem

FORM = "account_request.yaml"
OFFERED_ON, KIND = 2, 22
"""Lines of that file."""

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_list_of_files_tells_errors_from_remarks(
    page: Page, folder: Path, index_cache: Path
) -> None:
    """The file names no schema, and in 2040 its passage is past its review date."""

    def in_2040(folder: Path, unsaved: Unsaved) -> list[Problem]:
        return inspect(folder, today=date(2040, 1, 1), unsaved=unsaved)[1]

    async with a_server(folder, index_cache, in_2040) as server:
        await page.goto(f"{server.make_url('/')}#{BLOCKING}")
        row = page.locator("#file-list li", has=page.locator("[aria-current]"))
        await expect(row.locator(".badge.remark")).to_have_text("2 påpekanden")
        await expect(row.locator(".badge.trouble")).to_have_count(0)

        await put_cursor(page, BASIS)
        await page.keyboard.type("x")
        await expect(row.locator(".badge.trouble")).to_have_text("1 fel")
        await page.goto("about:blank")


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
        ["bot", "guidance", "law", "practice", "routine"]
    )
    await page.keyboard.press("Escape")
    await put_cursor(page, 1)
    for _ in "blockera":
        await page.keyboard.press("Backspace")
    await page.keyboard.press("Control+Space")
    await expect(suggestions.get_by_role("option", name="gallring")).to_be_visible()


async def test_the_request_form_is_completed_as_the_texts_are(page: Page) -> None:
    await open_file(page, FORM)
    suggestions = page.get_by_role("listbox", name="Förslag")

    await put_cursor(page, OFFERED_ON)
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.type(", bloc")
    await suggestions.get_by_role("option", name="blockera").click()
    await expect(the_text(page, FORM)).to_contain_text("offered_on: [starta-konto, blockera]")
    await expect(page.get_by_text("Inga fel. Texten går att spara.")).to_be_visible()

    await put_cursor(page, KIND)
    for _ in "choice":
        await page.keyboard.press("Backspace")
    await page.keyboard.press("Control+Space")
    await expect(suggestions.get_by_role("option", name="email")).to_be_visible()


async def test_a_new_file_begins_with_all_its_fields_and_can_be_given_up(
    page: Page, folder: Path
) -> None:
    await page.goto("/")
    await expect(page.get_by_role("link", name="blockera.yaml")).to_be_visible()
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

    page.on("dialog", lambda dialog: dialog.accept())
    await page.get_by_role("button", name="Släng ändringar").click()
    await expect(page.get_by_role("heading", name="Ingen fil är öppen")).to_be_visible()
    await expect(page.get_by_role("link", name="kris")).to_have_count(0)
    assert not (folder / "passages" / "kris.yaml").exists()


async def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    await page.goto("/")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Hoppa till texten")).to_be_focused()
    await page.get_by_role("link", name="Blockera").wait_for()  # the files come after the page
    await page.get_by_label("Sök bland filerna").focus()
    await page.keyboard.type("blockera")
    for _ in range(4):
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


async def test_nothing_can_be_pressed_before_the_page_could_answer(page: Page) -> None:
    read = asyncio.Event()

    async def later(route: Route) -> None:
        await read.wait()
        await route.continue_()

    await page.route("**/workshop/base*", later)
    await page.goto("/")
    await expect(page.locator("#state")).to_have_text("Läser …")
    pressed = page.locator("nav, aside")
    for part in await pressed.all():
        await expect(part).to_have_attribute("inert", "")

    read.set()
    gaps = page.locator("#gaps-tab")
    await gaps.click()
    await expect(gaps).to_have_attribute("aria-selected", "true")
    await expect(pressed).to_have_count(2)
    await expect(page.locator("[inert]")).to_have_count(0)
    await expect(page.locator("#state")).to_be_empty()


async def test_the_page_is_in_english_when_asked_for(page: Page) -> None:
    await page.goto(f"/?lang=en#{BLOCKING}")

    await expect(page.get_by_role("heading", name="The editors' workshop")).to_be_visible()
    await expect(page.get_by_text("No errors. The text can be saved.")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
