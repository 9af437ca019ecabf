"""The parsed YAML of a base that was admitted, as JSON lines: parsing is what takes time at start.

It is only good for the code that admitted it: other code may ask more of a base.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import orjson

from knowledge.search.snapshot import write_cached
from knowledge.source.files import Content
from yamlfile.document import Document

_END = "end"
"""What the last line says; without it the file was cut short."""


def save(documents: Mapping[str, Document], path: Path) -> None:
    """Write what *documents* hold, without their places, to *path*, whole or not at all."""
    entries = [*((name, document.data) for name, document in documents.items()), (_END, None)]
    lines = b"".join(orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE) for entry in entries)
    write_cached(path, lines)


def load(path: Path, folder: Path) -> dict[str, Document] | None:
    """Return the documents saved at *path*, said to stand in *folder*; None where some lack.

    A line at a time, so that other threads get their turn.
    """
    documents: dict[str, Document] = {}
    try:
        with path.open("rb") as file:
            for line in file:
                name, data = orjson.loads(line)
                if name == _END:
                    return documents
                documents[name] = Document(folder / name, data)
    except (OSError, ValueError, TypeError):
        pass
    return None


def path_of(content: Content, cache_folder: Path) -> Path:
    """Return where *content* is saved once this very code has admitted it."""
    return cache_folder / f"base-{_code()}-{content.state}.jsonl"


@cache
def _code() -> str:
    """Return a short hash of the code that reads and judges bases."""
    digest = hashlib.sha256()
    knowledge = Path(__file__).parent.parent
    rooms = (knowledge, knowledge.parent / "yamlfile")
    for path in sorted(path for room in rooms for path in room.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
