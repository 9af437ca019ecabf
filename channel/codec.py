"""Writes the SDK's models as JSON, by the tables they carry.

The SDK's own serialiser does the same at some thirty times the cost, and forgets every key it
doesn't know: the tenant of a conversation, citations.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import orjson
from msrest.serialization import Model


def dump(model: Model) -> dict[str, Any]:
    """Return what *model* looks like on the wire; absent values are left out."""
    keys = _keys(type(model))
    written = {
        keys[attribute]: value if type(value) is str else _dumped(value)
        for attribute, value in vars(model).items()
        if value is not None and attribute in keys
    }
    for key, value in model.additional_properties.items():
        written.setdefault(key, _dumped(value))
    return written


def encode(payload: object) -> bytes:
    """Return JSON; models anywhere inside *payload* are dumped on the way."""
    return orjson.dumps(payload, default=_dump_model)


def _dumped(value: Any) -> Any:
    """A dict is left as it is, however deep: a card is not worth walking through."""
    if isinstance(value, Model):
        return dump(value)
    if isinstance(value, list):
        return [_dumped(item) for item in value]
    if isinstance(value, datetime):
        return _written_moment(value)
    return value


def _dump_model(value: object) -> dict[str, Any]:
    if isinstance(value, Model):
        return dump(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def _written_moment(moment: datetime) -> str:
    """A moment without a zone is taken to be UTC, as the SDK takes it."""
    text = moment.isoformat()
    return f"{text}Z" if moment.tzinfo is None else text.replace("+00:00", "Z")


@cache
def _keys(model_class: type[Model]) -> dict[str, str]:
    """Keys by attribute. A key of "" stands for `additional_properties` itself."""
    table: Mapping[str, Mapping[str, str]] = model_class._attribute_map
    return {name: row["key"] for name, row in table.items() if row["key"]}
