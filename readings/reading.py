"""A named revision of the routine, that somebody has read it, and how many have, by unit."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

SMALLEST = 5
"""People of a unit that is counted by itself: of fewer, everybody would know who it is."""

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
    """Return the figures in which no group has fewer than `SMALLEST`, unless all have.

    Where the small units together are too few, the smallest of the others goes with them: else
    the rest would follow from the sum.
    """
    counts = sorted(Counter(each.unit for each in readings).items(), key=lambda each: each[::-1])
    together = [each for each in counts if each[1] < SMALLEST]
    alone = counts[len(together) :]
    while together and alone and sum(count for _, count in together) < SMALLEST:
        together.append(alone.pop(0))
    rows = [UnitReadings((unit,), count) for unit, count in sorted(alone)]
    if together:
        units = tuple(sorted(unit for unit, _ in together))
        rows.append(UnitReadings(units, sum(count for _, count in together)))
    return ReadingFigures(revision, sum(count for _, count in counts), tuple(rows))
