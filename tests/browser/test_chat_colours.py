"""Contrast of the chat page's colours, as the browser resolves them in both schemes."""

import re
from typing import Literal

import pytest
from playwright.async_api import Page

from tests.browser.chatting import ask
from tests.browser.forced_colours import lost_in_forced_colours
from tests.localchat.pretend_bot import PretendBot, a_card, a_message, a_text

pytestmark = pytest.mark.asyncio(loop_scope="session")

GROUNDS = ["page", "bar", "bubble", "bubble-mine", "card", "card-emphasis", "hover"]
TEXTS = ["text", "text-subtle", "accent"]
TINTED = [(f"card-{name}", name) for name in ("accent", "good", "warning", "attention")]
PAIRS = [
    *((ground, text) for ground in GROUNDS for text in TEXTS),
    *TINTED,
    *(("card", text) for text in ("good", "warning", "attention")),
    ("page", "attention"),
    ("card-emphasis", "attention"),
    ("accent-fill", "on-accent"),
]

THEMES = ("default", "dark", "contrast")
RESOLVED = """name => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.backgroundColor = `var(${name}, transparent)`;
  const colour = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return colour;
}"""


@pytest.mark.parametrize("theme", THEMES)
async def test_text_stands_out_in_each_theme_of_teams(page: Page, theme: str) -> None:
    await page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    ratios = {pair: contrast(*[await colour(page, name) for name in pair]) for pair in PAIRS}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_its_ground(
    page: Page, scheme: Literal["light", "dark"]
) -> None:
    await page.emulate_media(color_scheme=scheme)
    ratios = {pair: contrast(*[await colour(page, name) for name in pair]) for pair in PAIRS}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_edges_of_fields_and_focus_can_be_seen(
    page: Page, scheme: Literal["light", "dark"]
) -> None:
    await page.emulate_media(color_scheme=scheme)
    pairs = [
        ("field", "line-strong"),
        ("card", "focus"),
        ("page", "focus"),
        ("card", "line-strong"),
    ]
    ratios = {pair: contrast(*[await colour(page, name) for name in pair]) for pair in pairs}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 3} == {}


async def test_boxes_bubbles_and_notes_keep_an_edge_where_colours_are_forced(
    page: Page, bot: PretendBot
) -> None:
    await bot.has_received("conversationUpdate")
    styles = ("emphasis", "good", "warning", "attention", "accent")
    boxes = [{"type": "Container", "style": each, "items": [a_text(each)]} for each in styles]
    await bot.send(a_message("Hej", card=a_card(*boxes)))
    await page.get_by_text("accent").wait_for()
    bot.answer_status = 500
    await ask(page)
    await page.get_by_role("button", name="Försök igen").wait_for()

    assert await lost_in_forced_colours(page) == []


async def colour(page: Page, name: str) -> tuple[float, ...]:
    value: str = await page.evaluate(RESOLVED, f"--{name}")
    parts = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", value)
    assert parts, f"--{name} is {value!r}"
    return tuple(int(part) / 255 for part in parts.groups())


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The ratio that WCAG 2.1 defines."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(rgb: tuple[float, ...]) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
