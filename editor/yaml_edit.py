"""Edits to a base file's text: what is added is spliced in between the lines that are there.

The file is parsed to find the place, and never written out from what was parsed: so every
comment, line end and odd indentation outside the edit stays byte for byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import indent
from typing import Any

import yaml

from editor.yaml_splice import (
    PASSAGE_LIST,
    UNFOLDED,
    NoSuchPassage,
    NotEditable,
    document_of,
    location_of,
    node_at,
    passage_ids,
    replaced,
    set_in,
    spliced,
)
from editor.yaml_values import quoted, scalar
from knowledge.languages import place_of
from knowledge.passage import Confirmation
from yamlfile.document import Document, Location

_CONFIRMED = "confirmed"
_INDENT = 2
"""How far the dash of a passage is set in where we write the file ourselves."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A text after an edit: how many entries were added, and the line where the first begins."""

    text: str
    added: int
    line: int


def add_passage(text: str, file: str) -> Edit:
    """Return *text* with the one passage of *file* last in its list; *file* for a blank text.

    Raises:
        NotEditable: *text* has no list of passages, or one with the same id.
    """
    _, _, passage = file.partition(f"\n{PASSAGE_LIST}:\n")
    added = passage_ids(document_of(file)) if passage else []
    if len(added) != 1:
        raise NotEditable("not one passage to add")
    before = passage_ids(document_of(text)) if text.strip() else []
    whole = _with_last(text, PASSAGE_LIST, passage) if text.strip() else file
    document = document_of(whole)
    if passage_ids(document) != [*before, *added] or added[0] in before:
        raise NotEditable(added[0])
    return Edit(whole, 1, document.place((PASSAGE_LIST, len(before))).line)


def add_entries(text: str, key: str, file: str) -> str:
    """Return *text* with the entries that *file* lists under *key* last in its own such list.

    Raises:
        NotEditable: *text* has no such list.
    """
    _, _, entries = file.partition(f"{key}:\n")
    whole = _with_last(text, key, entries)
    before, added = (document_of(each).value((key,)) for each in (text, file))
    if not isinstance(before, list) or not isinstance(added, list):
        raise NotEditable(key)
    if document_of(whole).value((key,)) != [*before, *added]:
        raise NotEditable("the list would not read back")
    return whole


def add_phrasings(
    text: str,
    entry: str,
    language: str,
    field: str,
    phrasings: Sequence[str],
    *,
    listed: str = PASSAGE_LIST,
) -> Edit:
    """Return *text* with *phrasings* last in the entry's list; those it has are left out.

    *listed* is where the entries stand: the passages of a file, or its areas.

    Raises:
        NotEditable: *text* isn't YAML, or the list is written as no other.
        NoSuchPassage: there is no such list.
    """
    steps = (listed, entry, language, field)
    location, found = _phrasings(document_of(text), *steps)
    new = [each for each in dict.fromkeys(phrasings) if each not in found]
    if not new:
        return Edit(text, 0, 1)
    node = node_at(text, location)
    edit = _in_brackets(text, node, new) if node.flow_style else _on_lines(text, node, new)
    if _phrasings(document_of(edit.text), *steps)[1] != [*found, *new]:
        raise NotEditable("the list would not read back")
    return edit


def set_confirmed(text: str, passage: str, confirmation: Confirmation) -> str:
    """Return *text* with *confirmation* in place of what the passage has, or below its id.

    Raises:
        NotEditable: *text* isn't YAML, or the passage is written as no other.
        NoSuchPassage: there is no such passage.
    """
    location = location_of(document_of(text), passage)
    node = node_at(text, location)
    if node.flow_style:
        raise NotEditable("not on lines of its own")
    written = f"{{by: {quoted(confirmation.by)}, on: {confirmation.on}}}"
    values = {key.value: value for key, value in node.value}
    if (old := values.get(_CONFIRMED)) is not None:
        whole = replaced(text, old, written)
    else:
        below = values["id"].end_mark.line + 1
        line = f"{' ' * node.start_mark.column}{_CONFIRMED}: {written}\n"
        whole = spliced(text, below, below, line)
    expected = {"by": confirmation.by, "on": str(confirmation.on)}
    if document_of(whole).value((*location, _CONFIRMED)) != expected:
        raise NotEditable("the confirmation would not read back")
    return whole


def replace_list(text: str, key: str, entries: Sequence[Mapping[str, str]]) -> str:
    """Return *text* with *entries* as the list under *key*, a key of the file itself.

    Raises:
        NotEditable: *text* isn't YAML, or has no such key.
    """
    document = document_of(text)
    start, end = _lines_of(document, key)
    while end > start and document.lines[end - 1].lstrip()[:1] in ("", "#"):
        end -= 1  # what is below the list isn't part of it
    block = yaml.safe_dump(
        {key: list(entries)}, allow_unicode=True, sort_keys=False, width=UNFOLDED
    )
    return spliced(text, start, end, block)


def _on_lines(text: str, node: Any, new: Sequence[str]) -> Edit:
    below = node.value[-1].end_mark.line + 1
    block = "".join(f"- {scalar(each)}\n" for each in new)
    whole = spliced(text, below, below, indent(block, " " * node.start_mark.column))
    return Edit(whole, len(new), below + 1)


def _in_brackets(text: str, node: Any, new: Sequence[str]) -> Edit:
    end = node.end_mark
    lines = text.split("\n")
    line, at = lines[end.line], end.column - 1
    comma = ", " if node.value else ""
    lines[end.line] = line[:at] + comma + ", ".join(map(quoted, new)) + line[at:]
    return Edit("\n".join(lines), len(new), end.line + 1)


def _with_last(text: str, key: str, entry: str) -> str:
    """Return *text* with *entry*, set in as we write it, last in the list under *key*."""
    document = document_of(text)
    _, end = _lines_of(document, key)
    if (listed := document.value((key,))) is not None:
        node = node_at(text, (key,))
        if not isinstance(listed, list) or node.flow_style:
            raise NotEditable("not a block list")
        entry = set_in(entry, node.start_mark.column - _INDENT)
    return spliced(text, end, end, f"\n{entry}")


def _lines_of(document: Document, key: str) -> tuple[int, int]:
    """Return the first line of the entry *key* and the line after its last, counted from 0."""
    keys = [(where[0], place.line - 1) for where, place in document.keys.items() if len(where) == 1]
    for number, (name, start) in enumerate(keys):
        if name == key:
            return start, keys[number + 1][1] if number + 1 < len(keys) else len(document.lines)
    raise NotEditable(key)


def _phrasings(
    document: Document, listed: str, entry: str, language: str, field: str
) -> tuple[Location, list[Any]]:
    """Return where the list stands, and what is in it."""
    location = (*location_of(document, entry, listed), *place_of(language), field)
    found = document.value(location)
    if not isinstance(found, list):
        raise NoSuchPassage(entry)
    return location, found
