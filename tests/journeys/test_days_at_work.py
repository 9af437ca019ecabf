"""Three people's day over the real base: a substitute at night, a manager, a communicator."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.live.acceptance import open_snapshot
from knowledge.live.current import CurrentBase
from tests.conftest import REAL_BASE
from tests.world.reading import buttons_of, rows_of, title_of, words_of
from tests.world.served_bot import ServedBot, rows_in, serve_bot, until_kept


@pytest.fixture
async def bot(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ServedBot]:
    cache = tmp_path_factory.getbasetemp() / "real-index"
    async with serve_bot(CurrentBase(open_snapshot(REAL_BASE, cache)), tmp_path) as bot:
        yield bot


def read_aloud(said: Any) -> str:
    return said if isinstance(said, str) else words_of(said)


async def test_a_stressed_substitute_at_night(bot: ServedBot, tmp_path: Path) -> None:
    """She writes fast, misspells, is afraid, and is met with help, not with law."""
    sam = bot.person("sam")
    await sam.installs_the_bot()
    filmed = await sam.writes(
        "hej! jag e vikarie på natten o en anhörig filmar mig o lägger ut på tiktok vad gör jag??"
    )
    scared = await sam.writes("han hotar mig nu, jag är rädd")
    next_step = await sam.writes("vad gör jag nu?")
    thanks = await sam.writes("tack!! // Sam, nattpatrullen 070-123 45 67")
    posting = await sam.writes("får ja lägga ut en bild på Britta i rum 12 på insta")

    assert isinstance(filmed, dict)
    assert "112" in read_aloud(scared)
    assert read_aloud(scared).index("112") < 600
    assert "112" in read_aloud(next_step)
    assert isinstance(thanks, str)
    assert sam.say("warning.title") in words_of(posting)
    kept = repr(rows_in(tmp_path, "select * from answers"))
    assert "070-123" not in kept
    assert "sam" not in kept.lower().split()


async def test_a_unit_manager_between_meetings(bot: ServedBot, tmp_path: Path) -> None:
    """She asks two things at once, goes on where she was, and says what was wrong."""
    eva = bot.person("eva")
    both = await eva.writes(
        "Hej, måste vi diarieföra kommentarer? Och hur snabbt ska vi svara på frågor?\n\nMvh Eva"
    )
    more = await eva.writes("källa?")
    await eva.writes("starta konto")
    typed = await eva.writes("avbryt")
    wrong = await eva.writes("Vem godkänner ett nytt konto?")
    offered = await eva.writes("fel svar")
    accounts = await eva.writes("vilka konton har kommunen?")
    mine = await eva.writes("mina arenden, tack")

    assert len(rows_of(both)) >= 1
    assert eva.say("talk.source") in words_of(more)
    assert eva.say("talk.walk_show") in buttons_of(typed)
    assert title_of(wrong) != title_of(offered)
    assert eva.say("button.forward") in buttons_of(offered)
    assert eva.say("registered.none") in words_of(accounts)
    assert title_of(mine) == eva.say("case.mine")
    assert rows_in(tmp_path, "select verdict from votes") == [("not_helpful",)]


async def test_a_communicator_cleans_up_the_gaps(bot: ServedBot, tmp_path: Path) -> None:
    """She sees work first, hands on what is not hers, and what she decided stays decided."""
    anna, rut = bot.person("anna"), bot.person("rut")
    for question in (
        "När kommer lönen?",
        "asdfghjkl",
        "rss",
    ):
        await anna.writes(question)
    await until_kept(tmp_path, "select count(*) from answers where outcome = 'none'", [(3,)])
    gaps = await rut.writes("luckor")
    others = await rut.presses(gaps, rut.say("gap.kind_elsewhere"))
    opened = await rut.presses(gaps, "rss")
    decided = await rut.presses(opened, "gap.not_ours_send")
    again = await rut.writes("visa luckor tack")

    work, *_ = rows_of(gaps)
    assert work.startswith("rss")
    assert "lönen" not in read_aloud(gaps)
    assert "asdfghjkl" not in read_aloud(gaps)
    assert "lönen" in read_aloud(others)
    assert title_of(decided) == rut.say("gap.state_not-ours")
    assert "rss" not in read_aloud(again)
