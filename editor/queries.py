"""Queries to put to a base, its own and those that people asked, and what each gets."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path

from core.language import Language
from knowledge.base import Base
from knowledge.passage import Passage
from knowledge.search.answers import Answer, Finding, Nothing, Suggestions
from knowledge.search.snapshot import Snapshot
from questions.asked import Outcome
from yamlfile.problem import Faulty, Place, Problem


class QueryKind(StrEnum):
    """Where a query comes from."""

    GOLDEN = "golden"
    """`must_answer`: it has to find its passage."""
    PHRASING = "phrasing"
    """`asked_as`: it feeds the index."""
    LOGGED = "logged"
    """Someone asked it."""


@dataclass(frozen=True, slots=True)
class Query:
    """One question put to a base, in its own language or the one guessed."""

    text: str
    language: Language
    kind: QueryKind
    passage: str | None = None
    """Where it stands in the base; None for what someone asked."""


def queries_of(base: Base) -> Iterator[Query]:
    """Yield the base's own questions, its test questions first."""
    for kind in (QueryKind.GOLDEN, QueryKind.PHRASING):
        for passage in base.passages.values():
            for language in base.languages:
                for question in _own(base, passage, language, kind):
                    yield Query(question, language, kind, passage.id)


def _own(base: Base, passage: Passage, language: Language, kind: QueryKind) -> Iterable[str]:
    if kind is QueryKind.GOLDEN:
        return passage.text_in(language).must_answer
    return chain.from_iterable(base.asked_as(passage, language))


def logged_queries(path: Path, snapshot: Snapshot) -> list[Query]:
    """Return the questions in a file of JSON lines, as `question` and `language` (or q and lang).

    Raises:
        Faulty: with every line that holds no question.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Faulty([Problem(path, Place(), "file-missing")]) from None
    questions: list[Query] = []
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


def _question(line: str, snapshot: Snapshot) -> Query | None:
    try:
        row = json.loads(line)
        text = row.get("question") or row.get("q")
        told = row.get("language") or row.get("lang")
    except (ValueError, AttributeError):
        return None
    if not isinstance(text, str):
        return None
    language = told if told in snapshot.base.languages else snapshot.guesser.guess(text)
    return Query(text, language, QueryKind.LOGGED)


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The outcome of a question, and the ids of what the asker is shown."""

    outcome: Outcome
    shown: tuple[str, ...]
    """The passage, the choices, or the area that the matter belongs to instead."""

    @property
    def passages(self) -> tuple[str, ...]:
        return () if self.outcome is Outcome.NONE else self.shown

    @property
    def area(self) -> str | None:
        return next(iter(self.shown), None) if self.outcome is Outcome.NONE else None


def result_of(finding: Finding) -> QueryResult:
    match finding:
        case Answer():
            return QueryResult(Outcome.ANSWER, (finding.passage.id,))
        case Suggestions():
            return QueryResult(Outcome.SUGGESTIONS, tuple(one.id for one in finding.choices))
        case Nothing(area=area):
            return QueryResult(Outcome.NONE, (area.id,) if area else ())
