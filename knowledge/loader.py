"""Read the editors' folder into one `Base`, or report every fault in it at once."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from knowledge.account_file import AccountFile, account_form
from knowledge.base import Base
from knowledge.checks import Origin, check
from knowledge.form_checks import check_form
from knowledge.passage import (
    Area,
    Caution,
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
    "bool_parsing": "not-yes-or-no",
    "bool_type": "not-yes-or-no",
    "tuple_type": "not-a-list",
    "dataclass_type": "not-a-mapping",
    "int_parsing": "not-a-number",
    "int_type": "not-a-number",
    "greater_than_equal": "number-too-small",
    "less_than_equal": "number-too-large",
    "wrong-condition": "wrong-condition",
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
    reader = _FolderReader(folder)
    passages = [passage for path in reader.passage_files() for passage in reader.passages(path)]
    routine = reader.whole("routine.yaml", Routine)
    groups = reader.entries("topics.yaml", "groups", TopicGroup)
    sources = reader.entries("sources.yaml", "sources", Source)
    elsewhere = reader.entries("elsewhere.yaml", "areas", Area)
    glossary = reader.entries("glossary.yaml", "terms", Term)
    cautions = reader.entries("cautions.yaml", "cautions", Caution)
    form = reader.whole("account_request.yaml", AccountFile, optional=True)
    whole = not reader.problems
    problems = reader.problems + list(
        check(passages=passages, sources=sources, groups=groups, areas=elsewhere, references=whole)
    )
    if form is not None:
        problems += check_form(form, passages=passages, groups=groups, references=whole)
    if routine is None or reader.problems:
        return None, _in_order(problems)
    base = Base(
        hash=reader.hash(),
        routine=routine.value,
        groups=tuple(entry.value for entry in groups),
        sources={entry.value.id: entry.value for entry in sources},
        passages={entry.value.id: entry.value for entry in passages},
        by_topic=_by_topic(entry.value for entry in passages),
        elsewhere=tuple(entry.value for entry in elsewhere),
        glossary=tuple(entry.value for entry in glossary),
        cautions=tuple(entry.value for entry in cautions),
        account_form=account_form(form.value) if form else None,
    )
    return base, _in_order(problems)


def _by_topic(passages: Iterable[Passage]) -> dict[str, tuple[Passage, ...]]:
    topics: dict[str, tuple[Passage, ...]] = {}
    for passage in passages:
        topics[passage.topic] = (*topics.get(passage.topic, ()), passage)
    return topics


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.path, problem.place))


class _FolderReader:
    """Reads the files of one folder, collecting problems and the content's hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self._contents: dict[str, bytes] = {}

    def hash(self) -> str:
        """Return a short hash of every file's name and content."""
        digest = hashlib.sha256()
        for name, content in sorted(self._contents.items()):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()[:16]

    def passage_files(self) -> Iterator[Path]:
        files = sorted((self.folder / "passages").glob("*.yaml"))
        if not files:
            place = self.folder / "passages"
            self.problems.append(Problem(place, Place(), "no-passages"))
        return iter(files)

    def whole(self, name: str, kind: type[T], *, optional: bool = False) -> Origin[T] | None:
        """Return what one file holds; where it is *optional*, it may be missing."""
        path = self.folder / name
        if optional and not path.exists():
            return None
        document = self._document(path)
        value = self._checked(document, (), document.data, kind) if document else None
        return Origin(value, document, ()) if document and value is not None else None

    def entries(self, name: str, key: str, kind: type[T]) -> list[Origin[T]]:
        """Return the entries of the list under *key*, the only key such a file may have."""
        document = self._document(self.folder / name)
        if document is None:
            return []
        return self._list(document, key, kind, extra={}, allowed={key})

    def passages(self, path: Path) -> list[Origin[Passage]]:
        document = self._document(path)
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

    def _document(self, path: Path) -> Document | None:
        try:
            content = path.read_bytes()
        except OSError:
            self.problems.append(Problem(path, Place(), "file-missing"))
            return None
        self._contents[path.relative_to(self.folder).as_posix()] = content
        document = read(path, content)
        self.problems.extend(document.problems)
        return None if document.problems else document

    def _checked(
        self, document: Document, location: Location, value: Value, kind: type[T]
    ) -> T | None:
        try:
            return cast(T, _adapter(kind).validate_python(value))
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            self.problems.extend(
                _problem(document, location, detail)
                for detail in details
                if not _is_consequence(detail, details)
            )
            return None


_adapters: dict[type, TypeAdapter[Any]] = {}


def _adapter(kind: type) -> TypeAdapter[Any]:
    return _adapters.setdefault(kind, TypeAdapter(kind))


def _is_consequence(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether a list is only called too short because pydantic doesn't count its faulty lines."""
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in details
    )


def _problem(document: Document, location: Location, detail: ErrorDetails) -> Problem:
    path = (*location, *detail["loc"])
    code = _CODES.get(detail["type"], "not-a-date" if "date" in detail["type"] else "wrong-value")
    place = document.place(path)
    if code == "field-unknown":
        place = document.keys.get(path, place)
    facts = {"field": str(path[-1]) if path else "", **(detail.get("ctx") or {})}
    return Problem(document.path, place, code, facts)
