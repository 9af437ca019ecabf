"""A base that has been read and found good, as JSON lines: read again in a tenth of the time.

It is only good for the code that read it: other code may check more, or mean something else.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from knowledge.base import Base, Parts
from knowledge.cache import remember
from knowledge.content import Content
from knowledge.passage import Area, Caution, Miss, Passage, Routine, Source, Term, TopicGroup

_KINDS: dict[str, TypeAdapter[Any]] = {
    "routine": TypeAdapter(Routine),
    "groups": TypeAdapter(TopicGroup),
    "sources": TypeAdapter(Source),
    "passages": TypeAdapter(Passage),
    "elsewhere": TypeAdapter(Area),
    "glossary": TypeAdapter(Term),
    "cautions": TypeAdapter(Caution),
    "known_misses": TypeAdapter(Miss),
}
_WHOLE = "whole"
"""The kind of the last line, without which the file was cut short; its value says whether the
base has a list of known misses, be it an empty one."""


def save(base: Base, path: Path) -> None:
    """Write *base* to *path*, whole or not at all."""
    lines = b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in _lines(base))
    remember(path, lambda file: file.write(lines))


def load(path: Path, content_hash: str) -> Base | None:
    """Return the base saved at *path*, or None where there is no whole one."""
    found: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
    keeps_misses: bool | None = None
    try:
        with path.open("rb") as file:
            for line in file:
                kind, value = orjson.loads(line)
                if kind == _WHOLE:
                    keeps_misses = bool(value)
                else:
                    found[kind].append(_KINDS[kind].validate_python(value))
    except (OSError, ValueError, KeyError, ValidationError):
        return None
    if keeps_misses is None or len(found["routine"]) != 1:
        return None
    (routine,) = found.pop("routine")
    parts: dict[str, Any] = {kind: tuple(values) for kind, values in found.items()}
    if not keeps_misses:
        parts["known_misses"] = None
    return Base.of(content_hash, Parts(routine=routine, **parts))


def _lines(base: Base) -> Iterator[tuple[str, object]]:
    parts = base.parts()
    for field in fields(parts):
        value = getattr(parts, field.name)
        for entry in value if isinstance(value, tuple) else [value]:
            if entry is not None:
                yield field.name, entry
    yield _WHOLE, base.known_misses is not None


def path_of(content: Content, cache_folder: Path) -> Path:
    """Return where the base with this content is saved, when this very code has read it."""
    return cache_folder / f"base-{_code()}-{content.state}.jsonl"


@cache
def _code() -> str:
    """Return a short hash of the code that reads and checks bases."""
    digest = hashlib.sha256()
    rooms = (Path(__file__).parent, Path(__file__).parent.parent / "yamlfile")
    for path in sorted(path for room in rooms for path in room.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
