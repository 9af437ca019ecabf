"""One request for an account. It never changes: each method returns the request as it is after."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from accounts.errors import (
    AlreadyDecided,
    NoSuchCase,
    NotNow,
    OutOfDate,
    OwnRequest,
    ReasonMissing,
)
from accounts.events import Event, Happened
from accounts.people import Person


class Status(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    AWAITING_MANAGER = "awaiting-manager"
    IN_REVIEW = "in-review"
    RETURNED = "returned"
    DECLINED = "declined"
    APPROVED = "approved"
    LIVE = "live"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    EXPIRED = "expired"


EDITABLE = frozenset({Status.DRAFT, Status.RETURNED, Status.DECLINED})
WAITING = frozenset({Status.AWAITING_MANAGER, Status.IN_REVIEW})
DECIDED = frozenset({Status.APPROVED, Status.DECLINED, Status.RETURNED, Status.LIVE})
UNDER_WAY = EDITABLE | WAITING | {Status.APPROVED}
WITHDRAWABLE = WAITING | {Status.RETURNED, Status.DECLINED, Status.APPROVED}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the reviewer said, the last time somebody decided."""

    by: Person
    at: datetime
    outcome: Status
    text: str = ""
    """The reason, or the conditions of an approval."""
    remarks: Mapping[str, str] = field(default_factory=dict[str, str])
    """What is missing, by step."""


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """A request from its first step to the account it leads to."""

    id: str
    requester: Person
    started_at: datetime
    changed_at: datetime
    nonce: str
    """Goes into the hash the audit log keeps, so that short answers can't be guessed from it."""
    step: str
    """Where the walk stands."""
    version: int = 1
    """Raised by each change; a press says which one it saw."""
    status: Status = Status.DRAFT
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    """Why the requester goes on although a requirement isn't met, by requirement."""
    manager_id: str | None = None
    """Who was asked to confirm, where the bot knows that person."""
    confirmed_by: Person | None = None
    waiting_since: datetime | None = None
    reminded: int = 0
    """How many rungs of the present ladder have been climbed."""
    warned_at: datetime | None = None
    """When the owner was told that the draft will expire; None once it has been touched since."""
    decision: Decision | None = None
    done: frozenset[str] = frozenset()
    """What is ticked off on the checklist after approval."""
    account_id: str | None = None
    history: tuple[Event, ...] = ()

    @classmethod
    def begun(
        cls, request_id: str, requester: Person, *, at: datetime, nonce: str, step: str
    ) -> "AccountRequest":
        """Return a new draft."""
        started = Event(Happened.STARTED, at, requester)
        return cls(request_id, requester, at, at, nonce, step, history=(started,))

    def belongs_to(self, person: Person) -> None:
        """Raise `NoSuchCase` unless *person* made this request."""
        if person != self.requester:
            raise NoSuchCase

    def must_be_seen(self, version: int) -> None:
        """Raise `OutOfDate` unless *version* is this one."""
        if version != self.version:
            raise OutOfDate

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    def answered(
        self, answers: Mapping[str, str], reasons: Mapping[str, str], *, step: str, at: datetime
    ) -> "AccountRequest":
        """Return this request with answers put in and the walk at *step*.

        Raises:
            NotNow: where it has been sent or has ended.
        """
        self._must_be(EDITABLE)
        return self._changed(
            at,
            answers=_merged(self.answers, answers),
            reasons=_merged(self.reasons, reasons),
            step=step,
            warned_at=None,
        )

    def sent(
        self, *, at: datetime, manager_id: str | None, needs_manager: bool
    ) -> "AccountRequest":
        """Return this request on its way, to the manager first where one must confirm."""
        self._must_be(EDITABLE)
        status = Status.AWAITING_MANAGER if needs_manager else Status.IN_REVIEW
        event = Event(Happened.SENT, at, self.requester)
        return self._waiting(status, event, manager_id=manager_id, confirmed_by=None)

    def sent_unconfirmed(self, *, at: datetime) -> "AccountRequest":
        """Return this request in review though the manager hasn't confirmed it."""
        self._must_be({Status.AWAITING_MANAGER})
        event = Event(Happened.SENT_UNCONFIRMED, at, self.requester)
        return self._waiting(Status.IN_REVIEW, event)

    def confirmed(self, by: Person, *, at: datetime) -> "AccountRequest":
        """Return this request confirmed by the manager; one in review stays there."""
        self.may_be_confirmed_by(by)
        event = Event(Happened.CONFIRMED, at, by)
        if self.status is Status.IN_REVIEW:
            return self._changed(at, event, confirmed_by=by)
        return self._waiting(Status.IN_REVIEW, event, confirmed_by=by)

    def refused(self, by: Person, *, at: datetime, reason: str) -> "AccountRequest":
        """Return this request given back by the manager."""
        self.may_be_confirmed_by(by)
        _must_have_words(reason)
        event = Event(Happened.REFUSED, at, by, reason)
        return self._changed(at, event, status=Status.RETURNED, waiting_since=None, reminded=0)

    def may_be_confirmed_by(self, by: Person) -> None:
        """Raise where *by* isn't the manager asked, or nothing is left to confirm."""
        if by == self.requester or self.manager_id not in (None, by.id):
            raise NoSuchCase
        if self.confirmed_by is not None and self.confirmed_by != by:
            raise NoSuchCase
        self._must_be(WAITING)
        if self.confirmed_by is not None:
            raise NotNow(self.status)

    def withdrawn(self, *, at: datetime) -> "AccountRequest":
        self._must_be(WITHDRAWABLE)
        return self._ended(Status.WITHDRAWN, Event(Happened.WITHDRAWN, at, self.requester))

    def discarded(self, *, at: datetime) -> "AccountRequest":
        self._must_be({Status.DRAFT})
        return self._ended(Status.DISCARDED, Event(Happened.DISCARDED, at, self.requester))

    def expired(self, *, at: datetime) -> "AccountRequest":
        self._must_be({Status.DRAFT})
        return self._ended(Status.EXPIRED, Event(Happened.EXPIRED, at))

    def warned(self, *, at: datetime) -> "AccountRequest":
        """Return this draft with its owner told that it will expire; it isn't younger for that."""
        self._must_be({Status.DRAFT})
        return replace(self, version=self.version + 1, warned_at=at)

    def reminded_once_more(self) -> "AccountRequest":
        """Return this request one rung up the ladder of reminders."""
        self._must_be(WAITING)
        return replace(self, version=self.version + 1, reminded=self.reminded + 1)

    def decided(self, decision: Decision) -> "AccountRequest":
        """Return this request approved, declined or returned, as *decision* says.

        Raises:
            OwnRequest: where the reviewer asked for or confirmed it.
            AlreadyDecided: where another decision came first.
            ReasonMissing: where one must be given and isn't.
            NotNow: where it isn't in review.
        """
        if decision.by in (self.requester, self.confirmed_by):
            raise OwnRequest
        if self.decision and self.status in DECIDED:
            raise AlreadyDecided(self.decision.outcome, self.decision.by, self.decision.at)
        self._must_be({Status.IN_REVIEW})
        if decision.outcome is Status.DECLINED:
            _must_have_words(decision.text)
        if decision.outcome is Status.RETURNED:
            _must_have_words(decision.text, *decision.remarks.values())
        event = Event(Happened(decision.outcome.value), decision.at, decision.by, decision.text)
        return self._changed(
            decision.at,
            event,
            status=decision.outcome,
            decision=decision,
            waiting_since=None,
            reminded=0,
        )

    def ticked(self, done: frozenset[str], *, at: datetime) -> "AccountRequest":
        """Return this request with exactly *done* ticked off on the checklist."""
        self._must_be({Status.APPROVED})
        if done == self.done:
            return self
        return self._changed(at, Event(Happened.TICKED, at, self.requester), done=done)

    def registered(self, account_id: str, *, at: datetime) -> "AccountRequest":
        """Return this request fulfilled: its account is in the register."""
        self._must_be({Status.APPROVED})
        event = Event(Happened.REGISTERED, at, self.requester)
        return self._changed(at, event, status=Status.LIVE, account_id=account_id)

    def _must_be(self, statuses: frozenset[Status] | set[Status]) -> None:
        if self.status not in statuses:
            raise NotNow(self.status)

    def _waiting(self, status: Status, event: Event, **changes: object) -> "AccountRequest":
        since = {"waiting_since": event.at, "reminded": 0}
        return self._changed(event.at, event, status=status, **since, **changes)

    def _ended(self, status: Status, event: Event) -> "AccountRequest":
        return self._changed(event.at, event, status=status, waiting_since=None, reminded=0)

    def _changed(
        self, at: datetime, event: Event | None = None, **changes: object
    ) -> "AccountRequest":
        history = (*self.history, event) if event else self.history
        version = self.version + 1
        return replace(self, version=version, changed_at=at, history=history, **changes)  # pyright: ignore[reportArgumentType]


def _merged(before: Mapping[str, str], put_in: Mapping[str, str]) -> dict[str, str]:
    """An emptied answer is no answer."""
    return {key: value for key, value in {**before, **put_in}.items() if value}


def _must_have_words(*texts: str) -> None:
    if not any(texts):
        raise ReasonMissing
