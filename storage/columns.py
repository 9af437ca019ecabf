"""Column types that mean the same on every database."""

from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

import orjson
from pydantic import TypeAdapter
from sqlalchemy import Column, ColumnElement, DateTime, Dialect, String, Text, type_coerce
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time: aware on the way in, UTC on the way out.

    SQLite stores ISO text without a zone, which sorts as time does.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a point in time needs its time zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class BoundedText(TypeDecorator[str]):
    """Text from outside, cut to the column's length.

    Lone surrogates and NUL become question marks: not every database takes them, and one such text
    would fail the whole transaction.
    """

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        cut = value[: self.length].replace("\0", "?")
        return cut.encode(errors="replace").decode()


def as_kept(value: object, column: Column[Any], dialect: Dialect) -> object:
    """Return what *column* holds once *value* has been put into it."""
    if isinstance(column.type, BoundedText) and isinstance(value, str):
        return column.type.process_bind_param(value, dialect)
    return value


class JsonRecord(TypeDecorator[T], Generic[T]):
    """A whole record as JSON, validated when read: what is read equals what was written."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[T]) -> None:
        super().__init__()
        self.kind = kind

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        """Made when the first record is read or written: a start needs few of them."""
        return TypeAdapter(self.kind)

    def process_bind_param(self, value: T | None, dialect: Dialect) -> str | None:
        return None if value is None else self._adapter.dump_json(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> T | None:
        return None if value is None else self._adapter.validate_json(value)


def has_value(content: Column[T], value: str) -> ColumnElement[bool]:
    """Whether *value* is one of the strings in a `JsonRecord` column; matches a few others too."""
    return type_coerce(content, Text).contains(orjson.dumps(value).decode(), autoescape=True)
