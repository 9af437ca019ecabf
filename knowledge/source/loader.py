"""Read the editors' folder into one `Base`, or report every fault in it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.base import Base
from knowledge.passage import (
    Area,
    Caution,
    Miss,
    Organisation,
    Passage,
    Routine,
    Source,
    Term,
    TopicGroup,
)
from knowledge.source import files
from knowledge.source.account_file import AccountFile, account_form
from knowledge.source.checks import check
from knowledge.source.files import Content, FileKind, read_content
from knowledge.source.form_checks import check_form
from knowledge.source.ground_checks import check_grounds
from knowledge.source.reading import ContentReader
from yamlfile.document import Document, Origin, read
from yamlfile.problem import Faulty, Level, Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files of a base hold, with the place of each entry, and all that is wrong."""

    content: Content
    documents: tuple[tuple[FileKind[Any], Document], ...]
    passages: tuple[Origin[Passage], ...]
    routine: Origin[Routine] | None
    groups: tuple[Origin[TopicGroup], ...]
    sources: tuple[Origin[Source], ...]
    elsewhere: tuple[Origin[Area], ...]
    glossary: tuple[Origin[Term], ...]
    cautions: tuple[Origin[Caution], ...]
    organisations: tuple[Origin[Organisation], ...]
    form: Origin[AccountFile] | None
    misses: tuple[Origin[Miss], ...] | None
    """None where there is no list of them."""
    problems: tuple[Problem, ...]
    has_shape: bool
    """Whether every file could be read, and every entry has the right shape."""

    def base(self) -> Base | None:
        """Return the base, where its files have the right shape."""
        if self.routine is None or not self.has_shape:
            return None
        return Base(
            hash=self.content.hash,
            routine=self.routine.value,
            groups=tuple(entry.value for entry in self.groups),
            sources={entry.value.id: entry.value for entry in self.sources},
            passages={entry.value.id: entry.value for entry in self.passages},
            by_topic=_by_topic(entry.value for entry in self.passages),
            elsewhere=tuple(entry.value for entry in self.elsewhere),
            glossary=tuple(entry.value for entry in self.glossary),
            cautions=tuple(entry.value for entry in self.cautions),
            organisations=tuple(entry.value for entry in self.organisations),
            account_form=account_form(self.form.value) if self.form else None,
            known_misses=self._known_misses(),
        )

    def _known_misses(self) -> frozenset[Miss] | None:
        return None if self.misses is None else frozenset(each.value for each in self.misses)


def load(folder: Path) -> Base:
    """Return the base in *folder*.

    Raises:
        Faulty: with every fault of every file.
    """
    return base_in(read_content(folder))


def base_in(content: Content) -> Base:
    """Return the base in *content*.

    Raises:
        Faulty: with every fault of every file.
    """
    base, problems = inspect_content(content)
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
    return reading.base(), list(reading.problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.level is Level.ERROR for problem in problems)


def read_folder(folder: Path, unsaved: Mapping[str, bytes] | None = None) -> Reading:
    """Return what the files in *folder* hold.

    *unsaved* holds the content of files, by name, that are to be read as if they were saved.
    """
    content = read_content(folder, unsaved)
    return read_files(content, parse(content))


def parse(content: Content) -> dict[str, Document]:
    """Return the YAML in each file of *content*, the part of reading it that takes time."""
    return {name: read(content.folder / name, data) for name, data in content.files.items()}


def read_files(content: Content, documents: Mapping[str, Document]) -> Reading:
    """Return what the files of *content* hold, parsed as they are in *documents*."""
    reader = ContentReader(content, documents)
    passages = reader.entries(files.PASSAGES)
    routine = reader.whole(files.ROUTINE)
    groups = reader.entries(files.TOPICS)
    sources = reader.entries(files.SOURCES)
    elsewhere = reader.entries(files.ELSEWHERE)
    glossary = reader.entries(files.GLOSSARY)
    cautions = reader.entries(files.CAUTIONS)
    organisations = reader.entries(files.ORGANISATIONS)
    form = reader.whole(files.ACCOUNT_REQUEST)
    misses = reader.entries(files.KNOWN_MISSES) if reader.has(files.KNOWN_MISSES) else None
    has_shape = not reader.problems
    between = check(
        passages=passages,
        sources=sources,
        groups=groups,
        areas=elsewhere,
        routine=routine,
        references=has_shape,
    )
    grounds = check_grounds(
        passages=passages, sources=sources, organisations=organisations, routine=routine
    )
    within = check_form(form, passages=passages, groups=groups, references=has_shape)
    return Reading(
        content=content,
        documents=tuple(reader.read),
        passages=tuple(passages),
        routine=routine,
        groups=tuple(groups),
        sources=tuple(sources),
        elsewhere=tuple(elsewhere),
        glossary=tuple(glossary),
        cautions=tuple(cautions),
        organisations=tuple(organisations),
        form=form,
        misses=None if misses is None else tuple(misses),
        problems=tuple(in_order([*reader.problems, *between, *grounds, *within])),
        has_shape=has_shape,
    )


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return *problems* by file and place."""
    return sorted(problems, key=lambda problem: (problem.path, problem.place))


def _by_topic(passages: Iterable[Passage]) -> dict[str, tuple[Passage, ...]]:
    topics: dict[str, tuple[Passage, ...]] = {}
    for passage in passages:
        topics[passage.topic] = (*topics.get(passage.topic, ()), passage)
    return topics
