"""The tab in a real browser: by keyboard alone from request to register, and signed in by Teams."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, Route, expect

from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.browser.account_story import ACCOUNT, ADDRESS, NAME, PEOPLE, PURPOSE, RULES, Answers
from tests.browser.axe import hindrances
from tests.browser.forced_colours import lost_in_forced_colours
from tests.browser.windows import NARROW, SIDEWAYS, WIDE, complaints_of, take_picture
from tests.world.served_bot import ENTRA, ServedBot, serve_bot
from tests.world.tab import sso_claims

pytestmark = pytest.mark.asyncio(loop_scope="session")

THEMES = ("default", "dark", "contrast")
OWN_UNIT: Answers = {
    "Vilken enhet": "Exempelgårdens äldreboende",
    "Är du ansvarig chef": ["Ja"],
    "Vart kan allmänheten": "Kommunens växel",
    "Har ni pratat": ["Ja"],
}
WATCHED: Answers = {**RULES, "Tittar någon": ["Ja"]}
STEPS = (OWN_UNIT, PURPOSE, ACCOUNT, PEOPLE, WATCHED)


@asynccontextmanager
async def a_tab(
    browser: Browser, address: str, name: str, *, size: tuple[int, int]
) -> AsyncIterator[Page]:
    """The page as *name* sees it at home. Whatever its console complains of is a failure."""
    context = await browser.new_context(
        base_url=address,
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    page = await context.new_page()
    complaints = complaints_of(page)
    await page.goto(f"/arenden?as={name}")
    await expect(heading(page)).to_be_focused()
    yield page
    await context.close()

    assert complaints == []


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


async def is_open_to_all(page: Page, pictures: Path, name: str) -> None:
    """Nothing hinders anybody in any theme or at any width, nor sticks out where it is narrow."""
    size = page.viewport_size
    assert size is not None
    for (width, height), themes in ((WIDE, THEMES), (NARROW, THEMES[:1])):
        await page.set_viewport_size({"width": width, "height": height})
        for theme in themes:
            await page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            assert await hindrances(page) == [], (name, width, theme)
            await take_picture(page, pictures, f"tab-{name}-{theme}-{width}", whole=True)
    assert await lost_in_forced_colours(page) == [], name
    await page.set_viewport_size({"width": 320, "height": 800})
    assert not await page.evaluate(SIDEWAYS)
    await page.set_viewport_size(size)


class Keyboard:
    """Somebody who has no mouse: gets about by Tab, the arrows, Space and Enter."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def goes_to(self, wanted: Locator) -> None:
        """Tab on until *wanted* has the focus, which can be seen."""
        await expect(wanted).to_be_visible()
        for _ in range(120):
            if await wanted.evaluate("element => element === document.activeElement"):
                break
            await self.page.keyboard.press("Tab")
        await expect(wanted).to_be_focused()
        await expect(wanted).to_be_in_viewport()
        outline = await wanted.evaluate("element => getComputedStyle(element).outlineStyle")
        assert outline == "solid"

    async def presses(self, button: str) -> None:
        await self.goes_to(self.page.get_by_role("button", name=button, exact=True).first)
        await self.page.keyboard.press("Enter")

    async def opens(self, title: str) -> None:
        """Open what folds out below *title*, unless it stands open."""
        summary = self.page.locator("summary").filter(has_text=title)
        await self.goes_to(summary)
        if not await summary.evaluate("element => element.parentElement.open"):
            await self.page.keyboard.press("Enter")

    async def opens_row(self, title: str) -> None:
        await self.goes_to(self.page.locator(".rows button").filter(has_text=title).first)
        await self.page.keyboard.press("Enter")

    async def writes(self, label: str, text: str) -> None:
        await self.goes_to(self.page.get_by_role("textbox", name=label).first)
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.insert_text(text)

    async def fills_in(self, answers: Answers) -> None:
        for label, given in answers.items():
            field = self.page.locator(".field").filter(has_text=label).first
            if isinstance(given, list):
                for choice in given:
                    await self._chooses(field, choice)
            elif await field.get_by_role("combobox").count():
                await self.goes_to(field.get_by_role("combobox"))
                await self.page.keyboard.type(given)
            else:
                await self.writes(label, given)

    async def _chooses(self, field: Locator, choice: str) -> None:
        wanted = field.get_by_label(choice, exact=True)
        if await wanted.get_attribute("type") == "checkbox":
            await self.goes_to(wanted)
            await self.page.keyboard.press("Space")
            return
        # Radio buttons are one stop, and the arrows choose among them.
        await self.goes_to(field.get_by_role("radio").first)
        await self.page.keyboard.press("Space")
        while not await wanted.is_checked():
            await self.page.keyboard.press("ArrowDown")


