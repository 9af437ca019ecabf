"""A round of follow-up, from the day it begins until it is closed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from core.cases import Versioned
from core.clock import swedish_day
from core.person import Person
from followup.controls import ControlQuestion, ControlSection
from followup.errors import RoundIsClosed


class RoundStanding(StrEnum):
    """How a round stands."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Round(Versioned):
    """One round. It keeps its questions as they were when it began."""

    kind: ClassVar[str] = "round"

    id: str
    name: str
    last_day: date
    begun_by: Person
    begun_at: datetime
    changed_at: datetime
    nonce: str
    sections: tuple[ControlSection, ...]
    unit: str = ""
    """The unit whose accounts were chosen; empty where it is for all, or for some."""
    version: int = 1
    standing: RoundStanding = RoundStanding.OPEN
    closed_by: Person | None = None
    closed_at: datetime | None = None

    @property
    def state(self) -> str:
        return self.standing

    @property
    def is_open(self) -> bool:
        return self.standing is RoundStanding.OPEN

    @property
    def questions(self) -> tuple[ControlQuestion, ...]:
        return tuple(each for section in self.sections for each in section.questions)

    def section(self, section_id: str) -> ControlSection | None:
        return next((each for each in self.sections if each.id == section_id), None)

    def is_over_at(self, moment: datetime) -> bool:
        """Whether the last day has passed, in Sweden."""
        return swedish_day(moment) > self.last_day

    def require_open(self) -> None:
        """Raise `RoundIsClosed` where it is."""
        if not self.is_open:
            raise RoundIsClosed(self.name)

    def closed(self, by: Person, *, at: datetime) -> "Round":
        self.require_open()
        return replace(
            self,
            version=self.version + 1,
            changed_at=at,
            standing=RoundStanding.CLOSED,
            closed_by=by,
            closed_at=at,
        )
