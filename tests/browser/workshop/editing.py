"""What an editor does and sees in the workshop, for tests."""

from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page

from editor.__main__ import main
from tests.editor.workbench import BLOCKING

BASIS, REVIEWED, TEXT, FIRST_PHRASING = 4, 6, 11, 13
"""Lines of the file that the tests write in."""
BUILT_WITHIN_MS = 120_000
"""An index of the small base takes some seconds, on a machine that does much else more."""
COMMENT = "# Sist står en kommentar.\n"
TITLE = "Får vi blockera någon?"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = (
    Path(__file__).parent.parent.parent.parent
    / "frontend"
    / "node_modules"
    / "axe-core"
    / "axe.min.js"
)


def write_schemas(folder: Path) -> None:
    """Put the schemas of the files beside the base, as an editor's folder has them."""
    assert main(["schema", "--base", str(folder)]) == 0


def saved(folder: Path, name: str = BLOCKING) -> str:
    return (folder / name).read_text("utf-8")


async def open_file(page: Page, name: str = BLOCKING) -> None:
    await page.goto(f"/#{name}")
    await page.get_by_text("Inga fel. Texten går att spara.").wait_for()


def the_text(page: Page, name: str = BLOCKING) -> Locator:
    return page.get_by_role("textbox", name=f"Texten i {name}")


async def put_cursor(page: Page, line: int) -> None:
    """Put the cursor at the end of a line that can be seen."""
    await page.locator(f"#editor .cm-line >> nth={line - 1}").click()
    await page.keyboard.press("End")
    await page.keyboard.press("End")  # the first stops where a long line is broken on the screen


def the_marks(page: Page) -> Locator:
    return page.locator("#problem-list button")


def the_card(page: Page, language: str = "svenska", card_in: str = "Kortet på") -> Locator:
    return page.get_by_role("group", name=f"{card_in} {language}")


async def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core holds against the page as it stands."""
    if not await page.evaluate("typeof window.axe !== 'undefined'"):
        await page.evaluate(AXE.read_text("utf-8"))
    found = await page.evaluate(
        "rules => axe.run(document, { runOnly: { type: 'tag', values: rules } })", RULES
    )
    return [
        {"id": each["id"], "where": [node["target"] for node in each["nodes"]]}
        for each in found["violations"]
    ]
