"""Gaps in Teams: seen by editors, made drafts of, put aside and taken back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from dialogs.notices import NoticeWriter
from knowledge.live.acceptance import open_snapshot
from knowledge.search.snapshot import Snapshot
from questions.forwarded_question import QuestionNotice
from tests.world.bases import MERMAIDS, mended_base, take_into_use
from tests.world.dialog_bot import DialogBot, DialogUser
from tests.world.reading import (
    button,
    buttons_of,
    facts_of,
    fault_at,
    fields_of,
    parts,
    rows_of,
    title_of,
    words_of,
)
from tests.world.user import SWEDISH

DRAFT, NOT_OURS, THERE = (
    SWEDISH.say("gap.draft"),
    SWEDISH.say("gap.not_ours_send"),
    SWEDISH.say("gap.in_base_send"),
)
PHRASINGS = SWEDISH.say("gap.phrasing_send")


async def ask(bot: DialogBot, *questions: str) -> None:
    for question in questions or MERMAIDS:
        bot.clock.pass_by(timedelta(minutes=1))
        await bot.person("anna").writes(question)


async def opened(rut: DialogUser) -> Any:
    gaps = await rut.writes("luckor")
    return await rut.presses(gaps, rows_of(gaps)[0])


async def test_what_is_no_work_lies_in_lists_of_its_own(bot: DialogBot, rut: DialogUser) -> None:
    await ask(bot)
    await ask(bot, "asdfghjkl", "jjjjjj", "zxcvbn")
    gaps = await rut.writes("luckor")
    aside = await rut.presses(gaps, rows_of(gaps)[-1])
    back = await rut.presses(aside, rut.say("gap.list"))

    assert MERMAIDS[0] in words_of(gaps)
    assert "jjjjjj" not in words_of(gaps)
    assert title_of(aside) == rut.say("gap.kind_gibberish")
    assert MERMAIDS[0] not in words_of(aside)
    assert all(each in words_of(aside) for each in ("asdfghjkl", "jjjjjj", "zxcvbn"))
    assert title_of(back) == title_of(gaps)


async def test_like_questions_are_one_gap_with_its_examples(
    bot: DialogBot, rut: DialogUser
) -> None:
    await ask(bot)
    await ask(bot, "Krafsar vildsvin i xylofonen?")
    gaps = await rut.writes("luckor")
    card = await rut.presses(gaps, rows_of(gaps)[0])

    assert len(rows_of(gaps)) == 2
    assert "3 frågor, senast 2026-11-23" in words_of(gaps)
    for question in MERMAIDS:
        assert question in words_of(card)
    assert "anna" not in str((gaps, card)).lower()


async def test_an_answer_that_was_no_help_is_a_gap(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    question = "Måste vi diarieföra kommentarer på Facebook?"
    await anna.presses(await anna.writes(question), "button.not_helpful")

    assert rows_of(await rut.writes("luckor")) == [question]


async def test_a_draft_can_be_copied_and_its_gap_does_not_come_back(
    bot: DialogBot, rut: DialogUser
) -> None:
    await ask(bot)
    drafted = await rut.presses(await opened(rut), DRAFT)
    (gap,) = bot.uow.gaps.kept.values()
    draft = gap.draft

    assert draft is not None
    assert fields_of(drafted)[rut.say("gap.copy")] == draft.text
    assert f"drafts take {gap.id}" in words_of(drafted)
    assert facts_of(drafted)[rut.say("gap.by")] == "Rut, 2026-11-23 10:03"
    assert rows_of(await rut.writes("luckor")) == []


async def test_a_phrasing_is_put_to_the_passage_chosen(bot: DialogBot, rut: DialogUser) -> None:
    await ask(bot)
    card = await opened(rut)
    (choice,) = [part for part in parts(card) if part["type"] == "Input.ChoiceSet"]
    chosen = choice["choices"][1]
    drafted = await rut.fills_in(card, PHRASINGS, said__passage=chosen["value"])
    (gap,) = bot.uow.gaps.kept.values()

    assert gap.draft is not None
    assert (gap.draft.passage, set(gap.draft.phrasings)) == (chosen["value"], set(MERMAIDS))
    assert facts_of(drafted)["Text"] == chosen["title"]


@pytest.mark.parametrize("passage", ["gone", ""])
async def test_a_phrasing_for_a_passage_that_is_not_there_is_refused(
    bot: DialogBot, rut: DialogUser, passage: str
) -> None:
    await ask(bot)
    again = await rut.fills_in(await opened(rut), PHRASINGS, said__passage=passage)

    assert fault_at(again, "said.passage") == f"⚠ {rut.say('refused.no-passage')}"
    assert bot.uow.gaps.kept == {}


async def test_a_forged_passage_gets_a_sentence(bot: DialogBot, rut: DialogUser) -> None:
    await ask(bot)
    said = await rut.fills_in(await opened(rut), PHRASINGS, said__passage="x" * 5000)

    assert said.startswith(rut.say("refused.no-passage"))
    assert bot.uow.gaps.kept == {}


async def test_wordings_that_stand_in_the_base_are_nothing_to_add(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    question = "Får vi blockera någon?"
    await anna.presses(await anna.writes(question), "button.not_helpful")
    card = await opened(rut)
    said = await rut.fills_in(card, PHRASINGS, said__passage="blockera-person")

    assert said.startswith(anna.say("refused.nothing-to-add"))


async def test_what_is_not_ours_stays_away_and_can_be_taken_back(
    bot: DialogBot, rut: DialogUser
) -> None:
    await ask(bot)
    put_aside = await rut.presses(await opened(rut), NOT_OURS)
    await ask(bot, "sjöjungfrur fjärrskådning nu?")
    gone = rows_of(await rut.writes("luckor"))
    handled = await rut.presses(put_aside, "gap.handled")
    again = await rut.presses(handled, rows_of(handled)[0])
    await rut.presses(again, "gap.reopen_send")

    assert gone == []
    assert "4 frågor" in words_of(await rut.writes("luckor"))


async def test_a_draft_is_made_of_the_questions_its_card_was_about(
    bot: DialogBot, rut: DialogUser
) -> None:
    await ask(bot)
    card = await opened(rut)
    await ask(bot, "sjöjungfrur fjärrskådning igen")
    drafted = await rut.presses(card, DRAFT)

    assert facts_of(drafted)["Frågor"] == "3"
    assert "igen" not in fields_of(drafted)[rut.say("gap.copy")]


async def test_what_is_answered_already_is_put_aside_until_it_is_missed_again(
    bot: DialogBot, rut: DialogUser
) -> None:
    await ask(bot)
    await rut.presses(await opened(rut), THERE)
    put_aside = rows_of(await rut.writes("luckor"))
    await ask(bot, MERMAIDS[0])

    assert put_aside == []
    assert rows_of(await rut.writes("luckor")) == [MERMAIDS[0]]


async def test_the_second_editor_is_told_who_was_first(bot: DialogBot, rut: DialogUser) -> None:
    await ask(bot)
    card = await opened(rut)
    first = await rut.presses(card, DRAFT)
    again = await rut.presses(card, DRAFT)
    said = await bot.person("rolf").presses(card, NOT_OURS)

    assert again == first
    assert said == "Rut har redan tagit hand om luckan, 2026-11-23 10:03."
    assert len(bot.uow.gaps.kept) == 1


async def test_an_old_list_leads_to_what_was_made_of_the_gap(
    bot: DialogBot, rut: DialogUser
) -> None:
    await ask(bot)
    gaps = await rut.writes("luckor")
    await rut.presses(await opened(rut), DRAFT)
    card = await bot.person("rolf").presses(gaps, rows_of(gaps)[0])

    assert title_of(card) == rut.say("gap.state_passage")


async def test_the_answer_to_a_question_sent_on_becomes_a_draft(
    bot: DialogBot, anna: DialogUser, rut: DialogUser
) -> None:
    await anna.sends_on(await anna.writes(MERMAIDS[0]))
    question = await rut.presses(await rut.writes("att besvara"), MERMAIDS[0])
    answered = await rut.fills_in(
        question, "question.send", said__reply="Nej, sjöjungfrur ser bara vatten."
    )
    drafted = await rut.presses(answered, "question.draft")

    text = fields_of(drafted)["Utkastet, att kopiera"]
    assert "text: Nej, sjöjungfrur ser bara vatten." in text
    assert f"title: {MERMAIDS[0]}" in text
    assert rows_of(await rut.writes("luckor")) == []


async def test_questions_with_personal_data_are_no_phrasings(
    bot: DialogBot, rut: DialogUser
) -> None:
    await ask(bot, *MERMAIDS, f"{MERMAIDS[0]} Ring 070-123 45 67")
    drafted = await rut.presses(await opened(rut), DRAFT)

    assert "[telefonnummer]" not in fields_of(drafted)[rut.say("gap.copy")]


async def test_only_reviewers_see_or_handle_gaps(bot: DialogBot, rut: DialogUser) -> None:
    await ask(bot)
    gaps, card = await rut.writes("luckor"), await opened(rut)
    bo = bot.person("bo")

    for said in (
        await bo.presses(gaps, rows_of(gaps)[0]),
        await bo.presses(card, DRAFT),
        await bo.fills_in(card, PHRASINGS, said__passage="blockera-person"),
        await bo.presses(gaps, "gap.handled"),
    ):
        assert said.startswith(rut.say("refused.not-a-reviewer"))
    assert bot.uow.gaps.kept == {}


FORGED: list[dict[str, Any]] = [
    {"question": "gone"},
    {"question": "../x"},
    {"handling": "approved"},
    {"until": "yesterday"},
    {"until": "2026-11-23T09:00:00"},
    {"until": "1970-01-01T00:00:00Z"},
]


@pytest.mark.parametrize("changes", FORGED)
async def test_a_forged_press_gets_a_sentence_and_changes_nothing(
    bot: DialogBot, rut: DialogUser, changes: dict[str, Any]
) -> None:
    await ask(bot)
    data = {**button(await opened(rut), DRAFT)["data"], **changes}

    assert isinstance(await rut.sends(data), str)
    assert bot.uow.gaps.kept == {}


async def test_a_gap_in_english_is_shown_in_english(bot: DialogBot) -> None:
    await bot.person("will", "en-GB").writes("When do mermaids gaze telepathically?")
    rut = bot.person("rut", "en-GB")
    gaps = await rut.writes("gaps")
    drafted = await rut.presses(await rut.presses(gaps, "When do mermaids"), "gap.draft")

    assert title_of(gaps) == rut.say("gap.title")
    assert "TODO: rubrik" in fields_of(drafted)[rut.say("gap.copy")]
    assert rut.say("gap.reopen") in buttons_of(drafted)


# What a new base closes.


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A base that answers what the small one doesn't."""
    return open_snapshot(mended_base(tmp_path_factory.mktemp("mended")))


