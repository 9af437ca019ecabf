"""Words that are replaced in all passages, in what people read and ask by; ids and sources stay."""

from collections.abc import Iterator
from dataclasses import dataclass

from editor.passage_fields import set_field
from editor.rearranging import Changed, Files
from editor.yaml_splice import document_of, entries_of
from knowledge.source.files import PASSAGES
from yamlfile.document import Value

_SIDES = ("sv", "en", "translations")


@dataclass(frozen=True, slots=True)
class Replacement:
    """One text before and after, in which passage."""

    file: str
    passage: str
    before: str
    after: str


def with_words_replaced(
    files: Files, words: str, by: str
) -> tuple[Changed, tuple[Replacement, ...]]:
    """Return the files that change where *words* give way to *by*, and each place.

    Raises:
        NotEditable: a file of passages isn't YAML, or what comes of it can't stand there.
    """
    changed: Changed = {}
    found: list[Replacement] = []
    for name in PASSAGES.names(files):
        if words not in files[name]:
            continue
        text = files[name]
        for passage, field, held in _fields(text):
            lines = held if isinstance(held, list) else [held]
            pairs = [(each, each.replace(words, by)) for each in lines if isinstance(each, str)]
            places = [Replacement(name, passage, *pair) for pair in pairs if pair[0] != pair[1]]
            if places:
                new = [after for _, after in pairs]
                text = set_field(text, passage, field, new if isinstance(held, list) else new[0])
                found.extend(places)
        if text != files[name]:
            changed[name] = text
    return changed, tuple(found)


def _fields(text: str) -> Iterator[tuple[str, tuple[str, ...], Value]]:
    """Yield the passage, the place and the value of each field that people read or ask by."""
    for entry in entries_of(document_of(text)):
        passage = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(entry, dict) and isinstance(passage, str):
            for side in _SIDES:
                for field, held in _leaves((side,), entry.get(side)):
                    yield passage, field, held


def _leaves(field: tuple[str, ...], held: Value) -> Iterator[tuple[tuple[str, ...], Value]]:
    if isinstance(held, dict):
        for name, inner in held.items():
            yield from _leaves((*field, name), inner)
    elif held is not None:
        yield field, held
