"""The message extension in the local chat: a search beside the message box, a menu on a message."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.axe import hindrances
from tests.browser.chatting import QUESTION, the_card
from tests.browser.test_question_journey import TITLE
from tests.browser.windows import NARROW, SIDEWAYS, WIDE, a_window, take_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_a_message_is_asked_about_and_an_answer_is_put_into_the_chat(
    browser: Browser, address: str, size: tuple[int, int], tmp_path: Path
) -> None:
    async with a_window(browser, address, "/?as=anna&in=fika", size=size) as page:
        await ask_in_channel(page)
        await page.get_by_label("Mer om meddelandet").press("Enter")
        await page.get_by_role("button", name="Fråga Rutinboten").press("Enter")
        dialog = page.get_by_role("dialog", name="Rutinboten")
        await expect(dialog).to_contain_text("Bara du ser det här.")
        await expect(dialog.get_by_role("heading", name=TITLE)).to_be_visible()
        await no_fault(page, tmp_path, f"dialog-{size[0]}")
        await dialog.get_by_role("button", name="Hela svaret i min chatt").click()
        await expect(dialog).to_contain_text("Hela svaret kommer i din egen chatt med mig.")
        await page.keyboard.press("Escape")
        await expect(page.get_by_label("Mer om meddelandet")).to_be_focused()

        await page.get_by_role("button", name="Lägg in ett svar eller ett konto").click()
        search = page.get_by_role("dialog", name="Lägg in ett svar eller ett konto")
        await expect(search.get_by_role("status")).to_have_text("10 träffar")
        await search.get_by_label("konton").check()
        await expect(search.get_by_role("status")).to_contain_text("Inget konto i registret")
        await search.get_by_label("svar").check()
        await page.get_by_label("Sökord eller en fråga").fill("diarieföra kommentarer")
        await expect(search.get_by_role("listitem").first).to_contain_text(TITLE)
        await no_fault(page, tmp_path, f"search-{size[0]}")
        await search.get_by_role("button", name=TITLE).press("Enter")

        await expect(search).to_be_hidden()
        put = page.locator("article.mine").last.get_by_role("group")
        await expect(put.get_by_role("heading", name=TITLE)).to_be_visible()
        await expect(page.get_by_role("textbox")).to_be_focused()
        await no_fault(page, tmp_path, f"put-{size[0]}")
    async with a_window(browser, address, "/?as=anna", size=size) as page:
        whole = the_card(page).filter(has_text="Du bad om hela svaret")
        await expect(whole.get_by_role("heading", name=TITLE)).to_be_visible()


async def ask_in_channel(page: Page) -> None:
    await page.get_by_role("textbox").fill(QUESTION)
    await page.keyboard.press("Enter")
    thread = the_card(page).filter(has_text=TITLE)
    await expect(thread.get_by_role("button", name="Hela svaret i min chatt")).to_be_visible()


async def no_fault(page: Page, folder: Path, name: str) -> None:
    await take_picture(page, folder, name)
    assert await hindrances(page) == []
    assert not await page.evaluate(SIDEWAYS)
