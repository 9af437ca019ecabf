"""The marks an editor sees while writing, and what stops a text from being saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from editor.workshop.working_copy import Buffer, WorkingCopy
from knowledge.source.loader import read_folder
from texts.catalogue import Catalogue
from texts.problems import in_words
from yamlfile.problem import Level, Problem

Checker: TypeAlias = Callable[[Path, Mapping[str, bytes]], list[Problem]]
"""Returns every problem of the base in a folder, with some files taken as if they were saved."""


def inspected(folder: Path, unsaved: Mapping[str, bytes]) -> list[Problem]:
    """Return what would keep the bot from starting with the base."""
    return list(read_folder(folder, unsaved).problems)


@dataclass(frozen=True, slots=True)
class Mark:
    """One problem, as the page shows it."""

    file: str
    line: int
    column: int
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class _Found:
    file: str
    problem: Problem

    @property
    def is_error(self) -> bool:
        return self.problem.level is Level.ERROR

    def in_words(self, texts: Catalogue) -> Mark:
        place, level = self.problem.place, self.problem.level.value
        return Mark(self.file, place.line, place.column, level, in_words(self.problem, texts))


class Checking:
    """Checks a buffer together with all the other files, since one may break another."""

    def __init__(self, copy: WorkingCopy, checker: Checker) -> None:
        self._copy = copy
        self._checker = checker

    def marks(self, buffer: Buffer | None, texts: Catalogue) -> list[Mark]:
        """Return every problem of the base with *buffer* in it."""
        return [found.in_words(texts) for found in self._found(buffer)]

    def hindrances(self, buffer: Buffer, texts: Catalogue) -> list[Mark]:
        """Return the errors for which *buffer* can't be saved.

        Those are its own, and those it gives other files. A base that is broken already may be
        mended one file at a time: then the errors of other files don't count.
        """
        errors = [found for found in self._found(buffer) if found.is_error]
        own = [found for found in errors if found.file == buffer.name]
        if len(own) < len(errors) and any(found.is_error for found in self._found(None)):
            errors = own
        return [found.in_words(texts) for found in errors]

    def _found(self, buffer: Buffer | None) -> list[_Found]:
        folder = self._copy.folder
        problems = self._checker(folder, self._copy.unsaved(buffer))
        return [_Found(_name(each, folder), each) for each in problems]


def _name(problem: Problem, folder: Path) -> str:
    path = problem.path
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
