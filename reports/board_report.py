"""What the board is told of a round: figures, and nobody's name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core.changes import LATER
from followup.figures import AnswerFigures, RoundFigures, UnitFigures
from readings.reading import ReadingFigures


@dataclass(frozen=True, slots=True)
class RoundBefore:
    """What the latest report before told, to be compared with."""

    name: str
    closed_at: datetime
    whole: AnswerFigures
    ownerless: int
    unknown: int
    by_unit: tuple[UnitFigures, ...] = field(default=(), metadata=LATER)
    unreachable: int | None = field(default=None, metadata=LATER)
    handed_over: int | None = field(default=None, metadata=LATER)
    dropped: int | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """How many questions a topic's passages have answered."""

    title: str
    """Empty for the topics with too few questions, together."""
    questions: int


@dataclass(frozen=True, slots=True)
class UnansweredSubject:
    """Similar questions that found no answer, by the words that enough of them have in common."""

    words: str
    questions: int


@dataclass(frozen=True, slots=True)
class AskedFigures:
    """What employees asked between two moments."""

    since: datetime
    until: datetime
    answered: int
    suggested: int
    """Those that were offered passages to choose from."""
    unanswered: int
    by_topic: tuple[TopicFigures, ...]
    """Sums to *answered*; most first, the rest together last."""
    subjects: tuple[UnansweredSubject, ...]
    """Most first; most of what is unanswered may be in none."""


@dataclass(frozen=True, slots=True)
class BoardReport:
    """A round as it is reported; never changed once the round has closed."""

    round_id: str
    name: str
    unit: str
    """The unit whose accounts were chosen; empty where it is for all, or for some."""
    begun_at: datetime
    last_day: date
    closed_at: datetime | None
    """None for a preview of an open round."""
    figures: RoundFigures
    before: RoundBefore | None
    asked: AskedFigures
    readings: ReadingFigures | None
    """None where no revision has been in use."""
    units: Mapping[str, str]
    """What each unit was called."""
