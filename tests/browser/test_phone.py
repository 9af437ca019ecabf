"""On a phone: the answer, what it rests on, its source and the votes, without scrolling."""

import asyncio
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page

from cards.actions import Asked
from cards.answer import Shown, answer_card
from core.language import LANGUAGES
from knowledge.base import Base
from knowledge.source.loader import load
from tests.browser.chatting import ask, the_card
from tests.browser.windows import NARROW, a_window
from tests.localchat.pretend_bot import PretendBot, a_message
from texts.catalogue import Texts

pytestmark = pytest.mark.asyncio(loop_scope="session")

REAL_BASE = Path("knowledge/base")
FITTING = 0.9
"""Share of the texts whose votes must be in view along with everything above them."""
MEASURE = """async ([title, vote]) => {
  const cards = () => [...document.querySelectorAll(".card")];
  const shown = () => cards().find((card) => card.textContent.includes(title));
  for (let tries = 0; tries < 200 && !shown(); tries += 1)
    await new Promise((done) => { setTimeout(done, 10); });
  const card = shown();
  const button = [...card.querySelectorAll("button")].find((each) => each.textContent === vote);
  const room = document.querySelector("[role=log]").clientHeight;
  return [button.getBoundingClientRect().bottom - card.getBoundingClientRect().top, room];
}"""


async def heights(page: Page, bot: PretendBot, base: Base, texts: Texts) -> dict[str, float]:
    """Return how much of the window each text takes down to its votes; 1 is all of it."""
    await ask(page)
    await the_card(page).wait_for()
    message = await bot.send(a_message("…"))
    taken: dict[str, float] = {}
    for language in LANGUAGES:
        catalogue = texts.in_language(language)
        for number, passage in enumerate(base.passages.values()):
            asked = Asked(answer="a1", language=language, question="Får vi göra så här?")
            card = answer_card(Shown(asked, passage), base, catalogue)
            mark = f"{language}{number}."
            card["body"][0]["text"] += f" {mark}"
            await bot.update(message, a_message(card=card))
            bottom, room = await page.evaluate(MEASURE, [mark, catalogue.say("button.not_helpful")])
            taken[f"{language}: {passage.id}"] = bottom / room
            await asyncio.sleep(0)
    return taken


async def test_nine_texts_in_ten_fit_a_phone_down_to_the_votes(
    browser: Browser, server: TestServer, bot: PretendBot, texts: Texts
) -> None:
    base = load(REAL_BASE)
    async with a_window(browser, str(server.make_url("/")), size=NARROW) as page:
        taken = await heights(page, bot, base, texts)
    over = {name: round(share, 2) for name, share in taken.items() if share > 1}

    fitting = 1 - len(over) / len(taken)
    assert fitting >= FITTING, f"{fitting:.3f} of {len(taken)} texts fit; not {over}"
