"""The workshop in a real browser: texts are written in a form, with no YAML on the screen."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from knowledge.source.loader import load
from tests.browser.workshop.editing import (
    BLOCKING,
    BUILT_WITHIN_MS,
    COMMENT,
    TITLE,
    put_cursor,
    saved,
    the_card,
    the_text,
    violations,
)
from tests.editor.test_workshop_together import commit

THINNING = "passages/gallring.yaml"

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def view() -> str:
    return "form"


@pytest.mark.parametrize("width", [1280, 390])
async def test_an_editor_writes_a_text_in_the_form(page: Page, folder: Path, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto("/#passages/blockera.yaml")
    swedish = page.get_by_role("group", name="Svenska", exact=True)
    title = swedish.get_by_label("Rubrik")
    await expect(title).to_have_value(TITLE)
    await expect(page.locator(".cm-editor")).to_be_hidden()
    before = saved(folder)

    await title.fill("Får vi porta någon?")
    await expect(the_card(page)).to_contain_text("Får vi porta någon?")
    await swedish.get_by_label("Text", exact=True).fill("För kort.")
    await expect(swedish.get_by_text("Skriv minst 20 tecken.")).to_be_visible()
    found = {"faulty": await violations(page)}
    await swedish.get_by_label("Text", exact=True).fill("Nej, inte för åsikters skull.\n\n- Varna")
    await expect(swedish.get_by_text("Skriv minst 20 tecken.")).to_be_hidden()
    await swedish.get_by_label("Så frågar folk 2").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.type("går det att porta?")
    source = page.get_by_role("combobox", name="Källa")
    await source.fill("vägledning arkiv")
    found["choosing"] = await violations(page)
    await source.press("Enter")
    await expect(page.get_by_label("Grund")).to_have_value("guidance")
    await page.get_by_label("Ses över senast").fill("2027-05-01")
    await expect(page.get_by_text("Inga fel. Texten går att spara.")).to_be_visible()
    await page.keyboard.press("Control+s")

    await expect(page.locator("#state")).to_contain_text("Sparat kl.")
    old, new = before.splitlines(), saved(folder).splitlines()
    assert [line for line in new if line not in old] == [
        "    basis: guidance",
        "    review_by: 2027-05-01",
        "    source: {id: arkivradet}",
        "      title: Får vi porta någon?",
        "      text: |",
        "        Nej, inte för åsikters skull.",
        "",
        "        - Varna",
        "        - går det att porta?",
    ]
    assert saved(folder).endswith(COMMENT)
    assert {state: told for state, told in found.items() if told} == {}
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(sideways)


async def test_a_pattern_is_unfolded_below_its_line_by_lists_that_arent_saved_too(
    page: Page,
) -> None:
    await page.goto("/#passages/blockera.yaml")
    swedish = page.get_by_role("group", name="Svenska", exact=True)
    line = swedish.get_by_label("Så frågar folk 2")
    await line.fill("blockera (en|två) {plan}")
    shown = swedish.locator("details").filter(has_text="blockera två vägg")
    await shown.locator("summary").click()
    await expect(shown.get_by_role("listitem")).to_have_text(
        ["blockera en sida", "blockera en vägg", "blockera två sida", "blockera två vägg"]
    )
    found = {"unfolded": await violations(page)}

    await page.goto("/#lists.yaml")
    await expect(the_text(page, "lists.yaml")).to_contain_text("vägg")
    await put_cursor(page, 2)
    for _ in "], en: [page, wall]}":
        await page.keyboard.press("ArrowLeft")
    await page.keyboard.type(", tak")
    await page.goto("/#passages/blockera.yaml")
    shown = swedish.locator("details").filter(has_text="blockera två tak")
    await expect(shown.get_by_role("listitem", include_hidden=True)).to_have_count(6)
    await line.fill("blockera {ingen}")
    await expect(shown).to_have_count(0)
    await expect(line).to_have_attribute("aria-invalid", "true")
    assert {state: told for state, told in found.items() if told} == {}


async def test_form_and_yaml_are_one_text_and_a_step_is_taken_back(page: Page) -> None:
    await page.goto("/#passages/blockera.yaml")
    title = page.get_by_role("group", name="Engelska", exact=True).get_by_label("Rubrik")
    await title.fill("May we bar anyone?")
    await page.get_by_role("button", name="YAML").click()
    text = page.get_by_role("textbox", name="Texten i passages/blockera.yaml")
    await expect(text).to_contain_text("title: May we bar anyone?")
    await page.get_by_role("button", name="Ångra", exact=True).click()
    await expect(text).not_to_contain_text("bar anyone")
    await page.get_by_role("button", name="Formulär").click()

    await expect(title).to_have_value("May we block somebody?")


async def test_a_new_text_is_empty_until_it_is_written_and_rests_on_nothing(page: Page) -> None:
    await page.goto("/#passages/blockera.yaml")
    await page.get_by_role("button", name="Ny text i filen").click()
    swedish = page.get_by_role("group", name="Svenska", exact=True)

    await expect(swedish.get_by_label("Rubrik")).to_be_focused()
    await expect(swedish.get_by_label("Rubrik")).to_have_value("")
    await expect(page.get_by_text("Välj en källa.")).to_be_visible()
    await expect(page.locator("#sides").get_by_text("Här ska det stå något.")).to_have_count(8)


@pytest.mark.parametrize("width", [1280, 390])
async def test_texts_are_renamed_moved_merged_and_deleted_by_form_and_put_back(
    page: Page, folder: Path, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto("/#passages/bilder.yaml")
    dialog = page.get_by_role("dialog")
    save = dialog.get_by_role("button", name="Spara allt")
    before = saved(folder, THINNING)

    await page.get_by_role("button", name="Byt id …").click()
    await dialog.get_by_label("Nytt id").fill("bilder-ja")
    await expect(dialog.get_by_role("listitem")).to_have_count(3)
    found = {"renaming": await violations(page)}
    await save.click()
    await expect(page.get_by_text("Texten har fått sitt nya id.")).to_be_visible()
    assert load(folder).passages["bilder-samtycke"].id == "bilder-ja"

    await page.get_by_role("button", name="Slå ihop …").click()
    await dialog.get_by_label("Texten som blir kvar").select_option("blockera-person")
    await expect(dialog.get_by_role("listitem").first).to_be_visible()
    await expect(save).to_be_enabled()
    await save.click()
    await expect(page.get_by_text("Texterna är ihopslagna.")).to_be_visible()
    await expect(page).to_have_url(re.compile(BLOCKING))
    assert load(folder).passages["bilder-samtycke"].id == "blockera-person"

    await page.get_by_role("button", name="Flytta …").click()
    await dialog.get_by_label("Ämne").select_option("bilder")
    await save.click()
    await expect(page.get_by_text("Texten är flyttad.")).to_be_visible()
    await expect(page).to_have_url(re.compile("bilder"))
    assert load(folder).passages["blockera-person"].topic == "bilder"

    await page.goto(f"/#{THINNING}")
    await expect(page.locator("#field-sv-title")).to_have_value("När får kommentarer gallras?")
    await page.get_by_role("button", name="Ta bort …").click()
    await expect(dialog).to_contain_text("provfrågor försvinner")
    await expect(dialog).to_contain_text("Tar reda på vilka frågor som får ett annat svar")
    found["deleting"] = await violations(page)
    await save.click()
    await expect(page.get_by_text("Texten är borttagen.")).to_be_visible()
    assert "gallring-kommentarer" not in load(folder).passages
    await page.get_by_role("button", name="Ta tillbaka ändringen").dblclick()
    await expect(page.get_by_text("Allt är som det var.")).to_be_visible()
    await expect(page.locator(".cm-editor")).to_be_hidden()
    assert saved(folder, THINNING) == before

    await page.evaluate("document.getElementById('files').open = true")
    await page.get_by_role("button", name="Sök och ersätt …").click()
    await dialog.get_by_label("Sök efter").fill("gallras")
    await dialog.get_by_label("Ersätt med").fill("slängas")
    await expect(dialog).to_contain_text("När får kommentarer slängas?")
    found["replacing"] = await violations(page)
    await save.click()
    await expect(page.get_by_text("Orden är ersatta och allt är sparat.")).to_be_visible()
    assert "gallras" not in saved(folder, THINNING)
    assert {state: told for state, told in found.items() if told} == {}


async def test_an_earlier_wording_says_what_was_answered_differently_with_it(
    page: Page, folder: Path
) -> None:
    commit(folder, "Först")
    asked = "Är det okej att blockera den som är otrevlig?"
    lines = saved(folder).replace(f"title: {TITLE}", "title: Vad äter zebror?").splitlines()
    turned = [
        f"        - zebra {number}" if line.startswith("        - ") and asked not in line else line
        for number, line in enumerate(lines)
    ]
    (folder / BLOCKING).write_text("\n".join(turned) + "\n", "utf-8")
    await page.goto(f"/#{BLOCKING}")
    await page.get_by_role("button", name="Tidigare lydelser").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Vad svarades då?").click()

    await expect(dialog).to_contain_text("ett annat svar än nu:", timeout=2 * BUILT_WITHIN_MS)
    await expect(dialog.get_by_role("listitem").filter(has_text=asked).last).to_be_visible()
    assert await violations(page) == []
