"""Every card in a real browser: `python -m tests.cards.pictures` (make gallery).

Microsoft's renderer draws each in the colours and type of Teams, at the width of a phone, a side
panel and a desktop, in light, dark and high contrast. `index.html` is there to page through them;
cards that have changed since the pictures were last taken come first, before and after.
"""

import asyncio
import json
import re
import shutil
import sys
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import escape
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import Any, Literal, TypeAlias

from aiohttp.test_utils import BaseTestServer
from playwright.async_api import Browser, Page, async_playwright

from frontend.build import build
from knowledge.source.loader import load
from tests.browser.axe import hindrances
from tests.browser.conftest import FLAGS
from tests.cards.gallery import Card, case_cards, every_card
from tests.conftest import SMALL_BASE
from tests.localchat.pretend_bot import PretendBot, a_message, a_server
from texts.catalogue import load_texts

FOLDER = Path("var/gallery")
WIDTHS = {"phone": 360, "panel": 480, "desktop": 1280}
SCHEMES = ("light", "dark", "contrast")
Scheme = Literal["light", "dark", "contrast"]
AT_A_TIME = 12
"""Cards on one page: more of them make the page so high that each picture takes longer."""
AROUND = 400
"""Pixels of the page's head and foot, so that no card is scrolled out of sight."""
BROWSERS = 2
_CHANGES, _CARDS = "before", "cards.json"
_BOXES = """[...document.querySelectorAll("article")].map((article) => {
  const { x, y, width, height } = article.getBoundingClientRect();
  return { x, y, width, height };
})"""
_PAGES = count(1)
Hindrance: TypeAlias = tuple[Any, ...]
"""The view, the rule that is broken, the element that breaks it, and how."""


@dataclass(frozen=True)
class View:
    """How wide the window is, and in what colours."""

    width: str
    scheme: Scheme

    @property
    def name(self) -> str:
        return f"{self.width}-{self.scheme}"


VIEWS = tuple(View(width, scheme) for width in WIDTHS for scheme in SCHEMES)


def all_cards() -> dict[str, Card]:
    base = load(SMALL_BASE)
    texts = load_texts().naming(base.names)
    return every_card(base, texts, "Måste vi diarieföra kommentarer?") | case_cards(base, texts)


def file_of(card: str, view: View) -> str:
    return f"{re.sub(r'[^a-z0-9]+', '-', card.lower())}.{view.name}.png"


async def take(
    folder: Path, cards: Mapping[str, Card], views: Sequence[View] = VIEWS
) -> list[Hindrance]:
    """Write a picture of each card in each view; return what axe-core finds wrong."""
    found: list[Hindrance] = []
    bot, names = PretendBot(), list(cards)
    async with async_playwright() as playwright, a_server(bot) as server:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS
        )
        for start in range(0, len(names), AT_A_TIME):
            some = {name: cards[name] for name in names[start : start + AT_A_TIME]}
            for width in WIDTHS:
                schemes: list[Scheme] = [view.scheme for view in views if view.width == width]
                if schemes:
                    async with _a_page(browser, server, bot, some, width) as page:
                        found += await _in_schemes(page, folder, list(some), width, schemes)
        await browser.close()
    return found


@asynccontextmanager
async def _a_page(
    browser: Browser,
    server: BaseTestServer,
    bot: PretendBot,
    cards: Mapping[str, Card],
    width: str,
) -> AsyncIterator[Page]:
    """Give a page with *cards* on it, as high as they are."""
    context = await browser.new_context(
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        viewport={"width": WIDTHS[width], "height": 800},
        reduced_motion="reduce",
    )
    page = await context.new_page()
    # A conversation of its own, so that no other page's cards stand in it.
    await page.goto(str(server.make_url(f"/?as={width}-{next(_PAGES)}")))
    await page.locator("#you:not(:empty)").wait_for()
    await bot.has_received("conversationUpdate")
    for card in cards.values():
        await bot.send(a_message(card=card))
    await page.locator(f"article:nth-of-type({len(cards)})").wait_for()
    bot.received.clear()
    height = await page.evaluate("document.querySelector('#log').scrollHeight")
    await page.set_viewport_size({"width": WIDTHS[width], "height": height + AROUND})
    yield page
    await context.close()


