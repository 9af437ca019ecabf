"""The main job in a real browser: a new user asks, and gets the right cited answer."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.wire import serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
TITLE = "Måste kommentarer på sociala medier diarieföras?"


@pytest.fixture
async def address(built_page: Path, tmp_path: Path) -> AsyncIterator[str]:
    """A server as `make run` starts it, on a port of its own."""
    async with serving(web.Application()) as url:
        port = url.rpartition(":")[2]
    environment = os.environ | {
        "BOT_DANGEROUSLY_LOCAL": "yes",
        "BOT_PORT": port,
        "BOT_DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "app.py", env=environment, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(120):
            while b"listens on" not in (line := await process.stderr.readline()):
                assert line, "the server ended"
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        await process.communicate()


@pytest.mark.parametrize(("width", "height"), [(1280, 1240), (390, 844)])
async def test_a_new_user_asks_and_gets_the_cited_answer(
    browser: Any, address: str, tmp_path: Path, width: int, height: int
) -> None:
    page = await browser.new_page(
        viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    await page.goto(f"{address}/?lang=sv")
    await page.get_by_role("textbox").fill(QUESTION)
    await page.keyboard.press("Enter")
    card = page.locator(".ac-adaptiveCard").filter(has_text="Malmö stads handbok")
    await card.get_by_text(TITLE).first.wait_for(timeout=15_000)

    text = await card.inner_text()
    overflow = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    picture = os.environ.get("PICTURES", str(tmp_path))
    await page.screenshot(path=f"{picture}/answer-{width}.png")
    await card.get_by_role("button", name="Till hjälp", exact=True).click()
    await page.get_by_text("Tack! Du svarade: till hjälp.").first.wait_for(timeout=15_000)
    await page.close()

    assert "Malmö stads handbok" in text
    assert "Citat ur kunskapsbasen" in text
    assert not overflow
    assert faults == []
