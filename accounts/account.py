"""An account in the register, from the day it goes live until it is closed."""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from accounts.account_facts import AccountFacts, Proposal
from accounts.errors import NotDone, NotNow, OwnRequest
from accounts.history import Event, EventKind
from core.cases import ShownOnCards
from core.changes import LATER
from core.errors import NoSuchCase, ReasonMissing
from core.outbox import NOBODY
from core.person import Person, goes_by


class AccountStatus(StrEnum):
    """How an account stands."""

    AWAITING = "awaiting-review"
    """No reviewer has seen its address yet, and the public doesn't see it."""
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


_IN_USE = frozenset({AccountStatus.AWAITING, AccountStatus.LIVE, AccountStatus.PAUSED})
_ABOUT_REVIEW = frozenset({EventKind.CORRECTED, EventKind.REOPENED, EventKind.NOT_APPROVED})


@dataclass(frozen=True, slots=True)
class Account(ShownOnCards):
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
    manager: Person | None = field(default=None, metadata=LATER)
    """The unit's manager, who vouched for it."""
    platform_name: str = field(default="", metadata=LATER)
    """What a platform that isn't among those to choose from is called."""
    proposal: Proposal | None = field(default=None, metadata=LATER)
    imported: bool = field(default=False, metadata=LATER)
    closed_from: AccountStatus | None = field(default=None, metadata=LATER)
    reminded: int = field(default=0, metadata=LATER)
    """How many reminders have been sent that it waits for a reviewer, as it stands."""
    quiet: int = field(default=0, metadata=LATER)

    @property
    def state(self) -> str:
        return self.standing

    @property
    def is_public(self) -> bool:
        return self.standing in (AccountStatus.LIVE, AccountStatus.PAUSED)

    @property
    def facts(self) -> AccountFacts:
        return AccountFacts(self.name, self.address, self.unit, self.contact, self.purpose)

    @property
    def has_responsible(self) -> bool:
        """Whether anybody is: who was erased isn't, nor one on a list who hasn't said yes."""
        return not self.responsible.id.startswith(NOBODY)

    @property
    def awaits_review(self) -> bool:
        """Whether a reviewer is to say yes or no to what it tells."""
        if self.standing is not AccountStatus.AWAITING:
            return self.proposal is not None
        kinds = (each.kind for each in reversed(self.history) if each.kind in _ABOUT_REVIEW)
        return next(kinds, None) is not EventKind.NOT_APPROVED

    def is_looked_after_by(self, person: Person) -> bool:
        return person in (self.responsible, self.manager)

    def require_looked_after_by(self, person: Person) -> None:
        """Raise `NoSuchCase` unless *person* is responsible for this account, or its manager."""
        if not self.is_looked_after_by(person):
            raise NoSuchCase

    def corrected(
        self, facts: AccountFacts, by: Person, *, at: datetime, approved: bool
    ) -> "Account":
        """Return this account with other facts, which wait for a reviewer's yes unless *approved*.

        How the public reaches the account's people is changed at once.
        """
        self._require(_IN_USE)
        note = "; ".join(
            f"{old or '–'} → {new or '–'}" for _, old, new in self.facts.changed_in(facts)
        )
        at_once = approved or self.standing is AccountStatus.AWAITING
        now = facts if at_once else replace(self.facts, contact=facts.contact)
        if now == facts:
            after, proposal = self._next(Event(EventKind.CORRECTED, at, by, note)), None
        else:
            after, proposal = (
                self._next(Event(EventKind.PROPOSED, at, by, note)),
                Proposal(facts, by),
            )
        return replace(after._with(now), proposal=proposal)

    def approved(self, by: Person, *, at: datetime) -> "Account":
        """Return this account with what it tells seen and approved by a reviewer."""
        self._require_judged_by(by)
        after = self._next(Event(EventKind.FACTS_APPROVED, at, by))
        is_new = self.standing is AccountStatus.AWAITING
        standing = AccountStatus.LIVE if is_new else self.standing
        facts = self.proposal.facts if self.proposal else self.facts
        return replace(after._with(facts), standing=standing, proposal=None)

    def not_approved(self, by: Person, *, at: datetime, reason: str) -> "Account":
        """Return this account with what was proposed refused; one that is new stays unseen."""
        self._require_judged_by(by)
        if not reason:
            raise ReasonMissing
        return replace(self._next(Event(EventKind.NOT_APPROVED, at, by, reason)), proposal=None)

    def reopened(self, by: Person, *, at: datetime, approved: bool) -> "Account":
        """Return this account in use again, seen by a reviewer first unless *approved*."""
        self._require({AccountStatus.CLOSED})
        standing = AccountStatus.LIVE if approved else AccountStatus.AWAITING
        after = self._next(Event(EventKind.REOPENED, at, by))
        return replace(after, standing=standing, closed_from=None)

    def _require_judged_by(self, by: Person) -> None:
        if self.is_looked_after_by(by) or (self.proposal and self.proposal.by == by):
            raise OwnRequest
        if not self.awaits_review:
            raise NotNow(self.standing)

    def _with(self, facts: AccountFacts) -> "Account":
        return replace(
            self,
            name=facts.name,
            address=facts.address,
            unit=facts.unit,
            contact=facts.contact,
            purpose=facts.purpose,
        )

    def offered(self, to: Handover, by: Person, *, at: datetime) -> "Account":
        """Return this account with a new responsible person asked to take over."""
        self._require(_IN_USE)
        if not to.name:
            raise ReasonMissing
        event = Event(EventKind.HANDOVER_OFFERED, at, by, to.name)
        return replace(self._next(event), handover=to)

    def offer_met(self, person_id: str) -> "Account":
        """Return this account with whom it is offered to known by id."""
        offer = self.handover and replace(self.handover, person_id=person_id)
        return replace(self, version=self.version + 1, quiet=self.quiet + 1, handover=offer)

    def with_reminders(self, count: int) -> "Account":
        """Return this account with *count* more reminders sent that it waits for a reviewer."""
        version, quiet, reminded = self.version + 1, self.quiet + 1, self.reminded + count
        return replace(self, version=version, quiet=quiet, reminded=reminded)

    def offer_withdrawn(self, by: Person, *, at: datetime) -> "Account":
        if self.handover is None:
            raise NotNow(self.standing)
        event = Event(EventKind.OFFER_WITHDRAWN, at, by, self.handover.name)
        return replace(self._next(event), handover=None)

    def offer_declined(self, by: Person, *, at: datetime) -> "Account":
        self.require_offered_to(by)
        return replace(self._next(Event(EventKind.OFFER_DECLINED, at, by)), handover=None)

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
        self._require(_IN_USE)
        if missing := [item for item in needed if item not in done]:
            raise NotDone(missing)
        event = Event(EventKind.CLOSED, at, by)
        return replace(
            self._next(event),
            standing=AccountStatus.CLOSED,
            handover=None,
            proposal=None,
            closed_from=self.standing,
        )

    def _require(self, standings: Set[AccountStatus]) -> None:
        if self.standing not in standings:
            raise NotNow(self.standing)

    def _next(self, event: Event) -> "Account":
        """Return the next version, with *event* as the last in its history."""
        history, version = (*self.history, event), self.version + 1
        after = replace(self, version=version, changed_at=event.at, history=history)
        return replace(after, quiet=0, reminded=0)
