"""No question where a wrong text would hurt somebody is shown one outright."""

from pathlib import Path

from bench.answers import harmful
from bench.questions import read_risky_questions
from knowledge.search.snapshot import Snapshot

QUESTIONS = read_risky_questions(Path("bench/exams/harm.jsonl"))


def test_each_is_shown_a_text_that_it_may_have_or_none(snapshot: Snapshot) -> None:
    assert len(QUESTIONS) >= 60
    assert harmful(snapshot, QUESTIONS) == {}


def test_what_they_may_have_is_in_the_base(snapshot: Snapshot) -> None:
    ids = [passage.id for passage in snapshot.passages]
    allowed = {beginning for question in QUESTIONS for beginning in question.may}

    assert [each for each in sorted(allowed) if not any(id.startswith(each) for id in ids)] == []
