"""Words that are replaced in all passages, in what people read and ask by; ids and sources stay."""

from collections.abc import Iterator
from dataclasses import dataclass

from editor.passage_fields import set_words
from editor.rearranging import Changed, Files
from editor.yaml_splice import PASSAGE_LIST, document_of
from knowledge.source.files import PASSAGES
from yamlfile.document import Document, Location

_SIDES = {("sv",), ("en",), ("translations",)}


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
        if words in files[name]:
            document = document_of(files[name])
            new: dict[Location, str] = {}
            for passage, where, said in _said(document):
                after = said.replace(words, by)
                if after != said:
                    new[where] = after
                    found.append(Replacement(name, passage, said, after))
            if new:
                changed[name] = set_words(files[name], new)
    return changed, tuple(found)


def _said(document: Document) -> Iterator[tuple[str, Location, str]]:
    """Yield the passage, the place and the words of each text that people read or ask by."""
    for where in document.places:
        said, passage = document.value(where), document.value((*where[:2], "id"))
        is_said = where[:1] == (PASSAGE_LIST,) and where[2:3] in _SIDES
        if is_said and isinstance(said, str) and isinstance(passage, str):
            yield passage, where, said
