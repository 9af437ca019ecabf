"""A question is changed or deleted after it was answered."""

from pathlib import Path
from typing import Any

import pytest

from tests.world.reading import title_of, words_of
from tests.world.served_bot import ServedBot, TeamsUser, changed_in, rows_in, until_kept
from tests.world.wire import a_message

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
CHANGED = "När får kommentarer gallras?"
MISSPELT = "Åskådliggör sjöjungfrur fjärrskådning?"


def asking(user: TeamsUser, text: str, **changes: Any) -> dict[str, Any]:
    return a_message(text, **user._envelope() | changes)  # pyright: ignore[reportPrivateUsage]


def change(activity: dict[str, Any], text: str, *, at: str = "2026-11-29T10:00:00Z") -> Any:
    return activity | {"type": "messageUpdate", "text": text, "timestamp": at}


async def asked(bot: ServedBot, user: TeamsUser, text: str) -> dict[str, Any]:
    activity = asking(user, text)
    assert await bot.post(activity) == (200, None)
    return activity


async def test_a_changed_question_is_answered_in_place_of_its_answer(
    bot: ServedBot, tmp_path: Path
) -> None:
    anna = bot.person("anna")
    question = await asked(bot, anna, MISSPELT)
    await bot.post(change(question, QUESTION))
    (shown,) = bot.shown_in("a:anna")

    assert title_of(shown) == "Ska kommentarer diarieföras?"
    await until_kept(tmp_path, "select question from answers", [(QUESTION,)])


async def test_a_vote_on_the_old_answer_is_taken_back_with_it(
    bot: ServedBot, tmp_path: Path
) -> None:
    anna = bot.person("anna")
    question = await asked(bot, anna, QUESTION)
    await until_kept(tmp_path, "select question from answers", [(QUESTION,)])
    await anna.presses(bot.shown_in("a:anna")[-1], anna.say("button.helpful"))
    await until_kept(tmp_path, "select verdict from votes", [("helpful",)])
    await bot.post(change(question, CHANGED))

    await until_kept(tmp_path, "select question from answers", [(CHANGED,)])
    await until_kept(tmp_path, "select verdict from votes", [])


async def test_a_change_that_comes_too_late_is_answered_with_one_sentence(
    bot: ServedBot, tmp_path: Path
) -> None:
    anna = bot.person("anna")
    question = await asked(bot, anna, QUESTION)
    await until_kept(tmp_path, "select count(*) from answered_messages", [(1,)])
    earlier = "update answered_messages set answered_at = '2020-01-01 00:00:00.000000'"
    changed_in(tmp_path, earlier)
    await bot.post(change(question, CHANGED))

    assert bot.shown_in("a:anna")[-1] == anna.say("edit.write_again")


async def test_what_is_kept_of_an_answered_message_tells_nobody_who_asked(
    bot: ServedBot, tmp_path: Path
) -> None:
    anna = bot.person("anna")
    question = await asked(bot, anna, QUESTION)
    await until_kept(tmp_path, "select count(*) from answered_messages", [(1,)])
    kept = repr(rows_in(tmp_path, "select * from answered_messages"))

    assert "anna" not in kept
    assert question["id"] not in kept


async def test_the_same_change_told_twice_is_answered_once(bot: ServedBot) -> None:
    anna = bot.person("anna")
    question = await asked(bot, anna, MISSPELT)
    for _ in range(2):
        await bot.post(change(question, QUESTION))

    assert [sent.method for sent in bot.connector.sent if sent.is_message] == ["POST", "PUT"]


async def test_a_question_may_be_changed_again(bot: ServedBot) -> None:
    anna = bot.person("anna")
    question = await asked(bot, anna, MISSPELT)
    await bot.post(change(question, QUESTION))
    await bot.post(change(question, CHANGED, at="2026-11-29T10:01:00Z"))
    (shown,) = bot.shown_in("a:anna")

    assert title_of(shown) == "När får kommentarer gallras?"


async def test_what_was_no_question_is_answered_with_one_sentence(bot: ServedBot) -> None:
    anna = bot.person("anna")
    greeting = await asked(bot, anna, "hej")
    await bot.post(change(greeting, QUESTION))

    assert bot.shown_in("a:anna")[-1] == anna.say("edit.write_again")


async def test_a_changed_message_carries_out_no_command(bot: ServedBot, tmp_path: Path) -> None:
    anna = bot.person("anna")
    question = await asked(bot, anna, QUESTION)
    await bot.post(change(question, anna.word("start_request")))

    assert bot.shown_in("a:anna")[-1] == anna.say("edit.write_again")
    assert rows_in(tmp_path, "select id from account_requests") == []


@pytest.mark.usefixtures("patient")
async def test_what_builds_on_a_deleted_question_stands_alone(bot: ServedBot) -> None:
    anna = bot.person("anna")
    question = await asked(bot, anna, QUESTION)
    before = len(bot.said())
    await bot.post(question | {"type": "messageDelete", "text": ""})
    assert len(bot.said()) == before
    follow_up = await anna.writes("och på Instagram då?")

    assert "diarieför" not in words_of(follow_up).splitlines()[0]
