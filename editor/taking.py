"""Putting a draft into the editors' folder, where all else stays as it was."""

import io
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from questions.gap import Draft
from yamlfile.document import read

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SCHEMA = Path(".schema") / "passages.json"


class NotTaken(Exception):
    """The folder was left as it is; `code` names the sentence that says why."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written where; nothing was added where all of it stood there already."""

    name: str
    added: int


def take_passage(folder: Path, draft: Draft) -> Taken:
    """Put the draft's passage last in its topic's file, or into a new one.

    Raises:
        NotTaken: where a passage has its id, or the file can't be used.
    """
    if _file_with(folder, draft.passage) is not None:
        raise NotTaken("draft_there", passage=draft.passage)
    name = f"passages/{draft.topic}.yaml"
    path = _place(folder, name, topic=draft.topic)
    if not path.exists():
        _save(path, _new_file(folder, draft), seen=None)
        return Taken(name, 1)
    seen = path.read_bytes()
    yaml, data = _opened(seen, name)
    _, drafted = _opened(draft.text.encode(), name)
    data["passages"].append(drafted["passages"][0])
    first = f"  - id: {draft.passage}".encode()
    whole = _dumped(yaml, data, name, like=seen)
    _save(path, whole.replace(b"\n" + first, b"\n\n" + first), seen=seen)
    return Taken(name, 1)


def take_phrasings(folder: Path, draft: Draft, language: str) -> Taken:
    """Add the draft's phrasings to its passage; those that stand there already are left out.

    Raises:
        NotTaken: where there is no such passage, or the file can't be used.
    """
    path = _file_with(folder, draft.passage)
    if path is None:
        raise NotTaken("draft_no_passage", passage=draft.passage)
    name = path.relative_to(folder.resolve()).as_posix()
    seen = path.read_bytes()
    yaml, data = _opened(seen, name)
    (entry,) = [each for each in data["passages"] if each.get("id") == draft.passage]
    phrasings: list[str] = entry[language]["asked_as"]
    new = [phrasing for phrasing in draft.phrasings if phrasing not in phrasings]
    phrasings.extend(new)
    if new:
        _save(path, _dumped(yaml, data, name, like=seen), seen=seen)
    return Taken(name, len(new))


def _file_with(folder: Path, passage: str) -> Path | None:
    for path in sorted((folder.resolve() / "passages").glob("*.yaml")):
        if path.is_symlink():
            continue
        data = read(path, path.read_bytes()).data
        entries = data.get("passages") if isinstance(data, dict) else None
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and entry.get("id") == passage:
                return path
    return None


def _place(folder: Path, name: str, *, topic: str) -> Path:
    """Return where *name* stands, once it is sure that it stands within *folder*."""
    path = folder.resolve() / name
    if not _NAME.fullmatch(topic) or path.resolve() != path or not path.parent.is_dir():
        raise NotTaken("draft_no_place", name=name)
    return path


def _new_file(folder: Path, draft: Draft) -> bytes:
    """A folder with schemas has their name in the first line of each file."""
    line = f"# yaml-language-server: $schema=../{_SCHEMA.as_posix()}\n"
    return ((line if (folder / _SCHEMA).exists() else "") + draft.text).encode()


def _opened(content: bytes, name: str) -> tuple[YAML, Any]:
    """Return a reader and writer that leaves a file of ours as it is, and what the file holds."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    try:
        data = yaml.load(content)
        list(data["passages"])
    except (YAMLError, TypeError, KeyError):
        raise NotTaken("draft_no_place", name=name) from None
    return yaml, data


def _dumped(yaml: YAML, data: Any, name: str, *, like: bytes) -> bytes:
    """Return *data* as YAML, with its lines ended as they are in *like*."""
    stream = io.BytesIO()
    yaml.dump(data, stream)
    content = stream.getvalue()
    if b"\r\n" in like:
        content = content.replace(b"\n", b"\r\n")
    if read(Path(name), content).problems:
        raise NotTaken("draft_no_place", name=name)
    return content


def _save(path: Path, content: bytes, *, seen: bytes | None) -> None:
    """Write the file whole, where it still is as *seen*: a reader sees the old or the new."""
    if (path.read_bytes() if path.exists() else None) != seen:
        raise NotTaken("draft_no_place", name=path.name)
    beginning = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beginning.write_bytes(content)
        if seen is not None:
            shutil.copymode(path, beginning)
        beginning.replace(path)
    finally:
        beginning.unlink(missing_ok=True)
