"""A new routine is made in the workshop by form: no command, and no YAML on the screen."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from knowledge.source.loader import load
from tests.browser.workshop.editing import violations, write_schemas
from tests.editor.test_workshop_routine import IN_ENGLISH, OWN, TRAVEL
from tests.world.bases import EXAMPLE, a_copy, alter

pytestmark = pytest.mark.asyncio(loop_scope="session")
LABELS = {
    "name": "Rutinens namn",
    "owner": "Ägare",
    "definite_name": "Rutinen i en mening",
    "matter": "Vad den handlar om",
}


@pytest.fixture
def view() -> str:
    return "form"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = a_copy(tmp_path, EXAMPLE)
    alter(folder / "routine.yaml", "  matter: distansarbete\n", "")
    write_schemas(folder)
    return folder


async def fill_in(dialog: Locator, language: str, names: dict[str, str]) -> None:
    """Write *names* one after the other, going on with the tab key."""
    side = dialog.get_by_role("group", name=language, exact=True)
    for name, words in names.items():
        await expect(side.get_by_label(LABELS[name])).to_be_focused()
        await dialog.page.keyboard.type(words)
        await dialog.page.keyboard.press("Tab")


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_routine_is_made_by_keyboard_alone_and_what_hinders_is_told_at_its_field(
    page: Page, folder: Path, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await page.goto("/#passages/arbetstid.yaml")
    await expect(page.locator("#field-sv-title")).not_to_have_value("")
    await page.evaluate("document.getElementById('files').open = true")
    opener = page.get_by_role("button", name="Ny rutin …")
    await opener.press("Enter")
    dialog = page.get_by_role("dialog", name="Ny rutin")
    short = dialog.get_by_label("Kort namn")
    await expect(short).to_be_focused()
    await page.keyboard.type("hr")
    await page.keyboard.press("Tab")
    taken = load(folder).routine.sv.name
    await fill_in(dialog, "Svenska", TRAVEL | {"name": taken})
    await fill_in(dialog, "Engelska", IN_ENGLISH)
    await expect(dialog.get_by_label("Vad den handlar om (svenska)")).to_be_focused()
    await page.keyboard.type("distansarbete")
    await page.keyboard.press("Enter")

    await expect(dialog.get_by_text("Något i basen heter redan så.")).to_be_visible()
    await expect(short).to_be_focused()
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await opener.press("Enter")
    await dialog.get_by_label("Dokumentets webbadress").fill(f"https://x.example/{'a' * 400}")
    assert not await dialog.evaluate("box => box.scrollWidth > box.clientWidth")
    await short.fill("tjansteresor")
    await page.keyboard.press("Enter")
    name = dialog.get_by_role("group", name="Svenska", exact=True).get_by_label("Rutinens namn")
    await expect(name).to_have_attribute("aria-invalid", "true")
    await expect(name).to_be_focused()
    assert not (folder / OWN).exists()
    await name.fill(TRAVEL["name"])
    await page.keyboard.press("Enter")

    await expect(page.locator("#notice")).to_contain_text("Rutinen finns nu")
    await expect(page.locator("#field-sv-title")).to_have_value(
        "Vem ansvarar för rutinen för tjänsteresor?"
    )
    assert len(load(folder).sources["tjansteresor"].url or "") > 400
    assert [each.sv.matter for each in load(folder).routines] == ["distansarbete", "tjänsteresor"]
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not await page.evaluate(sideways)
    await page.get_by_role("button", name="Ta tillbaka ändringen").press("Enter")
    await expect(page.get_by_text("Allt är som det var.")).to_be_visible()
    assert not (folder / OWN).exists()