async def test_a_request_is_made_decided_and_registered_by_keyboard_alone(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    async with (
        a_tab(browser, address, "anna", size=NARROW) as anna,
        a_tab(browser, address, "rut", size=WIDE) as rut,
    ):
        await anna_fills_in_the_steps(Keyboard(anna), tmp_path)
        await rut_asks_and_approves(Keyboard(rut), Keyboard(anna), tmp_path)
        await anna_goes_live(Keyboard(anna), tmp_path)


async def anna_fills_in_the_steps(anna: Keyboard, pictures: Path) -> None:
    page = anna.page
    await expect(page.get_by_role("button", name="Granskning")).to_have_count(0)
    await anna.presses("Starta ett nytt konto")
    await expect(heading(page)).to_be_focused()
    await anna.fills_in({**OWN_UNIT, "Vart kan allmänheten": ""})
    await page.keyboard.press("Enter")  # in a field it means the button below it

    faults = page.get_by_role("group", name="Rätta det här först")
    await expect(faults).to_be_focused()
    await is_open_to_all(page, pictures, "faults")
    await anna.goes_to(faults.get_by_role("link", name="Vart kan allmänheten"))
    await page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Vart kan allmänheten")
    await expect(field).to_be_focused()
    await expect(field).to_have_accessible_description(re.compile("^Svar saknas. "))
    await expect(page.get_by_role("combobox")).to_have_value("exempelgarden")
    await anna.fills_in({"Vart kan allmänheten": "Kommunens växel"})
    await anna.presses("Nästa")
    for number, answers in enumerate(STEPS[1:], start=2):
        await expect(page.get_by_text(f"Steg {number} av 5")).to_be_visible()
        await anna.fills_in(answers)
        await anna.presses("Nästa" if number < 5 else "Till sammanfattningen")
    await expect(heading(page)).to_have_text("Kontrollera och skicka")
    await is_open_to_all(page, pictures, "summary")
    await anna.presses("Skicka ansökan")
    await expect(page.get_by_text("Ansökan är skickad.")).to_be_visible()


async def rut_asks_and_approves(rut: Keyboard, anna: Keyboard, pictures: Path) -> None:
    page = rut.page
    await rut.presses("Granskning")
    await rut.opens("Andra listor och sök")
    await is_open_to_all(page, pictures, "queue")
    await rut.writes("Eller sök", "exempelgården")
    await page.keyboard.press("Enter")
    await rut.opens_row(NAME)
    await rut.presses("Jag tar den")
    await expect(page.get_by_text("Tas av")).to_be_visible()
    await rut.opens("Fråga den sökande")
    await rut.writes("Din fråga", "Vem svarar i juli?")
    await rut.presses("Skicka frågan")

    await anna.presses("Mina ärenden")
    await anna.opens_row(NAME)
    await anna.writes("Ditt svar", "Bo Berg.")
    await anna.presses("Svara")
    await rut.presses("Granskning")
    await rut.opens_row(NAME)
    await expect(page.get_by_text("Bo Berg.").first).to_be_visible()
    await rut.opens("Godkänn")
    await rut.writes("Villkor", "Följ upp efter ett halvår.")
    await is_open_to_all(page, pictures, "review")
    await rut.presses("Skicka godkännandet")
    await expect(page.get_by_text("Godkänd av Rut").first).to_be_visible()


async def anna_goes_live(anna: Keyboard, pictures: Path) -> None:
    """What is refused is told, and all that was ticked and typed is still there."""
    page = anna.page
    await anna.presses("Mina ärenden")
    await anna.opens_row(NAME)
    await expect(page.get_by_role("textbox", name="Kontots adress")).to_be_visible()
    for box in await page.get_by_role("checkbox").all():
        await anna.goes_to(box)
        await page.keyboard.press("Space")
    await anna.writes("Kontots adress", "facebook")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Skriv en hel webbadress").first).to_be_in_viewport()
    await expect(page.get_by_role("checkbox", checked=False)).to_have_count(0)
    await expect(page.get_by_role("textbox", name="Kontots adress")).to_have_value("facebook")
    await is_open_to_all(page, pictures, "checklist")
    await anna.writes("Kontots adress", ADDRESS)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Kontot är anmält till registret.").first).to_be_visible()
    await anna.presses("Visa kontot")
    await is_open_to_all(page, pictures, "account")
    await page.go_back()
    await expect(heading(page)).to_contain_text(NAME)


HOST = "https://teams.microsoft.com/tab"
HELD = """<!doctype html><title>Teams</title><style>
body {{ margin: 0 }}
iframe {{ display: block; width: 100%; height: 100vh; border: 0 }}
</style>
<iframe title="Fliken" src="{address}"></iframe><script>
const told = {told};
addEventListener("message", ({{ data, source, origin }}) => {{
  if (!data.func) return;
  const args = told[data.func];
  const {{ id, uuid, uuidAsString }} = data;
  source.postMessage({{ id, uuid, uuidAsString, args }}, origin);
}});
/** Whoever uses Teams chooses another theme. */
function choose(theme) {{
  frames[0].postMessage({{ func: "themeChange", args: [theme] }}, "*");
}}
</script>"""
"""A page that answers the tab as Teams does: with a context, and a token of Entra's."""


async def test_teams_signs_its_user_in_and_a_stranger_is_told_why_nothing_is_shown(
    browser: Browser, built_page: None, small: Snapshot, tmp_path: Path
) -> None:
    async with serve_bot(CurrentBase(small), tmp_path) as bot:
        good = ENTRA.token(**sso_claims(bot, "anna"))
        async with held_by_teams(browser, bot, good) as page:
            tab = page.frame_locator("iframe")
            await expect(tab.get_by_role("heading", name="My cases")).to_be_visible()
            await tab.get_by_role("button", name="Start a new account").click()
            await expect(tab.get_by_text("Step 1 of 3")).to_be_visible()
            theme = await tab.locator("html").get_attribute("data-theme")
        async with held_by_teams(browser, bot, "x.y.z") as page:
            alert = page.frame_locator("iframe").get_by_role("alert")
            await expect(alert).to_contain_text("Teams didn't say who you are")

        assert theme == "dark"


@asynccontextmanager
async def held_by_teams(
    browser: Browser,
    bot: ServedBot,
    token: str,
    path: str = "/arenden?lang=en-gb",
    *,
    theme: str = "dark",
) -> AsyncIterator[Page]:
    context = await browser.new_context(locale="sv-SE")
    # Chromium keeps pages of the internet from showing what this machine serves.
    await context.grant_permissions(["local-network-access"], origin=HOST)
    context.set_default_timeout(60_000)  # the bot starts and the tab loads on one machine
    page = await context.new_page()
    told: dict[str, list[Any]] = {
        "initialize": ["content", "web", '{"apiVersion": 2, "supports": {}}', "2.0.0"],
        "getContext": [{"locale": "en-gb", "theme": theme}],
        "authentication.getAuthToken": [True, token],
    }
    address = bot.url.replace("/api/messages", path)
    body = HELD.format(address=address, told=json.dumps(told))

    async def answer(route: Route) -> None:
        await route.fulfill(body=body, content_type="text/html")

    await page.route(HOST, answer)
    await page.goto(HOST)
    yield page
    await context.close()
