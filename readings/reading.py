"""A named revision of a routine, that somebody has read it, and how many have, by unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from core.disclosure import disclosed_groups

Wording: TypeAlias = Mapping[str, Mapping[str, tuple[str, str]]]
"""The title and the text of each passage, by its id and by language."""


LONGEST_REVISION = 64
"""Characters that one is stored with."""
OF = "--"
"""Between a routine and its revision: neither holds two hyphens."""


def revision_id(routine: str, name: str) -> str:
    """Return what the revision of that name is stored as; *routine* is empty for the first."""
    return f"{routine}{OF}{name}" if routine else name


def routine_of(revision: str) -> str:
    """Return the id of the routine that a stored revision is of; empty for the first."""
    routine, of, _ = revision.partition(OF)
    return routine if of else ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A routine as it is quoted while it has one name."""

    id: str
    """See `revision_id`."""
    revised: str
    """When, as the editors write it."""
    wording: Wording
    live_at: datetime
    before: str = ""
    """The revision that it took the place of; empty for the first."""


@dataclass(frozen=True, slots=True)
class RoutineReading:
    """Somebody's word that they have read a revision."""

    revision: str
    person: str
    unit: str
    """The id of a unit; empty where the person gave none."""
    at: datetime


@dataclass(frozen=True, slots=True)
class UnitReadings:
    """How many of some units have read a revision; several where one alone has too few."""

    units: tuple[str, ...]
    readers: int


@dataclass(frozen=True, slots=True)
class ReadingFigures:
    """How many have read a revision."""

    revision: str
    readers: int
    by_unit: tuple[UnitReadings, ...]
    """Sums to *readers*; the group of small units stands last."""


def figures_of(revision: str, readings: Iterable[RoutineReading]) -> ReadingFigures:
    """Return the figures in which no few can be told apart."""
    readers: dict[str, set[str]] = {}
    for each in readings:
        readers.setdefault(each.unit, set()).add(each.person)
    rows = [
        UnitReadings(units, sum(len(readers[unit]) for unit in units))
        for units in disclosed_groups(readers)
    ]
    return ReadingFigures(revision, sum(each.readers for each in rows), tuple(rows))
