"""Read the files of one folder, entry by entry, collecting every fault of their shape."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from knowledge.faults import is_consequence, problem_of
from knowledge.files import FileKind
from knowledge.nearest import suggestion
from yamlfile.document import Document, Location, Value, read
from yamlfile.problem import Place, Problem

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Origin(Generic[T]):
    """A value and where in which file it was written."""

    value: T
    document: Document
    location: Location

    def problem(self, inner: Location, code: str, **facts: object) -> Problem:
        """Return a problem at *inner*, a location within this value."""
        return self.document.problem((*self.location, *inner), code, **facts)


class FolderReader:
    """Reads the files of one folder, collecting problems and the content's hash."""

    def __init__(self, folder: Path, unsaved: Mapping[str, bytes] | None = None) -> None:
        """Take the content of the files named in *unsaved* from there, not from the folder."""
        self.folder = folder
        self.problems: list[Problem] = []
        self.documents: list[tuple[FileKind[Any], Document]] = []
        self._unsaved = unsaved or {}
        self._contents: dict[str, bytes] = {}

    def hash(self) -> str:
        """Return a short hash of every file's name and content."""
        digest = hashlib.sha256()
        for name, content in sorted(self._contents.items()):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()[:16]

    def whole(self, kind: FileKind[T]) -> Origin[T] | None:
        """Return the one value that a file of *kind* holds, where it has the right shape."""
        path = self.folder / kind.pattern
        if kind.optional and kind.pattern not in self._unsaved and not path.exists():
            return None
        document = self._document(kind, path)
        if document is None:
            return None
        value = self._checked(document, (), document.data, kind)
        return Origin(value, document, ()) if value is not None else None

    def entries(self, kind: FileKind[T]) -> list[Origin[T]]:
        """Return the entries of every file of *kind* that have the right shape."""
        paths = self._paths(kind)
        if not paths:
            place = self.folder / Path(kind.pattern).parent
            self.problems.append(Problem(place, Place(), f"no-{kind.name}"))
        documents = [self._document(kind, path) for path in paths]
        return [
            origin
            for document in documents
            if document is not None
            for origin in self._entries(document, kind)
        ]

    def _paths(self, kind: FileKind[Any]) -> list[Path]:
        unsaved = (self.folder / name for name in self._unsaved)
        new = (path for path in unsaved if path.match(kind.pattern))
        return sorted({*kind.paths(self.folder), *new})

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
                self._only_at_the_top(document, location, entry, kind)
                whole = {**entry, **shared}
            value = self._checked(document, location, whole, kind)
            if value is not None:
                yield Origin(value, document, location)

    def _top(self, document: Document, data: Mapping[str, Value], kind: FileKind[Any]) -> None:
        """Note the fields that stand at the file's top and shouldn't, or should and don't."""
        for unknown in data.keys() - kind.fields:
            place = document.keys[(unknown,)]
            facts = {"field": unknown, **suggestion(unknown, kind.fields)}
            self.problems.append(Problem(document.path, place, "field-unknown", facts))
        if kind.shared and data.get(kind.shared) is None:
            self.problems.append(document.problem((), "field-missing", field=kind.shared))

    def _only_at_the_top(
        self, document: Document, location: Location, entry: dict[str, Value], kind: FileKind[Any]
    ) -> None:
        if kind.shared in entry:
            place = document.keys[(*location, kind.shared)]
            facts = {"field": kind.shared}
            self.problems.append(Problem(document.path, place, "field-unknown", facts))

    def _document(self, kind: FileKind[Any], path: Path) -> Document | None:
        name = path.relative_to(self.folder).as_posix()
        content = self._unsaved.get(name)
        if content is None:
            content = self._content(path)
        if content is None:
            return None
        self._contents[name] = content
        document = read(path, content)
        self.documents.append((kind, document))
        self.problems.extend(document.problems)
        return None if document.problems else document

    def _content(self, path: Path) -> bytes | None:
        """Return the file's content, unless it isn't there or a link leads out of the folder."""
        try:
            if not path.resolve().is_relative_to(self.folder.resolve()):
                self.problems.append(Problem(path, Place(), "file-outside"))
                return None
            return path.read_bytes()
        except OSError:
            self.problems.append(Problem(path, Place(), "file-missing"))
            return None

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


@cache
def adapter(shape: Any) -> TypeAdapter[Any]:
    """Return what checks values against *shape*; building it takes longer than using it."""
    return TypeAdapter(shape)
