"""Putting a draft into the editors' folder, where all else stays as it was."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.error import YAMLError

from editor import round_trip
from editor.saving import EditorsFolder, NoSuchPlace, NotSaved
from editor.schema import FOLDER, line_for
from knowledge.source.files import PASSAGES
from questions.gap import PassageDraft
from yamlfile.document import read


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


def take_passage(folder: Path, draft: PassageDraft) -> Taken:
    """Put the draft's passage last in its topic's file, or into a new one.

    Raises:
        NotTaken: where a passage has its id, or the file can't be used.
    """
    own = EditorsFolder(folder)
    if _file_with(own, draft.passage) is not None:
        raise NotTaken("draft_there", passage=draft.passage)
    name = f"passages/{draft.topic}.yaml"
    seen = _content(own, name)
    if seen is None:
        _save(own, name, _new_file(folder, draft), seen=None)
        return Taken(name, 1)
    data = _opened(seen, name)
    data["passages"].append(_opened(draft.text.encode(), name)["passages"][0])
    first = f"  - id: {draft.passage}".encode()
    whole = _written(data, name, like=seen)
    _save(own, name, whole.replace(b"\n" + first, b"\n\n" + first), seen=seen)
    return Taken(name, 1)


def take_phrasings(folder: Path, draft: PassageDraft, language: str) -> Taken:
    """Add the draft's phrasings to its passage; those that stand there already are left out.

    Raises:
        NotTaken: where there is no such passage, or the file can't be used.
    """
    own = EditorsFolder(folder)
    name = _file_with(own, draft.passage)
    if name is None:
        raise NotTaken("draft_no_passage", passage=draft.passage)
    seen = _content(own, name) or b""
    data = _opened(seen, name)
    (entry,) = [each for each in data["passages"] if each.get("id") == draft.passage]
    phrasings: list[str] = entry[language]["asked_as"]
    new = [phrasing for phrasing in draft.phrasings if phrasing not in phrasings]
    phrasings.extend(map(round_trip.text, new))
    if new:
        _save(own, name, _written(data, name, like=seen), seen=seen)
    return Taken(name, len(new))


def _file_with(own: EditorsFolder, passage: str) -> str | None:
    for name in PASSAGES.names(own.names()):
        data = read(own.path / name, _content(own, name) or b"").data
        entries = data.get("passages") if isinstance(data, dict) else None
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and entry.get("id") == passage:
                return name
    return None


def _new_file(folder: Path, draft: PassageDraft) -> bytes:
    """A folder with schemas has their name in the first line of each file."""
    line = f"{line_for(PASSAGES)}\n" if (folder / FOLDER).is_dir() else ""
    return f"{line}{draft.text}".encode()


def _content(own: EditorsFolder, name: str) -> bytes | None:
    try:
        return own.content(name)
    except NoSuchPlace:
        raise NotTaken("draft_no_place", name=name) from None


def _opened(content: bytes, name: str) -> Any:
    try:
        data = round_trip.loaded(content)
        list(data["passages"])
    except (YAMLError, TypeError, KeyError):
        raise NotTaken("draft_no_place", name=name) from None
    return data


def _written(data: Any, name: str, *, like: bytes) -> bytes:
    content = round_trip.written(data, like=like)
    if read(Path(name), content).problems:
        raise NotTaken("draft_no_place", name=name)
    return content


def _save(own: EditorsFolder, name: str, content: bytes, *, seen: bytes | None) -> None:
    try:
        own.save(name, content, seen=seen)
    except NotSaved:
        raise NotTaken("draft_no_place", name=name) from None
