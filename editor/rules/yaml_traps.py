"""YAML's traps: what the bot reads as it was written, but other programs take for something else.

Our own reader keeps every value as text. Editors' programs, and other readers of YAML, don't.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from editor.rules.subject import Subject, once_for_each, warning
from knowledge.source.files import FileKind
from knowledge.source.shapes import YES_OR_NO, type_at
from yamlfile.document import Document
from yamlfile.problem import Problem

_CODES = {
    "bool": "yaml-as-yes-or-no",
    "int": "yaml-as-number",
    "float": "yaml-as-number",
    "timestamp": "yaml-as-date",
    "null": "yaml-as-nothing",
}
_ALSO_YES_OR_NO = {"yes", "no", "on", "off", "y", "n"}
"""Taken for a truth value by us, but not by YAML as it is today."""
_HASHTAG = re.compile(r"[ \t]+#\w")
_RESOLVER = yaml.SafeLoader("")


def read_as_something_else(subject: Subject) -> Iterator[Problem]:
    """Unquoted words that YAML turns into numbers, dates or truth values."""
    for kind, document in subject.reading.documents:
        yield from _read_as_something_else(document, kind)


@once_for_each
def _read_as_something_else(document: Document, kind: FileKind[Any]) -> Iterator[Problem]:
    for location, value in document.plain.items():
        code, is_yes_or_no = _CODES.get(_taken_for(value)), value.lower() in _ALSO_YES_OR_NO
        if not code and not is_yes_or_no:
            continue
        expected = type_at(kind.shape, kind.inside(location))
        if expected is bool and is_yes_or_no:
            facts = {"value": value, "suggestion": YES_OR_NO[value.lower()]}
            yield warning(document.problem(location, "yaml-not-true-or-false", **facts))
        elif expected is str and code:
            yield warning(document.problem(location, code, value=value))


def cut_at_a_hash(subject: Subject) -> Iterator[Problem]:
    """Texts that a hashtag ends, for YAML takes it for a comment."""
    for kind, document in subject.reading.documents:
        yield from _cut_at_a_hash(document, kind)


@once_for_each
def _cut_at_a_hash(document: Document, kind: FileKind[Any]) -> Iterator[Problem]:
    for location, value in document.plain.items():
        place = document.place(location)
        line = document.lines[place.line - 1]
        if "#" not in line:
            continue
        line = line[place.column - 1 :]
        is_cut = line.startswith(value) and _HASHTAG.match(line[len(value) :])
        if is_cut and type_at(kind.shape, kind.inside(location)) is str:
            yield warning(document.problem(location, "yaml-hash", value=value))


@lru_cache(maxsize=100_000)
def _taken_for(value: str) -> str:
    tag = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))
    return tag.rpartition(":")[2]
