"""Put a question into a passage's list, and leave every comment and line around it as it was."""

import io
from typing import Any, Literal

from ruamel.yaml import YAML

from knowledge.passage import Language

Field = Literal["asked_as", "must_answer"]
_ENDLESS = 1_000_000


class NoSuchPassage(Exception):
    """The text has no such passage with such a list."""


def with_question(
    text: str, *, passage: str, language: Language, field: Field, question: str
) -> str:
    """Return *text*, whose YAML has been read before, with *question* last in the list.

    Raises:
        NoSuchPassage: there is no list of that name in that passage.
    """
    yaml = _round_trip()
    data: Any = yaml.load(text)
    _list_in(data, passage, language, field).append(question)
    written = io.StringIO()
    yaml.dump(data, written)
    return _with_line_ends_of(text, written.getvalue())


def _round_trip() -> YAML:
    """Return a writer that gives the base's files back byte for byte."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _ENDLESS
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _list_in(data: Any, passage: str, language: Language, field: Field) -> list[str]:
    try:
        entry = next(entry for entry in data["passages"] if entry["id"] == passage)
        found = entry[language][field]
    except (KeyError, TypeError, StopIteration):
        raise NoSuchPassage(passage) from None
    if not isinstance(found, list):
        raise NoSuchPassage(passage)
    return found


def _with_line_ends_of(text: str, written: str) -> str:
    return written.replace("\n", "\r\n") if "\r\n" in text else written
