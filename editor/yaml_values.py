"""A field's value as YAML the way editors write it: on one line, as a block, or in brackets."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import yaml

from editor.yaml_splice import UNFOLDED, set_in

FieldValue: TypeAlias = "str | Sequence[str] | Mapping[str, FieldValue] | None"
"""What a field holds; None for one that is left out."""

_IN_BRACES = {"source", "section", "confirmed"}
_IN_BRACKETS = {"formerly", "related", "contacts"}
_LONG = "text"
_UNQUOTED = {"reviewed", "review_by", "confirmed", "emergency", "on"}
"""Dates and truth values, which other readers of YAML are to take for what they are."""
_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_TRUTHS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def as_block(name: str, value: FieldValue) -> str:
    """Return the field as lines of YAML that begin at the first column."""
    if isinstance(value, Mapping):
        if name in _IN_BRACES:
            return f"{name}: {in_flow(value)}\n"
        inner = "".join(as_block(each, there) for each, there in value.items() if there is not None)
        return f"{name}:\n{set_in(inner, 2)}"
    if isinstance(value, str):
        if is_one_line(name, value):
            return f"{name}: {as_line(name, value)}\n"
        return f"{name}: |\n{set_in(value, 2)}\n"
    if not value:
        return f"{name}: []\n"
    if name in _IN_BRACKETS:
        return f"{name}: [{', '.join(map(in_flow, value))}]\n"
    return f"{name}:\n" + "".join(f"  - {scalar(each)}\n" for each in value)


def as_line(name: str, value: str) -> str:
    if not value:
        return '""'
    return value if name in _UNQUOTED else scalar(value)


def in_flow(value: FieldValue) -> str:
    if isinstance(value, Mapping):
        pairs = (
            f"{name}: {there if name in _UNQUOTED else in_flow(there)}"
            for name, there in value.items()
            if there is not None
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, str):
        is_plain = _SLUG.fullmatch(value) and value not in _TRUTHS
        return value if is_plain else quoted(value)
    return f"[{', '.join(map(in_flow, value or ()))}]"


def is_one_line(name: str, words: str) -> bool:
    return not words or ("\n" not in words and name != _LONG)


def scalar(words: str) -> str:
    """Return *words* as YAML, in quotes where another reader would take them for something else."""
    usual = yaml.safe_dump([words], allow_unicode=True, width=UNFOLDED).removeprefix("- ").strip()
    return usual if usual == words or '"' in words else quoted(words)


def quoted(words: str) -> str:
    """Return *words* as YAML in double quotes."""
    return yaml.safe_dump(words, allow_unicode=True, width=UNFOLDED, default_style='"').strip()
