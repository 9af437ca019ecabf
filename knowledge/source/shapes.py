"""The shapes of the files: the type meant at a place, its choices, and faults told by its names."""

import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from pydantic_core import ErrorDetails

from core.language import LANGUAGES
from knowledge.passage import PARTIAL_DATE, SLUG, WEB_ADDRESS
from knowledge.source.files import FileKind
from yamlfile.document import Document, Location, Value
from yamlfile.problem import Problem, suggestion

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


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    """Return what checks values against *shape*; building it takes longer than using it."""
    return TypeAdapter(shape)


def type_at(shape: Any, location: Location) -> Any:
    """Return the type meant at *location* within *shape*; None where there is no such field."""
    return _type_at(shape, tuple(0 if isinstance(step, int) else step for step in location))


def fields_of(shape: Any) -> tuple[str, ...]:
    """Return the names of the fields of *shape*; none where it isn't a mapping with fields."""
    return tuple(_hints(shape)) if is_dataclass(shape) else ()


def choices_of(shape: Any) -> tuple[str, ...]:
    """Return the words that may stand where *shape* is meant; none where it isn't a choice."""
    if isinstance(shape, type) and issubclass(shape, Enum):
        return tuple(str(member.value) for member in shape)
    return tuple(map(str, get_args(shape))) if get_origin(shape) is Literal else ()


@cache
def _type_at(shape: Any, location: Location) -> Any:
    shape = _bare(shape)
    if not location:
        return shape
    step, rest = location[0], location[1:]
    if get_origin(shape) is Mapping:
        return _type_at(get_args(shape)[1], rest)
    if isinstance(step, int):
        return _type_at(get_args(shape)[0], rest) if get_origin(shape) is tuple else None
    hint = _hints(shape).get(step) if is_dataclass(shape) else None
    return None if hint is None else _type_at(hint, rest)


def _bare(shape: Any) -> Any:
    """Return *shape* without its constraints, and without the None of what may be left out."""
    if get_origin(shape) is Annotated:
        return _bare(get_args(shape)[0])
    if get_origin(shape) in (Union, types.UnionType):
        return _bare(next(part for part in get_args(shape) if part is not type(None)))
    return shape


@cache
def _hints(shape: Any) -> dict[str, Any]:
    hints = get_type_hints(shape, include_extras=True)
    return {name: hint for name, hint in hints.items() if not name.startswith("__")}


def problem_of(
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


def is_consequence(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
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
