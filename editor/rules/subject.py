"""What the rules look at."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from knowledge.files import FileKind
from knowledge.loader import Reading
from knowledge.passage import Miss
from knowledge.reading import Origin
from knowledge.snapshot import Snapshot
from yamlfile.document import Document
from yamlfile.problem import Level, Problem


@dataclass(frozen=True, slots=True)
class Subject:
    """A folder as it was read, faults and all."""

    reading: Reading
    misses: tuple[Origin[Miss], ...]
    documents: tuple[tuple[FileKind[Any], Document], ...]
    """Every file that was read, those with faults among them."""
    today: date
    snapshot: Snapshot | None
    """For the rules that ask the index; None where it would take too long."""


def warning(problem: Problem) -> Problem:
    return replace(problem, level=Level.WARNING)
