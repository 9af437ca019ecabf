"""What is told of a score adds up to it."""

import pytest

from core.language import Language
from knowledge.search.answers import examine
from knowledge.search.explaining import phrasing_of, reasons
from knowledge.search.snapshot import Snapshot

QUESTIONS: list[tuple[str, Language]] = [
    ("Måste vi diarieföra kommentarer på Facebook?", "sv"),
    ("Måste vi, måste vi diarieföra på fejan?", "sv"),
    ("diareföra komentarer", "sv"),
    ("May we block a rude follower on insta?", "en"),
]


@pytest.mark.parametrize(("question", "language"), QUESTIONS)
def test_the_words_shares_add_up_to_what_the_entry_covers(
    small: Snapshot, question: str, language: Language
) -> None:
    index = small.indexes[language]
    coverage = index.scores(question).coverage

    for entry in range(len(coverage)):
        told = sum(one.share for one in reasons(index, question, entry).words)
        assert told == pytest.approx(float(coverage[entry]), abs=1e-5)


def test_the_weightiest_word_comes_first_and_the_nearest_phrasing_is_named(
    small: Snapshot,
) -> None:
    why = reasons(small.indexes["sv"], "Måste jag diarieföra den på fb?", 2)

    assert small.passages[2].id == "diarieforing-kommentarer"
    assert [one.word for one in why.words[:2]] == ["diarieföra", "facebook"]
    assert [one.share for one in why.words] == sorted(
        (one.share for one in why.words), reverse=True
    )
    assert {one.word for one in why.words if one.from_glossary} == {"facebook"}
    assert phrasing_of(small.base, small.passages[2], "sv", why.phrasing).endswith("på Facebook?")


def test_a_question_put_right_is_told_as_it_was_searched_for(small: Snapshot) -> None:
    examined = examine(small, "diarieförs direktmedelandn", "sv")

    assert examined.question in ("diarieförs direktmedelandn", "diarieförs direktmeddelanden")
    assert examined.scores is not None


def test_a_question_without_words_has_no_scores(small: Snapshot) -> None:
    assert examine(small, "?!", "sv").scores is None
