"""Hello, help, and finding one's way without a question."""

import pytest

from cards.browse import EVERYONE, REQUESTS, REVIEWERS
from core.language import Language
from knowledge.search.snapshot import Snapshot
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import buttons_of, rows_of, title_of, words_of
from tests.world.user import TEXTS
from texts.catalogue import Texts

WELCOME = {each.language: each.say("welcome.title") for each in TEXTS}
READY = {each.language: each.say("browse.title") for each in TEXTS}


@pytest.mark.parametrize("written", ["hej", "Hej!", "HALLÅ", " god  morgon "])
async def test_hello_in_swedish_shows_what_the_bot_does(bot: DialogBot, written: str) -> None:
    assert title_of(await bot.person("anna", "en-GB").writes(written)) == WELCOME["sv"]


@pytest.mark.parametrize("written", ["hi", "Hello!"])
async def test_hello_in_english_shows_it_in_english(bot: DialogBot, written: str) -> None:
    assert title_of(await bot.person("anna", "sv-SE").writes(written)) == WELCOME["en"]


@pytest.mark.parametrize(
    ("written", "language"),
    [("hjälp", "sv"), ("Hjälp mig!", "sv"), ("info", "sv"), ("help", "en"), ("commands", "en")],
)
async def test_help_says_what_can_be_written_and_is_not_the_welcome(
    bot: DialogBot, written: str, language: Language
) -> None:
    anna = bot.person("anna", "sv-SE" if language == "sv" else "en-GB")
    said = words_of(await anna.writes(written))

    assert said.startswith(anna.say("help.title"))
    assert all(anna.word(each) in said for each in (*EVERYONE, *REQUESTS))
    assert anna.say("help.for_reviewers") not in said


async def test_reviewers_are_told_their_commands_too(texts: Texts, small: Snapshot) -> None:
    rut = DialogBot(small, texts, "rut").person("rut")
    said = words_of(await rut.writes("hjälp"))

    assert all(rut.word(each) in said for each in (*EVERYONE, *REQUESTS, *REVIEWERS))


@pytest.mark.parametrize(
    ("written", "title"),
    [("bläddra", READY["sv"]), ("Ämnen", READY["sv"]), ("browse", READY["en"])],
)
async def test_browse_shows_the_areas(anna: DialogUser, written: str, title: str) -> None:
    assert title_of(await anna.writes(written)) == title


async def test_a_command_is_no_question(bot: DialogBot, anna: DialogUser) -> None:
    for written in ("hej", "hjälp", "bläddra"):
        await anna.writes(written)

    assert bot.kept.asked == []


async def test_a_question_that_begins_with_hello_is_a_question(anna: DialogUser) -> None:
    card = await anna.writes("Hej! Måste vi diarieföra kommentarer på Facebook?")

    assert title_of(card) == "Ska kommentarer diarieföras?"


async def test_the_welcome_gives_examples_to_press(anna: DialogUser) -> None:
    welcome = await anna.writes("hej")
    answer = await anna.presses(welcome, "Hur startar vi ett nytt konto?")

    assert rows_of(welcome) == ["Ska kommentarer diarieföras?", "Hur startar vi ett nytt konto?"]
    assert "Chefen fyller i en ansökan" in words_of(answer)


async def test_browsing_leads_from_all_areas_to_a_passage_and_back(anna: DialogUser) -> None:
    areas = await anna.writes("bläddra")
    area = await anna.presses(areas, "Allmänna handlingar")
    topic = await anna.presses(area, "Diarieföring")
    answer = await anna.presses(topic, "Ska direktmeddelanden diarieföras?")
    up = await anna.presses(topic, "Tillbaka: Allmänna handlingar")

    assert rows_of(areas) == ["Allmänna handlingar", "Konton", "Människor"]
    assert rows_of(area) == ["Diarieföring", "Gallring"]
    assert rows_of(topic) == ["Ska kommentarer diarieföras?", "Ska direktmeddelanden diarieföras?"]
    assert title_of(answer) == "Ska direktmeddelanden diarieföras?"
    assert up == area
    assert await anna.presses(topic, anna.say("browse.back")) == areas


async def test_browsing_after_a_question_the_question_can_still_be_sent_on(
    bot: DialogBot, anna: DialogUser
) -> None:
    nothing = await anna.writes("När kommer lönen?")
    areas = await anna.presses(nothing, "button.browse")
    area = await anna.presses(areas, "Konton")
    topic = await anna.presses(area, "Inloggning")
    answer = await anna.presses(topic, "Får flera dela på ett lösenord?")
    await anna.sends_on(answer)
    (sent,) = bot.uow.forwarded_questions.kept.values()

    assert sent.question == "När kommer lönen?"


async def test_the_nearest_topics_of_a_question_without_answer_show_their_questions(
    anna: DialogUser,
) -> None:
    nothing = await anna.writes("När kommer lönen?")
    nearest = rows_of(nothing)[0]
    topic = await anna.presses(nothing, nearest)

    assert title_of(topic) == f"Färdiga frågor: {nearest}"
    assert rows_of(topic) != []


async def test_browsing_in_english_stays_english(anna: DialogUser) -> None:
    areas = await anna.writes("browse")
    area = await anna.presses(areas, "Accounts")
    topic = await anna.presses(area, "Sign-in")
    answer = await anna.presses(topic, "May several people share a password?")

    assert buttons_of(answer)[:2] == ["Helpful", "Not helpful"]
