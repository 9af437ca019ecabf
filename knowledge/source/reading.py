"""Read the files of one base, entry by entry, collecting every fault of their shape."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.language import LANGUAGES
from knowledge.passage import PARTIAL_DATE, SLUG, WEB_ADDRESS
from knowledge.source.files import Content, FileKind, kind_of
from knowledge.source.shapes import adapter, choices_of, fields_of, type_at
from yamlfile.document import Document, Location, Origin, Value
from yamlfile.problem import Place, Problem, suggestion

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
    "int_parsing": "not-a-number",
    "int_type": "not-a-number",
    "greater_than_equal": "number-too-small",
    "less_than_equal": "number-too-large",
    "wrong-condition": "wrong-condition",
    "not-confirmed": "not-confirmed",
    "too_short": "list-too-short",
    "too_long": "list-too-long",
}
"""Pydantic's error types, as the sentences in `texts/` are named; dates have many of their own."""

_FORMS = {SLUG: "not-a-name", WEB_ADDRESS: "not-a-web-address", PARTIAL_DATE: "not-a-partial-date"}

YES_OR_NO = {
    **dict.fromkeys(("ja", "j", "yes", "y", "on", "sant"), "true"),
    **dict.fromkeys(("nej", "n", "no", "off", "falskt"), "false"),
}
"""What people write where a truth value is meant, and how YAML wants it written."""


class ContentReader:
    """Reads the files of one base, collecting problems."""

    def __init__(self, content: Content, documents: Mapping[str, Document]) -> None:
        """*documents* are the files of *content*, parsed."""
        self._content = content
        self._documents = documents
        self.read: list[tuple[FileKind[Any], Document]] = []
        self.problems = [
            Problem(content.folder / name, Place(), code)
            for name, code in content.unreadable.items()
        ]

    def whole(self, kind: FileKind[T]) -> Origin[T] | None:
        """Return the one value that a file of *kind* holds, where it has the right shape."""
        document = self._document(kind, kind.pattern)
        if document is None:
            return None
        value = self._checked(document, (), document.data, kind)
        return Origin(value, document, ()) if value is not None else None

    def entries(self, kind: FileKind[T]) -> list[Origin[T]]:
        """Return the entries of every file of *kind* that have the right shape."""
        names = kind.names(self._content.files)
        if not names and self._content.files:
            place = self._content.folder / Path(kind.pattern).parent
            self.problems.append(Problem(place, Place(), f"no-{kind.name}"))
        documents = [self._document(kind, name) for name in names]
        return [
            origin
            for document in documents
            if document is not None
            for origin in self._entries(document, kind)
        ]

    def has(self, kind: FileKind[Any]) -> bool:
        """Whether the base has a file of *kind*, whatever is wrong with it."""
        names = (*self._content.files, *self._content.unreadable)
        return any(kind_of(name) is kind for name in names)

    def _entries(self, document: Document, kind: FileKind[T]) -> Iterable[Origin[T]]:
        data = document.data if isinstance(document.data, dict) else {}
        self._top(document, data, kind)
        field = kind.entries or ""
        entries = data.get(field)
        if not isinstance(entries, list):
            self.problems.append(document.problem((field,), "not-a-list", field=field))
            return
        shared = {kind.shared: data.get(kind.shared) or "unknown"} if kind.shared else {}
        for number, entry in enumerate(entries):
            location = (field, number)
            whole = entry
            if isinstance(entry, dict):
                self._only_at_the_top(document, location, entry, kind)
                whole = {**entry, **shared}
            value = self._checked(document, location, whole, kind)
            if value is not None:
                yield Origin(value, document, location)

    def _top(self, document: Document, data: Mapping[str, Value], kind: FileKind[Any]) -> None:
        """Note the fields that stand at the file's top and shouldn't, or should and don't."""
        for unknown in data.keys() - kind.fields:
            place = document.keys[(unknown,)]
            facts = {"field": unknown, **suggestion(unknown, kind.fields)}
            self.problems.append(Problem(document.path, place, "field-unknown", facts))
        if kind.shared and data.get(kind.shared) is None:
            self.problems.append(document.problem((), "field-missing", field=kind.shared))

    def _only_at_the_top(
        self, document: Document, location: Location, entry: dict[str, Value], kind: FileKind[Any]
    ) -> None:
        if kind.shared in entry:
            place = document.keys[(*location, kind.shared)]
            facts = {"field": kind.shared}
            self.problems.append(Problem(document.path, place, "field-unknown", facts))

    def _document(self, kind: FileKind[Any], name: str) -> Document | None:
        document = self._documents.get(name)
        if document is None:
            is_told = name in self._content.unreadable or not self._content.files
            if not is_told and not kind.optional:
                path = self._content.folder / name
                self.problems.append(Problem(path, Place(), "file-missing"))
            return None
        self.read.append((kind, document))
        self.problems.extend(document.problems)
        return None if document.problems else document

    def _checked(
        self, document: Document, location: Location, value: Value, kind: FileKind[T]
    ) -> T | None:
        try:
            return cast(T, adapter(kind.shape).validate_python(value))
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            self.problems.extend(
                _problem_of(document, location, kind, detail)
                for detail in details
                if not _is_consequence(detail, details)
            )
            return None


def _problem_of(
    document: Document, location: Location, kind: FileKind[Any], detail: ErrorDetails
) -> Problem:
    """Return *detail*, found in the value at *location*, as a problem where it stands."""
    path = (*location, *detail["loc"])
    code = _code(detail, document.value(path))
    place = document.place(path)
    if code == "field-unknown":
        place = document.keys.get(path, place)
    names = [str(step) for step in path if isinstance(step, str)]
    facts = {"field": names[-1] if names else kind.name, **(detail.get("ctx") or {})}
    facts |= _more(code, kind, path, document.value(path))
    return Problem(document.path, place, code, facts)


def _is_consequence(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether a list is only called too short because pydantic doesn't count its faulty lines."""
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > len(place) and other["loc"][: len(place)] == place for other in details
    )


def _code(detail: ErrorDetails, value: Value) -> str:
    code = _CODES.get(detail["type"], "not-a-date" if "date" in detail["type"] else "wrong-value")
    if code == "wrong-form":
        return _FORMS.get((detail.get("ctx") or {}).get("pattern", ""), code)
    if code == "field-missing" and detail["loc"][-1] in LANGUAGES:
        return "language-missing"
    if code == "not-text" and isinstance(value, dict):
        return "text-with-colon"
    return code


def _more(code: str, kind: FileKind[Any], path: Location, value: Value) -> dict[str, Any]:
    """Return the facts that pydantic doesn't know: the fix, and what there is to choose among."""
    inner, written = kind.inside(path), str(value)
    match code:
        case "field-unknown":
            known = fields_of(type_at(kind.shape, inner[:-1]))
            return suggestion(str(path[-1]), known)
        case "wrong-choice":
            choices = choices_of(type_at(kind.shape, inner))
            return {"expected": choices, **suggestion(written, choices)}
        case "not-yes-or-no":
            meant = YES_OR_NO.get(written.lower())
            return {"suggestion": meant} if meant else {}
        case "text-too-long":
            return {"length": len(written.strip())}
        case _:
            return {}
