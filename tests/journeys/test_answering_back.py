"""Readers say whether an answer helped, and send their questions to Kommunikationsenheten."""

from pathlib import Path

from tests.world.reading import buttons_of, words_of
from tests.world.served_bot import CHANNEL, ServedBot, entra_id, rows_in

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
VOTES = "select passage, verdict from votes order by verdict"
SENT_ON = (
    "select content ->> 'question', content ->> 'language', asker from enquiries order by asker"
)


async def test_annas_vote_counts_once_until_she_thinks_again(
    bot: ServedBot, tmp_path: Path
) -> None:
    anna = bot.person("anna")
    card = await anna.writes(QUESTION)
    thanked = await anna.presses(card, "button.helpful")
    await anna.presses(card, "button.helpful")
    after_two_presses = rows_in(tmp_path, VOTES)
    await anna.presses(thanked, "button.not_helpful")

    assert after_two_presses == [("diarieforing-kommentarer", "helpful")]
    assert rows_in(tmp_path, VOTES) == [("diarieforing-kommentarer", "not_helpful")]


async def test_in_a_channel_everyone_has_a_vote_of_their_own(
    bot: ServedBot, tmp_path: Path
) -> None:
    anna, bo = bot.person("anna", place=CHANNEL), bot.person("bo", place=CHANNEL)
    card = await anna.mentions_the_bot(QUESTION)
    await anna.presses(card, "button.helpful")
    await bo.presses(card, "button.not_helpful")

    assert [verdict for _, verdict in rows_in(tmp_path, VOTES)] == ["helpful", "not_helpful"]


async def test_a_voter_cannot_be_found_in_the_database(bot: ServedBot, tmp_path: Path) -> None:
    anna = bot.person("anna")
    await anna.presses(await anna.writes(QUESTION), "button.helpful")
    ((voter,),) = rows_in(tmp_path, "select voter from votes")

    assert "anna" not in voter


async def test_annas_question_is_sent_on_once(bot: ServedBot, tmp_path: Path) -> None:
    anna = bot.person("anna")
    card = await anna.writes(QUESTION)
    sent = await anna.sends_on(card)
    await anna.sends_on(card)

    assert anna.say("thanks.forwarded") in words_of(sent)
    assert anna.say("button.forward") not in buttons_of(sent)
    assert rows_in(tmp_path, SENT_ON) == [(QUESTION, "sv", entra_id("anna"))]


async def test_wills_question_without_answer_is_sent_on_in_english(
    bot: ServedBot, tmp_path: Path
) -> None:
    will = bot.person("will")
    nothing = await will.writes("When is my salary paid?")
    receipt = await will.sends_on(nothing)

    assert "You asked: When is my salary paid?" in words_of(receipt)
    assert rows_in(tmp_path, SENT_ON) == [("When is my salary paid?", "en", entra_id("will"))]


async def test_a_question_whose_suggestions_do_not_fit_is_sent_on(
    wary_bot: ServedBot, tmp_path: Path
) -> None:
    anna = wary_bot.person("anna")
    await anna.sends_on(await anna.writes(QUESTION))

    assert rows_in(tmp_path, SENT_ON) == [(QUESTION, "sv", entra_id("anna"))]


async def test_bo_does_all_that_in_an_older_client(bot: ServedBot, tmp_path: Path) -> None:
    bo = bot.person("bo")
    card = await bo.writes(QUESTION)
    thanked = await bo.presses_in_an_older_client(card, "Till hjälp")
    look = await bo.presses_in_an_older_client(thanked, "Skicka till Kommunikationsenheten")
    sent = await bo.presses_in_an_older_client(look, bo.say("forward.send"))

    assert bo.say("thanks.forwarded") in words_of(sent)
    assert bo.say("thanks.helpful") in words_of(thanked)
    assert rows_in(tmp_path, VOTES) == [("diarieforing-kommentarer", "helpful")]
    assert rows_in(tmp_path, SENT_ON) == [(QUESTION, "sv", entra_id("bo"))]
