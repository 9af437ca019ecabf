"""Writing one field of a passage: set, replaced or taken out, and every other line stays.

The form in the workshop writes by this alone, into the same text as an editor who writes YAML.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import yaml

from editor.yaml_splice import (
    NotEditable,
    document_of,
    end_line,
    entries_of,
    location_of,
    node_at,
    node_in,
    replaced,
    set_in,
    spliced,
)
from editor.yaml_values import FieldValue, as_block, as_line, in_flow, is_one_line, quoted, scalar
from yamlfile.document import Document, Location

_ORDER = (
    *(
        "id",
        "formerly",
        "basis",
        "confirmed",
        "warn",
        "emergency",
        "reviewed",
        "review_by",
        "owner",
        "source",
    ),
    *("see_also", "related", "contacts", "sv", "en", "translations"),
    *("title", "short", "text", "asked_as", "must_answer"),
)
"""Where a field that is new goes: after the last of those before it."""


def set_field(text: str, passage: str, field: Sequence[str], value: FieldValue) -> str:
    """Return *text* with *value* as the passage's *field*, such as `("sv", "title")`.

    Raises:
        NotEditable: *text* isn't YAML, the passage is written as no other, or *value* holds signs
            that YAML can't.
        NoSuchPassage: there is no such passage.
    """
    document = document_of(text)
    location = location_of(document, passage)
    value = _tidy(value)
    whole = _with_field(text, node_at(text, location), list(field), value)
    expected = _merged(document.value(location), list(field), value)
    after = document_of(whole)
    others = [each for n, each in enumerate(entries_of(document)) if n != location[1]]
    kept = [each for n, each in enumerate(entries_of(after)) if n != location[1]]
    if _plain(after.value(location)) != _plain(expected) or others != kept:
        raise NotEditable("the field would not read back")
    return whole


def set_in_file(text: str, field: Sequence[str], value: FieldValue) -> str:
    """Return *text* with *value* as the file's own *field*; every other line stays.

    Raises:
        NotEditable: *text* isn't YAML, or the field is written as no other.
    """
    data, value = document_of(text).data, _tidy(value)
    whole = _with_field(text, node_at(text, ()), list(field), value)
    if _plain(document_of(whole).data) != _plain(_merged(data, list(field), value)):
        raise NotEditable("the field would not read back")
    return whole


def set_words(text: str, words: Mapping[Location, str]) -> str:
    """Return *text* with other *words* where some stand already; every other line stays.

    Raises:
        NotEditable: *text* isn't YAML, or the words can't stand there.
    """
    document, root = document_of(text), node_at(text, ())
    tidy = {
        where: _one_line(said) if isinstance(where[-1], int) else _tidy_text(said)
        for where, said in words.items()
    }
    whole = text
    for where in sorted(tidy, key=document.place, reverse=True):  # what is above stays in place
        whole = _with_words_at(whole, node_in(root, where[:-1]), where[-1], tidy[where])
    if _texts_in(document_of(whole)) != _texts_in(document) | {
        where: said.strip() for where, said in tidy.items()
    }:
        raise NotEditable("the words would not read back")
    return whole


def _tidy(value: FieldValue) -> FieldValue:
    """Return *value* without what YAML's blocks can't hold at the ends of lines."""
    if isinstance(value, str):
        return _tidy_text(value)
    if isinstance(value, Mapping):
        return {name: _tidy(each) for name, each in value.items()}
    return None if value is None else [_one_line(each) for each in value]


def _tidy_text(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _texts_in(document: Document) -> dict[Location, str]:
    """Return each text, the same with and without its last line end."""
    values = ((where, document.value(where)) for where in document.places)
    texts = ((where, value or "") for where, value in values if not isinstance(value, dict | list))
    return {where: text.strip() for where, text in texts}


def _with_field(text: str, node: Any, field: list[str], value: FieldValue) -> str:
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise NotEditable("not on lines of its own")
    name, *inner = field
    pairs = {key.value: (key, held) for key, held in node.value}
    if name not in pairs:
        return text if value is None else _with_new(text, node, name, _nested(inner, value))
    key, held = pairs[name]
    if inner and isinstance(held, yaml.MappingNode):
        if not held.flow_style:
            return _with_field(text, held, inner, value)
        old = {each.value: _of_node(there) for each, there in held.value}
        return _with_value(text, key, held, _merged(old, inner, value))
    return _with_value(text, key, held, _nested(inner, value))


def _with_words_at(text: str, parent: Any, step: str | int, words: str) -> str:
    if isinstance(step, int):
        held = parent.value[step]
        is_quoted = parent.flow_style or held.style == '"'
        return replaced(text, held, quoted(words) if is_quoted else scalar(words))
    key, held = next(pair for pair in parent.value if pair[0].value == step)
    if parent.flow_style:
        return replaced(text, held, quoted(words))
    return _with_value(text, key, held, words)


def _with_new(text: str, node: Any, name: str, value: FieldValue) -> str:
    rank = {each: number for number, each in enumerate(_ORDER)}
    before = [
        (key, held)
        for key, held in node.value
        if rank.get(key.value, len(rank)) < rank.get(name, len(rank))
    ]
    at = node.value[0][0].start_mark.line
    if before:
        key, held = before[-1]
        at = end_line(text, held, key.start_mark.column)
    return spliced(text, at, at, set_in(as_block(name, value), node.start_mark.column))


def _with_value(text: str, key: Any, held: Any, value: FieldValue) -> str:
    start, column = key.start_mark.line, key.start_mark.column
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        if isinstance(held, yaml.SequenceNode) and not held.flow_style:
            return _with_list(text, held, list(value))
        if isinstance(held, yaml.SequenceNode) and held.value:
            return replaced(text, held, f"[{', '.join(map(in_flow, value))}]")
    if isinstance(value, str) and is_one_line(key.value, value) and _is_on_its_line(held):
        return _with_words(text, key.value, held, value)
    end = end_line(text, held, column)
    if value is None:
        if text.split("\n")[start][:column].strip():
            raise NotEditable("the first field of an entry stays")
        return spliced(text, start, end, "")
    block = set_in(as_block(key.value, value), column)
    lead = text.split("\n")[start][:column]
    return spliced(text, start, end, lead + block.removeprefix(" " * column))


def _with_words(text: str, name: str, held: Any, words: str) -> str:
    written = quoted(words) if held.style == '"' and words else as_line(name, words)
    start = held.start_mark
    is_bare = text.split("\n")[start.line][: start.column].endswith(":")
    return replaced(text, held, f" {written}" if is_bare else written)


def _is_on_its_line(held: Any) -> bool:
    return isinstance(held, yaml.ScalarNode) and held.style not in ("|", ">")


def _with_list(text: str, node: Any, new: list[str]) -> str:
    """Write what differs only: the comments among the lines stay."""
    old = [each.value for each in node.value]
    lead = " " * node.start_mark.column
    whole = text
    for tag, i1, i2, j1, j2 in reversed(
        SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    ):
        if tag == "equal":
            continue
        shared = min(i2 - i1, j2 - j1)
        last = node.value[i1 + shared - 1] if i1 + shared else None
        at = node.start_mark.line if last is None else end_line(text, last, node.start_mark.column)
        end = end_line(text, node.value[i2 - 1], node.start_mark.column) if i2 > i1 + shared else at
        added = "".join(f"{lead}- {scalar(each)}\n" for each in new[j1 + shared : j2])
        whole = spliced(whole, at, end, added)
        for number in reversed(range(shared)):
            there = node.value[i1 + number]
            words = new[j1 + number]
            written = quoted(words) if there.style == '"' else scalar(words)
            whole = replaced(whole, there, written)
    return whole


def _of_node(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _of_node(held) for key, held in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_of_node(each) for each in node.value]
    return node.value


def _nested(steps: Sequence[str], value: FieldValue) -> FieldValue:
    for step in reversed(steps):
        value = None if value is None else {step: value}
    return value


def _merged(held: Any, field: list[str], value: FieldValue) -> Any:
    """Return *held* with *value* at *field*."""
    name, *inner = field
    old = dict(held) if isinstance(held, dict) else {}
    new = _merged(old.get(name), inner, value) if inner else value
    old.pop(name, None) if new is None else old.update({name: new})
    return old or None


def _plain(value: Any) -> Any:
    """Return *value* so that a text is the same with and without its last line end."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return (value or "").strip()
