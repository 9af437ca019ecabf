"""Changes to passages that touch several files: renamed, moved, merged and deleted.

Each takes the texts of the whole base, and returns those that change; None for a file that goes.
The old id stays with the passage (`formerly`), so that cards that were sent before still open it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from core.entered_text import comparable
from editor.passage_fields import set_field
from editor.passage_places import PassagePlace, find_passage, referring, taken_out
from editor.yaml_edit import add_passage
from editor.yaml_splice import PASSAGE_LIST, NotEditable, document_of, entries_of, set_in
from knowledge.source.files import PASSAGES

Files: TypeAlias = Mapping[str, str]
Changed: TypeAlias = dict[str, str | None]

_LISTS = ("asked_as", "must_answer")


class IdTaken(NotEditable):
    """Something else has the id, or had it."""


def renamed(files: Files, passage: str, new: str) -> Changed:
    """Give *passage* the id *new*, there and wherever it is referred to.

    Raises:
        NotEditable: the id is taken, or a file can't be edited.
        NoSuchPassage: no file has the passage.
    """
    place = find_passage(files, passage)
    if new == passage:
        raise NotEditable("it has that id already")
    _require_free(files, new, unless=passage)
    former = [each for each in (*place.formerly, passage) if each != new]
    text = set_field(files[place.file], passage, ["formerly"], former)
    text = set_field(text, passage, ["id"], new)
    return _referring_to({**files, place.file: text}, passage, new, changed={place.file: text})


def moved(files: Files, passage: str, topic: str, *, begin: Callable[[str], str]) -> Changed:
    """Put *passage* last in the file of *topic*; *begin* makes the file's text where it is new.

    Raises:
        NotEditable: a file can't be edited.
        NoSuchPassage: no file has the passage.
    """
    place = find_passage(files, passage)
    if place.topic == topic:
        raise NotEditable("it is there already")
    rest, block = taken_out(files[place.file], place)
    there = _file_of(files, topic)
    whole = f"topic: {topic}\n{PASSAGE_LIST}:\n{set_in(block, 2)}"
    old = files.get(there, "")
    text = add_passage(old, whole).text if old else begin(whole)
    return {place.file: rest, there: text}


def merged(files: Files, passage: str, into: str) -> Changed:
    """Take *passage* away and leave its phrasings, its ids and what refers to it to *into*.

    Raises:
        NotEditable: a file can't be edited.
        NoSuchPassage: no file has one of them.
    """
    gone, kept = find_passage(files, passage), find_passage(files, into)
    if passage == into:
        raise NotEditable("a passage can't be merged into itself")
    text = files[kept.file]
    for side in gone.sides:
        for field in _LISTS:
            text = _with_lines(text, kept, gone, (*side, field))
    former = list(dict.fromkeys((*kept.formerly, passage, *gone.formerly)))
    text = set_field(text, into, ["formerly"], former)
    changed: Changed = {kept.file: text}
    now = {**files, kept.file: text}
    changed[gone.file], _ = taken_out(now[gone.file], find_passage(now, passage))
    return _referring_to(_applied(files, changed), passage, into, changed=changed)


def deleted(files: Files, passage: str) -> Changed:
    """Take *passage* away, and what refers to it in lists.

    Raises:
        NotEditable: a file can't be edited.
        NoSuchPassage: no file has the passage.
    """
    place = find_passage(files, passage)
    rest, _ = taken_out(files[place.file], place)
    changed: Changed = {place.file: rest}
    return _referring_to(_applied(files, changed), passage, None, changed=changed)


def _referring_to(files: Files, old: str, new: str | None, *, changed: Changed) -> Changed:
    for name, text in files.items():
        edited = referring(text, old, new)
        if edited != text:
            changed[name] = edited
    return changed


def _with_lines(text: str, kept: PassagePlace, gone: PassagePlace, field: Sequence[str]) -> str:
    own, more = kept.lines(field), gone.lines(field)
    known = {comparable(each) for each in own}
    if field[-1] == "must_answer":
        known |= {comparable(each) for each in kept.lines([*field[:-1], "asked_as"])}
    new = [each for each in more if comparable(each) not in known]
    return set_field(text, kept.id, field, [*own, *new]) if new else text


def _require_free(files: Files, new: str, *, unless: str) -> None:
    for name in PASSAGES.names(files):
        for entry in entries_of(document_of(files[name])):
            if not isinstance(entry, dict) or entry.get("id") == unless:
                continue
            former = entry.get("formerly")
            if entry.get("id") == new or (isinstance(former, list) and new in former):
                raise IdTaken(new)


def _file_of(files: Files, topic: str) -> str:
    usual = f"passages/{topic}.yaml"
    found = [
        name
        for name in PASSAGES.names(files)
        if name in files and document_of(files[name]).value(("topic",)) == topic
    ]
    return found[0] if found and usual not in found else usual


def _applied(files: Files, changed: Changed) -> dict[str, str]:
    now = {**files, **changed}
    return {name: text for name, text in now.items() if text is not None}
