"""One question without an answer, from the employee who asks it to the live answer for the next."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from editor.__main__ import main
from tests.journeys.asking import asking_until
from tests.world.bases import a_copy, finished
from tests.world.reading import buttons_of, facts_of, fields_of, parts, rows_of, title_of, words_of
from tests.world.served_bot import (
    CHANNEL,
    REVIEW_CHANNEL,
    ServedBot,
    TeamsUser,
    entra_id,
    read_aloud,
    rows_in,
    serve_bot,
)
from tests.world.user import SWEDISH

IN_CHANNEL = "19:granskning@thread.tacv2"
QUESTION = "Åskådliggör sjöjungfrur fjärrskådning?"
KNOWN = "Får vi blockera någon?"
ALIKE = "sjöjungfrur fjärrskådning"
REPLY = "Nej, sjöjungfrur ser bara vatten."
HAS_REPLY = SWEDISH.say("enquiry.has_reply")
IN_BASE = SWEDISH.say("enquiry.in_base")


async def sends_on(person: TeamsUser, question: str = QUESTION) -> Any:
    return await person.sends_on(await person.writes(question))


def reviewers(bot: ServedBot) -> tuple[TeamsUser, TeamsUser]:
    rut, rolf = (bot.person(name, place=REVIEW_CHANNEL) for name in ("rut", "rolf"))
    return rut, rolf


async def gaps_seen_by(person: TeamsUser) -> Any:
    """Return the list of gaps once there is one; what is asked is noted a moment later."""
    for _ in range(300):
        gaps = await person.writes("luckor")
        if rows_of(gaps):
            return gaps
    raise AssertionError("no gap was noted")


def count(bot: ServedBot, conversation: str, words: str) -> int:
    return sum(words in read_aloud(each) for each in bot.shown_in(conversation))


async def test_an_unanswered_question_becomes_an_answer_for_the_next_who_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_copy(tmp_path)
    told_of: dict[str, Any] = {"BOT_BASE": str(folder), "BOT_CACHE": str(tmp_path / "cache")}
    async with serve_bot(None, tmp_path, **told_of) as bot:
        (rut, _), anna = reviewers(bot), bot.person("anna")
        await rut.mentions_the_bot("granska här")

        # An employee asks, finds nothing, sends it on and asks to be told.
        receipt = await sends_on(anna)
        await anna.presses(receipt, "enquiry.follow")
        await bot.connector.until(lambda _: "fr-" in str(bot.shown_in(IN_CHANNEL)))
        question = await bot.until_shown(IN_CHANNEL, QUESTION)

        # A reviewer answers in the card; the asker gets it, and the card is brought up to date.
        answered = await rut.fills_in(question, "question.send", said__reply=REPLY)
        told = await bot.until_shown("a:anna", HAS_REPLY)
        await bot.until_shown(IN_CHANNEL, REPLY)

        # The exchange becomes a draft, which is taken into the folder the bot answers from. While
        # it says TODO the bot goes on as before; finished, it is taken into use, and Anna is told.
        drafted = await rut.presses(answered, "question.draft")
        database = f"sqlite:///{tmp_path / 'bot.db'}"
        options = ["--database", database, "--base", str(folder)]
        take = ["drafts", "take", facts_of(drafted)["Ärende"], *options]
        status = await asyncio.to_thread(main, take)
        said = capsys.readouterr().out
        await asking_until(bot, KNOWN, lambda told: bool(told["refused"]))
        path = folder / said.removeprefix("Utkastet är inskrivet i ").partition(". ")[0]
        path.write_text(finished(path.read_text("utf-8")), "utf-8")
        await asking_until(bot, KNOWN, lambda told: not told["refused"])
        news = await bot.until_shown("a:anna", IN_BASE)

        # The next who asks is answered, without a restart.
        card = await bot.person("bo").writes(ALIKE)
        shown = await anna.presses(news, rows_of(news)[0])
        mine = await anna.writes("mina ärenden")
        private = await bot.person("rut").writes("luckor")

    assert status == 0
    assert REPLY in words_of(told)
    assert title_of(card) == title_of(shown) == QUESTION
    assert REPLY in words_of(card)
    assert rows_of(mine) == [QUESTION]
    assert rows_of(private) == []
    assert count(bot, "a:anna", HAS_REPLY) == 1
    assert count(bot, "a:anna", IN_BASE) == 1
    assert is_asked_about(bot) == 1


def is_asked_about(bot: ServedBot) -> int:
    """Return how many cards about the question stand in the reviewers' channel."""
    said = [each for each in bot.shown_in(IN_CHANNEL) if isinstance(each, dict)]
    return sum(QUESTION in words_of(each) for each in said)


