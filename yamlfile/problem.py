"""A fault in a file, with its place; the sentence for it is found in `texts/` by its code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from rapidfuzz import fuzz, process, utils

MIN_LIKENESS = 65
"""Out of 100; below, a suggestion would more often mislead than help."""


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


def as_json(problem: Problem) -> dict[str, object]:
    """Return *problem* as JSON can hold it, for another process or another day."""
    return {
        "path": problem.path.as_posix(),
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "facts": {name: _plain(fact) for name, fact in problem.facts.items()},
        "level": problem.level.value,
    }


def from_json(told: Mapping[str, Any]) -> Problem:
    """Return the problem that `as_json` told of."""
    place = Place(told["line"], told["column"])
    return Problem(Path(told["path"]), place, told["code"], told["facts"], Level(told["level"]))


def _plain(fact: object) -> object:
    if isinstance(fact, (str, int, float)):
        return fact
    if isinstance(fact, (list, tuple)):
        return [str(each) for each in cast(Iterable[object], fact)]
    return str(fact)


class Faulty(Exception):
    """Something read from files has errors; holds every problem found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def nearest(written: str, names: Iterable[str]) -> str | None:
    """Return the one of *names* that *written* probably means; None where none is like it."""
    found = process.extractOne(
        written,
        list(names),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        score_cutoff=MIN_LIKENESS,
    )
    return found[0] if found else None


def suggestion(written: str, names: Iterable[str]) -> dict[str, str]:
    """Return the nearest name as the fact `suggestion`; nothing where there is none."""
    name = nearest(written, names)
    return {"suggestion": name} if name else {}
