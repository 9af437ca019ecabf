"""What every service decides by: who may review, the clock, and what no text may hold."""

from collections.abc import Callable
from dataclasses import dataclass

from core.appointments import Remit, reviewers_at
from core.clock import Clock
from core.entered_text import (
    LONGEST_SAID,
    entered_text,
    normalized_line,
    require_within_limit,
)
from core.errors import HoldsPersonalData, NotAReviewer, TooLong
from core.outbox import REVIEW_CHANNEL
from core.person import Person
from core.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Made once at start, and the same for every unit of work."""

    clock: Clock
    nonce: Callable[[], str]
    holds_personal_data: Callable[[str], bool]
    """Whether a text names somebody in care, by an identity number for one."""

    def reviewers(self, uow: UnitOfWork, routine: str = "") -> frozenset[str]:
        """Return the ids of those who review now, as this transaction sees the list.

        With a *routine*, those who see to its questions alone are among them.
        """
        return reviewers_at(uow.appointments.in_force(), self.clock(), routine)

    def told_of_questions(self, uow: UnitOfWork, routine: str) -> list[str]:
        """Return who is told of questions on *routine*: its own, or else the review channel."""
        own = self.reviewers(uow, routine) - self.reviewers(uow)
        return sorted(own) or [REVIEW_CHANNEL]

    def remit(self, uow: UnitOfWork, person: Person) -> Remit:
        """Return whose questions *person* sees to."""
        now, in_force, who = self.clock(), uow.appointments.in_force(), person.id.lower()
        routines = {"", *(each.routine for each in in_force)}
        theirs = (each for each in routines if who in reviewers_at(in_force, now, each))
        return Remit(frozenset(theirs))

    def require_remit(self, uow: UnitOfWork, person: Person) -> Remit:
        """Return the same; raise `NotAReviewer` where it is nobody's."""
        remit = self.remit(uow, person)
        if not remit.routines:
            raise NotAReviewer
        return remit

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
