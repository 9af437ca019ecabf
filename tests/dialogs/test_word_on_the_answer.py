"""A word on the answer just shown is understood as that, and asks nothing new."""

from dataclasses import replace

import orjson
import pytest

from dialogs.memory import REMEMBERED
from questions.asked import Verdict
from tests.dialogs.test_talk import reply_to, rut, sala, sala_bot
from tests.world.account_walk import at_the_second_step
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import buttons_of, rows_of, title_of, words_of

__all__ = ["rut", "sala", "sala_bot"]

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
ANSWER = "diarieforing-kommentarer"


@pytest.mark.parametrize("said", ["fel svar", "det var inte alls det jag undrade", "that's wrong"])
async def test_wrong_counts_as_no_help_and_offers_something_else(
    said: str, sala_bot: DialogBot, rut: DialogUser
) -> None:
    await rut.writes(QUESTION)
    (asked,) = sala_bot.kept.asked
    card = await rut.writes(said)

    (vote,) = sala_bot.kept.votes.values()
    assert (vote.answer_id, vote.passage) == (asked.answer_id, ANSWER)
    assert vote.verdict is Verdict.NOT_HELPFUL
    assert len(rows_of(card)) >= 2
    assert sala_bot.kept.asked == [asked]


@pytest.mark.parametrize("said", ["mer", "visa hela svaret", "tell me more"])
async def test_more_shows_the_whole_text(said: str, sala_bot: DialogBot, rut: DialogUser) -> None:
    passage = sala_bot.services.base.passages[ANSWER]
    await rut.writes(QUESTION)
    card = await rut.writes(said)
    text = passage.sv if title_of(card) == passage.sv.title else passage.text_in("en")

    assert title_of(card) == text.title
    assert rut.say("button.more") not in buttons_of(card)


@pytest.mark.parametrize("said", ["källa?", "länk?", "var står det"])
async def test_the_source_is_shown(said: str, sala_bot: DialogBot, rut: DialogUser) -> None:
    await rut.writes(QUESTION)
    card = await rut.writes(said)

    assert title_of(card) == rut.say("talk.source")
    assert sala_bot.services.base.passages[ANSWER].sv.title in words_of(card)


async def test_the_short_answer_is_said_again_to_whoever_does_not_understand(
    sala_bot: DialogBot, rut: DialogUser
) -> None:
    await rut.writes(QUESTION)
    card = await rut.writes("jag förstår inte")
    short = sala_bot.services.base.passages[ANSWER].sv.short

    assert short is not None
    assert short in words_of(card)
    assert rut.say("button.forward") in buttons_of(card)


@pytest.mark.parametrize(
    ("said", "row"), [("1", 0), ("den första", 0), ("2:an tack", 1), ("den sista", -1)]
)
async def test_a_row_is_chosen_by_its_number(said: str, row: int, rut: DialogUser) -> None:
    card = await rut.writes(QUESTION)
    assert title_of(await rut.writes(said)) == rows_of(card)[row]


async def test_a_number_with_nothing_to_choose_is_no_question(
    sala_bot: DialogBot, rut: DialogUser
) -> None:
    assert await rut.writes("2") == rut.say("talk.no_choice")
    assert sala_bot.kept.asked == []


async def test_when_the_choice_is_open_a_word_on_the_answer_asks_to_choose(
    wary_bot: DialogBot, sala_bot: DialogBot
) -> None:
    talk = sala_bot.services.base.talk
    snapshot = wary_bot.services.live.current
    with_talk = replace(
        snapshot,
        base=replace(snapshot.base, talk=tuple(replace(each, shows=()) for each in talk)),
        talk=sala_bot.services.live.current.talk,
    )
    bot = DialogBot(with_talk, sala_bot.services.catalogues)
    anna = bot.person("anna")
    choices = await anna.writes(QUESTION)
    card = await anna.writes("källa?")

    assert anna.say("talk.choose_first") in words_of(card)
    assert rows_of(card) == [each for each in rows_of(choices)]


async def test_what_is_pressed_is_what_a_word_is_on(sala_bot: DialogBot, rut: DialogUser) -> None:
    card = await rut.writes(QUESTION)
    pressed = await rut.presses(card, rows_of(card)[0])

    assert title_of(pressed) in words_of(await rut.writes("källa?"))


