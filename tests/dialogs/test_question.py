"""A question meets one of three outcomes, in the asker's language, and is noted."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from cards.actions import MAX_QUESTION
from core.entered_text import LONGEST_MESSAGE
from knowledge.search.confidence import LogisticModel
from knowledge.search.snapshot import Snapshot
from questions.asked import Outcome
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import button, buttons_of, first_in, rows_of, title_of, words_of
from texts.catalogue import Texts

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
TITLE = "Ska kommentarer diarieföras?"
FOLLOW_UP = "och på Instagram då?"
CAUTION = "Frågan kan röra sekretess. Stäm av med din chef."


async def test_a_sure_passage_is_quoted(anna: DialogUser) -> None:
    assert title_of(await anna.writes(QUESTION)) == TITLE


async def test_an_answer_is_noted_without_its_asker(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    (noted,) = bot.kept.asked

    assert noted.question == QUESTION
    assert noted.outcome is Outcome.ANSWER
    assert noted.passages[0] == "diarieforing-kommentarer"
    assert (noted.language, noted.asked_at) == ("sv", bot.clock.now)
    assert noted.answer_id == button(card, anna.say("button.helpful"))["data"]["asked"]["answer"]
    assert "anna" not in repr(noted)


async def test_when_unsure_the_asker_chooses(wary_bot: DialogBot) -> None:
    anna = wary_bot.person("anna")
    card = await anna.writes(QUESTION)
    chosen = await anna.presses(card, "När får kommentarer gallras?")

    assert title_of(card) == anna.say("suggestions.title")
    assert 2 <= len(rows_of(card)) <= 3
    assert title_of(chosen) == "När får kommentarer gallras?"
    assert wary_bot.kept.asked[0].outcome is Outcome.SUGGESTIONS


async def test_when_less_sure_the_nearest_is_shown_as_such_and_noted_as_suggested(
    wary: Snapshot, texts: Texts
) -> None:
    likely = LogisticModel(wary.classifiers["sv"].right.weights, 0.0)
    classifiers = {
        language: replace(one, right=likely) for language, one in wary.classifiers.items()
    }
    bot = DialogBot(replace(wary, classifiers=classifiers), texts)
    anna = bot.person("anna")
    card = await anna.writes(QUESTION)

    assert words_of(card).splitlines()[:2] == [anna.say("answer.nearest"), TITLE]
    assert anna.say("answer.others") in words_of(card)
    assert bot.kept.asked[0].outcome is Outcome.SUGGESTIONS


async def test_what_is_not_in_the_base_gets_an_honest_nothing(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await anna.writes("Åskådliggör sjöjungfrur fjärrskådning?")

    assert title_of(card) == anna.say("nothing.title")
    assert rows_of(card) != []
    assert buttons_of(card) == [anna.say("button.forward"), "Visa färdiga frågor"]
    assert bot.kept.asked[0].outcome is Outcome.NONE


@pytest.mark.parametrize(
    ("question", "ask"),
    [
        ("När kommer lönen?", "Frågan ser ut att gälla lön och ersättning. Fråga lönekontoret."),
        (
            "Skrivaren fungerar inte",
            "Frågan ser ut att gälla IT-support. Fråga IT-enhetens servicedesk.",
        ),
        (
            "When is my salary paid?",
            "Your question seems to be about pay and compensation. Ask the payroll office.",
        ),
    ],
)
async def test_what_belongs_elsewhere_is_told_whom_to_ask(
    anna: DialogUser, question: str, ask: str
) -> None:
    assert ask in words_of(await anna.writes(question))


@pytest.mark.parametrize(
    ("locale", "question", "title"),
    [
        ("en-GB", QUESTION, TITLE),
        ("sv-SE", "Do we have to register comments on Facebook?", "Are comments to be registered?"),
        (None, "May we block somebody?", "May we block somebody?"),
    ],
)
async def test_the_words_of_a_question_decide_the_language(
    bot: DialogBot, locale: str | None, question: str, title: str
) -> None:
    assert title_of(await bot.person("anna", locale).writes(question)) == title


@pytest.mark.parametrize(
    ("locale", "language"),
    [("sv-SE", "sv"), ("en-US", "en"), ("EN", "en"), ("de-DE", "sv"), (None, "sv"), ("", "sv")],
)
async def test_where_words_do_not_tell_the_locale_decides(
    bot: DialogBot, locale: str | None, language: str
) -> None:
    await bot.person("anna", locale).writes("112")

    assert bot.kept.asked[0].language == language


async def test_a_follow_up_is_understood_from_the_question_before(anna: DialogUser) -> None:
    await anna.writes(QUESTION)

    assert first_in(await anna.writes(FOLLOW_UP)) == TITLE


async def test_follow_ups_may_follow_each_other(anna: DialogUser) -> None:
    await anna.writes(QUESTION)
    await anna.writes(FOLLOW_UP)

    assert first_in(await anna.writes("och på TikTok då?")) == TITLE


async def test_without_a_question_before_a_follow_up_stands_alone(anna: DialogUser) -> None:
    assert first_in(await anna.writes(FOLLOW_UP)) != TITLE


async def test_a_follow_up_never_continues_somebody_elses_question(bot: DialogBot) -> None:
    await bot.person("anna", place="19:room").writes(QUESTION)

    assert first_in(await bot.person("bo", place="19:room").writes(FOLLOW_UP)) != TITLE


async def test_a_follow_up_never_continues_another_conversation(bot: DialogBot) -> None:
    await bot.person("anna", place="a:anna").writes(QUESTION)

    assert first_in(await bot.person("anna", place="19:room").writes(FOLLOW_UP)) != TITLE


@pytest.mark.parametrize(("minutes", "understood"), [(30, True), (31, False)])
async def test_the_question_before_is_forgotten_after_half_an_hour(
    bot: DialogBot, anna: DialogUser, minutes: int, understood: bool
) -> None:
    await anna.writes(QUESTION)
    bot.clock.pass_by(timedelta(minutes=minutes))

    assert (first_in(await anna.writes(FOLLOW_UP)) == TITLE) is understood


async def test_a_question_that_found_nothing_is_not_what_a_follow_up_continues(
    anna: DialogUser,
) -> None:
    await anna.writes(QUESTION)
    await anna.writes("När kommer lönen?")

    assert first_in(await anna.writes(FOLLOW_UP)) == TITLE


async def test_the_card_of_a_follow_up_carries_what_it_follows(anna: DialogUser) -> None:
    await anna.writes(QUESTION)
    card = await anna.writes(FOLLOW_UP)

    assert button(card, "Skicka")["data"]["asked"]["question"] == f"{QUESTION} {FOLLOW_UP}"


async def test_a_question_on_a_legal_risk_says_whom_to_check_with(anna: DialogUser) -> None:
    card = await anna.writes("Får vi lägga ut en bild på en brukare?")
    thanked = await anna.presses(card, "button.helpful")
    other = await anna.presses(card, "Får vi blockera någon?")

    assert CAUTION in words_of(card)
    assert CAUTION in words_of(thanked)
    assert CAUTION in words_of(other)


async def test_a_question_without_a_legal_risk_says_nothing_of_it(anna: DialogUser) -> None:
    assert anna.say("caution.title") not in words_of(
        await anna.writes("Hur startar vi ett nytt konto?")
    )


@pytest.mark.parametrize("unsure", [False, True])
async def test_a_question_of_a_thousand_characters_is_answered_with_a_card_teams_takes(
    bot: DialogBot, wary_bot: DialogBot, unsure: bool
) -> None:
    question = f"{QUESTION} ".ljust(1000, "å")
    card = await (wary_bot if unsure else bot).person("anna").writes(question)

    assert len(orjson.dumps(card).decode().encode("utf-16-le")) < 28_000
    assert button(card, "Skicka")["data"]["asked"]["question"] == question[:MAX_QUESTION]


async def test_the_longest_question_that_is_read_is_noted_whole(
    bot: DialogBot, anna: DialogUser
) -> None:
    await anna.writes("ö" * LONGEST_MESSAGE)

    assert bot.kept.asked[0].question == "ö" * LONGEST_MESSAGE


@pytest.mark.parametrize(
    ("locale", "text", "sentence"),
    [
        (
            "sv-SE",
            "Får vi? " * 300,
            "Din text är 2\xa0400 tecken lång, och jag läser högst 2\xa0000.",
        ),
        ("sv-SE", "May we do so? " * 200, "Your text is 2\xa0800 characters long"),
        ("en-GB", "1" * 2001, "Your text is 2\xa0001 characters long"),
    ],
)
async def test_a_text_too_long_to_be_a_question_is_told_so_and_not_noted(
    bot: DialogBot, locale: str, text: str, sentence: str
) -> None:
    assert (await bot.person("anna", locale).writes(text)).startswith(sentence)
    assert bot.kept.asked == []


@pytest.mark.parametrize("text", ["", "   ", "?", "!!! …", "👍"])
async def test_what_holds_no_words_is_asked_for_in_words(
    bot: DialogBot, anna: DialogUser, text: str
) -> None:
    assert (await anna.writes(text)).startswith(anna.say("nothing.empty"))
    assert bot.kept.asked == []


async def test_a_file_alone_is_not_read(anna: DialogUser) -> None:
    assert (await anna.writes("", has_files=True)).startswith(anna.say("nothing.attachment"))


async def test_a_question_beside_a_file_is_answered(anna: DialogUser) -> None:
    assert title_of(await anna.writes(QUESTION, has_files=True)) == TITLE


async def test_the_caption_of_a_picture_is_answered_and_the_picture_said_not_to_be_read(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await anna.writes(QUESTION, has_files=True)
    told = anna.say("nothing.beside_file")

    assert title_of(card) == TITLE
    assert told in words_of(card)
    assert told not in words_of(await anna.writes(QUESTION))
