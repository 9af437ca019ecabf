"""A fault in a file, with its place; the sentence for it is found in `texts/` by its code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Level(StrEnum):
    """How grave a problem is: errors stop a start or a reload, warnings only tell."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file, both counted from 1 as editors show them."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: what, where, and the facts its sentence needs."""

    path: Path
    place: Place
    code: str
    facts: Mapping[str, object] = field(default_factory=dict[str, object])
    level: Level = Level.ERROR


class Faulty(Exception):
    """Something read from files has errors; holds every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems
