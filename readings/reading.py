"""A named revision of the routine, that somebody has read it, and how many have, by unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from core.disclosure import disclosed_groups

Wording: TypeAlias = Mapping[str, Mapping[str, tuple[str, str]]]
"""The title and the text of each passage, by its id and by language."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The routine as it is quoted while it has one name."""

    id: str
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
