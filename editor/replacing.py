"""Words that are replaced in passages, areas and lists, in what people read and ask by.

Ids and sources stay, but that of a list where `{list}` gives way to `{another}`: it is renamed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from editor.passage_fields import set_words
from editor.rearranging import Changed, Files
from editor.yaml_splice import document_of
from knowledge.passage import SLUG
from knowledge.source.files import ELSEWHERE, LISTS, PASSAGES, FileKind
from yamlfile.document import Document, Location

_SIDES = {("sv",), ("en",), ("translations",)}
_LIST = re.compile(rf"\{{({SLUG.strip('^$')})\}}")


@dataclass(frozen=True, slots=True)
class Replacement:
    """One text before and after, in which passage, area or list."""

    file: str
    passage: str
    before: str
    after: str


def with_words_replaced(
    files: Files, words: str, by: str
) -> tuple[Changed, tuple[Replacement, ...]]:
    """Return the files that change where *words* give way to *by*, and each place.

    Raises:
        NotEditable: a file isn't YAML, or what comes of it can't stand there.
    """
    changed: Changed = {}
    found: list[Replacement] = []
    for kind in (PASSAGES, ELSEWHERE, LISTS):
        for name in kind.names(files):
            places = [*_replaced(files.get(name, ""), kind, words, by)]
            if places:
                changed[name] = set_words(files[name], {where: new for _, where, _, new in places})
            found += [Replacement(name, entry, old, new) for entry, _, old, new in places]
    return changed, tuple(found)


def _replaced(
    text: str, kind: FileKind[Any], words: str, by: str
) -> Iterator[tuple[str, Location, str, str]]:
    """Yield the entry, the place, and the words before and after."""
    old, new = _LIST.fullmatch(words), _LIST.fullmatch(by)
    is_renamed = kind is LISTS and old is not None and new is not None
    if words not in text and not is_renamed:
        return
    document = document_of(text)
    for entry, where, said in _said(document, kind):
        if words in said:
            yield entry, where, said, said.replace(words, by)
    if is_renamed and old and new:
        for where in document.places:
            if where[2:] == ("id",) and document.value(where) == old[1]:
                yield old[1], where, old[1], new[1]


def _said(document: Document, kind: FileKind[Any]) -> Iterator[tuple[str, Location, str]]:
    """Yield the entry, the place and the words of each text that people read or ask by."""
    for where in document.places:
        said, entry = document.value(where), document.value((*where[:2], "id"))
        is_said = where[:1] == (kind.entries,) and where[2:3] in _SIDES
        if is_said and isinstance(said, str) and isinstance(entry, str):
            yield entry, where, said
