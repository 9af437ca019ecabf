"""The main job in a real browser: a new user asks the real base, and gets the cited answer.

The server is a process of its own, started as `make run` starts it. The pictures go to the test's
own folder, or to the one in PICTURES.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.chatting import ask, the_card
from tests.browser.conftest import is_complaint
from tests.wire import serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROOT = Path(__file__).parent.parent.parent
TITLE = "Måste kommentarer på sociala medier diarieföras?"
RELATED = "Vad säger lagen om att registrera allmänna handlingar?"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
STARTS_WITHIN_SECONDS = 120
"""The index is built at the first start after the base has changed."""
WIDE, NARROW = (1280, 1240), (390, 844)


@pytest_asyncio.fixture(loop_scope="session")
async def address(built_page: None, tmp_path: Path) -> AsyncIterator[str]:
    """A server in local mode over the real base, on a port of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    async with serving(web.Application()) as url:
        port = url.rpartition(":")[2]
    settings = {
        "BOT_DANGEROUSLY_LOCAL": "yes",
        "BOT_PORT": port,
        "BOT_DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}",
    }
    async with _process(clean | settings):
        yield f"http://localhost:{port}"


@asynccontextmanager
async def _process(environment: dict[str, str]) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "app.py", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(STARTS_WITHIN_SECONDS):
            while b"listens on" not in (line := await process.stderr.readline()):
                assert line, "the server ended"
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


@pytest_asyncio.fixture(loop_scope="session", params=[WIDE, NARROW], ids=["wide", "narrow"])
async def window(
    request: pytest.FixtureRequest, browser: Browser, address: str
) -> AsyncIterator[Page]:
    """A new user's window. Whatever its console complains of fails the test."""
    width, height = request.param
    context = await browser.new_context(
        base_url=address,
        locale="sv-SE",
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto("/?lang=sv")
    yield page
    await context.close()

    assert complaints == []


def the_answer(page: Page) -> Locator:
    """The second card; the first one is the welcome."""
    return the_card(page).nth(1)


async def test_a_new_user_is_welcomed_asks_and_gets_the_cited_answer(
    window: Page, tmp_path: Path
) -> None:
    await expect(the_card(window).get_by_text("Hej! Jag är Rutinboten.")).to_be_visible()
    await ask(window)
    answer = the_answer(window)

    await expect(answer.get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(answer).to_contain_text("Malmö stads handbok")
    await expect(answer).to_contain_text("Andra kommuners praxis")
    await expect(answer).to_contain_text("har ännu inte bekräftat texten")
    await expect(answer).to_contain_text("Citat ur kunskapsbasen, inte AI-genererat.")
    await expect(the_card(window)).to_have_count(2)
    assert not await window.evaluate(SIDEWAYS)
    await take_picture(window, tmp_path, "answer")


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
    await take_picture(window, tmp_path, "related")

    await answer.get_by_role("button", name=f"Tillbaka: {TITLE}").click()
    await expect(answer.get_by_role("heading", name=TITLE)).to_be_visible()


async def take_picture(page: Page, folder: Path, name: str) -> None:
    folder = Path(os.environ.get("PICTURES", folder))
    width = await page.evaluate("window.innerWidth")
    await page.screenshot(path=folder / f"{name}-{width}.png")
