"""How a base reads what it has missed, tried on questions that the small base knows nothing of."""

import pytest

from knowledge.live.acceptance import open_snapshot
from knowledge.search.gap_reading import GapReading
from knowledge.search.snapshot import Snapshot
from questions.clustering import SIMILAR
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


def test_what_the_base_answers_is_answered_unless_readers_found_just_that_no_help(
    small: Snapshot,
) -> None:
    reading, question = GapReading(small), "Måste vi diarieföra kommentarer på Facebook?"
    passage = reading.answer(question, "sv", unless=())

    assert passage is not None
    assert passage.id == "diarieforing-kommentarer"
    assert reading.answer(question, "sv", unless={passage.id}) is None
    assert reading.answer("Åskådliggör sjöjungfrur fjärrskådning?", "sv", unless=()) is None
