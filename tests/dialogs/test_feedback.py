"""Votes and questions sent on: every press may come twice, and the second changes nothing."""

from typing import Any

import pytest

from questions.asked import Verdict
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import button, buttons_of, rows_of, title_of, words_of
from tests.world.user import SWEDISH

QUESTION = "Måste vi diarieföra kommentarer på Facebook?"
FORWARD = SWEDISH.say("button.forward")
SENT = SWEDISH.say("thanks.forwarded")


def verdicts(bot: DialogBot) -> list[Verdict]:
    return [vote.verdict for vote in bot.kept.votes.values()]


async def test_a_vote_is_kept_with_its_passage_and_without_the_voters_name(
    bot: DialogBot, anna: DialogUser
) -> None:
    await anna.presses(await anna.writes(QUESTION), "button.helpful")
    (vote,) = bot.kept.votes.values()

    assert (vote.passage, vote.verdict) == ("diarieforing-kommentarer", Verdict.HELPFUL)
    assert vote.answer_id == bot.kept.asked[0].answer_id
    assert "anna" not in vote.voter


async def test_the_same_vote_twice_counts_once(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    first = await anna.presses(card, "button.helpful")
    again = await anna.presses(card, "button.helpful")

    assert verdicts(bot) == [Verdict.HELPFUL]
    assert first == again


async def test_a_voter_may_think_again(bot: DialogBot, anna: DialogUser) -> None:
    thanked = await anna.presses(await anna.writes(QUESTION), "button.helpful")
    changed = await anna.presses(thanked, "button.not_helpful")

    assert verdicts(bot) == [Verdict.NOT_HELPFUL]
    assert anna.say("thanks.not_helpful") in words_of(changed)
    assert anna.say("thanks.helpful") not in words_of(changed)


async def test_two_readers_of_one_card_have_a_vote_each(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    await anna.presses(card, "button.helpful")
    await bot.person("bo").presses(card, "button.not_helpful")

    assert sorted(verdicts(bot)) == [Verdict.HELPFUL, Verdict.NOT_HELPFUL]


async def test_a_question_sent_on_is_kept_with_its_asker(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.presses(await anna.writes(QUESTION), FORWARD)
    (sent,) = bot.uow.forwarded_questions.kept.values()

    assert (sent.question, sent.asker, sent.language) == (QUESTION, "aad-anna", "sv")
    assert sent.sent_at == bot.clock.now
    assert SENT in words_of(card)
    assert FORWARD not in buttons_of(card)


async def test_a_question_sent_on_twice_is_kept_once(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    first = await anna.presses(card, FORWARD)
    again = await anna.presses(card, FORWARD)

    assert len(bot.uow.forwarded_questions.kept) == 1
    assert first == again


async def test_two_readers_may_each_send_the_question_on(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    await anna.presses(card, FORWARD)
    await bot.person("bo").presses(card, FORWARD)

    assert {sent.asker for sent in bot.uow.forwarded_questions.kept.values()} == {
        "aad-anna",
        "aad-bo",
    }


async def test_a_vote_does_not_hide_that_the_question_was_sent_on(anna: DialogUser) -> None:
    sent = await anna.presses(await anna.writes(QUESTION), FORWARD)
    voted = await anna.presses(sent, "button.helpful")

    assert SENT in words_of(voted)
    assert FORWARD not in buttons_of(voted)


async def test_sending_on_does_not_hide_the_vote(anna: DialogUser) -> None:
    voted = await anna.presses(await anna.writes(QUESTION), "button.not_helpful")
    sent = await anna.presses(voted, FORWARD)

    assert anna.say("thanks.not_helpful") in words_of(sent)


@pytest.mark.parametrize("asked", ["När kommer lönen?", "Åskådliggör sjöjungfrur fjärrskådning?"])
async def test_a_question_without_answer_can_be_sent_on(
    bot: DialogBot, anna: DialogUser, asked: str
) -> None:
    receipt = await anna.presses(await anna.writes(asked), FORWARD)
    (sent,) = bot.uow.forwarded_questions.kept.values()

    assert sent.question == asked
    assert SENT in words_of(receipt)
    assert f"Du frågade: {asked}" in words_of(receipt)
    assert buttons_of(receipt) == [
        anna.say("enquiry.follow"),
        anna.say("case.mine"),
        "Visa färdiga frågor",
    ]


async def test_a_question_with_suggestions_can_be_sent_on(wary_bot: DialogBot) -> None:
    anna = wary_bot.person("anna")
    await anna.presses(await anna.writes(QUESTION), FORWARD)

    assert [sent.question for sent in wary_bot.uow.forwarded_questions.kept.values()] == [QUESTION]


async def test_the_choice_among_suggestions_can_be_voted_on(wary_bot: DialogBot) -> None:
    anna = wary_bot.person("anna")
    chosen = await anna.presses(await anna.writes(QUESTION), "När får kommentarer gallras?")
    await anna.presses(chosen, "button.helpful")
    (vote,) = wary_bot.kept.votes.values()

    assert vote.passage == "gallring-kommentarer"


async def test_a_related_question_leads_on_and_back(anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    other = await anna.presses(card, "När får kommentarer gallras?")
    back = await anna.presses(other, "Tillbaka: Ska kommentarer diarieföras?")

    assert title_of(other) == "När får kommentarer gallras?"
    assert rows_of(other)[0] == "Tillbaka: Ska kommentarer diarieföras?"
    assert title_of(back) == "Ska kommentarer diarieföras?"


FORGED: list[Any] = [
    None,
    "show",
    {},
    {"action": "approve", "asked": {"answer": "a", "language": "sv"}},
    {"action": "forward", "asked": {"answer": "a", "language": "sv", "question": ""}},
]


@pytest.mark.parametrize("data", FORGED)
async def test_an_old_or_forged_press_gets_a_sentence_and_stores_nothing(
    bot: DialogBot, anna: DialogUser, data: Any
) -> None:
    assert (await anna.sends(data)).startswith(anna.say("failure.old_card"))
    assert (bot.kept.votes, bot.uow.forwarded_questions.kept) == ({}, {})


async def test_an_old_card_in_english_is_told_so_in_english(anna: DialogUser) -> None:
    said = await anna.sends({"action": "gone", "asked": {"language": "en"}})

    assert said.startswith("The card is old or altered")


@pytest.mark.parametrize(
    "pointing",
    [
        {"action": "show", "passage": "gone"},
        {"action": "rate", "passage": "gone", "helpful": True},
        {"action": "browse", "group": "gone"},
        {"action": "browse", "group": "konton", "topic": "gone"},
        {"action": "browse", "group": "konton", "topic": "bilder"},
    ],
)
async def test_a_press_on_what_is_gone_says_that_the_text_has_changed(
    bot: DialogBot, anna: DialogUser, pointing: dict[str, Any]
) -> None:
    asked = {"answer": "a", "language": "sv", "question": QUESTION}

    assert (await anna.sends(pointing | {"asked": asked})).startswith(anna.say("answer.moved"))
    assert bot.kept.votes == {}


async def test_a_way_back_to_what_is_gone_is_left_out(anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    data = button(card, "När får")["data"] | {"back": "gone"}

    assert rows_of(await anna.sends(data)) == [
        "Ska kommentarer diarieföras?",
    ]


async def test_a_question_is_sent_on_although_its_passage_is_gone(
    bot: DialogBot, anna: DialogUser
) -> None:
    asked = {"answer": "a", "language": "sv", "question": QUESTION}
    card = await anna.sends({"action": "forward", "asked": asked, "passage": "gone"})

    assert len(bot.uow.forwarded_questions.kept) == 1
    assert SENT in words_of(card)


async def test_an_older_client_presses_with_a_message(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    fallback = button(card, anna.say("button.helpful"))["fallback"]
    thanked = await anna.writes("", data=fallback["data"])

    assert verdicts(bot) == [Verdict.HELPFUL]
    assert anna.say("thanks.helpful") in words_of(thanked)


async def test_an_old_card_pressed_in_an_older_client_gets_the_sentence(anna: DialogUser) -> None:
    assert (await anna.writes("", data={"old": 1})).startswith("Kortet är gammalt")
