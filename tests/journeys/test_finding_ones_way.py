"""People who don't know what to ask: they are welcomed, helped, and shown what there is."""

import pytest

from tests.world.reading import title_of, words_of
from tests.world.served_bot import CHANNEL, ServedBot
from tests.world.user import TEXTS

WELCOME, WELCOME_IN_ENGLISH = (each.say("welcome.title") for each in TEXTS)
HELP, HELP_IN_ENGLISH = (each.say("help.title") for each in TEXTS)


async def test_anna_installs_the_bot_and_is_welcomed_once(bot: ServedBot) -> None:
    anna = bot.person("anna")
    await anna.installs_the_bot()
    await anna.upgrades_the_bot()
    await anna.installs_the_bot()

    assert [title_of(card) for card in bot.said()] == [WELCOME]


async def test_wills_english_client_is_welcomed_in_english(bot: ServedBot) -> None:
    await bot.person("will", "en-GB").installs_the_bot()

    assert [title_of(card) for card in bot.said()] == [WELCOME_IN_ENGLISH]


async def test_an_upgrade_alone_is_no_reason_to_say_hello(bot: ServedBot) -> None:
    await bot.person("anna").upgrades_the_bot()

    assert bot.said() == []


async def test_anna_adds_the_bot_to_her_team_which_is_told_who_did(bot: ServedBot) -> None:
    await bot.person("anna", place=CHANNEL).installs_the_bot()
    await bot.person("bo", place=CHANNEL).installs_the_bot()
    (welcome,) = bot.said()

    assert "Anna lade till mig här." in words_of(welcome)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("hej", WELCOME),
        ("Hjälp!", HELP),
        ("hi", WELCOME_IN_ENGLISH),
        ("hello", WELCOME_IN_ENGLISH),
        ("help", HELP_IN_ENGLISH),
        ("bläddra", "Färdiga frågor"),
        ("browse", "Ready questions"),
    ],
)
async def test_a_word_is_enough_to_be_helped(bot: ServedBot, written: str, title: str) -> None:
    assert title_of(await bot.person("anna").writes(written)) == title


async def test_in_a_channel_too_a_word_is_enough(bot: ServedBot) -> None:
    bo = bot.person("bo", place=CHANNEL)

    assert title_of(await bo.mentions_the_bot("hjälp")) == HELP


async def test_anna_browses_to_an_answer_without_asking_anything(bot: ServedBot) -> None:
    anna = bot.person("anna")
    welcome = await anna.writes("hej")
    areas = await anna.presses(welcome, "button.browse")
    area = await anna.presses(areas, "Människor")
    topic = await anna.presses(area, "Blockera")
    answer = await anna.presses(topic, "Får vi blockera någon?")

    assert title_of(answer) == "Får vi blockera någon?"
    assert "Storby döljer i stället" in words_of(answer)


async def test_will_browses_in_english(bot: ServedBot) -> None:
    will = bot.person("will")
    areas = await will.writes("browse")
    area = await will.presses(areas, "Official documents")
    topic = await will.presses(area, "Weeding")
    answer = await will.presses(topic, "When may comments be weeded?")

    assert title_of(answer) == "When may comments be weeded?"


async def test_anna_reads_a_related_question_and_comes_back(bot: ServedBot) -> None:
    anna = bot.person("anna")
    card = await anna.writes("Måste vi diarieföra kommentarer på Facebook?")
    related = await anna.presses(card, "När får kommentarer gallras?")
    back = await anna.presses(related, "answer.back")

    assert title_of(related) == "När får kommentarer gallras?"
    assert title_of(back) == title_of(card)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Jag ser ingen fråga"),
        ("?", "Jag ser ingen fråga"),
        (None, "Jag ser ingen fråga"),
        ("å" * 2001, "Din text är 2\N{NO-BREAK SPACE}001 tecken lång"),
    ],
)
async def test_what_is_no_question_gets_a_plain_sentence(
    bot: ServedBot, text: str | None, said: str
) -> None:
    assert (await bot.person("anna").writes(text)).startswith(said)


async def test_a_picture_alone_cannot_be_read(bot: ServedBot) -> None:
    picture = {"contentType": "image/png", "contentUrl": "https://files.example/1.png"}
    said = await bot.person("anna").writes("", attachments=[picture])

    assert said.startswith("Jag kan bara läsa text")
