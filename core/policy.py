"""What every service decides by: who may review, the clock, and what no text may hold."""

from collections.abc import Callable
from dataclasses import dataclass

from core.appointments import reviewers_at
from core.clock import Clock
from core.entered_text import (
    LONGEST_SAID,
    entered_text,
    normalized_line,
    require_within_limit,
)
from core.errors import HoldsPersonalData, NotAReviewer, TooLong
from core.person import Person
from core.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Made once at start, and the same for every unit of work."""

    clock: Clock
    nonce: Callable[[], str]
    holds_personal_data: Callable[[str], bool]
    """Whether a text names somebody in care, by an identity number for one."""

    def reviewers(self, uow: UnitOfWork) -> frozenset[str]:
        """Return the ids of those who review now, as this transaction sees the list."""
        return reviewers_at(uow.appointments.in_force(), self.clock())

    def is_reviewer(self, uow: UnitOfWork, person: Person) -> bool:
        return person.id.lower() in self.reviewers(uow)

    def require_reviewer(self, uow: UnitOfWork, person: Person) -> None:
        """Raise `NotAReviewer` unless *person* is one now."""
        if not self.is_reviewer(uow, person):
            raise NotAReviewer

    def accepted_text(self, text: str, *, longest: int = LONGEST_SAID) -> str:
        """Return what somebody wrote as it is stored; raise `TooLong` or `HoldsPersonalData`."""
        return self._accepted(entered_text(text), longest)

    def accepted_line(self, text: str, *, longest: int = LONGEST_SAID) -> str:
        """Return one line that somebody wrote; raise as `accepted_text` does."""
        return self._accepted(normalized_line(require_within_limit(text)), longest)

    def _accepted(self, text: str, longest: int) -> str:
        if len(text) > longest:
            raise TooLong(longest)
        if self.holds_personal_data(text):
            raise HoldsPersonalData
        return text
