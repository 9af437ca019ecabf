"""Where things stand in a YAML text, and putting lines in between: what the edits are made of."""

from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from yamlfile.document import Document, Location, Value, read

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PASSAGE_LIST = "passages"
UNFOLDED = 1_000_000
"""A width at which YAML folds no line."""


class NotEditable(Exception):
    """The text isn't YAML, or hasn't the shape that the edit needs."""


class NoSuchPassage(NotEditable):
    """The text has no such passage, or the passage no such list."""


def set_in(block: str, columns: int) -> str:
    """Move *block* to the right, or to the left where *columns* is negative."""
    if columns >= 0:
        return indent(block, " " * columns)
    lines = block.split("\n")
    return "\n".join(line.removeprefix(" " * -columns) for line in lines)


def spliced(text: str, start: int, end: int, block: str) -> str:
    """Put *block* in place of the lines from *start* up to *end*, with line ends as in *text*."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1].removesuffix("\n")
    before, after = "".join(lines[:start]), "".join(lines[end:])
    line_end = "\r\n" if "\r\n" in text else "\n"
    if before and not before.endswith("\n"):
        before += line_end
    return before + block.replace("\n", line_end) + after


def document_of(text: str) -> Document:
    """Return what *text* holds; raise `NotEditable` where it isn't the YAML of a base file."""
    document = read(Path(), text.encode())
    if document.problems or not isinstance(document.data, dict):
        raise NotEditable("faulty YAML")
    return document


def entries_of(document: Document, listed: str = PASSAGE_LIST) -> list[Value]:
    """Return the file's passages, or what else is *listed*, as they are written, in order."""
    entries = document.value((listed,))
    return entries if isinstance(entries, list) else []


def passage_ids(document: Document, listed: str = PASSAGE_LIST) -> list[object]:
    """Return the id of each passage in the file, in order; None for one without."""
    entries = entries_of(document, listed)
    return [entry.get("id") if isinstance(entry, dict) else None for entry in entries]


def location_of(document: Document, passage: str, listed: str = PASSAGE_LIST) -> Location:
    """Return where *passage* stands in the file; raise `NoSuchPassage`."""
    ids = passage_ids(document, listed)
    if passage not in ids:
        raise NoSuchPassage(passage)
    return (listed, ids.index(passage))


def node_at(text: str, location: Location) -> Any:
    """Return the parsed node at *location*, which knows where it begins and ends."""
    return node_in(yaml.compose(text, Loader=_Loader), location)


def node_in(node: Any, location: Location) -> Any:
    """Return the node at *location* within *node*."""
    for step in location:
        node = (
            node.value[step]
            if isinstance(step, int)
            else next(value for key, value in node.value if key.value == step)
        )
    return node


def replaced(text: str, node: Any, written: str) -> str:
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


def end_line(text: str, node: Any, column: int) -> int:
    """Return the line after the last of *node*, which belongs to what begins at *column*."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        inner = node.start_mark.column
        return end_line(text, last[1] if isinstance(last, tuple) else last, inner)
    if getattr(node, "style", None) not in ("|", ">"):
        return node.end_mark.line + 1
    lines = text.split("\n")
    end = node.start_mark.line + 1
    while end < len(lines) and (not lines[end].strip() or _indented(lines[end]) > column):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return end


def _indented(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
