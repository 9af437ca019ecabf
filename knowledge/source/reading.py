"""Read the files of one base, entry by entry, collecting every fault of their shape."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from core.language import LANGUAGES, Language
from knowledge.passage import Area, Caution, Miss, Passage, Term, TopicGroup
from knowledge.patterns import WordList
from knowledge.routine import Organisation, Routine, Source, Unit
from knowledge.source.account_file import AccountFile
from knowledge.source.files import Content, FileKind, kind_of
from knowledge.source.follow_up_file import FollowUpFile
from knowledge.source.shapes import adapter, is_consequence, problem_of
from knowledge.source.words_file import WordsFile
from knowledge.talk import TalkKind
from yamlfile.document import Document, Location, Origin, Value
from yamlfile.problem import Place, Problem, suggestion

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files of a base hold, with the place of each entry, and all that is wrong."""

    content: Content
    documents: tuple[tuple[FileKind[Any], Document], ...]
    passages: tuple[Origin[Passage], ...]
    routine: Origin[Routine] | None
    more_routines: tuple[Origin[Routine], ...]
    groups: tuple[Origin[TopicGroup], ...]
    sources: tuple[Origin[Source], ...]
    elsewhere: tuple[Origin[Area], ...]
    glossary: tuple[Origin[Term], ...]
    lists: tuple[Origin[WordList], ...]
    cautions: tuple[Origin[Caution], ...]
    organisations: tuple[Origin[Organisation], ...]
    talk: tuple[Origin[TalkKind], ...]
    units: tuple[Origin[Unit], ...]
    form: Origin[AccountFile] | None
    follow_up: Origin[FollowUpFile] | None
    misses: tuple[Origin[Miss], ...] | None
    """None where there is no list of them."""
    words: Origin[WordsFile] | None
    problems: tuple[Problem, ...]
    has_shape: bool
    """Whether every file could be read, and every entry has the right shape."""

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the base; ours where its routine can't be read."""
        return self.routine.value.languages if self.routine else LANGUAGES

    @property
    def routines(self) -> tuple[Origin[Routine], ...]:
        """The first and the others, as far as they can be read."""
        return (*((self.routine,) if self.routine else ()), *self.more_routines)

    @property
    def routine_ids(self) -> frozenset[str]:
        return frozenset(origin.value.id for origin in self.routines)

    @property
    def topics(self) -> frozenset[str]:
        return frozenset(topic.slug for group in self.groups for topic in group.value.topics)

    @property
    def passage_ids(self) -> frozenset[str]:
        return frozenset(origin.value.id for origin in self.passages)

    @property
    def source_ids(self) -> frozenset[str]:
        return frozenset(origin.value.id for origin in self.sources)


class ContentReader:
    def __init__(self, content: Content, documents: Mapping[str, Document]) -> None:
        """*documents* are the files of *content*, parsed."""
        self._content = content
        self._documents = documents
        self.read: list[tuple[FileKind[Any], Document]] = []
        self.problems = [
            Problem(content.folder / name, Place(), code)
            for name, code in content.unreadable.items()
        ]

    def whole(self, kind: FileKind[T]) -> Origin[T] | None:
        """Return the one value that a file of *kind* holds, where it has the right shape."""
        return next(iter(self.wholes(kind)), None)

    def wholes(self, kind: FileKind[T]) -> tuple[Origin[T], ...]:
        """Return the value of each file of *kind* that holds one of the right shape."""
        documents = [self._document(kind, name) for name in kind.names(self._content.files)]
        checked = (
            (self._checked(document, (), document.data, kind), document)
            for document in documents
            if document is not None
        )
        return tuple(
            Origin(value, document, ()) for value, document in checked if value is not None
        )

    def entries(self, kind: FileKind[T]) -> tuple[Origin[T], ...]:
        """Return the entries of every file of *kind* that have the right shape."""
        names = kind.names(self._content.files)
        if not names and self._content.files:
            place = self._content.folder / Path(kind.pattern).parent
            self.problems.append(Problem(place, Place(), f"no-{kind.name}"))
        documents = [self._document(kind, name) for name in names]
        return tuple(
            origin
            for document in documents
            if document is not None
            for origin in self._entries(document, kind)
        )

    def has(self, kind: FileKind[Any]) -> bool:
        """Whether the base has a file of *kind*, whatever is wrong with it."""
        names = (*self._content.files, *self._content.unreadable)
        return any(kind_of(name) is kind for name in names)

    def _entries(self, document: Document, kind: FileKind[T]) -> Iterable[Origin[T]]:
        data = document.data if isinstance(document.data, dict) else {}
        self._top(document, data, kind)
        field = kind.entries or ""
        entries = data.get(field)
        if not isinstance(entries, list):
            self.problems.append(document.problem((field,), "not-a-list", field=field))
            return
        shared = {kind.shared: data.get(kind.shared) or "unknown"} if kind.shared else {}
        for number, entry in enumerate(entries):
            location = (field, number)
            whole = entry
            if isinstance(entry, dict):
                if kind.shared and kind.shared in entry:  # it may only stand at the top
                    self._unknown_field(document, (*location, kind.shared))
                whole = {**entry, **shared}
            value = self._checked(document, location, whole, kind)
            if value is not None:
                yield Origin(value, document, location)

    def _top(self, document: Document, data: Mapping[str, Value], kind: FileKind[Any]) -> None:
        """Note the fields that stand at the file's top and shouldn't, or should and don't."""
        for unknown in data.keys() - kind.fields:
            self._unknown_field(document, (unknown,), **suggestion(unknown, kind.fields))
        if kind.shared and data.get(kind.shared) is None:
            self.problems.append(document.problem((), "field-missing", field=kind.shared))

    def _unknown_field(self, document: Document, location: Location, **facts: object) -> None:
        """Note the key at *location*, and not where its value begins."""
        place, facts = document.keys[location], {"field": location[-1], **facts}
        self.problems.append(Problem(document.path, place, "field-unknown", facts))

    def _document(self, kind: FileKind[Any], name: str) -> Document | None:
        document = self._documents.get(name)
        if document is None:
            is_told = name in self._content.unreadable or not self._content.files
            if not is_told and not kind.optional:
                path = self._content.folder / name
                self.problems.append(Problem(path, Place(), "file-missing"))
            return None
        self.read.append((kind, document))
        self.problems.extend(document.problems)
        return None if document.problems else document

    def _checked(
        self, document: Document, location: Location, value: Value, kind: FileKind[T]
    ) -> T | None:
        try:
            return cast(T, adapter(kind.shape).validate_python(value))
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            self.problems.extend(
                problem_of(document, location, kind, detail)
                for detail in details
                if not is_consequence(detail, details)
            )
            return None
