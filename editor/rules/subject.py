"""What the rules look at."""

from dataclasses import dataclass, replace
from datetime import date

from knowledge.search.snapshot import Snapshot
from knowledge.source.reading import Reading
from yamlfile.problem import Level, Problem


@dataclass(frozen=True, slots=True)
class Subject:
    """A folder as it was read, faults and all."""

    reading: Reading
    today: date
    snapshot: Snapshot | None
    """For the rules that ask the index; None where it would take too long."""


def warning(problem: Problem) -> Problem:
    return replace(problem, level=Level.WARNING)
