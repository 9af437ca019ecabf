"""Edits to a base file's text: what is added is spliced in between the lines that are there.

The file is parsed to find the place, and never written out from what was parsed: so every
comment, line end and odd indentation outside the edit stays byte for byte.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from knowledge.passage import Confirmation
from yamlfile.document import Document, Location, read

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PASSAGES, _CONFIRMED = "passages", "confirmed"
_INDENT = 2
"""How far the dash of a passage is set in where we write the file ourselves."""
_UNFOLDED = 1_000_000


class NotEditable(Exception):
    """The text isn't YAML, or hasn't the shape that the edit needs."""


class NoSuchPassage(NotEditable):
    """The text has no such passage, or the passage no such list."""


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
    _, _, passage = file.partition(f"\n{_PASSAGES}:\n")
    added = _passage_ids(_document(file)) if passage else []
    if len(added) != 1:
        raise NotEditable("not one passage to add")
    before = _passage_ids(_document(text)) if text.strip() else []
    whole = _with_last(text, passage) if text.strip() else file
    document = _document(whole)
    if _passage_ids(document) != [*before, *added] or added[0] in before:
        raise NotEditable(added[0])
    return Edit(whole, 1, document.place((_PASSAGES, len(before))).line)


def add_phrasings(
    text: str, passage: str, language: str, field: str, phrasings: Sequence[str]
) -> Edit:
    """Return *text* with *phrasings* last in the passage's list; those it has are left out.

    Raises:
        NotEditable: *text* isn't YAML, or the list is written as no other.
        NoSuchPassage: there is no such list.
    """
    location, found = _phrasings(_document(text), passage, language, field)
    new = [each for each in dict.fromkeys(phrasings) if each not in found]
    if not new:
        return Edit(text, 0, 1)
    node = _node(text, location)
    edit = _in_brackets(text, node, new) if node.flow_style else _on_lines(text, node, new)
    if _phrasings(_document(edit.text), passage, language, field)[1] != [*found, *new]:
        raise NotEditable("the list would not read back")
    return edit


def set_confirmed(text: str, passage: str, confirmation: Confirmation) -> str:
    """Return *text* with *confirmation* in place of what the passage has, or below its id.

    Raises:
        NotEditable: *text* isn't YAML, or the passage is written as no other.
        NoSuchPassage: there is no such passage.
    """
    ids = _passage_ids(_document(text))
    if passage not in ids:
        raise NoSuchPassage(passage)
    location = (_PASSAGES, ids.index(passage))
    node = _node(text, location)
    if node.flow_style:
        raise NotEditable("not on lines of its own")
    written = f"{{by: {_quoted(confirmation.by)}, on: {confirmation.on}}}"
    values = {key.value: value for key, value in node.value}
    if (old := values.get(_CONFIRMED)) is not None:
        whole = _replaced(text, old, written)
    else:
        below = values["id"].end_mark.line + 1
        line = f"{' ' * node.start_mark.column}{_CONFIRMED}: {written}\n"
        whole = _spliced(text, below, below, line)
    expected = {"by": confirmation.by, "on": str(confirmation.on)}
    if _document(whole).value((*location, _CONFIRMED)) != expected:
        raise NotEditable("the confirmation would not read back")
    return whole


def _replaced(text: str, node: Any, written: str) -> str:
    """Return *text* with *written* in place of *node*; comments after it stay."""
    last = node
    while isinstance(last, yaml.CollectionNode) and not last.flow_style:
        # A block ends where the next one begins, comments between them included.
        last = last.value[-1][1]
    start, end = node.start_mark, last.end_mark
    lines = text.split("\n")
    rest = lines[end.line][end.column :]
    lines[start.line : end.line + 1] = [lines[start.line][: start.column] + written + rest]
    return "\n".join(lines)


def replace_list(text: str, key: str, entries: Sequence[Mapping[str, str]]) -> str:
    """Return *text* with *entries* as the list under *key*, a key of the file itself.

    Raises:
        NotEditable: *text* isn't YAML, or has no such key.
    """
    document = _document(text)
    start, end = _lines_of(document, key)
    while end > start and document.lines[end - 1].lstrip()[:1] in ("", "#"):
        end -= 1  # what is below the list isn't part of it
    block = yaml.safe_dump(
        {key: list(entries)}, allow_unicode=True, sort_keys=False, width=_UNFOLDED
    )
    return _spliced(text, start, end, block)


def _on_lines(text: str, node: Any, new: Sequence[str]) -> Edit:
    below = node.value[-1].end_mark.line + 1
    block = "".join(f"- {_scalar(each)}\n" for each in new)
    whole = _spliced(text, below, below, indent(block, " " * node.start_mark.column))
    return Edit(whole, len(new), below + 1)


def _in_brackets(text: str, node: Any, new: Sequence[str]) -> Edit:
    end = node.end_mark
    lines = text.split("\n")
    line, at = lines[end.line], end.column - 1
    comma = ", " if node.value else ""
    lines[end.line] = line[:at] + comma + ", ".join(map(_quoted, new)) + line[at:]
    return Edit("\n".join(lines), len(new), end.line + 1)


def _with_last(text: str, passage: str) -> str:
    document = _document(text)
    _, end = _lines_of(document, _PASSAGES)
    if (listed := document.value((_PASSAGES,))) is not None:
        node = _node(text, (_PASSAGES,))
        if not isinstance(listed, list) or node.flow_style:
            raise NotEditable("not a block list")
        passage = _set_in(passage, node.start_mark.column - _INDENT)
    return _spliced(text, end, end, f"\n{passage}")


def _lines_of(document: Document, key: str) -> tuple[int, int]:
    """Return the first line of the entry *key* and the line after its last, counted from 0."""
    keys = [(where[0], place.line - 1) for where, place in document.keys.items() if len(where) == 1]
    for number, (name, start) in enumerate(keys):
        if name == key:
            return start, keys[number + 1][1] if number + 1 < len(keys) else len(document.lines)
    raise NotEditable(key)


def _set_in(block: str, columns: int) -> str:
    """Move *block* to the right, or to the left where *columns* is negative."""
    if columns >= 0:
        return indent(block, " " * columns)
    lines = block.split("\n")
    return "\n".join(line.removeprefix(" " * -columns) for line in lines)


def _spliced(text: str, start: int, end: int, block: str) -> str:
    """Put *block* in place of the lines from *start* up to *end*, with line ends as in *text*."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1].removesuffix("\n")
    before, after = "".join(lines[:start]), "".join(lines[end:])
    line_end = "\r\n" if "\r\n" in text else "\n"
    if before and not before.endswith("\n"):
        before += line_end
    return before + block.replace("\n", line_end) + after


