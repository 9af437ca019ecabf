import pytest

from knowledge.search.answers import Nothing, find
from knowledge.search.question_text import Speller
from knowledge.search.snapshot import Snapshot

SPELLER = Speller(("kommentar", "diarieföra", "blockera", "får"))


@pytest.mark.parametrize(
    ("asked", "repaired"),
    [
        ("komentar", "kommentar"),
        ("kommmentar", "kommentar"),
        ("diarieförara", "diarieföra"),
        ("diariföra", "diarieföra"),
        ("blokcera", "blockera"),
        ("diareiföar", "diarieföra"),
        ("KOMENTAR?", "kommentar"),
    ],
)
def test_a_wrong_keystroke_is_put_right(asked: str, repaired: str) -> None:
    assert SPELLER.corrected(asked) == repaired


def test_of_words_as_near_the_first_listed_is_meant() -> None:
    assert Speller(("kaster", "kast", "kastar")).corrected("kastr") == "kaster"


@pytest.mark.parametrize("asked", ["kommentar", "fåt", "xyzzy", "2024", ""])
def test_what_is_right_short_or_like_nothing_is_left_alone(asked: str) -> None:
    assert SPELLER.corrected(asked) is None


def test_a_refused_question_is_tried_once_more_with_its_words_put_right(snapshot: Snapshot) -> None:
    finding = find(snapshot, "blokcerna anvädnare", "sv")

    assert not isinstance(finding, Nothing)
    assert finding.matches[0].passage.topic == "blockera"
