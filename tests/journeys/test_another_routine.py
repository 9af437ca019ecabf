"""Another municipality's routine, by its folder alone: asked, browsed and sent on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from knowledge.live.acceptance import open_snapshot
from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.reading import buttons_of, title_of, words_of
from tests.world.served_bot import ServedBot, serve_bot

EXAMPLE = Path("examples/distansarbete")


@pytest.fixture(scope="module")
def example() -> Snapshot:
    return open_snapshot(EXAMPLE)


@pytest.fixture
async def bot(example: Snapshot, tmp_path: Path) -> AsyncIterator[ServedBot]:
    async with serve_bot(CurrentBase(example), tmp_path) as bot:
        yield bot


async def test_the_routine_of_another_municipality_is_answered_from(bot: ServedBot) -> None:
    anna = bot.person("anna")
    welcome = words_of(await anna.writes("hej"))

    assert "Fråga mig om distansarbete, med egna ord, på svenska eller engelska." in welcome
    assert "Jag svarar ur rutinen för distansarbete" in welcome

    answer = await anna.writes("Hur många dagar får jag jobba hemma?")
    assert title_of(answer) == "Hur många dagar i veckan får jag arbeta hemifrån?"
    assert "Lövdala kommuns egen rutin." in words_of(answer)
    assert "Skicka till HR-avdelningen" in buttons_of(
        await anna.presses(answer, "button.not_helpful")
    )

    foreign = words_of(await anna.writes("Vem vann matchen igår?"))
    assert "Det hör inte till rutinen för distansarbete." in foreign

    in_english = await bot.person("eve", "en-GB").writes("what working hours apply at home")
    assert "the routine for remote work" not in words_of(in_english)
    assert title_of(in_english) == "What working hours apply when I work at home?"


async def test_without_an_account_request_nothing_speaks_of_accounts(bot: ServedBot) -> None:
    anna, rut = bot.person("anna"), bot.person("rut")
    told = [await anna.writes("hej"), await anna.writes("hjälp"), await rut.writes("hjälp")]
    told += [await anna.writes("mina ärenden"), await anna.writes("ämnen")]
    told += [await anna.writes("starta konto"), await anna.writes("bekräfta sm-abcd")]
    told += [await anna.writes("vilka konton har kommunen?"), await rut.writes("att granska")]
    shown = " ".join(each if isinstance(each, str) else words_of(each) for each in told).lower()

    assert "konto" not in shown.replace("kontor", "").replace("starta konto", "")
    assert "ansök" not in shown

    site = bot.url.removesuffix("/api/messages")
    async with ClientSession() as session:
        for path in ("/konton", "/konton.csv", "/konton.json"):
            async with session.get(f"{site}{path}") as response:
                assert response.status == 404
        for path in ("/om", "/integritet", "/villkor"):
            async with session.get(f"{site}{path}") as response:
                page = (await response.text()).lower()
                assert "konto" not in page.replace("kontor", "")
                assert "ansök" not in page
