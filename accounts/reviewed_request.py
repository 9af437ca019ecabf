"""What reviewers do to a request; like every change, each returns the request as it is after."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from accounts.errors import AlreadyDecided, NotNow, OwnRequest
from accounts.history import (
    ANSWERABLE,
    DECIDED,
    Decision,
    Event,
    EventKind,
    RequestStatus,
)
from accounts.request_state import RequestState
from core.errors import ReasonMissing
from core.person import Person


@dataclass(frozen=True, slots=True)
class ReviewedRequest(RequestState):
    """A request as reviewers change it."""

    def decided(self, decision: Decision) -> Self:
        """Return this request as *decision* leaves it, at the first step that has a remark.

        Raises:
            OwnRequest: where the reviewer asked for it, or confirmed it or was asked to.
            AlreadyDecided: where another decision came first.
            ReasonMissing: where one must be given and isn't.
            NotNow: where it isn't in review.
        """
        if not self.may_be_decided_by(decision.by.id):
            raise OwnRequest
        if self.decision and self.status in DECIDED:
            raise AlreadyDecided(self.decision.outcome, self.decision.by, self.decision.at)
        self._require({RequestStatus.IN_REVIEW})
        if decision.lacks_words:
            raise ReasonMissing
        kind, step = EventKind(decision.outcome.value), next(iter(decision.remarks), self.step)
        event = Event(kind, decision.at, decision.by, decision.all_words)
        versions = self.versions_with(decision=decision)
        after = self._settled(decision.outcome, event)
        return replace(after, decision=decision, step=step, sent_versions=versions)

    def claimed(self, by: Person, *, at: datetime) -> Self:
        """Return this request with *by* as the reviewer who takes it."""
        self._require({RequestStatus.IN_REVIEW})
        if not self.may_be_decided_by(by.id):
            raise OwnRequest
        history = (*self.history, Event(EventKind.CLAIMED, at, by))
        return replace(self._unseen(), assigned_to=by, history=history)

    def spoken(self, by: Person, text: str, *, at: datetime) -> Self:
        """Return this request with a reviewer's question, or its maker's answer to one."""
        self._require(ANSWERABLE)
        if not text:
            raise ReasonMissing
        if by == self.requester and self.open_question is None:
            raise NotNow(self.status)
        kind = EventKind.REPLIED if by == self.requester else EventKind.QUESTIONED
        return replace(self._unseen(), history=(*self.history, Event(kind, at, by, text)))

    def diarised(self, by: Person, number: str, *, at: datetime) -> Self:
        """Return this request with its number in the municipality's diary, or without one."""
        history = (*self.history, Event(EventKind.DIARISED, at, by, number))
        return replace(self._unseen(), diary_number=number, history=history)

    def amended(self, by: Person, conditions: str, *, at: datetime, reason: str) -> Self:
        """Return this request approved on other conditions; what was done of the old is undone."""
        decision = self._approval_by(by, reason)
        event = Event(EventKind.AMENDED, at, by, reason)
        done = frozenset(self.done - self.conditions.keys())
        after = replace(self._next(at, event), done=done, warned_at=None)
        return replace(after, decision=replace(decision, by=by, at=at, text=conditions))

    def revoked(self, by: Person, *, at: datetime, reason: str) -> Self:
        """Return this request declined after all."""
        self._approval_by(by, reason)
        event = Event(EventKind.REVOKED, at, by, reason)
        decision = Decision(by, at, RequestStatus.DECLINED, reason)
        return replace(self._settled(RequestStatus.DECLINED, event), decision=decision)

    def _approval_by(self, by: Person, reason: str) -> Decision:
        """Return the approval that *by* may change; raise as `decided` does."""
        if not self.may_be_decided_by(by.id):
            raise OwnRequest
        self._require({RequestStatus.APPROVED})
        if not reason or self.decision is None:
            raise ReasonMissing
        return self.decision

    def _require(self, statuses: frozenset[RequestStatus] | set[RequestStatus]) -> None:
        if self.status not in statuses:
            raise NotNow(self.status)

    def _event(self, kind: EventKind, at: datetime) -> Event:
        return Event(kind, at, self.requester)

    def _waiting(self, status: RequestStatus, event: Event) -> Self:
        return replace(self._settled(status, event), waiting_since=event.at)

    def _settled(self, status: RequestStatus, event: Event) -> Self:
        return replace(self._next(event.at, event), status=status, waiting_since=None, reminded=0)

    def _unseen(self) -> Self:
        """Return the next version, which no card tells from this one, and which is no younger."""
        return replace(self, version=self.version + 1, quiet=self.quiet + 1)

    def _next(self, at: datetime, event: Event | None = None) -> Self:
        """Return the next version, with *event* as the last in its history."""
        history = (*self.history, event) if event else self.history
        return replace(self, version=self.version + 1, quiet=0, changed_at=at, history=history)
