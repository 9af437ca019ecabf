"""The workshop in a real browser: the bot's own card beside the text, and what would change."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from knowledge.passage import Miss
from knowledge.source.loader import load
from tests.browser.workshop.editing import (
    BUILT_WITHIN_MS,
    FIRST_PHRASING,
    TEXT,
    TITLE,
    open_file,
    put_cursor,
    saved,
    the_card,
    the_text,
    violations,
)
from tests.knowledge.reloading import lose_a_question

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_question_shows_the_bots_card_in_both_languages(page: Page) -> None:
    await open_file(page)
    await page.get_by_label("Ställ en fråga").fill(TITLE)
    await expect(page.get_by_text("Det här svarar boten")).to_be_visible()
    saved_text = page.get_by_text("Sökningen bygger på den sparade texten.")
    await expect(saved_text).to_be_visible(timeout=BUILT_WITHIN_MS)

    await expect(the_card(page).get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(the_card(page, "engelska")).to_be_hidden()
    await page.get_by_role("radio", name="Alla").check()
    english = the_card(page, "engelska")
    await expect(english.get_by_role("heading", name="May we block somebody?")).to_be_visible()
    await expect(the_card(page)).to_be_visible()

    await page.get_by_role("radio", name="Svenska").check()
    await page.get_by_label("Ställ en fråga").fill("May we block a rude follower?")
    await expect(page.get_by_text("Boten svarar på engelska.")).to_be_visible()
    await expect(english).to_be_visible()
    await expect(the_card(page)).to_be_hidden()


async def test_the_search_learns_what_is_written_without_saving(page: Page, folder: Path) -> None:
    await open_file(page)
    await put_cursor(page, FIRST_PHRASING)
    await page.keyboard.press("Enter")
    await page.keyboard.type("- zebror i hissen")
    await page.get_by_label("Ställ en fråga").fill("zebror i hissen")

    await expect(page.get_by_text("Sökningen bygger på din text")).to_be_visible(
        timeout=BUILT_WITHIN_MS
    )
    await expect(the_card(page).get_by_role("heading", name=TITLE)).to_be_visible()
    assert "zebror" not in saved(folder)


async def test_a_question_is_added_to_the_text_at_the_cursor(page: Page, folder: Path) -> None:
    await open_file(page)
    await put_cursor(page, TEXT)
    await page.get_by_label("Ställ en fråga").fill("Hur gör vi med troll?")
    await page.get_by_role("button", name="som formulering").click(timeout=BUILT_WITHIN_MS)

    await expect(page.get_by_text("Frågan är tillagd i texten.")).to_be_visible()
    await expect(the_text(page)).to_contain_text("- Hur gör vi med troll?")
    await expect(page.get_by_text("Inte sparat än.")).to_be_visible()
    assert "Hur gör vi med troll" not in saved(folder)


async def test_what_would_change_is_shown_before_saving(page: Page, folder: Path) -> None:
    await open_file(page)
    before = saved(folder)
    await put_cursor(page, FIRST_PHRASING)
    await page.keyboard.press("Enter")
    await page.keyboard.type("- zebror i hissen")
    await page.get_by_role("tab", name="Vad som ändras").click()
    await page.get_by_role("button", name="Visa vad som ändras").click()
    await expect(page.get_by_role("button", name="Avbryt")).to_be_visible()
    panel = page.get_by_role("tabpanel", name="Vad som ändras")

    await expect(panel.get_by_role("heading", name="Nya frågor (1)")).to_be_visible(
        timeout=BUILT_WITHIN_MS
    )
    await expect(panel).to_contain_text("zebror i hissen")
    await expect(panel).to_contain_text(f"{TITLE} (rätt text)")
    await the_text(page).press("Control+z")
    await expect(panel).to_contain_text("Texten har ändrats sedan dess. Jämför igen.")
    assert saved(folder) == before


async def test_what_is_near_the_change_is_shown_as_a_part_of_the_comparison(page: Page) -> None:
    """The worker tells it within a second, before the rest: here it tells no more."""
    found = {"changes": [], "unchanged": 5, "removed": 0, "lost": [], "titles": {}, "areas": {}}
    near = json.dumps({"stage": "near", "result": found})
    await page.route("**/workshop/changes", lambda route: route.fulfill(body=f"{near}\n"))
    await open_file(page)
    await page.get_by_role("tab", name="Vad som ändras").click()
    await page.get_by_role("button", name="Visa vad som ändras").click()
    panel = page.get_by_role("tabpanel", name="Vad som ändras")

    await expect(panel).to_contain_text("De andra ställs nu.")


async def test_a_test_question_that_is_lost_is_accepted_by_name(page: Page, folder: Path) -> None:
    lost = lose_a_question(folder)
    await open_file(page)
    await page.get_by_role("tab", name="Vad som ändras").click()
    await page.get_by_role("button", name="Visa vad som ändras").click()
    panel = page.get_by_role("tabpanel", name="Vad som ändras")
    accept = panel.get_by_role("button", name=f"Godta: {lost}")
    await expect(accept).to_be_visible(timeout=BUILT_WITHIN_MS)
    await expect(panel).to_contain_text("Boten behåller den gamla kunskapsbasen")
    found = await violations(page)
    await accept.click()

    await expect(panel).to_contain_text("Godtagen")
    assert load(folder).known_misses == {Miss("blockera-person", "sv", lost)}
    assert found == []
