"""A base with everything built from it: what questions are answered from, and its cache file.

The file holds JSON and plain arrays, no pickle, so that reading it can't run code. It is mapped,
not read: of its arrays only what questions touch takes memory.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

import numpy as np
import orjson

from core.language import Language
from knowledge.base import Base
from knowledge.passage import Passage
from knowledge.search.confidence import Classifier
from knowledge.search.index import LanguageIndex
from knowledge.search.language import LanguageGuesser
from knowledge.search.question_text import Speller
from knowledge.search.talk import TalkIndex
from yamlfile.writing import write_whole

FORMAT = 35
"""Raised whenever what is built, or how it is built, changes."""

MAX_CACHED = 10
"""Files of each kind in a cache; the latest written stay."""

T = TypeVar("T")

_SCALARS = frozenset({str, int, float})
"""What JSON gives back as it was."""
_LENGTH_BYTES = 8
"""Of the number that a file begins with: how many bytes of JSON follow."""
_ALIGNMENT = 64
"""Bytes; each array begins at a multiple of them."""


@dataclass(frozen=True, slots=True)
class Built:
    """What is built from a base, and takes seconds to build."""

    guesser: LanguageGuesser
    indexes: Mapping[Language, LanguageIndex]
    classifiers: Mapping[Language, Classifier]
    spellers: Mapping[Language, Speller]
    talk: TalkIndex
    inputs: Mapping[str, str]
    """By part, a digest of all that it is built from: the same input gives the same part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot(Built):
    """One immutable state of knowledge; swapped whole when the base changes."""

    base: Base
    passages: tuple[Passage, ...]
    """The index's entries begin with these, in this order; the areas follow."""


def snapshot_of(base: Base, cache: Path | None = None, *, processes: int = 1) -> Snapshot:
    """Return the snapshot of *base*, read from *cache*, or built and written there."""
    snapshot = cached_snapshot(base, cache) if cache else None
    if snapshot is None:
        from knowledge.search.build import build

        built = build(base, _last_built(cache) if cache else None, processes=processes)
        if cache:
            write_cached(index_path(cache, base.hash), *to_parts(built))
        snapshot = _snapshot(base, built)
    return snapshot


def cached_snapshot(base: Base, cache: Path) -> Snapshot | None:
    """Return the snapshot of *base* where its index is in the cache."""
    built = _read_built(index_path(cache, base.hash))
    return _snapshot(base, built) if built else None


def _last_built(cache: Path) -> Built | None:
    """Return what was last built, of whichever base."""
    written = max(cache.glob(index_path(cache, "*").name), key=_modified, default=None)
    return _read_built(written) if written else None


def _read_built(path: Path) -> Built | None:
    try:
        with path.open("rb") as file:
            return from_bytes(Built, mmap(file.fileno(), 0, access=ACCESS_READ))
    except (OSError, ValueError, BadFile):  # an empty file can't be mapped
        return None


def index_path(cache: Path, base_hash: str) -> Path:
    return cache / f"index-{FORMAT}-{base_hash}.bin"


def _snapshot(base: Base, built: Built) -> Snapshot:
    parts = {part.name: getattr(built, part.name) for part in fields(built)}
    return Snapshot(**parts, base=base, passages=tuple(base.passages.values()))


def write_cached(path: Path, *parts: bytes) -> None:
    """Write a file of a cache, and drop the oldest of its kind: of what precedes the dash."""
    write_whole(path, *parts)
    kind = path.name.partition("-")[0]
    alike = sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=_modified, reverse=True)
    for old in alike[MAX_CACHED:]:
        old.unlink(missing_ok=True)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # another process dropped it first
        return 0.0


def digest(value: object) -> str:
    """Return a short hash of *value*, such a tree as `to_bytes` writes."""
    return hashlib.sha256(to_bytes(value)).hexdigest()[:16]


class BadFile(Exception):
    """Not a file that `to_bytes` wrote of that class, or not the whole of it."""


def to_bytes(value: object) -> bytes:
    """Return *value*, a tree of dataclasses, tuples, mappings and arrays, as a file."""
    return b"".join(to_parts(value))


def to_parts(value: object) -> list[bytes]:
    """Return what `to_bytes` joins; the arrays aren't copied."""
    arrays: list[Any] = []
    tree = {"value": _to_plain(value, arrays), "arrays": [(a.dtype.str, a.shape) for a in arrays]}
    written = orjson.dumps(tree)
    parts: list[Any] = [len(written).to_bytes(_LENGTH_BYTES, "little"), written]
    end = _LENGTH_BYTES + len(written)
    for array in arrays:
        padding = -end % _ALIGNMENT
        parts += [bytes(padding), np.ascontiguousarray(array).data]
        end += padding + array.nbytes
    return parts


def from_bytes(cls: type[T], content: bytes | mmap) -> T:
    """Return the value of *cls* that `to_bytes` wrote; its arrays are parts of *content*.

    Raises:
        BadFile: where *content* isn't that.
    """
    try:
        end = _LENGTH_BYTES + int.from_bytes(content[:_LENGTH_BYTES], "little")
        tree = orjson.loads(content[_LENGTH_BYTES:end])
        arrays: list[Any] = []
        for kind, shape in tree["arrays"]:
            end += -end % _ALIGNMENT
            array = np.frombuffer(content, kind, math.prod(shape), end)  # of objects it makes none
            arrays.append(array.reshape(shape))
            end += array.nbytes
        return cast(T, _from_plain(cls, tree["value"], arrays))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise BadFile from error


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _to_plain(value: Any, arrays: list[Any]) -> Any:
    """Return *value* as JSON, with the place of each array among *arrays*."""
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return len(arrays) - 1
    if is_dataclass(value):
        parts = [part.name for part in fields(value) if part.init]
        return {name: _to_plain(getattr(value, name), arrays) for name in parts}
    if isinstance(value, Mapping):
        plain = dict(cast(Mapping[str, Any], value))
        if _are_scalars(plain.values()):
            return plain
        return {key: _to_plain(each, arrays) for key, each in plain.items()}
    if isinstance(value, tuple) and not _are_scalars(several := cast(Any, value)):
        return [_to_plain(each, arrays) for each in several]
    return cast(Any, value)


def _are_scalars(values: Iterable[Any]) -> bool:
    """Whether all are: vocabularies have a hundred thousand."""
    return _SCALARS.issuperset(map(type, values))


def _from_plain(hint: Any, plain: Any, arrays: list[Any]) -> Any:
    """Return what `_to_plain` made *plain* of; *hint* is its type. A tuple is of one type."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is np.ndarray:
        return arrays[plain]
    if is_dataclass(hint):
        hints = _hints(hint)
        parts = {name: _from_plain(hints[name], part, arrays) for name, part in plain.items()}
        return cast(Any, hint)(**parts)
    if origin is tuple and inner[0] in _SCALARS:
        return tuple(cast(list[Any], plain))
    if origin is tuple:
        return tuple(_from_plain(inner[0], each, arrays) for each in plain)
    if origin is Mapping and inner[1] not in _SCALARS:
        return {key: _from_plain(inner[1], part, arrays) for key, part in plain.items()}
    return plain
