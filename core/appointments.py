"""Who reviews: appointments with a beginning and an end, changed by two reviewers together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from core.cases import Repository, Versioned
from core.errors import DomainError, NotAReviewer
from core.person import Person


class NeedsAnotherReviewer(DomainError):
    """Whoever proposed a change doesn't confirm it."""

    code = "needs-another-reviewer"


class NotProposed(DomainError):
    """Nothing is proposed that could be confirmed or turned down, or something is already."""

    code = "not-proposed"


class LastReviewer(DomainError):
    """Nobody would be left who reviews."""

    code = "last-reviewer"


class UnknownPerson(DomainError):
    """The bot has met nobody of that name, or several."""

    code = "unknown-person"


class EndsBeforeItBegins(DomainError):
    """The last day comes before the first."""

    code = "ends-before-it-begins"


class NotCurrent(DomainError):
    """Whom a deputy is to stand in for isn't a reviewer."""

    code = "not-current"


class AppointmentStanding(StrEnum):
    """Where an appointment stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in-force"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ProposedEnd:
    """An end that somebody has proposed and nobody confirmed yet."""

    by: Person
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Appointment(Versioned):
    """One person's right to review, for a time. Immutable: each method returns a new version."""

    kind: ClassVar[str] = "appointment"

    id: str
    reviewer: Person
    starts_at: datetime
    changed_at: datetime
    nonce: str
    ends_at: datetime | None = None
    """None: until further notice."""
    deputy_for: Person | None = None
    """The reviewer in whose place they decide; their right ends with that reviewer's."""
    proposed_by: Person | None = None
    """None where it comes from the settings or from the command line."""
    confirmed_by: Person | None = None
    ending: ProposedEnd | None = None
    version: int = 1
    standing: AppointmentStanding = AppointmentStanding.PROPOSED
    routine: str = field(default="", metadata={"later": True})
    """The id of the one routine whose questions they see to; empty for all that is reviewed."""

    @property
    def state(self) -> str:
        return "end-proposed" if self.ending else self.standing

    @property
    def is_waiting(self) -> bool:
        """Whether something is proposed that another reviewer is to confirm."""
        return self.standing is AppointmentStanding.PROPOSED or self.ending is not None

    @property
    def waits_since_by(self) -> Person | None:
        """Return who proposed what waits."""
        return self.ending.by if self.ending else self.proposed_by

    def is_in_force(self, at: datetime) -> bool:
        if self.standing is not AppointmentStanding.IN_FORCE or at < self.starts_at:
            return False
        return not self.has_ended(at)

    def has_ended(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    def confirmed(self, by: Person, *, at: datetime) -> "Appointment":
        """Return the appointment, or its end, confirmed.

        Raises:
            NotProposed: where nothing waits.
            NeedsAnotherReviewer: where *by* proposed it.
        """
        self._require_answerable()
        if by == self.waits_since_by:
            raise NeedsAnotherReviewer
        after = replace(self._next(at), confirmed_by=by, ending=None)
        if self.ending:
            return replace(after, ends_at=self.ending.ends_at)
        return replace(after, standing=AppointmentStanding.IN_FORCE)

    def refused(self, *, at: datetime) -> "Appointment":
        """Return the appointment without what was proposed; raise `NotProposed`."""
        self._require_answerable()
        if self.ending:
            return replace(self._next(at), ending=None)
        return replace(self._next(at), standing=AppointmentStanding.REFUSED)

    def end_proposed(self, by: Person, *, ends_at: datetime, at: datetime) -> "Appointment":
        """Return the appointment with an end proposed; raise `NotProposed` unless in force."""
        self._require_endable(at)
        return replace(self._next(at), ending=ProposedEnd(by, max(ends_at, at)))

    def ended(self, *, ends_at: datetime, at: datetime) -> "Appointment":
        """Return the appointment with its end set by those who run the bot."""
        self._require_endable(at)
        return replace(self._next(at), ends_at=max(ends_at, at), ending=None)

    def without(self, person: Person, *, nobody: Person, nonce: str, at: datetime) -> "Appointment":
        """Return the appointment with *nobody* in the person's place; their own ends now."""

        def of(other: Person | None) -> Person | None:
            return nobody if other == person else other

        ending = self.ending
        if ending is not None and ending.by == person:
            ending = replace(ending, by=nobody)
        ends_at = self.ends_at
        if self.reviewer == person:
            ends_at = min(ends_at, at) if ends_at else at
        return replace(
            self,
            version=self.version + 1,
            nonce=nonce,
            reviewer=of(self.reviewer) or nobody,
            deputy_for=of(self.deputy_for),
            proposed_by=of(self.proposed_by),
            confirmed_by=of(self.confirmed_by),
            ending=ending,
            ends_at=ends_at,
        )

    def people(self) -> frozenset[str]:
        """Return the id of everybody whom the appointment names."""
        ending = self.ending.by if self.ending else None
        named = (self.reviewer, self.deputy_for, self.proposed_by, self.confirmed_by, ending)
        return frozenset(person.id for person in named if person)

    def _require_answerable(self) -> None:
        if not self.is_waiting:
            raise NotProposed

    def _require_endable(self, at: datetime) -> None:
        if self.standing is not AppointmentStanding.IN_FORCE or self.has_ended(at):
            raise NotProposed

    def _next(self, at: datetime) -> "Appointment":
        return replace(self, version=self.version + 1, changed_at=at)


class Appointments(Repository[Appointment], Protocol):
    """The list of reviewers."""

    def add(self, appointment: Appointment) -> bool:
        """Store a new one; False, with nothing changed, where its id is known."""
        ...

    def in_force(self) -> Sequence[Appointment]:
        """Return those that stand confirmed, whenever they begin and end."""
        ...

    def naming(self, person_id: str) -> Sequence[Appointment]:
        """Return every appointment that names the person, whatever for."""
        ...

    def all(self) -> Sequence[Appointment]:
        """Return every appointment there has been, by its beginning."""
        ...


@dataclass(frozen=True, slots=True)
class Remit:
    """Which routines' questions somebody sees to."""

    routines: frozenset[str]
    """Their ids; an empty one stands for all of them, and for all else that is reviewed."""

    @property
    def is_whole(self) -> bool:
        return "" in self.routines

    def covers(self, routine: str) -> bool:
        return self.is_whole or routine in self.routines

    def require(self, routine: str) -> None:
        """Raise `NotAReviewer` unless questions on *routine* are theirs to see to."""
        if not self.covers(routine):
            raise NotAReviewer


def reviewers_at(
    appointments: Iterable[Appointment], at: datetime, routine: str = ""
) -> frozenset[str]:
    """Return the ids, in lower case, of those who review at that moment, deputies included.

    With a *routine*, those appointed for it alone are among them.
    """
    current = [each for each in appointments if each.is_in_force(at)]
    current = [each for each in current if each.routine in ("", routine)]
    own = {each.reviewer.id.lower() for each in current if each.deputy_for is None}
    deputies = {
        each.reviewer.id.lower()
        for each in current
        if each.deputy_for is not None and each.deputy_for.id.lower() in own
    }
    return frozenset(own | deputies)
