"""Questions to put to a base: its own, and those that people have asked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from knowledge.base import Base
from knowledge.passage import LANGUAGES, Language
from knowledge.search.snapshot import Snapshot
from yamlfile.problem import Faulty, Place, Problem


class Kind(StrEnum):
    """Where a question comes from."""

    GOLDEN = "golden"
    """`must_answer`: it has to find its passage."""
    PHRASING = "phrasing"
    """`asked_as`: it feeds the index."""
    LOGGED = "logged"
    """Someone asked it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, in a language told or guessed."""

    text: str
    language: Language
    kind: Kind
    passage: str | None = None
    """Where it stands in the base; None for what someone asked."""


def questions_of(base: Base) -> Iterator[Question]:
    """Yield the base's own questions, its test questions first."""
    for kind in (Kind.GOLDEN, Kind.PHRASING):
        for passage in base.passages.values():
            for language in LANGUAGES:
                text = passage.text_in(language)
                own = text.must_answer if kind is Kind.GOLDEN else text.asked_as
                for question in own:
                    yield Question(question, language, kind, passage.id)


def logged(path: Path, snapshot: Snapshot) -> list[Question]:
    """Return the questions in a file of JSON lines, as `question` and `language` (or q and lang).

    Raises:
        Faulty: with every line that holds no question.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Faulty([Problem(path, Place(), "file-missing")]) from None
    questions: list[Question] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        question = _question(line, snapshot)
        if question is None:
            problems.append(Problem(path, Place(number, 1), "no-question-in-line"))
        else:
            questions.append(question)
    if problems:
        raise Faulty(problems)
    return questions


def _question(line: str, snapshot: Snapshot) -> Question | None:
    try:
        row = json.loads(line)
        text = row.get("question") or row.get("q")
        told = row.get("language") or row.get("lang")
    except (ValueError, AttributeError):
        return None
    if not isinstance(text, str):
        return None
    language = told if told in LANGUAGES else snapshot.guesser.guess(text)
    return Question(text, language, Kind.LOGGED)
