"""The workshop within Teams looks as Teams does, and goes on doing so when its theme is changed."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.axe import hindrances
from tests.browser.test_tab import THEMES, held_by_teams
from tests.browser.windows import take_picture
from tests.browser.workshop.editing import BLOCKING, BUILT_WITHIN_MS, TITLE
from tests.world.served_bot import ENTRA, entra_id
from tests.world.tab import sso_claims
from tests.world.workshop import served_workshop

pytestmark = pytest.mark.asyncio(loop_scope="session")

GROUND = "getComputedStyle(document.body).backgroundColor"
GROUNDS = {"default": "rgb(245, 245, 245)", "dark": "rgb(31, 31, 31)", "contrast": "rgb(0, 0, 0)"}


async def test_the_workshop_follows_the_theme_of_teams(
    browser: Browser, built_page: None, tmp_path: Path, index_cache: Path
) -> None:
    async with served_workshop(tmp_path, index_cache, BOT_REVIEWERS=entra_id("rut")) as bot:
        token = ENTRA.token(**sso_claims(bot, "rut"))
        where = f"/verkstad/?lang=sv#{BLOCKING}"
        async with held_by_teams(browser, bot, token, where, theme="contrast") as page:
            await page.set_viewport_size({"width": 1280, "height": 900})
            title = page.frame_locator("iframe").get_by_label("Rubrik").first
            await expect(title).to_have_value(TITLE, timeout=BUILT_WITHIN_MS)
            workshop = page.frames[-1]
            seen, found = {}, {}
            for theme in (*THEMES[::-1], "contrast"):
                await page.evaluate("theme => choose(theme)", theme)
                root = page.frame_locator("iframe").locator(f"html[data-theme={theme}]")
                await expect(root).to_be_attached()
                seen[theme] = await workshop.evaluate(GROUND)
                found[theme] = await hindrances(workshop)
                await take_picture(page, tmp_path, f"workshop-in-teams-{theme}")

    assert seen == GROUNDS
    assert found == {theme: [] for theme in THEMES}
