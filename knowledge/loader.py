"""Read the editors' folder into one `Base`, or report every fault in it at once."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from knowledge.base import Base
from knowledge.checks import Origin, check
from knowledge.content import KNOWN_MISSES, PASSAGES, Content, read_folder
from knowledge.passage import (
    Area,
    Caution,
    Miss,
    Passage,
    Routine,
    Source,
    Term,
    TopicGroup,
)
from yamlfile.document import Document, Location, Value, read
from yamlfile.problem import Faulty, Level, Place, Problem

T = TypeVar("T")

_CODES = {
    "missing": "field-missing",
    "unexpected_keyword_argument": "field-unknown",
    "string_type": "not-text",
    "string_too_short": "text-too-short",
    "string_too_long": "text-too-long",
    "string_pattern_mismatch": "wrong-form",
    "enum": "wrong-choice",
    "literal_error": "wrong-choice",
    "bool_parsing": "not-yes-or-no",
    "bool_type": "not-yes-or-no",
    "tuple_type": "not-a-list",
    "dataclass_type": "not-a-mapping",
    "too_short": "list-too-short",
    "too_long": "list-too-long",
}
"""Pydantic's error types, as the sentences in `texts/` are named; dates have many of their own."""


def load(folder: Path) -> Base:
    """Return the base in *folder*.

    Raises:
        Faulty: with every fault of every file.
    """
    base, problems = inspect(folder)
    if base is None or any(problem.level is Level.ERROR for problem in problems):
        raise Faulty(problems)
    return base


def inspect(folder: Path) -> tuple[Base | None, list[Problem]]:
    """Return the base in *folder*, where its files have the right shape, and all its problems."""
    return inspect_content(read_folder(folder))


def parse(content: Content) -> dict[str, Document]:
    """Return the YAML in each file of *content*, the part of reading it that takes time."""
    return {name: read(content.folder / name, data) for name, data in content.files.items()}


def inspect_content(
    content: Content, documents: Mapping[str, Document] | None = None
) -> tuple[Base | None, list[Problem]]:
    """Return the base in *content*, where its files have the right shape, and all its problems.

    *documents* are its files where they have been parsed already.
    """
    reader = _Reader(content, parse(content) if documents is None else documents)
    if not content.files:
        return None, _in_order(reader.problems)
    passages = [passage for name in reader.passage_files() for passage in reader.passages(name)]
    routine = reader.whole("routine.yaml", Routine)
    groups = reader.entries("topics.yaml", "groups", TopicGroup)
    sources = reader.entries("sources.yaml", "sources", Source)
    elsewhere = reader.entries("elsewhere.yaml", "areas", Area)
    glossary = reader.entries("glossary.yaml", "terms", Term)
    cautions = reader.entries("cautions.yaml", "cautions", Caution)
    misses = reader.entries_if_any(KNOWN_MISSES, "misses", Miss)
    problems = reader.problems + list(
        check(
            passages=passages,
            sources=sources,
            groups=groups,
            areas=elsewhere,
            references=not reader.problems,
        )
    )
    if routine is None or reader.problems:
        return None, _in_order(problems)
    base = Base(
        hash=content.hash,
        routine=routine,
        groups=tuple(entry.value for entry in groups),
        sources={entry.value.id: entry.value for entry in sources},
        passages={entry.value.id: entry.value for entry in passages},
        by_topic=_by_topic(entry.value for entry in passages),
        elsewhere=tuple(entry.value for entry in elsewhere),
        glossary=tuple(entry.value for entry in glossary),
        cautions=tuple(entry.value for entry in cautions),
        known_misses=None if misses is None else frozenset(entry.value for entry in misses),
    )
    return base, _in_order(problems)


def _by_topic(passages: Iterable[Passage]) -> dict[str, tuple[Passage, ...]]:
    topics: dict[str, tuple[Passage, ...]] = {}
    for passage in passages:
        topics[passage.topic] = (*topics.get(passage.topic, ()), passage)
    return topics


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.path, problem.place))


class _Reader:
    """Reads the files of one base, collecting problems."""

    def __init__(self, content: Content, documents: Mapping[str, Document]) -> None:
        self._content = content
        self._documents = documents
        self.problems = [
            Problem(content.folder / name, Place(), code)
            for name, code in content.unreadable.items()
        ]

    def passage_files(self) -> list[str]:
        names = self._content.passage_files()
        if not names:
            place = self._content.folder / PASSAGES
            self.problems.append(Problem(place, Place(), "no-passages"))
        return names

    def whole(self, name: str, kind: type[T]) -> T | None:
        document = self._document(name)
        return self._checked(document, (), document.data, kind) if document else None

    def entries(self, name: str, key: str, kind: type[T]) -> list[Origin[T]]:
        """Return the entries of the list under *key*, the only key such a file may have."""
        document = self._document(name)
        if document is None:
            return []
        return self._list(document, key, kind, extra={}, allowed={key})

    def entries_if_any(self, name: str, key: str, kind: type[T]) -> list[Origin[T]] | None:
        """Return the entries of a file that need not be there."""
        return self.entries(name, key, kind) if name in self._content.files else None

    def passages(self, name: str) -> list[Origin[Passage]]:
        document = self._document(name)
        if document is None:
            return []
        topic = document.data.get("topic") if isinstance(document.data, dict) else None
        if topic is None:
            self.problems.append(document.problem((), "field-missing", field="topic"))
        extra: dict[str, Value] = {"topic": topic or "unknown"}
        return self._list(document, "passages", Passage, extra=extra, allowed={"topic", "passages"})

    def _list(
        self,
        document: Document,
        key: str,
        kind: type[T],
        *,
        extra: Mapping[str, Value],
        allowed: set[str],
    ) -> list[Origin[T]]:
        data = document.data if isinstance(document.data, dict) else {}
        for unknown in data.keys() - allowed:
            place = document.keys[(unknown,)]
            facts = {"field": unknown}
            self.problems.append(Problem(document.path, place, "field-unknown", facts))
        entries = data.get(key)
        if not isinstance(entries, list):
            self.problems.append(document.problem((key,), "not-a-list", field=key))
            return []
        found: list[Origin[T]] = []
        for number, entry in enumerate(entries):
            location = (key, number)
            whole = {**extra, **entry} if isinstance(entry, dict) else entry
            value = self._checked(document, location, whole, kind)
            if value is not None:
                found.append(Origin(value, document, location))
        return found

    def _document(self, name: str) -> Document | None:
        document = self._documents.get(name)
        if document is None:
            if name not in self._content.unreadable:
                path = self._content.folder / name
                self.problems.append(Problem(path, Place(), "file-missing"))
            return None
        self.problems.extend(document.problems)
        return None if document.problems else document

    def _checked(
        self, document: Document, location: Location, value: Value, kind: type[T]
    ) -> T | None:
        try:
            return cast(T, _adapter(kind).validate_python(value))
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            self.problems.extend(_problem(document, location, detail) for detail in details)
            return None


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _problem(document: Document, location: Location, detail: ErrorDetails) -> Problem:
    path = (*location, *detail["loc"])
    code = _CODES.get(detail["type"], "not-a-date" if "date" in detail["type"] else "wrong-value")
    place = document.place(path)
    if code == "field-unknown":
        place = document.keys.get(path, place)
    facts = {"field": str(path[-1]) if path else "", **(detail.get("ctx") or {})}
    return Problem(document.path, place, code, facts)
