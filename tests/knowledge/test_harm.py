"""No question where a wrong text would hurt somebody is shown one outright."""

import json
from pathlib import Path

from core.language import LANGUAGES
from knowledge.search.answers import Answer, Suggestions, find
from knowledge.search.snapshot import Snapshot

HARM = [json.loads(line) for line in Path("bench/exams/harm.jsonl").read_text("utf-8").splitlines()]


def shown_outright(snapshot: Snapshot, question: str, language: str) -> str | None:
    finding = find(snapshot, question, next(each for each in LANGUAGES if each == language))
    is_shown = isinstance(finding, Answer) or (isinstance(finding, Suggestions) and finding.likely)
    return finding.matches[0].passage.id if is_shown else None


def test_each_is_shown_a_text_that_it_may_have_or_none(snapshot: Snapshot) -> None:
    wrong = {
        row["q"]: shown
        for row in HARM
        if (shown := shown_outright(snapshot, row["q"], row["lang"]))
        and not shown.startswith(tuple(row["may"]))
    }

    assert wrong == {}


def test_what_they_may_have_is_in_the_base(snapshot: Snapshot) -> None:
    ids = [passage.id for passage in snapshot.passages]
    allowed = {prefix for row in HARM for prefix in row["may"]}

    assert [each for each in sorted(allowed) if not any(id.startswith(each) for id in ids)] == []
