"""YAML changed as an editor would: every comment and line around stays as it was."""

import io
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from editor.rules.traps import is_read_as_text

_ENDLESS = 1_000_000
"""Characters of the longest line: none is folded."""


def loaded(content: bytes) -> Any:
    """Return what *content* holds, to be changed and then `written`."""
    return _yaml().load(content)


def written(data: Any, *, like: bytes) -> bytes:
    """Return *data* as YAML, its lines ended as they are in *like*."""
    stream = io.BytesIO()
    _yaml().dump(data, stream)
    content = stream.getvalue()
    return content.replace(b"\n", b"\r\n") if b"\r\n" in like else content


def mapping(values: Mapping[str, Any]) -> CommentedMap:
    """Return *values* as they are to be written, a key on each line."""
    return CommentedMap({key: _value(value) for key, value in values.items()})


def on_one_line(values: Mapping[str, Any]) -> CommentedMap:
    """Return *values* as they are to be written, in braces."""
    made = mapping(values)
    made.fa.set_flow_style()
    return made


def text(words: str) -> str:
    """Return *words* as they are to be written, so that no reader takes them for something else."""
    if "\n" in words:
        return LiteralScalarString(f"{words}\n")
    return words if is_read_as_text(words) else DoubleQuotedScalarString(words)


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return CommentedSeq([_value(one) for one in value])
    if type(value) is dict:
        return on_one_line(value)
    return text(str(value)) if isinstance(value, str) else value


def _yaml() -> YAML:
    """Return a reader and writer that leaves a file of ours byte for byte as it is."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _ENDLESS
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
