"""How many of its own questions a base may lose: a few are told, many stop it."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.live.acceptance import check_questions, misses
from knowledge.passage import Miss
from knowledge.search.snapshot import Snapshot
from tests.conftest import SMALL_BASE


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


def knowing(snapshot: Snapshot, known: frozenset[Miss] | None) -> Snapshot:
    return replace(snapshot, base=replace(snapshot.base, known_misses=known))


def codes(snapshot: Snapshot) -> list[str]:
    return [problem.code for problem in check_questions(snapshot, SMALL_BASE)]


def test_a_base_that_meets_its_questions_has_nothing_against_it(small: Snapshot) -> None:
    assert codes(small) == []


def test_without_a_list_of_known_misses_half_of_the_questions_must_be_met(small: Snapshot) -> None:
    assert codes(asking(small, unmet=7)) == []
    assert codes(asking(small, unmet=8)) == ["questions-unmet"]


def test_misses_that_are_known_are_fine_down_to_half(small: Snapshot) -> None:
    for unmet, expected in ((7, []), (8, ["questions-unmet"])):
        asked = asking(small, unmet=unmet)
        assert codes(knowing(asked, frozenset(misses(asked)))) == expected


@pytest.mark.parametrize(("unmet", "expected"), [(1, []), (2, ["questions-lost"])])
def test_no_more_than_a_tenth_may_be_lost_without_being_known(
    small: Snapshot, unmet: int, expected: list[str]
) -> None:
    asked = knowing(asking(small, unmet=unmet), frozenset())

    assert [code for code in codes(asked) if code != "question-lost"] == expected
    assert codes(asked).count("question-lost") == unmet


def test_what_is_on_the_list_and_met_is_warned_of(small: Snapshot) -> None:
    listed = knowing(small, frozenset({Miss("blockera-person", "sv", "Finns inte?")}))
    (problem,) = check_questions(listed, Path("base"))

    assert (problem.path.as_posix(), problem.code, problem.level.value) == (
        "base/known_misses.yaml",
        "question-met",
        "warning",
    )
