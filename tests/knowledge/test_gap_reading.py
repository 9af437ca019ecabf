"""How a base reads what it has missed, tried on questions that the small base knows nothing of."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.live.acceptance import open_snapshot
from knowledge.search.gap_reading import GapReading
from knowledge.search.snapshot import Snapshot
from questions.clustering import open_groups
from questions.gap import GapKind, MissedQuestion
from questions.likeness import SIMILAR
from questions.remembering import Remembered
from tests.conftest import REAL_BASE


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> GapReading:
    return GapReading(open_snapshot(REAL_BASE, tmp_path_factory.mktemp("index")))


def like(reading: GapReading, one: str, other: str, language: str = "sv") -> float:
    weights, others = (reading.weights(each, language) for each in (one, other))
    return sum(weight * others.get(term, 0.0) for term, weight in weights.items())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("När kommer lönen?", "när får jag min lön"),
        ("Hur parkerar jag?", "Var får man parkera bilen?"),
        ("Hur schemalägger jag inlägg?", "schemalägga insta"),
        ("Får vi ha poddar?", "Vilka regler gäller för podd?"),
        ("Får vi använda AI-genererade bilder?", "Är det ok med AI-bilder på facebook?"),
    ],
)
def test_two_ways_of_asking_the_same_are_alike(real: GapReading, one: str, other: str) -> None:
    assert like(real, one, other) >= SIMILAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Får vi ha poddar?", "Får vi ha en blogg?"),
        ("Vad gäller för drönare i sociala medier?", "sociala medier?"),
        ("Hur gör vi en podd?", "Hur gör vi en enkät?"),
    ],
)
def test_words_that_everybody_uses_make_nothing_alike(
    real: GapReading, one: str, other: str
) -> None:
    assert like(real, one, other) < SIMILAR


@pytest.mark.parametrize("question", ["När kommer lönen?", "sociala medier?", "Får vi?", "åäö"])
def test_a_question_is_wholly_like_itself(small: Snapshot, question: str) -> None:
    assert like(GapReading(small), question, question) == pytest.approx(1.0)


@pytest.mark.parametrize("question", ["", "?", "-"])
def test_what_has_no_words_is_like_nothing(small: Snapshot, question: str) -> None:
    assert GapReading(small).weights(question, "sv") == {}


def test_two_languages_have_no_term_in_common(small: Snapshot) -> None:
    reading, question = GapReading(small), "Emoji on Facebook?"

    assert not reading.weights(question, "sv").keys() & reading.weights(question, "en").keys()


def test_what_the_base_answers_is_answered_unless_readers_found_just_that_no_help(
    small: Snapshot,
) -> None:
    reading, question = GapReading(small), "Måste vi diarieföra kommentarer på Facebook?"
    passage = reading.answer(question, "sv", unless=())

    assert passage is not None
    assert passage.id == "diarieforing-kommentarer"
    assert reading.answer(question, "sv", unless={passage.id}) is None
    assert reading.answer("Åskådliggör sjöjungfrur fjärrskådning?", "sv", unless=()) is None


def kind_of(reading: GapReading, question: str, language: str = "sv") -> GapKind:
    missed = MissedQuestion("a1", datetime(2026, 11, 23, tzinfo=UTC), language, question)
    (group,) = open_groups([missed], [], reading, Remembered(reading.base_hash))
    return group.kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Får vi ha en egen Discord-server för fritidsgården?", GapKind.WORK),
        ("mastodon", GapKind.WORK),
        ("nya hemsidan", GapKind.WORK),
        ("rss", GapKind.WORK),
        ("Får vi göra egna klistermärken till Snapchat", GapKind.WORK),
        ("När är det lunch?", GapKind.ELSEWHERE),
        ("Vilken dag kommer lönen?", GapKind.ELSEWHERE),
        ("Hur lång uppsägningstid har jag?", GapKind.ELSEWHERE),
        ("det var ju inte det jag frågade om", GapKind.TALK),
        ("du är dum i huvudet din plåtburk", GapKind.TALK),
        ("jo men jag tänkte nog mest på det där andra", GapKind.TALK),
        ("asdfghjkl", GapKind.GIBBERISH),
        ("qwerty qwerty?", GapKind.GIBBERISH),
        ("fjdksl jfkdls", GapKind.GIBBERISH),
        ("jjjjjj", GapKind.GIBBERISH),
        ("4711", GapKind.GIBBERISH),
    ],
)
def test_work_is_told_from_talk_from_what_belongs_to_others_and_from_random_letters(
    real: GapReading, question: str, kind: GapKind
) -> None:
    assert kind_of(real, question) is kind


def test_questions_of_ours_without_their_question_mark_are_hardly_ever_put_aside(
    real: GapReading,
) -> None:
    asked = [
        (each["q"].rstrip("?. "), each["lang"])
        for file in sorted(Path("bench/exams").glob("*.jsonl"))
        for each in map(json.loads, file.read_text("utf-8").splitlines())
        if each.get("kind") == "in"
    ]
    read = [real.read(question, language) for question, language in asked]
    aside = [each for each in read if each.is_elsewhere or each.is_talk or each.is_gibberish]

    assert len(aside) < len(asked) / 40
