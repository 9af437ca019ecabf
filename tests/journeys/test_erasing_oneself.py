"""Anna erases her data in the midst of things; Rut, who reviews, erases hers and goes on."""

import asyncio
import logging
from pathlib import Path

import pytest

from tests.world.account_walk import IN_CHANNEL, MINE, Participants, at_the_second_step, sent
from tests.world.reading import words_of
from tests.world.served_bot import ServedBot, entra_id, rows_in
from tests.world.user import SWEDISH

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
TABLES = ("account_requests", "enquiries", "outbox", "last_questions", "votes")


def naming(folder: Path, name: str) -> list[str]:
    """Return which tables still tell of somebody."""
    kept = {table: repr(rows_in(folder, f"select * from {table}")) for table in TABLES}
    return [table for table, rows in kept.items() if entra_id(name) in rows or name in rows]


async def test_a_draft_a_question_sent_on_and_what_waits_for_her_are_gone(
    bot: ServedBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    story = Participants(bot)
    anna, rut = story.anna, story.rut
    await story.is_prepared()
    await anna.sends_on(await anna.writes(QUESTION))
    question = await bot.until_shown(IN_CHANNEL, QUESTION)
    step = await at_the_second_step(anna)
    erased = await anna.presses(await anna.writes(anna.word("erase_my_data")), "my_data.erase_now")
    pressed = await anna.fills_in(step, "walk.next", **MINE)
    replied = await rut.fills_in(question, "question.send", said__reply="Ja, det måste ni.")

    assert SWEDISH.say("my_data.erased_title") in words_of(erased)
    assert pressed == SWEDISH.say("refused.no-such-case")
    assert "Ja, det måste ni." in words_of(replied)
    assert naming(tmp_path, "anna") == []
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_a_press_at_the_same_moment_is_carried_out_or_not_and_the_draft_is_gone(
    bot: ServedBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    anna = bot.person("anna")
    step = await at_the_second_step(anna)
    look = await anna.writes(anna.word("erase_my_data"))
    await asyncio.gather(
        *(anna.fills_in(step, "walk.next", **MINE) for _ in range(3)),
        anna.presses(look, "my_data.erase_now"),
        *(anna.fills_in(step, "walk.next", **MINE) for _ in range(3)),
    )

    assert naming(tmp_path, "anna") == []
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_a_reviewer_who_erases_their_data_still_reviews(
    bot: ServedBot, tmp_path: Path
) -> None:
    story = Participants(bot)
    await story.is_prepared()
    await sent(story.anna)
    review = await bot.until_shown(
        IN_CHANNEL, SWEDISH.say("review.title", case="Mellanby förskola")
    )
    rut = bot.person("rut")
    await rut.presses(await rut.writes(rut.word("erase_my_data")), "my_data.erase_now")
    await story.rut.fills_in(review, "review.approve_send")

    assert rows_in(tmp_path, "select status from account_requests") == [("approved",)]
