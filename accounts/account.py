"""An account in the register, from the day it goes live until it is closed."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from accounts.errors import NotDone, NotNow
from accounts.history import Event, EventKind
from core.errors import NoSuchCase, OutOfDate, ReasonMissing
from core.person import Person, goes_by


class AccountStatus(StrEnum):
    """How an account stands."""

    LIVE = "live"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Handover:
    """A change of responsible person that waits for the new one's yes."""

    name: str
    person_id: str | None = None
    """Where the bot knows who that is; else whoever goes by that name may accept."""

    def is_to(self, person: Person) -> bool:
        return person.id == self.person_id if self.person_id else goes_by(self.name, person)


@dataclass(frozen=True, slots=True)
class Account:
    """An account in the municipality's name. It never changes: each method returns a new one."""

    kind: ClassVar[str] = "account"

    id: str
    request_id: str
    responsible: Person
    platform: str
    name: str
    address: str
    unit: str
    contact: str
    purpose: str
    registered_at: datetime
    changed_at: datetime
    nonce: str
    version: int = 1
    standing: AccountStatus = AccountStatus.LIVE
    handover: Handover | None = None
    history: tuple[Event, ...] = ()

    def require_seen(self, version: int) -> None:
        """Raise `OutOfDate` unless *version* is this one."""
        if version != self.version:
            raise OutOfDate

    @property
    def state(self) -> str:
        return self.standing

    @property
    def is_public(self) -> bool:
        return self.standing is not AccountStatus.CLOSED

    def require_responsible(self, person: Person) -> None:
        """Raise `NoSuchCase` unless *person* is responsible for this account."""
        if person != self.responsible:
            raise NoSuchCase

    def offered(self, to: Handover, by: Person, *, at: datetime) -> "Account":
        """Return this account with a new responsible person asked to take over."""
        self._require({AccountStatus.LIVE, AccountStatus.PAUSED})
        if not to.name:
            raise ReasonMissing
        event = Event(EventKind.HANDOVER_OFFERED, at, by, to.name)
        return replace(self._next(event), handover=to)

    def taken_over(self, by: Person, *, at: datetime) -> "Account":
        """Return this account with *by* as its responsible person."""
        self.require_offered_to(by)
        event = Event(EventKind.HANDED_OVER, at, by)
        return replace(self._next(event), responsible=by, handover=None)

    def require_offered_to(self, person: Person) -> None:
        """Raise `NoSuchCase` where it wasn't offered, or to somebody else."""
        if self.handover is None or person == self.responsible or not self.handover.is_to(person):
            raise NoSuchCase

    def paused(self, by: Person, *, at: datetime, reason: str) -> "Account":
        self._require({AccountStatus.LIVE})
        if not reason:
            raise ReasonMissing
        event = Event(EventKind.PAUSED, at, by, reason)
        return replace(self._next(event), standing=AccountStatus.PAUSED)

    def resumed(self, by: Person, *, at: datetime) -> "Account":
        self._require({AccountStatus.PAUSED})
        event = Event(EventKind.RESUMED, at, by)
        return replace(self._next(event), standing=AccountStatus.LIVE)

    def closed(
        self, by: Person, *, at: datetime, done: frozenset[str], needed: tuple[str, ...]
    ) -> "Account":
        """Return this account closed.

        Raises:
            NotDone: naming what must be saved or weeded first.
        """
        self._require({AccountStatus.LIVE, AccountStatus.PAUSED})
        if missing := [item for item in needed if item not in done]:
            raise NotDone(missing)
        event = Event(EventKind.CLOSED, at, by)
        return replace(self._next(event), standing=AccountStatus.CLOSED, handover=None)

    def _require(self, standings: set[AccountStatus]) -> None:
        if self.standing not in standings:
            raise NotNow(self.standing)

    def _next(self, event: Event) -> "Account":
        """Return the next version, with *event* as the last in its history."""
        history, version = (*self.history, event), self.version + 1
        return replace(self, version=version, changed_at=event.at, history=history)
