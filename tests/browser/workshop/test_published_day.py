"""A day in the workshop in Teams: two editors and a second reader write, publish and go back."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.browser.axe import hindrances
from tests.browser.test_tab import held_by_teams
from tests.browser.windows import take_picture
from tests.browser.workshop.editing import BLOCKING, BUILT_WITHIN_MS, TITLE
from tests.world.bases import a_copy
from tests.world.reading import words_of
from tests.world.served_bot import ENTRA, ServedBot, entra_id
from tests.world.tab import sso_claims
from tests.world.workshop import in_git, log_of, served_workshop

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATIENCE_MS = 2 * BUILT_WITHIN_MS
"""Three browsers and a bot share the machine."""
SIZE: ViewportSize = {"width": 1280, "height": 860}
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
ANSWER = "Nej, aldrig för åsikters skull."
TEXT = f"{ANSWER} Det som bryter mot reglerna döljer vi, och falska konton blockerar vi."
ROLFS_TITLE = "Får vi stänga ute någon?"


class SetClock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Editor:
    """A reviewer with the workshop open in Teams."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frame = frame = page.frame_locator("iframe")
        self.swedish = frame.get_by_role("group", name="Svenska", exact=True)
        self.panel = frame.get_by_role("tabpanel", name="Publicera")

    async def presses(self, name: str) -> None:
        await self.frame.get_by_role("button", name=name, exact=True).click()

    async def fills_in(self, label: str, text: str) -> None:
        await self.swedish.get_by_label(label, exact=True).fill(text)
        await expect(self.frame.get_by_text("Inga fel. Texten går att spara.")).to_be_visible(
            timeout=PATIENCE_MS
        )

    async def saves(self) -> None:
        await self.presses("Spara")
        await expect(self.frame.locator("#state")).to_contain_text(
            "Sparat kl.", timeout=PATIENCE_MS
        )

    async def looks_at_publishing(self) -> None:
        await self.frame.get_by_role("tab", name="Publicera").click()

    async def is_told(self, sentence: str | re.Pattern[str]) -> None:
        said = self.panel.get_by_text(sentence).first
        await expect(said).to_be_visible(timeout=PATIENCE_MS)


@asynccontextmanager
async def at_work(browser: Browser, bot: ServedBot, name: str) -> AsyncIterator[Editor]:
    token = ENTRA.token(**sso_claims(bot, name))
    where = f"/verkstad/?lang=sv#{BLOCKING}"
    async with held_by_teams(browser, bot, token, where, theme="default") as page:
        await page.set_viewport_size(SIZE)
        page.context.set_default_timeout(PATIENCE_MS)
        editor = Editor(page)
        await expect(editor.swedish.get_by_label("Rubrik")).to_have_value(
            re.compile("."), timeout=PATIENCE_MS
        )
        yield editor


async def answered(bot: ServedBot, who: str) -> str:
    return words_of(await bot.person(who).writes(TITLE))


async def test_two_editors_and_a_second_reader_play_a_day(
    browser: Browser, built_page: None, tmp_path: Path, index_cache: Path
) -> None:
    in_git(a_copy(tmp_path))
    clock, reviewers = SetClock(), ",".join(map(entra_id, ("rut", "rolf", "eva")))
    told = {"BOT_REVIEWERS": reviewers, "BOT_WORKSHOP_SECOND_READER": "yes"}
    async with (
        served_workshop(tmp_path, index_cache, clock, **told) as bot,
        at_work(browser, bot, "rut") as rut,
        at_work(browser, bot, "rolf") as rolf,
        at_work(browser, bot, "eva") as eva,
    ):
        await rut_saves_and_rolf_meets_it(rut, rolf)
        await a_time_is_asked_for_and_approved(rut, eva, tmp_path)
        assert ANSWER not in await answered(bot, "anna")
        clock.now = NOW + timedelta(hours=5)
        assert ANSWER not in await answered(bot, "bo")  # meeting him wakes the jobs
        await rut.looks_at_publishing()
        await until_published(rut)
        await until_answered(bot, with_it=True)

        await rut_goes_back(rut, eva)
        await until_answered(bot, with_it=False)
    names = [line.partition(" <")[0] for line in log_of(tmp_path / "base")]
    assert names == ["Rut", "Rolf", "Rut", "Ada"]


async def rut_saves_and_rolf_meets_it(rut: Editor, rolf: Editor) -> None:
    await expect(rut.frame.get_by_text("Samma fil är öppen hos: ")).to_be_visible(
        timeout=PATIENCE_MS
    )
    await rolf.fills_in("Rubrik", ROLFS_TITLE)
    await rut.fills_in("Text", TEXT)
    await rut.saves()
    await rolf.presses("Spara")
    dialog = rolf.frame.get_by_role("dialog", name="Två versioner av filen")
    await expect(dialog.get_by_role("textbox", name="På disken nu")).to_contain_text(
        ANSWER, timeout=PATIENCE_MS
    )
    await dialog.get_by_role("button", name="Ta deras text").click()
    await expect(rolf.swedish.get_by_label("Text", exact=True)).to_have_value(
        TEXT, timeout=PATIENCE_MS
    )
    await rolf.fills_in("Rubrik", ROLFS_TITLE)
    await rolf.saves()


async def a_time_is_asked_for_and_approved(rut: Editor, eva: Editor, pictures: Path) -> None:
    await rut.looks_at_publishing()
    await rut.is_told("1 fil skiljer sig från det boten svarar ur.")
    await rut.panel.get_by_label("Eller en dag och tid").fill("2026-11-30T14:00")
    await take_picture(rut.page, pictures, "workshop-publish")
    await rut.presses("Publicera då")
    await rut.is_told(re.compile("^Rut vill publicera "))
    await expect(rut.panel.get_by_role("button", name="Godkänn")).to_have_count(0)

    await eva.looks_at_publishing()
    await eva.panel.locator("summary").first.click()
    await expect(eva.panel.get_by_role("textbox", name="Efter")).to_contain_text(
        ANSWER, timeout=PATIENCE_MS
    )
    await expect(eva.panel.get_by_role("textbox", name="Nu")).not_to_contain_text(
        ANSWER, timeout=PATIENCE_MS
    )
    await take_picture(eva.page, pictures, "workshop-second-reader")
    await eva.presses("Visa vilka frågor som får annat svar")
    await expect(eva.frame.locator("#publish-compared")).to_contain_text(
        "som förut", timeout=PATIENCE_MS
    )
    assert await hindrances(eva.page.frames[-1]) == []
    await eva.presses("Godkänn")
    await eva.is_told(re.compile("^Rut publicerar .*14:00"))


async def until_published(editor: Editor) -> None:
    await editor.is_told(re.compile(": publicerat av Rut."))


async def until_answered(bot: ServedBot, *, with_it: bool) -> None:
    """What is published is read by each instance a moment later."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while (ANSWER in await answered(bot, "anna")) is not with_it:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def rut_goes_back(rut: Editor, eva: Editor) -> None:
    await rut.presses("Tidigare lydelser …")
    wordings = rut.frame.get_by_role("dialog")
    await wordings.get_by_role("button", name="Ta tillbaka den här").last.click()
    await rut.saves()
    await rut.looks_at_publishing()
    await rut.presses("Publicera nu")
    await rut.is_told(re.compile("^Rut vill publicera "))
    await eva.looks_at_publishing()
    await eva.presses("Godkänn")
    await expect(eva.panel.locator("#publish-log li")).to_have_count(2, timeout=PATIENCE_MS)
