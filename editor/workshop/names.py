"""What the files of the base name: passages, sources, topics. Read even where they are faulty."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.language import FIRST, LANGUAGES, TAG, Language
from knowledge.languages import place_of
from knowledge.source.files import (
    ELSEWHERE,
    MORE_ROUTINES,
    PASSAGES,
    ROUTINE,
    SOURCES,
    TOPICS,
    FileKind,
)
from knowledge.source.routine_checks import TOLD_APART_BY
from yamlfile.document import Document, Location, read


@dataclass(frozen=True, slots=True)
class Name:
    """Something that other places may refer to by *id*."""

    id: str
    title: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Names:
    languages: Mapping[Language, Location]
    """Those of the base, and where each stands in an entry that speaks them all."""
    routines: tuple[Name, ...]
    """Those beside the first."""
    untold: Mapping[Language, Sequence[str]]
    """What the first, where there is no other, doesn't say and must beside one, by language."""
    passages: tuple[Name, ...]
    sources: tuple[Name, ...]
    topics: tuple[Name, ...]
    contacts: tuple[Name, ...]
    """The functions of the routines that passages send people to."""
    areas: tuple[Name, ...]
    """What isn't ours."""
    topic_of: Mapping[str, str]
    """The topic of each file of passages."""
    basis_of: Mapping[str, str]
    """What kind of ground each source is."""


def names_in(contents: Mapping[str, bytes], language: str) -> Names:
    """Return all that is named in the files, with titles in *language*."""
    documents = {name: read(Path(name), content) for name, content in contents.items()}
    topics = {name: document.value(("topic",)) for name, document in documents.items()}
    return Names(
        languages={each: place_of(each) for each in _languages(documents)},
        routines=tuple(_routines(documents, language)),
        untold=dict(_untold(documents)),
        passages=tuple(_entries(documents, PASSAGES, "id", (language, "title"))),
        sources=tuple(_entries(documents, SOURCES, "id", (language, "document"))),
        topics=tuple(_topics(documents, language)),
        contacts=tuple(_contacts(documents, language)),
        areas=tuple(_entries(documents, ELSEWHERE, "id", (language, "name"))),
        basis_of=dict(_bases(documents)),
        topic_of={name: topic for name, topic in topics.items() if isinstance(topic, str)},
    )


def passages_in(name: str, text: str, language: str) -> tuple[Name, ...] | None:
    """Return the passages in one file, in order; None where it can't be read as YAML."""
    document = read(Path(name), text.encode())
    if document.problems:
        return None
    return tuple(_entries({name: document}, PASSAGES, "id", (language, "title")))


def _languages(documents: Mapping[str, Document]) -> Sequence[Language]:
    """Return the languages of the base; ours where its routine doesn't say."""
    routine = documents.get(ROUTINE.pattern)
    told = routine.value(("languages",)) if routine else None
    known = told if isinstance(told, list) else []
    return [
        each for each in known if isinstance(each, str) and re.fullmatch(TAG, each)
    ] or LANGUAGES


def _entries(
    documents: Mapping[str, Document], kind: FileKind[Any], key: str, title: Location
) -> Iterator[Name]:
    for file in kind.names(documents):
        if file in documents:
            yield from _listed(file, documents[file], (kind.entries or "",), key, title)


def _topics(documents: Mapping[str, Document], language: str) -> Iterator[Name]:
    file = TOPICS.pattern
    if file in documents:
        for group in _places(documents[file], (TOPICS.entries or "",)):
            yield from _listed(file, documents[file], (*group, "topics"), "slug", (language,))


def _routines(documents: Mapping[str, Document], language: str) -> Iterator[Name]:
    for file in MORE_ROUTINES.names(documents):
        yield from _named(file, documents[file], (), "id", (language, "name"))


def _untold(documents: Mapping[str, Document]) -> Iterator[tuple[Language, Sequence[str]]]:
    routine = documents.get(ROUTINE.pattern)
    if routine is None or MORE_ROUTINES.names(documents):
        return
    for language in _languages(documents):
        place = place_of(language)
        if left := [each for each in TOLD_APART_BY if not routine.value((*place, each))]:
            yield language, left


def _contacts(documents: Mapping[str, Document], language: str) -> Iterator[Name]:
    for file in (ROUTINE.pattern, *MORE_ROUTINES.names(documents)):
        if file in documents:
            yield from _listed(file, documents[file], ("contacts",), "id", (language, "name"))


def _bases(documents: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    if (document := documents.get(SOURCES.pattern)) is not None:
        for place in _places(document, (SOURCES.entries or "",)):
            source, basis = (document.value((*place, key)) for key in ("id", "basis"))
            if isinstance(source, str) and isinstance(basis, str):
                yield source, basis


def _listed(
    file: str, document: Document, location: Location, key: str, title: Location
) -> Iterator[Name]:
    """Yield what the entries at *location* name by *key*, with titles, in Swedish at least."""
    for place in _places(document, location):
        yield from _named(file, document, place, key, title)


def _named(
    file: str, document: Document, place: Location, key: str, title: Location
) -> Iterator[Name]:
    identity = document.value((*place, key))
    called = (
        document.value((*place, *title))
        or document.value((*place, "translations", *title))
        or document.value((*place, FIRST, *title[1:]))
    )
    if isinstance(identity, str):
        line = document.place(place).line
        yield Name(identity, called if isinstance(called, str) else "", file, line)


def _places(document: Document, location: Location) -> Iterator[Location]:
    """Yield where each entry of the list at *location* stands; none where there is no list."""
    entries = document.value(location)
    for number in range(len(entries) if isinstance(entries, list) else 0):
        yield (*location, number)
