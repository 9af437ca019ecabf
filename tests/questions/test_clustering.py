"""Missed questions by similarity: what belongs together, what is handled, and what is new."""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from questions.clustering import MOST_READ, open_groups
from questions.gap import Gap, GapKind, Handling, MissedQuestion
from questions.likeness import SIMILAR
from questions.remembering import Remembered, cluster
from tests.world.people import RUT
from tests.world.services import ReadAs, WordReader

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def missed(*questions: str, at: datetime = NOON, language: str = "sv") -> list[MissedQuestion]:
    return [
        MissedQuestion(f"{question} {at:%H%M%S} {language}", at, language, question)
        for question in questions
    ]


def groups_of(
    questions: list[MissedQuestion], *handled: Gap, reader: WordReader | None = None
) -> list[list[str]]:
    groups = open_groups(questions, handled, reader or WordReader(), Remembered("base"))
    return [sorted(each.question for each in group.questions) for group in groups]


def a_gap(*examples: str, **changes: object) -> Gap:
    gap = Gap(
        "lucka-aaaaaaaa", RUT, NOON, NOON, "n", Handling.PASSAGE, "sv", examples, len(examples)
    )
    return replace(gap, **changes)  # pyright: ignore[reportArgumentType]


def test_like_questions_are_together_and_the_largest_group_comes_first() -> None:
    questions = missed("var parkerar jag", "flyga drönare", "flyga drönare nu", "flyga drönare ute")

    assert groups_of(questions) == [
        ["flyga drönare", "flyga drönare nu", "flyga drönare ute"],
        ["var parkerar jag"],
    ]


def test_of_more_groups_than_are_read_the_largest_then_the_latest_are() -> None:
    old = missed(*(f"fråga{number}" for number in range(MOST_READ)))
    twice, new = missed("flyga drönare", "flyga drönare nu"), missed("mata måsar", at=NOON + HOUR)
    groups = groups_of([*twice, *old, *new])

    assert len(groups) == MOST_READ
    assert groups[:2] == [["flyga drönare", "flyga drönare nu"], ["mata måsar"]]


def test_work_comes_first_what_lies_near_the_base_before_what_is_asked_more() -> None:
    reader = WordReader(
        read_as={
            "lön lunch semester": ReadAs(0.0, is_elsewhere=True),
            "hoppla": ReadAs(0.5, is_talk=True),
            "asdf": ReadAs(0.9, is_gibberish=True, is_elsewhere=True),
            "kören sjunger": ReadAs(0.05),
            "en discordserver": ReadAs(0.2),
        }
    )
    asked = ["asdf", "hoppla", *["lön lunch semester"] * 3, *["kören sjunger"] * 2]
    groups = open_groups(missed(*asked, "en discordserver"), [], reader, Remembered("base"))

    assert [(group.kind, group.typical.question, group.is_near) for group in groups] == [
        (GapKind.WORK, "en discordserver", True),
        (GapKind.WORK, "kören sjunger", False),
        (GapKind.TALK, "hoppla", True),
        (GapKind.ELSEWHERE, "lön lunch semester", False),
        (GapKind.GIBBERISH, "asdf", True),
    ]


def test_a_chain_of_weak_similarities_is_not_one_group() -> None:
    chain = missed("ett två", "två tre", "tre fyra", "fyra fem", "fem sex")

    assert max(len(group) for group in groups_of(chain)) <= 3


def test_every_question_stands_in_exactly_one_group() -> None:
    rng = random.Random(7)
    words = ["ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta"]
    questions = missed(*{" ".join(rng.sample(words, 3)) for _ in range(200)})
    groups = groups_of(questions)

    members = [question for group in groups for question in group]
    assert sorted(members) == sorted(each.question for each in questions)


def test_every_member_is_like_the_centre_of_its_group() -> None:
    rng = random.Random(8)
    words = ["ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta"]
    reader = WordReader()
    texts = [(" ".join(rng.sample(words, 3)), "sv") for _ in range(200)]
    things = [reader.weights(*text) for text in texts]
    for centre, *others in cluster(texts, reader):
        for other in others:
            like = sum(w * things[other].get(t, 0.0) for t, w in things[centre].items())
            assert like >= SIMILAR - 1e-6


def test_the_order_in_which_questions_come_makes_no_difference() -> None:
    rng = random.Random(9)
    words = ["ett", "två", "tre", "fyra", "fem", "sex"]
    questions = missed(*(" ".join(rng.sample(words, 3)) for _ in range(60)))
    shuffled = rng.sample(questions, len(questions))

    assert groups_of(shuffled) == groups_of(questions)


def test_the_same_words_in_two_languages_are_two_gaps() -> None:
    questions = [*missed("tiktok"), *missed("tiktok", language="en")]

    assert len(groups_of(questions)) == 2


def test_a_question_of_nothing_but_signs_makes_no_gap() -> None:
    assert groups_of(missed("", "?")) == []


def test_what_the_base_answers_by_now_is_no_gap() -> None:
    assert groups_of(missed("flyga drönare"), reader=WordReader({"flyga drönare": "dronare"})) == []


def test_questions_like_a_handled_gap_belong_to_it() -> None:
    questions = missed("flyga drönare nu", "var parkerar jag", at=NOON + HOUR)

    assert groups_of(questions, a_gap("flyga drönare")) == [["var parkerar jag"]]


def test_new_questions_after_the_gap_was_closed_are_a_gap_again() -> None:
    closed = a_gap("flyga drönare", closed_at=NOON + HOUR)
    before, after = (missed("flyga drönare nu", at=NOON + span) for span in (HOUR, 2 * HOUR))

    assert groups_of(before, closed) == []
    assert groups_of([*before, *after], closed) == [["flyga drönare nu"]]


def test_what_is_not_ours_stays_so() -> None:
    elsewhere = a_gap("lönen kommer när", handling=Handling.NOT_OURS)

    assert groups_of(missed("när kommer lönen", at=NOON + 1000 * HOUR), elsewhere) == []


def test_questions_of_a_gap_taken_back_are_open_again() -> None:
    questions = missed("flyga drönare nu")

    assert groups_of(questions, a_gap("flyga drönare", reopened=True)) == [["flyga drönare nu"]]


def test_a_card_is_about_the_questions_there_were_when_it_was_shown() -> None:
    first, later = missed("flyga drönare"), missed("flyga drönare", at=NOON + HOUR)
    (group,) = open_groups([*first, *later], [], WordReader(), Remembered("base"))

    selected = group.selected(group.typical.answer_id, until=NOON)
    assert selected.answer_ids == {each.answer_id for each in first}
    assert group.examples(5) == ("flyga drönare",)
    assert group.latest == NOON + HOUR


def test_ten_thousand_questions_take_seconds() -> None:
    rng = random.Random(10)
    words = [f"ord{number}" for number in range(2000)]
    texts = [(" ".join(rng.sample(words, 8)), "sv") for _ in range(10_000)]
    begun = time.perf_counter()
    groups = cluster(texts, WordReader())

    assert sum(map(len, groups)) == 10_000
    assert time.perf_counter() - begun < 30
