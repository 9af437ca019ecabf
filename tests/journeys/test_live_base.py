"""Editors save, broken and whole, while employees ask: nobody notices but by better answers."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from operations.__main__ import main
from tests.journeys.asking import asking_until
from tests.knowledge.reloading import PASSAGE, break_it
from tests.world.account_walk import IN_CHANNEL
from tests.world.bases import a_copy
from tests.world.reading import title_of, words_of
from tests.world.served_bot import REVIEW_CHANNEL, ServedBot, rows_in, serve_bot

KNOWN = "Får vi blockera någon?"
NEW = "Hur väljer vi emoji till våra inlägg?"
NEW_PASSAGE = f"""
  - id: emoji-val
    basis: practice
    confirmed: false
    reviewed: 2026-03-04
    source: {{id: storby-handbok}}
    sv:
      title: {NEW}
      text: Välj högst en emoji i varje inlägg, och aldrig en som kan missförstås.
      asked_as: [Vilka emojier får vi använda?, Är smajlisar tillåtna?, emoji i inlägg]
      must_answer: [Vilken emoji passar i våra inlägg?]
    en:
      title: How do we choose emoji for our posts?
      text: Choose one emoji at most in each post, and never one that can be misunderstood.
      asked_as: [Which emoji may we use?, Are smileys allowed?, emoji in posts]
      must_answer: [Which emoji fits our posts?]
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return a_copy(tmp_path)


@pytest.fixture
async def following_bot(base: Path, tmp_path: Path) -> AsyncIterator[ServedBot]:
    """A bot that follows the editors' folder."""
    async with serve_bot(None, tmp_path, BOT_BASE=str(base), BOT_CACHE=str(tmp_path / "c")) as bot:
        yield bot


async def test_no_answer_fails_or_changes_until_the_good_base_is_in(
    following_bot: ServedBot, base: Path, tmp_path: Path
) -> None:
    bot, anna = following_bot, following_bot.person("anna")
    first = (await bot.readiness())["base"]["hash"]
    known, unknown = words_of(await anna.writes(KNOWN)), words_of(await anna.writes(NEW))

    whole = break_it(base)
    while_broken, refused = await asking_until(bot, KNOWN, lambda told: bool(told["refused"]))
    after_refusal = words_of(await anna.writes(KNOWN))
    (base / PASSAGE).write_text(whole.rstrip() + NEW_PASSAGE, "utf-8")
    while_building, ready = await asking_until(bot, NEW, lambda told: told["base"]["hash"] != first)
    answer = await anna.writes(NEW)

    assert refused["status"] == "degraded"
    assert refused["base"]["hash"] == first
    assert refused["refused"] == ["passages/blockera.yaml:5:16 not-yes-or-no"]
    assert {*while_broken, after_refusal} == {known}
    assert set(while_building) <= {unknown, words_of(answer)}
    assert min(len(while_broken), len(while_building)) > 3
    assert (ready["status"], ready["refused"]) == ("ready", [])
    assert title_of(answer) == NEW
    assert title_of(await anna.writes(KNOWN)) == KNOWN


async def test_the_editors_are_told_in_their_channel_what_was_refused_and_what_was_taken(
    following_bot: ServedBot, base: Path
) -> None:
    bot = following_bot
    first = (await bot.readiness())["base"]["hash"]
    await bot.person("rut", place=REVIEW_CHANNEL).mentions_the_bot("granska här")
    whole = break_it(base)
    await asking_until(bot, KNOWN, lambda told: bool(told["refused"]))
    refused = await bot.until_shown(IN_CHANNEL, "Ändringen i kunskapsbasen går inte att använda")
    (base / PASSAGE).write_text(whole.rstrip() + NEW_PASSAGE, "utf-8")
    await asking_until(bot, KNOWN, lambda told: told["base"]["hash"] != first)
    await bot.until_shown(IN_CHANNEL, "Ny kunskapsbas i bruk")

    assert "blockera.yaml:5:16" in words_of(refused)


async def test_every_answer_is_noted_with_the_base_it_came_from(base: Path, tmp_path: Path) -> None:
    async with serve_bot(None, tmp_path, BOT_BASE=str(base), BOT_CACHE=str(tmp_path / "c")) as bot:
        first = (await bot.readiness())["base"]["hash"]
        path = base / PASSAGE
        path.write_text(path.read_text("utf-8").rstrip() + NEW_PASSAGE, "utf-8")
        _, ready = await asking_until(bot, NEW, lambda told: told["base"]["hash"] != first)
        await bot.person("bo").writes(NEW)
    noted = rows_in(tmp_path, "select passages, base_hash from answers order by asked_at")
    found_new = ["emoji-val" in json.loads(passages) for passages, _ in noted]
    from_new = [base_hash != first for _, base_hash in noted]

    assert {base_hash for _, base_hash in noted} == {first, ready["base"]["hash"]}
    assert found_new == from_new == sorted(from_new)


async def test_operations_goes_back_to_the_base_before_and_on_again(
    following_bot: ServedBot, base: Path, tmp_path: Path
) -> None:
    bot, kept = following_bot, ["rollback-base", "--kept", str(tmp_path / "bases")]
    first = (await bot.readiness())["base"]["hash"]
    path = base / PASSAGE
    path.write_text(path.read_text("utf-8").rstrip() + NEW_PASSAGE, "utf-8")
    _, changed = await asking_until(bot, KNOWN, lambda told: told["base"]["hash"] != first)
    second = changed["base"]["hash"]

    assert main([*kept, first]) == 0
    _, back = await asking_until(bot, KNOWN, lambda told: told["base"]["hash"] == first)
    without = await bot.person("bo").writes(NEW)
    assert main([*kept, "--resume"]) == 0
    _, on = await asking_until(bot, KNOWN, lambda told: told["base"]["hash"] == second)

    assert (back["base"]["pinned"], on["base"]["pinned"]) == (True, False)
    assert title_of(without) != NEW
    assert title_of(await bot.person("bo").writes(NEW)) == NEW
