"""A base of one text, of six and of forty: nothing foreign is answered outright; ours is found.

The questions were written for these tests. None is among the phrasings, nor among the everyday
questions that the code knows.
"""

from pathlib import Path

import pytest

from bench.questions import Question, read_questions
from knowledge.live.acceptance import open_snapshot
from knowledge.search.answers import Answer, Nothing, find
from knowledge.search.corpus import everyday_questions
from knowledge.search.snapshot import Snapshot

BASES = Path("tests/bases")
FOUND = {"keys": 4 / 6, "visits": 1.0, "remote": 1.0}
"""Share of the questions that must find their topic first; one phrasing can't teach every word."""


@pytest.fixture(scope="module", params=list(FOUND))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def asked(name: str) -> tuple[Snapshot, list[Question]]:
    questions = read_questions(BASES / "questions" / f"{name}.jsonl")
    return open_snapshot(BASES / name), questions


def test_nothing_foreign_is_answered_outright(asked: tuple[Snapshot, list[Question]]) -> None:
    snapshot, questions = asked
    foreign = [question for question in questions if not question.topics]
    found = {each.text: find(snapshot, each.text, each.language) for each in foreign}

    assert len(foreign) >= 50
    assert [text for text, finding in found.items() if isinstance(finding, Answer)] == []


def test_at_most_a_quarter_of_what_is_foreign_is_offered_anything(
    asked: tuple[Snapshot, list[Question]],
) -> None:
    snapshot, questions = asked
    findings = [find(snapshot, each.text, each.language) for each in questions if not each.topics]

    assert sum(not isinstance(finding, Nothing) for finding in findings) <= len(findings) / 4


def test_what_is_ours_is_found(name: str, asked: tuple[Snapshot, list[Question]]) -> None:
    snapshot, questions = asked
    ours = [question for question in questions if question.topics]
    findings = [find(snapshot, question.text, question.language) for question in ours]
    found = [
        not isinstance(finding, Nothing) and finding.matches[0].passage.topic in question.topics
        for question, finding in zip(ours, findings, strict=True)
    ]

    assert sum(found) >= FOUND[name] * len(ours)


def test_no_question_is_known_before(asked: tuple[Snapshot, list[Question]]) -> None:
    snapshot, questions = asked
    known = {text for language in ("sv", "en") for text in everyday_questions(language)}
    known |= {
        text
        for passage in snapshot.passages
        for each in (passage.sv, passage.text_in("en"))
        for text in (each.title, *each.asked_as)
    }

    assert [question.text for question in questions if question.text in known] == []