async def test_an_answer_of_long_ago_is_forgotten(sala_bot: DialogBot, rut: DialogUser) -> None:
    await rut.writes(QUESTION)
    sala_bot.clock.now += 2 * REMEMBERED

    assert await rut.writes("fel svar") == reply_to(sala_bot, "wrong")
    assert sala_bot.kept.votes == {}


async def test_several_questions_are_answered_in_one_card(
    sala_bot: DialogBot, rut: DialogUser
) -> None:
    passages = sala_bot.services.base.passages
    card = await rut.writes(
        "Hej! Måste vi diarieföra kommentarer på Facebook? Vem godkänner ett nytt konto?"
        " Hur lagar jag kaffemaskinen? Mvh Lisa"
    )

    assert passages[ANSWER].sv.title in words_of(card)
    assert rows_of(card)[0] == passages["godkannande-vem"].sv.title
    assert "Hur lagar jag kaffemaskinen?" in words_of(card)
    assert len(sala_bot.kept.asked) == 1
    opened = await rut.presses(card, passages["godkannande-vem"].sv.title)
    assert title_of(opened) == passages["godkannande-vem"].sv.title


async def test_of_several_questions_each_is_masked(sala_bot: DialogBot, rut: DialogUser) -> None:
    asked = (
        "Måste vi diarieföra kommentarer på Facebook? Vem godkänner ett nytt konto åt {0}?"
        " Hur lagar jag kaffemaskinen hos {0}?"
    )
    card = await rut.writes(asked.format("19121212-1212"))

    assert "Hur lagar jag kaffemaskinen hos [personnummer]?" in words_of(card)
    assert "121212" not in orjson.dumps(card).decode() + repr(
        (sala_bot.kept.asked, sala_bot.kept.last)
    )


@pytest.mark.parametrize(
    "said",
    [
        "Saanko julkaista kuvia asiakkaista Facebookissa?",
        "هل يمكنني نشر صور المرضى؟",
        "Чи можу я публікувати фото клієнтів?",
        "Ma dhigi karaa sawirada bukaanka Facebook?",
        "Czy mogę publikować zdjęcia pacjentów?",
        "Darf ich Fotos von Bewohnern posten?",
    ],
)
async def test_a_third_language_is_told_which_we_know(
    said: str, sala_bot: DialogBot, rut: DialogUser
) -> None:
    card = await rut.writes(said)

    assert "Skriv frågan på svenska eller engelska" in words_of(card)
    assert "Write your question in Swedish or English" in words_of(card)
    assert rut.say("button.forward") in buttons_of(card)
    assert sala_bot.kept.asked == []


@pytest.mark.parametrize("said", ["Sala Äldreomsorg", "avbryt", "nästa", "hemtjänsten norr", "ja"])
async def test_what_is_typed_at_an_open_step_is_told_where_one_stands(
    said: str, sala_bot: DialogBot, bot: DialogBot, anna: DialogUser
) -> None:
    await at_the_second_step(anna)
    bot.clock.now += REMEMBERED / 10
    said_back = await anna.writes(said)

    assert anna.say("walk.step", number=2, count=3) in words_of(said_back)
    assert title_of(await anna.presses(said_back, "talk.walk_show"))


async def test_a_question_is_answered_while_the_walk_waits(
    bot: DialogBot, anna: DialogUser
) -> None:
    await at_the_second_step(anna)
    assert title_of(await anna.writes(QUESTION)) == "Ska kommentarer diarieföras?"
    assert anna.say("walk.step", number=2, count=3) in words_of(await anna.writes("fortsätt"))


async def test_help_knows_the_step(anna: DialogUser) -> None:
    await at_the_second_step(anna)
    assert anna.say("walk.step", number=2, count=3) in words_of(await anna.writes("hjälp"))


async def test_whoever_was_in_danger_a_moment_ago_still_is(
    sala_bot: DialogBot, rut: DialogUser
) -> None:
    await rut.writes("en anhörig hotar mig på messenger")
    card = await rut.writes("vad gör jag nu?")

    assert title_of(card) == sala_bot.services.base.passages["hot-hat-gor"].sv.title


async def test_feelings_are_met_before_the_question_is_answered(
    sala_bot: DialogBot, rut: DialogUser
) -> None:
    card = await rut.writes("Jag mår så dåligt. Måste vi diarieföra kommentarer på Facebook?")

    assert words_of(card).startswith(reply_to(sala_bot, "feelings"))
    assert sala_bot.services.base.passages[ANSWER].sv.title in words_of(card)
