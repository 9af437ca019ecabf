"""The shapes of the files, looked into: the type meant at a place, its fields and its choices."""

import types
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter

from yamlfile.document import Location


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
