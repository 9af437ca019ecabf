"""The main job in a real browser: a new user asks the real base, and gets the cited answer.

The pictures go to the test's own folder, or to the one in PICTURES.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.chatting import ask, the_card
from tests.browser.windows import NARROW, SIDEWAYS, WIDE, a_window, take_picture

pytestmark = pytest.mark.asyncio(loop_scope="session")

TITLE = "Måste kommentarer på sociala medier diarieföras?"
RELATED = "Vad säger lagen om att registrera allmänna handlingar?"


@pytest_asyncio.fixture(loop_scope="session", params=[WIDE, NARROW], ids=["wide", "narrow"])
async def window(
    request: pytest.FixtureRequest, browser: Browser, address: str
) -> AsyncIterator[Page]:
    """A new user's window, once they are welcomed."""
    async with a_window(browser, address, "/?lang=sv", size=request.param) as page:
        await expect(the_card(page).get_by_text("Hej! Jag är Rutinboten.")).to_be_visible()
        yield page


def the_answer(page: Page) -> Locator:
    """The second card; the first one is the welcome."""
    return the_card(page).nth(1)


async def test_a_new_user_is_welcomed_asks_and_gets_the_cited_answer(
    window: Page, tmp_path: Path
) -> None:
    await ask(window)
    answer = the_answer(window)

    await expect(answer.get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(answer).to_contain_text("Nacka kommuns guide för sociala medier")
    await expect(answer).to_contain_text("Så gör andra: ")
    await expect(answer).to_contain_text("Citat ur kunskapsbasen, inte AI-genererat.")
    await expect(the_card(window)).to_have_count(2)
    assert not await window.evaluate(SIDEWAYS)
    await take_picture(window, tmp_path, f"answer-{width_of(window)}")


async def test_the_user_says_it_helped_reads_a_related_question_and_goes_back(
    window: Page, tmp_path: Path
) -> None:
    await ask(window)
    answer = the_answer(window)
    await answer.get_by_role("button", name="Till hjälp", exact=True).click()
    await expect(answer).to_contain_text("Tack! Du svarade: till hjälp.")
    await expect(answer.get_by_role("button", name="Till hjälp", exact=True)).to_have_count(0)

    await answer.get_by_role("button", name=RELATED).click()
    await expect(answer.get_by_role("heading", name=RELATED)).to_be_visible()
    assert not await window.evaluate(SIDEWAYS)
    await take_picture(window, tmp_path, f"related-{width_of(window)}")

    await answer.get_by_role("button", name=f"Tillbaka: {TITLE}").click()
    await expect(answer.get_by_role("heading", name=TITLE)).to_be_visible()


def width_of(page: Page) -> int:
    size = page.viewport_size
    assert size is not None
    return size["width"]
