"""Turns dicts of the wire into the SDK's models and back, by the tables the models carry.

The SDK's own serialiser does the same at some thirty times the cost, and forgets every key it
doesn't know: the tenant of a conversation, who was mentioned, citations.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any, TypeVar

import orjson
from msrest.serialization import Model

from channel.refusal import WrongShape

AnyModel = TypeVar("AnyModel", bound=Model)
Loader = Callable[[Any], Any]


def load(model_class: type[AnyModel], data: object) -> AnyModel:
    """Build a model from *data*; unknown keys are kept in its `additional_properties`.

    Raises `WrongShape` where a value isn't of the type the model's table promises.
    """
    if not isinstance(data, dict):
        raise _Misfit("an object")
    loaders = _loaders(model_class)
    known: dict[str, Any] = {}
    extras: dict[str, Any] = {}
    for key, value in data.items():
        if key not in loaders:
            extras[key] = value
        elif value is not None:
            attribute, loader = loaders[key]
            try:
                known[attribute] = loader(value)
            except _Misfit as misfit:
                raise misfit.inside(key) from None
    model = model_class(**known)
    model.additional_properties = extras
    return model


def dump(model: Model) -> dict[str, Any]:
    """Return what *model* looks like on the wire; absent values are left out."""
    written: dict[str, Any] = {}
    for attribute, key in _keys(type(model)):
        value = getattr(model, attribute)
        if value is not None:
            written[key] = _dumped(value)
    for key, value in model.additional_properties.items():
        written.setdefault(key, _dumped(value))
    return written


def encode(payload: object) -> bytes:
    """Return JSON; models anywhere inside *payload* are dumped on the way."""
    return orjson.dumps(payload, default=_dump_model)


class _Misfit(WrongShape):
    """A value of the wrong type, and the path to it."""

    def __init__(self, expected: str, *path: str) -> None:
        super().__init__(f"{'.'.join(path) or 'activity'}: should be {expected}")
        self._expected = expected
        self._path = path

    def inside(self, key: str) -> "_Misfit":
        return _Misfit(self._expected, key, *self._path)


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
def _keys(model_class: type[Model]) -> tuple[tuple[str, str], ...]:
    """Pairs of attribute and key. A key of "" stands for `additional_properties` itself."""
    table: Mapping[str, Mapping[str, str]] = model_class._attribute_map
    return tuple((name, row["key"]) for name, row in table.items() if row["key"])


@cache
def _loaders(model_class: type[Model]) -> dict[str, tuple[str, Loader]]:
    kinds = {name: row["type"] for name, row in model_class._attribute_map.items()}
    return {key: (name, _loader(model_class, kinds[name])) for name, key in _keys(model_class)}


def _loader(model_class: type[Model], kind: str) -> Loader:
    if kind.startswith("["):
        return partial(_load_list, _loader(model_class, kind[1:-1]))
    if kind.startswith("{"):
        return partial(_expect, dict, "an object")
    return _PLAIN.get(kind) or partial(load, _model_named(kind, beside=model_class))


def _model_named(name: str, *, beside: type[Model]) -> type[Model]:
    """A table names its inner models by bare class name, as seen from where it was written."""
    for ancestor in beside.__mro__:
        found = getattr(sys.modules[ancestor.__module__], name, None)
        if isinstance(found, type) and issubclass(found, Model):
            return found
    raise LookupError(f"{beside.__name__} speaks of {name}, which is no model")


def _load_list(load_item: Loader, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _Misfit("a list")
    return [load_item(item) for item in value]


def _load_moment(value: object) -> datetime:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise _Misfit("an ISO 8601 date and time")


def _expect(wanted: type | tuple[type, ...], called: str, value: Any) -> Any:
    if not isinstance(value, wanted):
        raise _Misfit(called)
    return value


def _as_it_is(value: Any) -> Any:
    return value


_PLAIN: dict[str, Loader] = {
    "str": partial(_expect, str, "a string"),
    "bool": partial(_expect, bool, "true or false"),
    "int": partial(_expect, int, "a whole number"),
    "float": partial(_expect, (int, float), "a number"),
    "iso-8601": _load_moment,
    "object": _as_it_is,
    "bytearray": _as_it_is,
}
