"""What the files of the base name: passages, sources, topics. Read even where they are faulty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.source.files import PASSAGES, SOURCES, TOPICS, FileKind
from yamlfile.document import Document, Value, read


@dataclass(frozen=True, slots=True)
class Name:
    """Something that other places may refer to by *id*."""

    id: str
    title: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Names:
    passages: tuple[Name, ...]
    sources: tuple[Name, ...]
    topics: tuple[Name, ...]
    topic_of: Mapping[str, str]
    """The topic of each file of passages."""


def names_in(contents: Mapping[str, bytes], language: str) -> Names:
    """Return all that is named in the files, with titles in *language*."""
    documents = {name: read(Path(name), content) for name, content in contents.items()}
    groups = list(_entries(documents, TOPICS))
    return Names(
        passages=tuple(
            name
            for entry in _entries(documents, PASSAGES)
            if (name := entry.named("id", language, "title"))
        ),
        sources=tuple(
            name
            for entry in _entries(documents, SOURCES)
            if (name := entry.named("id", language, "document"))
        ),
        topics=tuple(
            name
            for group in groups
            for entry in group.inner("topics")
            if (name := entry.named("slug", language))
        ),
        topic_of={
            file: topic
            for file, document in documents.items()
            if isinstance(document.data, dict)
            and isinstance(topic := document.data.get("topic"), str)
        },
    )


def passages_in(name: str, text: str, language: str) -> tuple[Name, ...] | None:
    """Return the passages in one file, in order; None where it can't be read as YAML."""
    document = read(Path(name), text.encode())
    if document.problems:
        return None
    return names_in({name: text.encode()}, language).passages


@dataclass(frozen=True, slots=True)
class _Entry:
    """A mapping in a list, and where it stands."""

    file: str
    document: Document
    location: tuple[str | int, ...]
    value: Mapping[str, Value]

    def named(self, key: str, *title: str) -> Name | None:
        identity = self.value.get(key)
        if not isinstance(identity, str):
            return None
        found: Value = dict(self.value)
        for step in title:
            found = found.get(step) if isinstance(found, dict) else None
        line = self.document.place(self.location).line
        return Name(identity, found if isinstance(found, str) else "", self.file, line)

    def inner(self, key: str) -> Iterator["_Entry"]:
        yield from _listed(self.file, self.document, (*self.location, key), self.value.get(key))


def _entries(documents: Mapping[str, Document], kind: FileKind[Any]) -> Iterator[_Entry]:
    field = kind.entries or ""
    for file in kind.names(documents):
        document = documents.get(file)
        if document is not None and isinstance(document.data, dict):
            yield from _listed(file, document, (field,), document.data.get(field))


def _listed(
    file: str, document: Document, location: tuple[str | int, ...], value: Value
) -> Iterator[_Entry]:
    for number, entry in enumerate(value if isinstance(value, list) else []):
        if isinstance(entry, dict):
            yield _Entry(file, document, (*location, number), entry)