async def _in_schemes(
    page: Page, folder: Path, names: Sequence[str], width: str, schemes: Sequence[Scheme]
) -> list[Hindrance]:
    """Write the pictures of the cards on *page* in each of the colourings."""
    found: list[Hindrance] = []
    protocol = await page.context.new_cdp_session(page)
    for scheme in schemes:
        await page.emulate_media(
            color_scheme="light" if scheme == "contrast" else scheme,
            forced_colors="active" if scheme == "contrast" else "none",
        )
        view = View(width, scheme)
        found += [(view.name, *each) for each in await hindrances(page)]
        boxes = await page.evaluate(_BOXES)
        for name, box in zip(names, boxes, strict=True):
            # Playwright's own takes twice the time: it scrolls, waits and compresses harder.
            shot = {"format": "png", "optimizeForSpeed": True, "clip": {**box, "scale": 1}}
            taken = await protocol.send("Page.captureScreenshot", shot)
            (folder / file_of(name, view)).write_bytes(b64decode(taken["data"]))
    return found


def changed_since(folder: Path, cards: Mapping[str, Card]) -> list[str]:
    """Put the pictures of cards that have changed aside; return their names."""
    told = folder / _CARDS
    before: dict[str, Card] = json.loads(told.read_text("utf-8")) if told.exists() else {}
    changed = [name for name, card in cards.items() if name in before and before[name] != card]
    shutil.rmtree(folder / _CHANGES, ignore_errors=True)
    (folder / _CHANGES).mkdir(parents=True)
    for name in changed:
        for view in VIEWS:
            picture = folder / file_of(name, view)
            if picture.exists():
                picture.rename(folder / _CHANGES / picture.name)
    told.write_text(json.dumps(cards, ensure_ascii=False), "utf-8")
    return changed


def page_of(cards: Mapping[str, Card], changed: list[str]) -> str:
    """Return the page: what has changed, then every card."""
    after = "".join(_pair(name) for name in changed) or "<p>No card has changed.</p>"
    rest = "".join(f"<h2>{escape(name)}</h2>{_row(name)}" for name in cards)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Cards</title>'
        "<style>body{font:1rem system-ui;margin:2rem}.row{display:flex;gap:1rem;overflow-x:auto}"
        "figure{margin:0}img{border:1px solid #767676;max-width:40rem}</style>"
        f"<h1>Changed since last time</h1>{after}<h1>All {len(cards)} cards</h1>{rest}</html>"
    )


def _pair(name: str) -> str:
    return f"<h2>{escape(name)}: before</h2>{_row(name, f'{_CHANGES}/')}<h3>after</h3>{_row(name)}"


def _row(name: str, folder: str = "") -> str:
    pictures = "".join(
        f'<figure><img loading="lazy" src="{folder}{file_of(name, view)}" '
        f'alt="{escape(name)}, {view.name}"><figcaption>{view.name}</figcaption></figure>'
        for view in VIEWS
    )
    return (
        f'<div class="row" tabindex="0" role="group" aria-label="{escape(name)}">{pictures}</div>'
    )


def _take_part(cards: dict[str, Card]) -> list[Hindrance]:
    return asyncio.run(take(FOLDER, cards))


def take_all(cards: Mapping[str, Card]) -> list[Hindrance]:
    """Take every picture, in as many browsers at a time as make it faster."""
    parts = [dict(list(cards.items())[number::BROWSERS]) for number in range(BROWSERS)]
    with ProcessPoolExecutor(BROWSERS, get_context("spawn")) as browsers:
        return [each for found in browsers.map(_take_part, parts) for each in found]


def main() -> int:
    build()
    begun = monotonic()
    cards = all_cards()
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = changed_since(FOLDER, cards)
    found = take_all(cards)
    (FOLDER / "index.html").write_text(page_of(cards, changed), "utf-8")
    sys.stdout.write(
        f"{FOLDER / 'index.html'}: {len(cards)} cards, {len(cards) * len(VIEWS)} pictures, "
        f"{len(changed)} changed, {(monotonic() - begun) / 60:.0f} minutes\n"
    )
    sys.stdout.write("".join(f"axe-core: {each}\n" for each in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
