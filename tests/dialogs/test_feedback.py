"""Votes and questions sent on: every press may come twice, and the second changes nothing."""

from typing import Any

import pytest

from questions.asked import Verdict
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
    assert title_of(changed) == anna.say("feedback.title")


async def test_two_readers_of_one_card_have_a_vote_each(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    await anna.presses(card, "button.helpful")
    await bot.person("bo").presses(card, "button.not_helpful")

    assert sorted(verdicts(bot)) == [Verdict.HELPFUL, Verdict.NOT_HELPFUL]


async def test_a_question_sent_on_is_kept_with_its_asker(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.sends_on(await anna.writes(QUESTION))
    (sent,) = bot.uow.forwarded_questions.kept.values()

    assert (sent.question, sent.asker, sent.language) == (QUESTION, "aad-anna", "sv")
    assert sent.sent_at == bot.clock.now
    assert SENT in words_of(card)
    assert FORWARD not in buttons_of(card)
    assert anna.say("forward.expected", count=3) in words_of(card)


async def test_a_question_sent_on_twice_is_kept_once(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    first = await anna.sends_on(card)
    again = await anna.sends_on(card)

    assert len(bot.uow.forwarded_questions.kept) == 1
    assert first == again


async def test_two_readers_may_each_send_the_question_on(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    await anna.sends_on(card)
    await bot.person("bo").sends_on(card)

    assert {sent.asker for sent in bot.uow.forwarded_questions.kept.values()} == {
        "aad-anna",
        "aad-bo",
    }


async def test_what_did_not_help_gives_the_next_two_and_the_way_to_a_human(
    bot: DialogBot, anna: DialogUser
) -> None:
    card = await anna.writes(QUESTION)
    other = await anna.presses(card, "button.not_helpful")

    assert len(rows_of(other)) == 2
    assert title_of(card) not in rows_of(other)
    assert f"Det här skickas: {QUESTION}" in words_of(other)
    assert buttons_of(other) == [FORWARD, anna.say("feedback.back")]
    assert title_of(await anna.presses(other, rows_of(other)[0])) == rows_of(other)[0]
    assert title_of(await anna.presses(other, "feedback.back")) == title_of(card)


async def test_what_was_missing_goes_with_the_question_in_one_press(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    other = await anna.presses(await anna.writes(QUESTION), "button.not_helpful")
    receipt = await anna.fills_in(
        other, FORWARD, said__missing="Hur länge? Ring Karin Svensson, 070-123 45 67"
    )
    (sent,) = bot.uow.forwarded_questions.kept.values()
    seen = await rut.presses(await rut.writes("att besvara"), QUESTION[:20])

    assert SENT in words_of(receipt)
    assert (sent.question, sent.missing) == (
        QUESTION,
        "Hur länge? Ring [namn], [telefonnummer]",
    )
    assert facts_of(seen)[rut.say("enquiry.missing")] == sent.missing
    assert facts_of(seen)[rut.say("enquiry.shown")].endswith(title_of(await anna.writes(QUESTION)))


async def test_a_ready_question_that_did_not_help_offers_what_is_related(
    bot: DialogBot, anna: DialogUser
) -> None:
    passage = "diarieforing-kommentarer"
    asked = {"answer": "a", "language": "sv", "question": ""}
    other = await anna.sends(
        {"action": "rate", "asked": asked, "passage": passage, "helpful": False}
    )

    assert rows_of(other)
    assert buttons_of(other) == [anna.say("feedback.back")]


async def test_the_nearest_stays_the_nearest_after_a_vote(bot: DialogBot, anna: DialogUser) -> None:
    passages = list(bot.services.base.passages)
    asked = {"answer": "a", "language": "sv", "question": QUESTION}
    rate = {"action": "rate", "asked": asked, "passage": passages[0], "helpful": True}
    thanked = await anna.sends(rate | {"others": [passages[1], "gone"]})
    other = bot.services.base.passages[passages[1]].sv.title

    assert words_of(thanked).startswith(anna.say("answer.nearest"))
    assert rows_of(thanked) == [other]
    assert anna.say("answer.others") in words_of(thanked)


async def test_nothing_is_sent_by_looking(bot: DialogBot, anna: DialogUser) -> None:
    card = await anna.writes(QUESTION)
    look = await anna.presses(card, FORWARD)
    back = await anna.presses(look, "feedback.back")

    assert fields_of(look) == {anna.say("forward.question"): QUESTION}
    assert title_of(back) == title_of(card)
    assert bot.uow.forwarded_questions.kept == {}


async def test_the_question_is_sent_as_it_was_changed_and_masked_again(
    bot: DialogBot, anna: DialogUser
) -> None:
    look = await anna.presses(await anna.writes(QUESTION), FORWARD)
    changed = "Måste vi diarieföra det brukaren Karin Svensson skriver, 811228-9874?"
    receipt = await anna.fills_in(look, "forward.send", said__question=changed)
    (sent,) = bot.uow.forwarded_questions.kept.values()

    assert sent.question == "Måste vi diarieföra det brukaren [namn] skriver, [personnummer]?"
    assert anna.say("warning.title") in words_of(receipt)


@pytest.mark.parametrize("said", ["", " \n ", "?!"])
async def test_a_question_that_was_emptied_is_not_sent(
    bot: DialogBot, anna: DialogUser, said: str
) -> None:
    look = await anna.presses(await anna.writes(QUESTION), FORWARD)

    again = await anna.fills_in(look, "forward.send", said__question=said)

    assert fault_at(again, "said.question") == f"⚠ {anna.say('refused.question-missing')}"
    assert bot.uow.forwarded_questions.kept == {}


@pytest.mark.parametrize(
    ("way", "send", "field"),
    [(FORWARD, "forward.send", "question"), ("button.not_helpful", FORWARD, "missing")],
)
async def test_too_much_is_not_sent_and_the_limit_is_told_at_the_field(
    bot: DialogBot, anna: DialogUser, way: str, send: str, field: str
) -> None:
    card = await anna.presses(await anna.writes(QUESTION), way)
    again = await anna.fills_in(card, send, **{f"said__{field}": "Å" * 1001})

    assert "högst" in fault_at(again, f"said.{field}")
    assert "Å" * 1001 in fields_of(again).values()
    assert bot.uow.forwarded_questions.kept == {}


@pytest.mark.parametrize("again", [QUESTION, "måste vi diarieföra kommentarer, på facebook"])
async def test_the_same_question_once_more_finds_the_first(
    bot: DialogBot, anna: DialogUser, again: str
) -> None:
    await anna.sends_on(await anna.writes(QUESTION))
    receipt = await anna.sends_on(await anna.writes(again))
    (sent,) = bot.uow.forwarded_questions.kept.values()

    assert anna.say("forward.known", day=f"{sent.sent_at:%Y-%m-%d}") in words_of(receipt)
    assert anna.say("enquiry.follow") in buttons_of(receipt)


async def test_a_withdrawn_question_may_be_sent_again(bot: DialogBot, anna: DialogUser) -> None:
    await anna.sends_on(await anna.writes(QUESTION))
    mine = await anna.presses(await anna.writes("mina ärenden"), QUESTION[:20])
    await anna.presses(mine, "enquiry.withdraw_sure")
    receipt = await anna.sends_on(await anna.writes(QUESTION))

    assert SENT in words_of(receipt)
    assert len(bot.uow.forwarded_questions.kept) == 2


@pytest.mark.parametrize("asked", ["När kommer lönen?", "Åskådliggör sjöjungfrur fjärrskådning?"])
async def test_a_question_without_answer_can_be_sent_on(
    bot: DialogBot, anna: DialogUser, asked: str
) -> None:
    receipt = await anna.sends_on(await anna.writes(asked))
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
    await anna.sends_on(await anna.writes(QUESTION))

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
    {"action": "send_on", "asked": {"answer": "a", "language": "sv", "question": ""}},
    {"action": "send_on", "asked": {"answer": "a", "language": "sv"}, "said.missing": "a" * 5000},
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
    card = await anna.sends({"action": "send_on", "asked": asked, "passage": "gone"})

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
