"""The document is read in a browser, ticked and saved; what it saved confirms the texts."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from editor.__main__ import main
from knowledge.source.loader import load
from tests.browser.axe import hindrances
from tests.world.bases import a_copy

pytestmark = pytest.mark.asyncio(loop_scope="session")


def run(base: Path, *arguments: str) -> int:
    return main([*arguments, "--base", str(base)])


def confirmed_in(base: Path) -> set[str]:
    return {each.id for each in load(base).passages.values() if each.confirmed}


async def ticked(page: Page, passage: str, verdict: str) -> None:
    await page.locator(f"[data-id={passage}] input[value={verdict}]").check()


async def saved(page: Page) -> dict[str, object]:
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Spara svaren").click()
    return json.loads((await (await download.value).path()).read_bytes())


async def test_what_is_ticked_in_the_document_is_confirmed_and_nothing_else(
    browser: Browser, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, file = a_copy(tmp_path), tmp_path / "bas.html"
    before = confirmed_in(base)
    assert run(base, "document", str(file), "--languages", "sv", "en") == 0
    async with await browser.new_page(viewport={"width": 390, "height": 800}) as page:
        await page.goto(file.as_uri())
        assert await hindrances(page) == []
        await page.get_by_role("button", name="Spara svaren").click()
        await page.get_by_label("Din roll").fill("kommunikationschefen")
        await page.get_by_role("button", name="Spara svaren").click()
        assert await page.get_by_role("status").inner_text() == "Kryssa först vid minst en text."
        await ticked(page, "blockera-person", "right")
        await ticked(page, "diarieforing-kommentarer", "right")
        await ticked(page, "diarieforing-meddelanden", "wrong")
        await page.locator("[data-id=diarieforing-meddelanden] textarea").fill("Fel lag")
        form = tmp_path / "svar.json"
        form.write_text(json.dumps(await saved(page)), "utf-8")
    text = base / "passages" / "diarieforing.yaml"
    old = load(base).passages["diarieforing-kommentarer"].sv.title
    text.write_text(text.read_text("utf-8").replace(old, "En annan rubrik än då", 1), "utf-8")

    assert run(base, "confirm", "--form", str(form)) == 1

    told = capsys.readouterr().out
    assert confirmed_in(base) == before | {"blockera-person"}
    assert "diarieforing-kommentarer är inte bekräftad: texten har ändrats" in told
    assert "diarieforing-meddelanden är inte bekräftad, den behöver ändras: Fel lag" in told


@pytest.mark.parametrize("content", ["", "[]", '{"by": "", "on": "2026-11-29", "texts": []}', "\0"])
async def test_a_file_that_the_form_has_not_saved_is_refused(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "svar.json"
    form.write_text(content, "utf-8")

    assert run(a_copy(tmp_path / "base"), "confirm", "--form", str(form)) == 1
    assert "har sparat" in capsys.readouterr().err
