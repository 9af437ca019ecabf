"""What the rules look at."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from editor.spelling.spell_checker import SpellChecker
from knowledge.passage import Miss
from knowledge.source.reading import Reading
from yamlfile.document import Document
from yamlfile.problem import Level, Problem

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subject:
    """A folder as it was read, faults and all."""

    reading: Reading
    today: date
    missed: frozenset[Miss] | None
    """Test questions that find no passage of theirs; None where asking them would take too long."""
    speller: SpellChecker | None = None
    """None where nobody asks for spelling."""


def warning(problem: Problem) -> Problem:
    return replace(problem, level=Level.WARNING)


def once_for_each(
    find: Callable[Concatenate[Document, P], Iterable[T]],
) -> Callable[Concatenate[Document, P], Sequence[T]]:
    """Have *find* look at each document once, however often the base around it is checked.

    What else it is given must follow from the document, and what it finds must not hold it: else
    it would stay in memory when its file is another.
    """
    found: WeakKeyDictionary[Document, list[T]] = WeakKeyDictionary()

    @wraps(find)
    def find_once(document: Document, *more: P.args, **others: P.kwargs) -> Sequence[T]:
        if (known := found.get(document)) is None:
            known = found[document] = [*find(document, *more, **others)]
        return known

    return find_once
