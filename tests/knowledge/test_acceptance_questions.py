"""A base that loses one of its own questions is refused until its editors have accepted it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.live.own_questions import check_questions, missed_by, misses
from knowledge.passage import Miss
from knowledge.search.confidence import FEATURES, Classifier, LogisticModel
from knowledge.search.snapshot import Snapshot
from tests.conftest import SMALL_BASE
from yamlfile.problem import Level


def asking(snapshot: Snapshot, *, unmet: int) -> Snapshot:
    """Return the small base with the first *unmet* of its fourteen questions beyond answering."""
    passages = [
        replace(
            passage,
            sv=replace(
                passage.sv,
                must_answer=("Sjöjungfru?",) if 2 * n < unmet else passage.sv.must_answer,
            ),
            en=replace(
                passage.text_in("en"),
                must_answer=("Mermaid?",)
                if 2 * n + 1 < unmet
                else passage.text_in("en").must_answer,
            ),
        )
        for n, passage in enumerate(snapshot.passages)
    ]
    return replace(snapshot, passages=tuple(passages))


NEVER_SURE = Classifier(
    right=LogisticModel(np.zeros(len(FEATURES), np.float32), -9.0),
    ours=LogisticModel(np.zeros(len(FEATURES), np.float32), -9.0),
    min_rare_share=0.0,
)


def knowing(snapshot: Snapshot, known: frozenset[Miss]) -> Snapshot:
    return replace(snapshot, base=replace(snapshot.base, known_misses=known))


def told(snapshot: Snapshot) -> list[tuple[str, Level]]:
    base = replace(snapshot.base, passages={passage.id: passage for passage in snapshot.passages})
    problems = check_questions(base, frozenset(misses(snapshot)), SMALL_BASE)
    return [(problem.code, problem.level) for problem in problems]


def test_a_base_that_meets_its_questions_has_nothing_against_it(small: Snapshot) -> None:
    assert told(small) == []


@pytest.mark.parametrize("unmet", [1, 3])
def test_each_question_that_is_lost_is_an_error(small: Snapshot, unmet: int) -> None:
    assert told(asking(small, unmet=unmet)) == [("question-lost", Level.ERROR)] * unmet


def test_misses_that_are_known_are_fine_down_to_half(small: Snapshot) -> None:
    unmet = ("questions-unmet", Level.ERROR)
    for count, expected in ((7, []), (8, [unmet])):
        asked = asking(small, unmet=count)
        assert told(knowing(asked, frozenset(misses(asked)))) == expected


def test_what_is_on_the_list_and_met_is_told_and_no_fault(small: Snapshot) -> None:
    listed = knowing(small, frozenset({Miss("blockera-person", "sv", "Finns inte?")}))

    assert told(listed) == [("question-met", Level.WARNING)]


def test_the_questions_of_one_language_are_asked_once(small: Snapshot, tmp_path: Path) -> None:
    asked = asking(small, unmet=3)
    first = missed_by(asked, tmp_path)
    unsure = replace(asked, classifiers={**asked.classifiers, "sv": NEVER_SURE})
    in_another = replace(unsure, inputs={**unsure.inputs, "en": "of another"})

    assert len(first) == 3
    assert missed_by(unsure, tmp_path) == first  # built from the same, so not asked anew
    assert missed_by(in_another, tmp_path) == first
    assert missed_by(small, tmp_path) == frozenset()


def test_what_was_cut_short_of_their_answers_is_asked_anew(small: Snapshot, tmp_path: Path) -> None:
    asked = asking(small, unmet=3)
    first = missed_by(asked, tmp_path)
    for kept in tmp_path.iterdir():
        kept.write_bytes(kept.read_bytes()[:-5])

    assert missed_by(asked, tmp_path) == first