def _document(text: str) -> Document:
    document = read(Path(), text.encode())
    if document.problems or not isinstance(document.data, dict):
        raise NotEditable("faulty YAML")
    return document


def _passage_ids(document: Document) -> list[object]:
    passages = document.value((_PASSAGES,))
    entries = passages if isinstance(passages, list) else []
    return [entry.get("id") if isinstance(entry, dict) else None for entry in entries]


def _phrasings(
    document: Document, passage: str, language: str, field: str
) -> tuple[Location, list[Any]]:
    """Return where the list stands, and what is in it."""
    ids = _passage_ids(document)
    if passage not in ids:
        raise NoSuchPassage(passage)
    location = (_PASSAGES, ids.index(passage), language, field)
    found = document.value(location)
    if not isinstance(found, list):
        raise NoSuchPassage(passage)
    return location, found


def _node(text: str, location: Location) -> Any:
    """Return the parsed list at *location*, which knows where its entries end."""
    node: Any = yaml.compose(text, Loader=_Loader)
    for step in location:
        node = (
            node.value[step]
            if isinstance(step, int)
            else next(value for key, value in node.value if key.value == step)
        )
    return node


def _scalar(words: str) -> str:
    """Return *words* as YAML, in quotes where another reader would take them for something else."""
    usual = yaml.safe_dump([words], allow_unicode=True, width=_UNFOLDED).removeprefix("- ").strip()
    return usual if usual == words or '"' in words else _quoted(words)


def _quoted(words: str) -> str:
    return yaml.safe_dump(words, allow_unicode=True, width=_UNFOLDED, default_style='"').strip()
