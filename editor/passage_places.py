"""Where a passage stands among the files of a base, and where the others refer to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml

from core.language import LANGUAGES
from editor.yaml_edit import replace_list
from editor.yaml_splice import (
    NoSuchPassage,
    NotEditable,
    document_of,
    end_line,
    location_of,
    node_at,
    passage_ids,
    replaced,
    set_in,
    spliced,
)
from editor.yaml_values import in_flow
from knowledge.languages import place_of
from knowledge.source.files import PASSAGES
from yamlfile.document import Document, Location

_LISTS = {"related", "examples", "shows"}
_FIELDS = {"passage", "impostor"}
"""The fields of the base that hold ids of passages: in lists, and alone."""
_MISSES = "misses"


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """A passage as it is written: in which file, and where in it."""

    id: str
    file: str
    topic: str
    document: Document
    location: Location

    @property
    def formerly(self) -> list[str]:
        return self.lines(["formerly"])

    @property
    def sides(self) -> list[tuple[str, ...]]:
        """Where what it says in each language stands within it."""
        held = self.document.value((*self.location, "translations"))
        others = held if isinstance(held, dict) else {}
        return [place_of(language) for language in (*LANGUAGES, *others)]

    def lines(self, field: Sequence[str]) -> list[str]:
        """Return the lines of a list such as `("sv", "asked_as")`."""
        held = self.document.value((*self.location, *field))
        return [each for each in held if isinstance(each, str)] if isinstance(held, list) else []


def find_passage(files: Mapping[str, str], passage: str) -> PassagePlace:
    """Return where *passage* stands.

    Raises:
        NotEditable: a file of passages isn't YAML.
        NoSuchPassage: no file has it.
    """
    for name in PASSAGES.names(files):
        document = document_of(files[name])
        topic = document.value(("topic",))
        with suppress(NoSuchPassage):
            location = location_of(document, passage)
            if isinstance(topic, str):
                return PassagePlace(passage, name, topic, document, location)
    raise NoSuchPassage(passage)


def taken_out(text: str, place: PassagePlace) -> tuple[str | None, str]:
    """Return *text* without the passage, None where it was the only one; and the passage's lines.

    The comments right above it go with it.
    """
    first, end, column = _lines_of(text, place)
    lines = text.split("\n")
    while lines[first - 1].startswith(f"{' ' * column}#"):
        first -= 1
    block = _block(lines[first:end], column)
    if len(passage_ids(document_of(text))) == 1:
        return None, block
    while end < len(lines) - 1 and not lines[end].strip():
        end += 1
    rest = spliced(text, first, end, "").rstrip("\r\n")
    return rest + ("\r\n" if "\r\n" in text else "\n"), block


def block_of(text: str, place: PassagePlace) -> str:
    """Return the lines of the passage, its dash in the first column."""
    first, end, column = _lines_of(text, place)
    return _block(text.split("\n")[first:end], column)


def with_block(text: str, place: PassagePlace, block: str) -> str:
    """Return *text* with *block* in the place of the passage's lines."""
    first, end, column = _lines_of(text, place)
    return spliced(text, first, end, set_in(block, column))


def _lines_of(text: str, place: PassagePlace) -> tuple[int, int, int]:
    """Return the passage's first line, the line after its last, and the column of its dash."""
    node = node_at(text, place.location)
    start = node.start_mark.line
    column = text.split("\n")[start].find("-")
    if node.flow_style or not 0 <= column < node.start_mark.column:
        raise NotEditable("not on lines of its own")
    return start, end_line(text, node, column), column


def _block(lines: Iterable[str], column: int) -> str:
    return set_in("".join(f"{line.rstrip(chr(13))}\n" for line in lines), -column)


def referring(text: str, old: str, new: str | None) -> str:
    """Return *text* with *new* wherever it refers to the passage *old*.

    Where *new* is None, lists lose it; a field that holds it alone stays, for the check to tell of.
    """
    if old not in text:
        return text
    document = document_of(text)
    whole = text
    for where in reversed(list(_references(document, old))):
        if new is not None and not _is_beside(document, where, new):
            whole = replaced(whole, node_at(whole, where), new)
        elif isinstance(where[-1], int):
            whole = _without(whole, document, where)
        elif where[0] == _MISSES:
            whole = _without_misses(whole, old)
    return whole


def _references(document: Document, passage: str) -> Iterator[Location]:
    for where in document.places:
        name = where[-2:-1] if where and isinstance(where[-1], int) else where[-1:]
        fields = _LISTS if where and isinstance(where[-1], int) else _FIELDS
        if name and name[0] in fields and document.value(where) == passage:
            yield where


def _is_beside(document: Document, where: Location, new: str) -> bool:
    """Whether *new* stands in the same list, or it is *new*'s own."""
    if not isinstance(where[-1], int):
        return False
    beside, owner = document.value(where[:-1]), document.value((*where[:-2], "id"))
    return owner == new or (isinstance(beside, list) and new in beside)


def _without(text: str, document: Document, where: Location) -> str:
    """Return *text* without the entry at *where*; without the list where it was the only one."""
    node: Any = node_at(text, where[:-1])
    held = document.value(where)
    rest = [each.value for each in node.value if each.value != held]
    if len(rest) == len(node.value):
        return text
    if node.flow_style and rest:
        return replaced(text, node, f"[{', '.join(map(in_flow, rest))}]")
    if rest:
        number = [each.value for each in node.value].index(held)
        start = node.value[number].start_mark.line
        return spliced(text, start, end_line(text, node.value[number], 0), "")
    parent: Any = node_at(text, where[:-2])
    if not isinstance(parent, yaml.MappingNode) or parent.flow_style:
        return replaced(text, node, "[]")
    key = next(key for key, value in parent.value if key.value == where[-2])
    start, column = key.start_mark.line, key.start_mark.column
    return spliced(text, start, end_line(text, node, column), "")


def _without_misses(text: str, passage: str) -> str:
    held = document_of(text).value((_MISSES,))
    entries = held if isinstance(held, list) else []
    rest = [
        {name: str(value) for name, value in each.items()}
        for each in entries
        if isinstance(each, dict) and each.get("passage") != passage
    ]
    return replace_list(text, _MISSES, rest)