async def closed_by(bot: DialogBot, snapshot: Snapshot) -> int:
    """Return how many cases are closed when *snapshot* is in use for a moment."""
    live = bot.services.live
    before = live.current
    take_into_use(live, snapshot)
    (gaps,) = (job for job in bot.table if job.name == "gaps")
    closed = await gaps.run()
    take_into_use(live, before)
    return closed


async def test_those_who_asked_to_know_are_told_once_when_a_base_answers(
    bot: DialogBot, anna: DialogUser, small: Snapshot, mended: Snapshot
) -> None:
    receipt = await anna.sends_on(await anna.writes(MERMAIDS[0]))
    await anna.presses(receipt, "enquiry.follow")
    before = await closed_by(bot, small)
    first = await closed_by(bot, mended)
    again = await closed_by(bot, mended)
    (news,) = [
        notice
        for notice in bot.uow.outbox.notices.values()
        if notice.kind == QuestionNotice.IN_BASE
    ]
    take_into_use(bot.services.live, mended)
    told = await NoticeWriter(bot.services)(news, "sv")

    assert (before, first, again) == (0, 1, 0)
    assert told is not None
    assert title_of(told.card) == anna.say("enquiry.in_base")
    assert rows_of(told.card) == [MERMAIDS[0]]


async def test_an_answer_one_has_read_is_no_news_until_its_text_changes(
    bot: DialogBot, anna: DialogUser, small: Snapshot
) -> None:
    question = "Måste vi diarieföra kommentarer på Facebook?"
    await anna.sends_on(await anna.writes(question))
    mine = await anna.presses(await anna.writes("mina ärenden"), question)
    await anna.presses(mine, "enquiry.follow")
    passage = small.base.passages["diarieforing-kommentarer"]
    better = replace(passage, sv=replace(passage.sv, text="Nej, det gör systemet åt er nu."))
    passages = tuple(better if each == passage else each for each in small.passages)
    base = replace(small.base, hash="better", passages={each.id: each for each in passages})

    assert await closed_by(bot, small) == 0
    assert await closed_by(bot, replace(small, base=base, passages=passages)) == 1


async def test_a_base_that_answers_closes_the_gap_and_new_misses_open_one(
    bot: DialogBot, rut: DialogUser, mended: Snapshot
) -> None:
    await ask(bot)
    await rut.presses(await opened(rut), DRAFT)
    closed = await closed_by(bot, mended)
    (gap,) = bot.uow.gaps.kept.values()
    before = rows_of(await rut.writes("luckor"))
    await ask(bot, MERMAIDS[0])

    assert closed == 1
    assert gap.closed_at is not None
    assert before == []
    assert rows_of(await rut.writes("luckor")) == [MERMAIDS[0]]
