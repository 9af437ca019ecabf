"""Forwarded questions, as askers and reviewers see them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.outbox import Message, Notice
from dialogs.notices import NoticeWriter
from knowledge.search.snapshot import Snapshot
from questions.forwarded_question import QuestionNotice
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import (
    button,
    buttons_of,
    facts_of,
    fault_at,
    fields_of,
    rows_of,
    title_of,
    words_of,
)
from tests.world.user import SWEDISH
from texts.catalogue import Texts

QUESTION = "Åskådliggör sjöjungfrur fjärrskådning?"
FOLLOW = SWEDISH.say("enquiry.follow")
NOT_REVIEWER = SWEDISH.say("refused.not-a-reviewer")
NO_SUCH = SWEDISH.say("refused.no-such-case")


async def sent(person: DialogUser, question: str = QUESTION) -> Any:
    """Return the receipt for a question sent on."""
    return await person.sends_on(await person.writes(question))


async def seen_by_asker(person: DialogUser) -> Any:
    mine = await person.writes("mina ärenden")
    return await person.presses(mine, QUESTION[:20])


async def seen_by_reviewer(person: DialogUser) -> Any:
    return await person.presses(await person.writes("att besvara"), QUESTION[:20])


async def message(bot: DialogBot, kind: str) -> Message | None:
    """Return what the latest notice of that kind says."""
    notices = [each for each in bot.uow.outbox.notices.values() if each.kind == kind]
    return await NoticeWriter(bot.services)(notices[-1], "sv")


async def test_the_asker_sees_the_question_under_mine(bot: DialogBot, anna: DialogUser) -> None:
    await sent(anna)
    card = await seen_by_asker(anna)

    assert QUESTION in words_of(card)
    assert anna.say("enquiry.waiting") in words_of(card)
    assert facts_of(card)[anna.say("enquiry.shown")] == anna.say("enquiry.shown_nothing")
    assert buttons_of(card) == [FOLLOW, "Dra tillbaka", anna.say("case.mine")]


async def test_the_reviewers_see_what_was_asked_but_not_by_whom(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await sent(anna, "Får vi? Ring 070-123 45 67")
    posted = await message(bot, QuestionNotice.QUESTION)
    listed = await rut.writes("att besvara")

    assert posted is not None
    assert posted.shows is not None
    assert posted.in_place
    assert "Får vi? Ring [telefonnummer]" in words_of(posted.card)
    assert rows_of(listed) == ["Får vi? Ring [telefonnummer]"]
    assert "anna" not in str((posted, listed)).lower()


async def test_the_answer_reaches_the_asker(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await sent(anna)
    card = await seen_by_reviewer(rut)
    answered = await rut.fills_in(card, "question.send", said__reply="Nej, inte fjärran.")
    reply = await message(bot, QuestionNotice.REPLIED)
    mine = await seen_by_asker(anna)

    assert reply is not None
    assert words_of(reply.card).startswith(anna.say("enquiry.has_reply"))
    for shown in (answered, reply.card, mine):
        assert "Nej, inte fjärran." in words_of(shown)
        assert "Rut svarade, 2026-11-23 10:00" in words_of(shown)
    assert "Svara" not in buttons_of(answered)
    posted = await message(bot, QuestionNotice.QUESTION)
    assert posted is not None
    assert posted.shows is not None
    assert posted.in_place
    assert words_of(posted.card).startswith(words_of(answered))


async def test_the_second_who_answers_is_told_who_did(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await sent(anna)
    card = await seen_by_reviewer(rut)
    await rut.fills_in(card, "question.send", said__reply="Nej.")
    said = await bot.person("rolf").fills_in(card, "question.send", said__reply="Jo.")

    assert said == "Rut hann före och svarade 2026-11-23 10:00."


async def test_only_reviewers_answer_or_see_the_queue(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await sent(anna)
    card = await seen_by_reviewer(rut)
    bo = bot.person("bo")

    for said in (
        await bo.fills_in(card, "question.send", said__reply="Ja."),
        await bo.writes("att besvara"),
        await bo.writes("luckor"),
        await bo.presses(card, "question.queue"),
        await bo.presses(card, "gap.list"),
    ):
        assert said.startswith(NOT_REVIEWER)
    assert [each.reply for each in bot.uow.forwarded_questions.kept.values()] == [None]


async def test_nobody_answers_their_own_question(rut: DialogUser) -> None:
    await sent(rut)
    card = await seen_by_reviewer(rut)
    said = await rut.fills_in(card, "question.send", said__reply="Ja.")

    assert said.startswith(rut.say("refused.own-question"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Skriv ett svar först."),
        ("x" * 2001, "Texten är för lång: högst 2\xa0000 tecken."),
        ("Se 19121212-1212", "Det ser ut att stå ett personnummer i texten."),
    ],
)
async def test_an_answer_that_can_not_be_sent_says_why(
    bot: DialogBot, anna: DialogUser, rut: DialogUser, text: str, said: str
) -> None:
    await sent(anna)
    card = await seen_by_reviewer(rut)

    again = await rut.fills_in(card, anna.say("question.send"), said__reply=text)

    assert fault_at(again, "said.reply").startswith(f"⚠ {said}")
    assert fields_of(again)[rut.say("question.reply_words")] == text
    assert [each.reply for each in bot.uow.forwarded_questions.kept.values()] == [None]


async def test_a_question_taken_back_disappears_from_the_reviewers_card(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await sent(anna)
    card = await seen_by_reviewer(rut)
    withdrawn = await anna.presses(await seen_by_asker(anna), "enquiry.withdraw_sure")
    posted = await message(bot, QuestionNotice.QUESTION)
    said = await rut.fills_in(card, "question.send", said__reply="Ja.")

    assert "Tillbakadragen" in words_of(withdrawn)
    assert posted is not None
    assert QUESTION not in str(posted.card)
    assert said == "Frågan är tillbakadragen av den som ställde den."


async def test_somebody_elses_question_is_not_even_admitted_to_exist(
    bot: DialogBot, anna: DialogUser
) -> None:
    receipt = await sent(anna)
    mine = await seen_by_asker(anna)
    bo = bot.person("bo")

    assert await bo.presses(receipt, FOLLOW) == NO_SUCH
    assert await bo.presses(mine, anna.say("enquiry.withdraw_sure")) == NO_SUCH
    assert rows_of(await bo.writes(bo.word("my_cases"))) == []


async def test_what_was_read_stands_on_the_card(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await sent(anna, "Måste vi diarieföra kommentarer på Facebook?")
    card = await rut.presses(await rut.writes("att besvara"), "Måste vi")

    assert facts_of(card)[anna.say("enquiry.shown")] == "Ska kommentarer diarieföras?"


async def test_what_was_offered_stands_on_the_card(wary: Snapshot, texts: Texts) -> None:
    bot = DialogBot(wary, texts, "rut")
    await sent(bot.person("anna"), "Måste vi diarieföra kommentarer på Facebook?")
    rut = bot.person("rut")
    card = await rut.presses(await rut.writes("att besvara"), "Måste vi")

    assert facts_of(card)[rut.say("enquiry.shown")].startswith("Förslag: ")


async def test_asking_to_be_told_is_one_press_and_can_be_undone(anna: DialogUser) -> None:
    followed = await anna.presses(await sent(anna), FOLLOW)
    undone = await anna.presses(followed, "enquiry.unfollow")

    assert anna.say("enquiry.follows") in words_of(followed)
    assert FOLLOW in buttons_of(undone)


async def test_where_there_is_no_form_ones_questions_are_still_shown(
    small: Snapshot, texts: Texts
) -> None:
    bot = DialogBot(replace(small, base=replace(small.base, account_form=None)), texts)
    anna = bot.person("anna")
    await sent(anna)
    mine = await anna.writes("mina ärenden")

    assert rows_of(mine) == [QUESTION]
    assert buttons_of(mine) == ["Visa på nytt"]


async def test_what_there_is_nothing_to_say_of_any_more_is_not_sent(bot: DialogBot) -> None:
    write = NoticeWriter(bot.services)
    for kind in QuestionNotice:
        notice = Notice("key", kind, "aad-anna", "fr-aaaaaaaaaaaa")
        assert await write(notice, "sv") is None


async def test_the_reviewers_are_reminded_with_a_card_to_answer_in(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await sent(anna)
    bot.clock.pass_by(timedelta(days=3))
    await bot.jobs.run_due()
    reminder = await message(bot, QuestionNotice.REMINDED)

    assert reminder is not None
    assert reminder.shows is None
    assert "En fråga har väntat på svar sedan 2026-11-23 10:00" in words_of(reminder.card)
    answered = await rut.fills_in(reminder.card, "question.send", said__reply="Nej.")
    assert "Rut svarade" in words_of(answered)


FORGED: list[dict[str, Any]] = [
    {"enquiry": "fr-zzzzzzzzzzzz"},
    {"enquiry": "sm-aaaaaaaa"},
    {"language": "fi"},
    {"said.reply": ["a"]},
    {"said.reply": "x" * 5000},
]


@pytest.mark.parametrize("changes", FORGED)
async def test_a_forged_answer_gets_a_sentence_and_changes_nothing(
    bot: DialogBot, anna: DialogUser, rut: DialogUser, changes: dict[str, Any]
) -> None:
    await sent(anna)
    card = await seen_by_reviewer(rut)
    before = dict(bot.uow.forwarded_questions.kept)
    data = {**button(card, anna.say("question.send"))["data"], "said.reply": "Ja.", **changes}

    assert isinstance(await rut.sends(data), str)
    assert bot.uow.forwarded_questions.kept == before


async def test_will_does_it_all_in_english(small: Snapshot, texts: Texts) -> None:
    bot = DialogBot(small, texts, "rut")
    will, rut = (bot.person(name, "en-GB") for name in ("will", "rut"))
    nothing = await will.writes("When do mermaids gaze telepathically?")
    await will.sends_on(nothing)
    card = await rut.presses(await rut.writes("to answer"), "When do mermaids")
    await rut.fills_in(card, "Send the answer", said__reply="Never.")
    mine = await will.presses(await will.writes("my requests"), "When do mermaids")

    assert title_of(mine) == "Your question to Kommunikationsenheten"
    assert "Never." in words_of(mine)
