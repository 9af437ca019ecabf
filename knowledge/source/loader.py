"""Read the editors' folder into one `Base`, or report every fault in it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from knowledge.base import Base, PassagesById
from knowledge.passage import Passage
from knowledge.source import files
from knowledge.source.checks import check
from knowledge.source.files import Content, Unsaved, read_content
from knowledge.source.form_building import account_form
from knowledge.source.form_checks import check_form, check_units
from knowledge.source.ground_checks import check_grounds
from knowledge.source.phrasing_checks import check_phrasings
from knowledge.source.reading import ContentReader, Reading
from yamlfile.document import Document, Origin, read
from yamlfile.problem import Faulty, Level, Problem

T = TypeVar("T")


def load(folder: Path) -> Base:
    """Return the base in *folder*.

    Raises:
        Faulty: with every fault of every file.
    """
    return base_in(read_content(folder))


def base_in(content: Content, documents: Mapping[str, Document] | None = None) -> Base:
    """Return the base in *content*; *documents* are its files where they have been parsed already.

    Raises:
        Faulty: with every fault of every file.
    """
    base, problems = inspect_content(content, documents)
    if base is None or has_errors(problems):
        raise Faulty(problems)
    return base


def inspect_content(
    content: Content, documents: Mapping[str, Document] | None = None
) -> tuple[Base | None, list[Problem]]:
    """Return the base in *content*, where its files have the right shape, and all its problems.

    *documents* are its files where they have been parsed already.
    """
    reading = read_files(content, parse(content) if documents is None else documents)
    return base_of(reading), list(reading.problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.level is Level.ERROR for problem in problems)


def read_folder(
    folder: Path, unsaved: Unsaved | None = None, parser: "Parser | None" = None
) -> Reading:
    """Return what the files in *folder* hold, with *unsaved* read as if it were saved."""
    content = read_content(folder, unsaved)
    return read_files(content, parse(content, parser))


def parse(content: Content, parser: "Parser | None" = None) -> dict[str, Document]:
    """Return the YAML in each file of *content*, the part of reading it that takes time.

    A *parser* that has read a base much like it parses only what differs.
    """
    return (parser or Parser())(content)


class Parser:
    """Parses one base time after time: only what isn't as it was the time before."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[bytes, Document]] = {}

    def __call__(self, content: Content) -> dict[str, Document]:
        known: dict[str, tuple[bytes, Document]] = {}
        for name, data in content.files.items():
            before = self._known.get(name)
            if before is None or before[0] != data:
                before = (data, read(content.folder / name, data))
            known[name] = before
        self._known = known
        return {name: document for name, (_, document) in known.items()}


def read_files(content: Content, documents: Mapping[str, Document]) -> Reading:
    """Return what the files of *content* hold, and every problem between them."""
    reading = read_shapes(content, documents)
    found = (
        *check(reading),
        *check_phrasings(reading),
        *check_grounds(reading),
        *check_form(reading),
        *check_units(reading),
    )
    return replace(reading, problems=tuple(in_order((*reading.problems, *found))))


def read_shapes(content: Content, documents: Mapping[str, Document]) -> Reading:
    """Return what the files of *content* hold, parsed as they are in *documents*.

    What must hold between them isn't looked at.
    """
    reader = ContentReader(content, documents)
    return Reading(
        content=content,
        passages=reader.entries(files.PASSAGES),
        routine=reader.whole(files.ROUTINE),
        more_routines=reader.wholes(files.MORE_ROUTINES),
        groups=reader.entries(files.TOPICS),
        sources=reader.entries(files.SOURCES),
        elsewhere=reader.entries(files.ELSEWHERE),
        glossary=reader.entries(files.GLOSSARY),
        lists=reader.entries(files.LISTS),
        cautions=reader.entries(files.CAUTIONS),
        organisations=reader.entries(files.ORGANISATIONS),
        talk=reader.entries(files.TALK),
        units=reader.entries(files.UNITS),
        form=reader.whole(files.ACCOUNT_REQUEST),
        follow_up=reader.whole(files.FOLLOW_UP),
        misses=reader.entries(files.KNOWN_MISSES) if reader.has(files.KNOWN_MISSES) else None,
        words=reader.whole(files.OWN_WORDS),
        documents=tuple(reader.read),  # these two once all has been read
        problems=tuple(reader.problems),
        has_shape=not reader.problems,
    )


def base_of(reading: Reading) -> Base | None:
    """Return the base that was read, where its files have the right shape."""
    if reading.routine is None or not reading.has_shape:
        return None
    passages, units = _values(reading.passages), _values(reading.units)
    return Base(
        hash=reading.content.hash,
        routines=_values(reading.routines),
        groups=_values(reading.groups),
        sources={source.id: source for source in _values(reading.sources)},
        passages=PassagesById(passages),
        by_topic=_by_topic(passages),
        elsewhere=_values(reading.elsewhere),
        glossary=_values(reading.glossary),
        lists=_values(reading.lists),
        cautions=_values(reading.cautions),
        organisations={each.id: each for each in _values(reading.organisations)},
        talk=_values(reading.talk),
        units=units,
        account_form=account_form(reading.form.value, units) if reading.form else None,
        control_list=reading.follow_up.value.control_list() if reading.follow_up else None,
        known_misses=frozenset(_values(reading.misses or ())),
    )


def _values(origins: Iterable[Origin[T]]) -> tuple[T, ...]:
    return tuple(origin.value for origin in origins)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return *problems* by file and place."""
    return sorted(problems, key=lambda problem: (problem.path, problem.place))


def _by_topic(passages: Iterable[Passage]) -> dict[str, tuple[Passage, ...]]:
    topics: dict[str, tuple[Passage, ...]] = {}
    for passage in passages:
        topics[passage.topic] = (*topics.get(passage.topic, ()), passage)
    return topics
