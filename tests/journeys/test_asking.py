"""Employees ask in their own words, where they are, in the language they like."""

import pytest

from tests.world.reading import first_in, rows_of, title_of, words_of
from tests.world.served_bot import CHANNEL, GROUP_CHAT, ServedBot

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
TITLE = "Ska kommentarer diarieföras?"
IN_ENGLISH = "Do we have to register comments on Facebook?"
ENGLISH_TITLE = "Are comments to be registered?"


async def test_anna_asks_and_can_check_the_answer_against_its_source(bot: ServedBot) -> None:
    anna = bot.person("anna")
    card = await anna.writes(QUESTION)

    assert title_of(card) == TITLE
    assert "Storby låter kommentarerna ligga kvar där de skrevs." in words_of(card)
    assert words_of(card).splitlines()[-7:-3] == [
        "Så gör eller råder andra.",
        "Källa: Storby kommuns handbok, Avsnitt 3, 2022-05.",
        "Se även: Arkivrådets vägledning.",
        "Citat ur kunskapsbasen, inte AI-genererat. Sågs över 2026-03-04.",
    ]


async def test_what_sala_itself_has_decided_and_confirmed_is_told_as_such(bot: ServedBot) -> None:
    card = await bot.person("anna").writes("Hur startar vi ett nytt konto?")

    assert "Mellanby kommuns egen rutin" in words_of(card)
    assert "Källa: Rutin för sociala medier i Mellanby, 2.1, 2024-02-01." in words_of(card)
    assert "Sågs över 2026-02-01, bekräftad av kommunikationschefen 2026-03-04." in words_of(card)


async def test_will_asks_in_english_in_a_swedish_client(bot: ServedBot) -> None:
    will = bot.person("will", "sv-SE")
    card = await will.writes(IN_ENGLISH)

    assert title_of(card) == ENGLISH_TITLE
    assert "What others do or advise." in words_of(card)
    assert "A quotation from the knowledge base, not AI-generated." in words_of(card)


async def test_in_a_channel_each_gets_an_answer_in_their_own_language(bot: ServedBot) -> None:
    anna = bot.person("anna", place=CHANNEL)
    will = bot.person("will", "en-GB", place=CHANNEL)

    assert title_of(await anna.mentions_the_bot(QUESTION)) == TITLE
    assert title_of(await will.mentions_the_bot(IN_ENGLISH)) == ENGLISH_TITLE


async def test_in_a_thread_the_answer_is_short_and_the_whole_comes_in_ones_own_chat(
    bot: ServedBot,
) -> None:
    anna, bo = bot.person("anna", place=CHANNEL), bot.person("bo", place=CHANNEL)
    short = await anna.mentions_the_bot(QUESTION)
    said = [await anna.presses(short, "button.in_own_chat") for _ in range(2)]
    await bo.presses(short, "button.in_own_chat")
    for_anna = await bot.until_shown("a:anna", TITLE)
    for_bo = await bot.until_shown("a:bo", TITLE)
    whole = await bot.person("anna").writes(QUESTION)

    assert len(words_of(short)) < len(words_of(whole)) / 2
    assert "Källa: Storby kommuns handbok" in words_of(short)
    assert said == [anna.say("own_chat.comes")] * 2
    lead = f"{anna.say('own_chat.lead')}\n"
    assert words_of(for_anna) == words_of(for_bo)
    assert words_of(for_anna).startswith(lead + words_of(whole))
    assert len(bot.shown_in(CHANNEL["id"])) == 1


async def test_in_a_group_chat_the_bot_answers_where_it_was_asked(bot: ServedBot) -> None:
    card = await bot.person("anna", place=GROUP_CHAT).mentions_the_bot(QUESTION)

    assert title_of(card) == TITLE
    assert bot.connector.sent[-1].path.startswith("/v3/conversations/19%3Afika%40thread.v2/")


@pytest.mark.usefixtures("patient")
async def test_a_short_follow_up_is_understood_from_ones_own_question_before(
    bot: ServedBot,
) -> None:
    anna, bo = bot.person("anna", place=CHANNEL), bot.person("bo", place=CHANNEL)
    await anna.mentions_the_bot(QUESTION)
    for_anna = await anna.mentions_the_bot("och på Instagram då?")
    for_bo = await bo.mentions_the_bot("och på Instagram då?")

    assert first_in(for_anna) == TITLE
    assert first_in(for_bo) != TITLE


async def test_in_english_too_a_follow_up_is_understood(bot: ServedBot) -> None:
    will = bot.person("will", "en-GB")
    await will.writes(IN_ENGLISH)

    assert first_in(await will.writes("and on Instagram then?")) == ENGLISH_TITLE


async def test_when_it_is_close_anna_chooses_and_gets_the_answer(wary_bot: ServedBot) -> None:
    anna = wary_bot.person("anna")
    close = await anna.writes(QUESTION)
    chosen = await anna.presses(close, TITLE)

    assert title_of(close) == anna.say("suggestions.title")
    assert 2 <= len(rows_of(close)) <= 3
    assert title_of(chosen) == TITLE


async def test_when_it_is_close_will_is_asked_in_english(wary_bot: ServedBot) -> None:
    close = await wary_bot.person("will").writes(IN_ENGLISH)

    assert title_of(close) == "Do you mean one of these?"


async def test_what_the_base_does_not_know_is_never_guessed(bot: ServedBot) -> None:
    anna = bot.person("anna")
    nothing = await anna.writes("Åskådliggör sjöjungfrur fjärrskådning?")
    nearest = await anna.presses(nothing, rows_of(nothing)[0])

    assert title_of(nothing) == anna.say("nothing.title")
    assert "jag gissar inte" in words_of(nothing)
    assert rows_of(nearest) != []


async def test_what_belongs_elsewhere_comes_with_whom_to_ask(bot: ServedBot) -> None:
    for_anna = await bot.person("anna").writes("När kommer lönen?")
    for_will = await bot.person("will").writes("The printer does not work")

    assert "Fråga lönekontoret." in words_of(for_anna)
    assert "Ask the service desk of the IT unit." in words_of(for_will)
