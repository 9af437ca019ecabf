"""The workshop in a real browser: nobody's text is lost, one's own or another's."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.workshop.editing import BLOCKING, TEXT, open_file, put_cursor, saved, the_text

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONFLICT = "Någon annan har ändrat filen sedan du började."


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
