"""axe-core on the chat page, with cards to fill in and to choose from."""

from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from tests.browser.account_story import NEXT, press, step
from tests.browser.axe import hindrances
from tests.browser.chatting import ask, the_card
from tests.browser.windows import VIEWS, a_window

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
async def test_a_step_of_the_walk_and_lists_to_choose_from_have_no_hindrance(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    async with a_window(browser, address, "/?as=anna", size=(width, 900)) as page:
        await page.emulate_media(color_scheme=scheme)
        await ask(page, "starta konto")
        await press(step(page, 1), NEXT)
        await expect(the_card(page).get_by_text("Rätta det här först")).to_be_visible()
        await press(step(page, 1), "Varför frågar vi?")
        await ask(page, "mina ärenden")
        await expect(the_card(page).get_by_text("Konto utan namn än")).to_be_visible()
        await ask(page, "bläddra")
        await expect(the_card(page).get_by_text("Välj ett område")).to_be_visible()

        assert await hindrances(page) == []