async def test_two_reviewers_who_press_at_once_give_one_answer(bot: ServedBot) -> None:
    (rut, rolf), anna = reviewers(bot), bot.person("anna")
    await rut.mentions_the_bot("granska här")
    await sends_on(anna)
    question = await bot.until_shown(IN_CHANNEL, QUESTION)
    answers = await asyncio.gather(
        rut.fills_in(question, "question.send", said__reply="Ruts svar"),
        rolf.fills_in(question, "question.send", said__reply="Rolfs svar"),
    )
    await bot.until_shown("a:anna", HAS_REPLY)
    (said,) = [answer for answer in answers if isinstance(answer, str)]

    assert "hann före och svarade" in said
    assert count(bot, "a:anna", HAS_REPLY) == 1


async def test_without_a_channel_nothing_is_lost_and_reviewers_answer_all_the_same(
    bot: ServedBot,
) -> None:
    anna, rut = bot.person("anna"), bot.person("rut")
    await sends_on(anna)
    waiting = await anna.presses(await anna.writes("mina ärenden"), QUESTION)
    queue = await rut.writes("att besvara")
    card = await rut.presses(queue, QUESTION)
    await rut.fills_in(card, "question.send", said__reply=REPLY)
    await bot.until_shown("a:anna", HAS_REPLY)
    before = bot.shown_in(IN_CHANNEL)
    await reviewers(bot)[0].mentions_the_bot("granska här")
    posted = await bot.until_shown(IN_CHANNEL, QUESTION)

    assert "Väntar på svar" in words_of(waiting)
    assert before == []
    assert REPLY in words_of(posted)
    assert "Svara" not in buttons_of(posted)


async def test_a_question_asked_in_a_channel_is_answered_in_the_askers_own_chat(
    bot: ServedBot,
) -> None:
    anna = bot.person("anna", place=CHANNEL)
    await anna.sends_on(await anna.mentions_the_bot(QUESTION))
    rut = bot.person("rut")
    card = await rut.presses(await rut.writes("att besvara"), QUESTION)
    await rut.fills_in(card, "question.send", said__reply=REPLY)

    assert REPLY in words_of(await bot.until_shown("a:anna", HAS_REPLY))


async def test_a_draft_can_be_downloaded_by_its_signed_link(bot: ServedBot) -> None:
    await bot.person("anna").writes(QUESTION)
    rut = bot.person("rut")
    gaps = await gaps_seen_by(rut)
    drafted = await rut.presses(await rut.presses(gaps, rows_of(gaps)[0]), "gap.draft")
    (link,) = [part for part in parts(drafted) if part["type"] == "Action.OpenUrl"]
    url = link["url"].replace("https://boten.example", bot.url.removesuffix("/api/messages"))
    async with ClientSession() as session, session.get(url) as response:
        text = await response.text()

    assert (response.status, text) == (200, fields_of(drafted)[rut.say("gap.copy")])


async def test_the_log_of_everything_says_neither_who_asked_nor_what(
    bot: ServedBot, tmp_path: Path
) -> None:
    anna, rut = bot.person("anna"), bot.person("rut")
    await sends_on(anna)
    card = await rut.presses(await rut.writes("att besvara"), QUESTION)
    await rut.fills_in(card, "question.send", said__reply=REPLY)
    log = repr(rows_in(tmp_path, "select * from audit_log"))
    names = repr(rows_in(tmp_path, "select person from audit_names"))

    assert log.count("enquiry") == 2
    for secret in ("sjöjungfrur", "Rut", entra_id("anna"), entra_id("rut")):
        assert secret not in log
    assert entra_id("anna") not in names


async def test_will_is_answered_in_english(bot: ServedBot) -> None:
    will, rut = bot.person("will", "en-GB"), bot.person("rut")
    nothing = await will.writes("When do mermaids gaze telepathically?")
    await will.sends_on(nothing)
    card = await rut.presses(await rut.writes("att besvara"), "When do mermaids")
    await rut.fills_in(card, "question.send", said__reply="Never.")

    told = await bot.until_shown("a:will", "Kommunikationsenheten has answered your question")
    assert "Never." in words_of(told)
