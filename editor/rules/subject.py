"""What the rules look at."""

from dataclasses import dataclass, replace
from datetime import date

from editor.spelling.spell_checker import SpellChecker
from knowledge.passage import Miss
from knowledge.source.reading import Reading
from yamlfile.problem import Level, Problem


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
