"""The four people of the tour: one press each, a window each."""

import pytest
from playwright.async_api import Page, expect

from tests.localchat.pretend_bot import PretendBot

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = {
    "Anna vill starta ett konto": "Du är Anna",
    "Maria hennes chef": "Du är Maria",
    "Rut granskar": "Du är Rut i kanalen Granskning",
    "Rolf granskar också": "Du är Rolf i kanalen Granskning",
}


async def test_each_of_the_four_is_one_press_away_in_a_window_of_their_own(
    page: Page, bot: PretendBot
) -> None:
    for name, told in PEOPLE.items():
        link = page.get_by_role("navigation").get_by_role("link", name=name, exact=True)
        async with page.context.expect_page() as opened:
            await link.click()
        window = await opened.value
        await expect(window.locator("#you")).to_have_text(told, ignore_case=True)
        await window.close()

    await expect(page.locator("#you")).to_have_text("Du är Anna")


async def test_the_same_press_twice_comes_back_to_the_same_window(
    page: Page, bot: PretendBot
) -> None:
    link = page.get_by_role("link", name="Maria hennes chef")
    async with page.context.expect_page() as opened:
        await link.click()
    window = await opened.value
    before = len(page.context.pages)
    await link.click()
    await expect(window.locator("#you")).to_have_text("Du är Maria")

    assert len(page.context.pages) == before
    await window.close()


async def test_who_one_is_already_is_marked_and_not_by_colour_alone(
    page: Page, bot: PretendBot
) -> None:
    here = page.get_by_role("navigation").get_by_role("link", name="Anna vill starta ett konto")

    await expect(here).to_have_attribute("aria-current", "page")
    assert await here.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    others = page.locator("#people a:not([aria-current])")
    assert await others.count() == 3
    assert await others.first.evaluate("e => getComputedStyle(e).textDecorationLine") == "underline"


async def test_the_people_are_named_in_the_pages_language(page: Page, bot: PretendBot) -> None:
    await page.goto("/?lang=en")
    link = page.get_by_role("link", name="Rut reviews", exact=True)

    await expect(link).to_have_attribute("href", "?as=rut&in=granskning&lang=en")
