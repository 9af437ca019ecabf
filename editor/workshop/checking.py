"""The marks an editor sees while writing, and what stops a text from being saved."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from editor.check import inspect
from editor.saving import EditorsFolder
from editor.spelling.spell_checker import SpellChecker
from editor.workshop.working_copy import SAVED, known_in
from knowledge.source.files import Unsaved
from knowledge.source.loader import Parser
from texts.catalogue import Catalogue
from texts.problems import in_words
from yamlfile.problem import Level, Problem, as_json

Checker: TypeAlias = Callable[[Path, Unsaved], list[Problem]]
"""Returns every problem of the base in a folder, with some files taken as if they were saved."""
Problems: TypeAlias = Callable[[Unsaved], Awaitable[list[Problem]]]
"""Finds them, wherever that is done."""


@dataclass(frozen=True, slots=True)
class Mark:
    file: str
    line: int
    column: int
    level: Level
    text: str
    code: str
    facts: object
    """For the form, which needs no sentence that names the field."""


def problems_today(
    folder: Path,
    unsaved: Unsaved,
    parser: Parser | None = None,
    speller: SpellChecker | None = None,
) -> list[Problem]:
    today = date.today()  # noqa: DTZ011 the editor's own day is meant
    return inspect(folder, today=today, unsaved=unsaved, parser=parser, speller=speller)[1]


class Checking:
    """Checks what is written together with all the other files, since one may break another."""

    def __init__(self, folder: EditorsFolder, problems: Problems) -> None:
        self._folder = folder
        self._problems = problems

    async def marks(self, unsaved: Unsaved, texts: Catalogue) -> list[Mark]:
        """Return every problem of the base with *unsaved* in it."""
        folder = self._folder.path
        return [
            Mark(
                _name(problem.path, folder),
                problem.place.line,
                problem.place.column,
                problem.level,
                in_words(problem, texts),
                problem.code,
                as_json(problem)["facts"],
            )
            for problem in await self._problems(known_in(self._folder, unsaved))
        ]

    async def hindrances(self, unsaved: Unsaved, texts: Catalogue) -> list[Mark]:
        """Return the errors for which *unsaved* can't be saved.

        Those are their own, and those they give other files. A base that is broken already may be
        mended one file at a time: then the errors of other files don't count.
        """
        errors = await self.errors(unsaved, texts)
        own = [mark for mark in errors if mark.file in unsaved]
        if len(own) < len(errors) and await self.errors(SAVED, texts):
            return own
        return errors

    async def errors(self, unsaved: Unsaved, texts: Catalogue) -> list[Mark]:
        """Return what keeps the base, with *unsaved* in it, from being answered from."""
        return [mark for mark in await self.marks(unsaved, texts) if mark.level is Level.ERROR]


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
