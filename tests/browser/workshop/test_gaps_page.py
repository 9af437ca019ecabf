"""The workshop in a real browser: from questions nobody could answer to texts that do."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml
from aiohttp.test_utils import TestServer
from playwright.async_api import BrowserContext, Locator, Page, expect

from knowledge.source.loader import load
from questions.asked import Outcome, Verdict, Vote
from questions.gap import Gap
from storage.schema import existing_database
from storage.unit_of_work import SqlTransactions
from tests.browser.windows import VIEWS
from tests.browser.workshop.editing import (
    BUILT_WITHIN_MS,
    open_file,
    saved,
    the_text,
    violations,
)
from tests.editor.bots_database import NOW, a_database, missed, vote_in
from tests.editor.workbench import BLOCKING, a_server
from tests.world.bases import MERMAIDS, finished

pytestmark = pytest.mark.asyncio(loop_scope="session")

TROLLS = (
    "Kärnar blockerare guldtackor i smörkärnor?",
    "Kärnar blockerade guldtackor smörkärnor?",
)
LOGO = ("sv", "Får vi blockera någon?", Outcome.ANSWER)
COUNTED = re.compile(r"får ett annat svar\.|Inga andra svar ändras\.")
PICTURES = "passages/bilder.yaml"
ELSEWHERE = "elsewhere.yaml"

PASTE = """(box, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const how = { clipboardData, bubbles: true, cancelable: true };
  box.dispatchEvent(new ClipboardEvent("paste", how));
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def database(tmp_path: Path) -> str:
    """A bot's database: mermaids and gold have been too much for it, and blocking has helped."""
    url = await a_database(tmp_path, [*missed(*TROLLS, *MERMAIDS), LOGO, LOGO])
    await vote_in(url, Vote("a5", "anna", "blockera-person", Verdict.HELPFUL, NOW))
    return url


@pytest_asyncio.fixture(loop_scope="session")
async def workshop(
    folder: Path, index_cache: Path, built_page: None, database: str
) -> AsyncIterator[TestServer]:
    server = a_server(folder, index_cache, database=database)
    await server.start_server()
    yield server
    await server.close()


@pytest_asyncio.fixture(loop_scope="session")
async def alone(folder: Path, index_cache: Path, built_page: None) -> AsyncIterator[TestServer]:
    """A workshop where no bot's database is."""
    server = a_server(folder, index_cache)
    await server.start_server()
    yield server
    await server.close()


async def stored(database: str) -> list[Gap]:
    async with existing_database(database) as opened:
        return list(await SqlTransactions(opened).read(lambda uow: uow.gaps.all()))


def the_list(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Luckorna")


def the_chosen(page: Page) -> Locator:
    return page.locator("#gaps [aria-selected=true]")


async def go_to_tab(page: Page, name: str) -> None:
    """Go there by the arrow keys."""
    await page.locator("[role=tab][aria-selected=true]").focus()
    tab = page.get_by_role("tab", name=name)
    while not await tab.evaluate("tab => tab === document.activeElement"):
        await page.keyboard.press("ArrowRight")


async def press_button(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name).focus()
    await page.keyboard.press("Enter")


async def show_gaps(page: Page) -> None:
    """A press before the page has listed its files would be lost."""
    await page.locator('a[href="#passages/blockera.yaml"]').wait_for(state="attached")
    await go_to_tab(page, "Luckor")
    await press_button(page, "Visa luckorna")
    await page.get_by_text("2 luckor, det som ligger nära först.").wait_for(timeout=BUILT_WITHIN_MS)
    await expect(the_list(page)).to_be_focused()


async def choose(page: Page, word: str) -> None:
    """Go to the gap about *word* by one key."""
    if word not in await the_chosen(page).inner_text():
        await page.keyboard.press("j")
        await page.keyboard.press("k" if word not in await the_chosen(page).inner_text() else "j")
    await expect(the_chosen(page)).to_contain_text(word)


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_days_gaps_are_worked_through_by_keyboard_alone(
    page: Page, folder: Path, database: str, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto("/")
    await show_gaps(page)
    await choose(page, "guldtackor")
    await page.keyboard.press("f")
    plan = page.get_by_role("form", name="Lägg till frågorna som formuleringar")
    await expect(plan.get_by_label("Till texten")).to_have_value("blockera-person")
    await expect(the_list(page)).to_be_focused()
    await expect(page.locator("#gap-plan-said")).to_contain_text("2 frågor läggs till i")
    await expect(page.locator("#gap-plan-said")).to_contain_text(COUNTED, timeout=BUILT_WITHIN_MS)
    await expect(page.locator("#gap-changes")).to_contain_text("Nya frågor (2)")
    assert await violations(page) == []
    assert "guldtackor" not in saved(folder)

    await page.keyboard.press("Enter")
    await expect(page.locator("#gap-told")).to_have_text(
        "Formuleringarna är sparade. 1 lucka är kvar."
    )
    for wording in TROLLS:
        assert f"- {wording}" in saved(folder)
    await expect(plan).to_be_hidden()
    await expect(the_list(page)).to_be_focused()
    await expect(the_chosen(page)).to_contain_text("fjärrskådning")
    await expect(page.locator("#gaps .handled")).to_contain_text("Omhändertagen")

    await page.keyboard.press("h")
    area = page.get_by_label("Till området")
    await expect(area).to_be_focused()  # nothing is near, so it must be chosen
    await page.keyboard.press("I")
    await expect(area).to_have_value("it")
    await expect(page.locator("#gap-plan-said")).to_contain_text(
        "3 frågor läggs till i ”IT-support”"
    )
    await page.keyboard.press("Enter")
    await expect(page.locator("#gap-told")).to_contain_text("Alla luckor i listan är omhändertagna")
    areas = yaml.safe_load(saved(folder, ELSEWHERE))["areas"]
    assert set(MERMAIDS) <= set(next(a for a in areas if a["id"] == "it")["sv"]["asked_as"])
    assert [gap.state for gap in await stored(database)] == ["not-ours", "taken"]

    await page.keyboard.press("z")
    await expect(page.locator("#notice")).to_have_text("Allt är som det var.")
    assert "fjärrskådning" not in saved(folder, ELSEWHERE)
    await expect(page.locator("#gaps .handled")).to_have_count(1)
    await page.keyboard.press("x")
    await expect(page.locator("#gap-plan-said")).to_contain_text("Inget ändras i kunskapsbasen")
    await page.keyboard.press("Escape")
    await expect(page.locator("#gap-plan")).to_be_hidden()
    await page.keyboard.press("x")
    await page.keyboard.press("Enter")
    await expect(page.locator("#gap-told")).to_contain_text("struken som skräp")
    states = [gap.state for gap in await stored(database)]
    assert sorted(states) == ["junk", "reopened", "taken"]


async def test_a_gap_becomes_a_text_that_is_saved_once_it_is_written(
    page: Page, folder: Path, database: str
) -> None:
    await page.goto("/")
    await show_gaps(page)
    await choose(page, "fjärrskådning")
    question = await page.locator("#gap-title").inner_text()
    await page.keyboard.press("n")
    topic = page.get_by_label("I ämnet")
    await expect(topic).to_be_focused()  # nothing is near: which is it about?
    await topic.select_option("bilder")
    await expect(page.locator("#gap-plan-said")).to_contain_text(COUNTED, timeout=BUILT_WITHIN_MS)
    await page.keyboard.press("Enter")

    await expect(page.get_by_text("En ny text är påbörjad.")).to_be_visible()
    text = the_text(page, PICTURES)
    await expect(text).to_be_focused()
    await expect(text).to_contain_text(question)
    assert [gap.state for gap in await stored(database)] == ["passage"]
    before = saved(folder, PICTURES)
    await page.keyboard.press("Control+s")
    await expect(page.locator("#state")).to_contain_text("Inte sparat: rätta")
    assert saved(folder, PICTURES) == before

    await expect(page.get_by_role("link", name="Bilder")).to_contain_text("osparad")
    unsaved: str = await page.evaluate(
        "name => JSON.parse(localStorage.getItem("
        "Object.keys(localStorage).find(key => key.endsWith(name)))).text",
        PICTURES,
    )
    await text.press("Control+a")
    await text.evaluate(PASTE, finished(unsaved))
    await expect(page.get_by_text("Inga fel. Texten går att spara.")).to_be_visible()
    await page.keyboard.press("Control+s")
    await expect(page.locator("#state")).to_contain_text("Sparat kl.")
    await expect(page.get_by_text("Du har sparat sedan luckorna lästes.")).to_be_visible()
    assert question in [passage.sv.title for passage in load(folder).passages.values()]
    assert saved(folder, PICTURES).startswith(before)
    assert [gap.state for gap in await stored(database)] == ["taken"]


async def test_the_second_of_two_editors_sees_that_the_gap_is_taken_care_of(
    page: Page, context: BrowserContext, folder: Path
) -> None:
    await page.goto("/")
    await show_gaps(page)
    other = await context.new_page()
    await other.goto("/")
    await show_gaps(other)
    await choose(page, "guldtackor")
    await choose(other, "guldtackor")
    await page.keyboard.press("f")
    await expect(page.locator("#gap-plan-said")).to_contain_text("Enter sparar")
    await other.keyboard.press("x")
    await other.keyboard.press("Enter")
    await expect(other.locator("#gap-told")).to_contain_text("struken som skräp")
    before = saved(folder)
    await page.keyboard.press("Enter")
    await expect(page.locator("#gap-plan-said")).to_contain_text(
        "luckan är redan omhändertagen. Redaktörernas verkstad"
    )
    assert saved(folder) == before
    await page.keyboard.press("Escape")
    await page.evaluate("window.dispatchEvent(new Event('focus'))")

    await expect(page.locator("#gaps .handled")).to_contain_text("Omhändertagen")
    await page.keyboard.press("n")
    await expect(page.locator("#gap-told")).to_contain_text("Omhändertagen: Redaktörernas verkstad")
    await other.close()


async def test_a_file_saved_by_another_or_faulty_is_told_of_and_nothing_is_lost(
    page: Page, folder: Path, database: str
) -> None:
    await page.goto("/")
    await show_gaps(page)
    await choose(page, "guldtackor")
    await page.keyboard.press("1")
    await expect(page.locator("#gap-plan-said")).to_contain_text("Enter sparar")
    theirs = saved(folder) + "# Deras rad.\n"
    (folder / BLOCKING).write_text(theirs, "utf-8")
    await page.keyboard.press("Enter")
    await expect(page.locator("#gap-plan-said")).to_contain_text("har ändrats av någon annan")
    assert saved(folder) == theirs

    (folder / BLOCKING).write_text("topic: [", "utf-8")
    await page.keyboard.press("f")
    await expect(page.locator("#gap-plan-said")).to_contain_text("Rätta felen i filen först")
    assert saved(folder) == "topic: ["
    (folder / BLOCKING).write_text(theirs, "utf-8")
    await page.keyboard.press("f")
    await expect(page.locator("#gap-plan-said")).to_contain_text("Enter sparar")
    await page.keyboard.press("Enter")
    await expect(page.locator("#gap-told")).to_contain_text("Formuleringarna är sparade.")

    assert saved(folder).endswith("# Deras rad.\n")
    assert [gap.state for gap in await stored(database)] == ["taken"]


async def test_what_is_not_saved_yet_in_the_file_is_kept_and_saved_with_it(
    page: Page, folder: Path
) -> None:
    await open_file(page)
    await the_text(page).press("Control+End")
    await page.keyboard.type("# Min rad.")
    await expect(page.get_by_text("Inte sparat än.")).to_be_visible()
    await show_gaps(page)
    await choose(page, "guldtackor")
    await page.keyboard.press("f")
    await expect(page.locator("#gap-plan-said")).to_contain_text("Enter sparar")
    await page.keyboard.press("Enter")
    await expect(page.locator("#gap-told")).to_contain_text("Formuleringarna är sparade.")

    assert "# Min rad." in saved(folder)
    await expect(the_text(page)).to_contain_text(TROLLS[0])
    await expect(page.get_by_text("Inte sparat än.")).to_be_hidden()


async def test_a_gaps_question_is_tried_with_the_keyboard(page: Page) -> None:
    await page.goto("/")
    await show_gaps(page)
    question = await page.locator("#gap-title").inner_text()
    await page.keyboard.press("p")

    await expect(page.get_by_role("tab", name="Svaret")).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_label("Ställ en fråga")).to_have_value(question)
    await expect(page.get_by_label("Ställ en fråga")).to_be_focused()


async def test_keys_only_count_among_the_gaps(page: Page) -> None:
    await page.goto("/")
    await show_gaps(page)
    await page.get_by_role("tab", name="Luckor").focus()
    await page.keyboard.press("x")
    await expect(page.locator("#gap-plan")).to_be_hidden()
    await the_list(page).focus()
    await page.keyboard.press("Control+x")
    await expect(page.locator("#gap-plan")).to_be_hidden()


async def test_what_is_asked_most_is_looked_over_and_its_text_opened(page: Page) -> None:
    await page.goto("/")
    await go_to_tab(page, "Mest frågat")
    await press_button(page, "Visa frågorna")
    await page.get_by_text("De 3 vanligaste, flest först.").wait_for(timeout=BUILT_WITHIN_MS)
    rows = page.locator("#most-asked > li")
    blocking = rows.filter(has=page.get_by_role("heading", name="Får vi blockera någon?"))
    await expect(blocking).to_contain_text("Frågad 2 gånger. Hjälpte: 1. Hjälpte inte: 0.")
    await expect(rows.filter(has_text="fjärrskådning")).to_contain_text("Får inget svar")
    assert await violations(page) == []
    await blocking.get_by_role("button", name="Öppna Får vi blockera någon?").focus()
    await page.keyboard.press("Enter")

    await expect(the_text(page)).to_be_focused()


async def test_without_a_database_the_tabs_say_how_to_name_one(
    page: Page, alone: TestServer
) -> None:
    await page.goto(str(alone.make_url("/")))
    for tab, button, said in (
        ("Luckor", "Visa luckorna", "#gaps-said"),
        ("Mest frågat", "Visa frågorna", "#most-asked-said"),
    ):
        await page.get_by_role("tab", name=tab).click()
        await page.get_by_role("button", name=button).click()
        await expect(page.locator(said)).to_contain_text("--database")


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
async def test_axe_finds_nothing_to_hold_against_the_gaps(
    page: Page, scheme: Any, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.emulate_media(color_scheme=scheme)
    await page.goto(f"/#{BLOCKING}")
    await page.get_by_text("Inga fel. Texten går att spara.").wait_for()
    await page.get_by_role("tab", name="Luckor").click()
    found = {"unread": await violations(page)}
    await show_gaps(page)
    found["read"] = await violations(page)
    for key in "fnhx":
        await page.keyboard.press(key)
        found[key] = await violations(page)
        await page.keyboard.press("Escape")

    assert {state: told for state, told in found.items() if told} == {}
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(sideways)
