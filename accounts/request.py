"""One request for an account. It never changes: each method returns the request as it is after."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from accounts.errors import NotNow
from accounts.form import MANAGER, SUMMARY
from accounts.history import (
    EDITABLE,
    LEFT_LYING,
    WAITING,
    WITHDRAWABLE,
    Event,
    EventKind,
    RequestStatus,
    SentVersion,
)
from accounts.reviewed_request import ReviewedRequest
from core.errors import NoSuchCase, ReasonMissing
from core.person import Person, named_and_picked


@dataclass(frozen=True, slots=True)
class AccountRequest(ReviewedRequest):
    """A request from its first step to the account it leads to."""

    @classmethod
    def begun(
        cls, request_id: str, requester: Person, *, at: datetime, nonce: str, step: str
    ) -> Self:
        history = (Event(EventKind.STARTED, at, requester),)
        return cls(request_id, requester, at, at, nonce, step, history=history)

    def at_step(self, step: str) -> Self:
        """Return this request with the walk at *step*, as a part of the same change."""
        return replace(self, step=step, reached_summary=self.has_reached_summary or step == SUMMARY)

    def answered(
        self, answers: Mapping[str, str], reasons: Mapping[str, str], *, step: str, at: datetime
    ) -> Self:
        """Return this request with answers put in and the walk at *step*."""
        self._require(EDITABLE)
        return replace(
            self._next(at),
            answers=_merged(self.answers, answers),
            reasons=_merged(self.reasons, reasons),
            warned_at=None,
        ).at_step(step)

    def sent(
        self, *, at: datetime, manager_id: str | None, needs_manager: bool, vouched: bool = False
    ) -> Self:
        """Return this request on its way, to the manager first where one must confirm.

        *vouched* says that the manager's earlier yes still counts.
        """
        self._require(EDITABLE)
        is_asked = needs_manager and not vouched
        status = RequestStatus.AWAITING_MANAGER if is_asked else RequestStatus.IN_REVIEW
        after = self._waiting(status, self._event(EventKind.SENT, at))
        confirmed_by = self.confirmed_by if vouched else None
        version = SentVersion(at, self.answers, self.reasons, confirmed_by)
        return replace(
            after,
            manager_id=manager_id,
            confirmed_by=confirmed_by,
            deputy="",
            warned_at=None,
            sent_versions=(*self.sent_versions, version),
        )

    def sent_unconfirmed(self, *, at: datetime) -> Self:
        """Return this request in review unconfirmed; what the manager is asked stays the same."""
        self._require({RequestStatus.AWAITING_MANAGER})
        event = self._event(EventKind.SENT_UNCONFIRMED, at)
        return replace(self._waiting(RequestStatus.IN_REVIEW, event), quiet=self.quiet + 1)

    def reassigned(self, to: str, by: Person, *, at: datetime, as_deputy: bool) -> Self:
        """Return this request with somebody else asked; the wait for them begins anew."""
        self._require(WAITING)
        if not self.is_unconfirmed:
            raise NotNow(self.status)
        event = Event(EventKind.REASSIGNED, at, by)
        is_in_review = self.status is RequestStatus.IN_REVIEW
        after = self._next(at, event) if is_in_review else self._waiting(self.status, event)
        if as_deputy:
            return replace(after, deputy=to, manager_id=None)
        return replace(after, answers={**self.answers, MANAGER: to}, deputy="", manager_id=None)

    def found(self, manager: Person) -> Self:
        """Return this request with the manager asked, whom the bot has met meanwhile."""
        return self._unseen().asking(manager)

    def confirmed(self, by: Person, *, at: datetime) -> Self:
        """Return this request confirmed by the manager; one in review stays there."""
        self.require_confirmable_by(by)
        event = Event(EventKind.CONFIRMED, at, by)
        is_in_review = self.status is RequestStatus.IN_REVIEW
        after = (
            self._next(at, event) if is_in_review else self._waiting(RequestStatus.IN_REVIEW, event)
        )
        versions = self.versions_with(confirmed_by=by)
        return replace(after, confirmed_by=by, vouched=self.answers, sent_versions=versions)

    def refused(self, by: Person, *, at: datetime, reason: str) -> Self:
        """Return this request with the manager's no; what a reviewer said of it is history."""
        self.require_confirmable_by(by)
        if not reason:
            raise ReasonMissing
        event = Event(EventKind.REFUSED, at, by, reason)
        after = self._settled(RequestStatus.REFUSED, event)
        return replace(after, decision=None, manager_id=by.id)

    def require_confirmable_by(self, by: Person) -> None:
        """Raise where *by* isn't the manager asked, or nothing is left to confirm.

        Where the bot doesn't know the manager, whoever has the request's id may confirm it: the
        reviewer reads both names. Not where a people picker has told just who it is. Who had a
        part in it before is told how it stands, and no more.
        """
        is_theirs = self._is_asked(by)
        had_a_part = any(event.by == by for event in self.history)
        if by == self.requester or not (is_theirs or had_a_part):
            raise NoSuchCase
        self._require(WAITING)
        if not (is_theirs and self.is_unconfirmed):
            raise NotNow(self.status)

    def may_be_confirmed_by(self, person: Person) -> bool:
        """Whether it waits for a yes or no that *person* may give."""
        is_waiting = self.status in WAITING and self.is_unconfirmed
        return is_waiting and person != self.requester and self._is_asked(person)

    def _is_asked(self, person: Person) -> bool:
        """Whether *person* is the manager asked, or may be: nobody knows who that is."""
        picked_id = named_and_picked(self.asked_as)[1]
        if self.manager_id or picked_id:
            return person.id in (self.manager_id, picked_id)
        return self.is_unconfirmed

    def withdrawn(self, *, at: datetime) -> Self:
        self._require(WITHDRAWABLE)
        return self._settled(RequestStatus.WITHDRAWN, self._event(EventKind.WITHDRAWN, at))

    def discarded(self, *, at: datetime) -> Self:
        self._require({RequestStatus.DRAFT})
        return self._settled(RequestStatus.DISCARDED, self._event(EventKind.DISCARDED, at))

    def expired(self, *, at: datetime) -> Self:
        self._require({RequestStatus.DRAFT})
        return self._settled(RequestStatus.EXPIRED, Event(EventKind.EXPIRED, at))

    def warned(self, *, at: datetime) -> Self:
        """Return this draft, or approval, with its owner told that it will expire."""
        self._require({RequestStatus.DRAFT, RequestStatus.APPROVED})
        return replace(self._unseen(), warned_at=at)

    def lapsed(self, *, at: datetime) -> Self:
        """Return this request with its approval over, though it may be sent again."""
        self._require({RequestStatus.APPROVED})
        after = self._settled(RequestStatus.LAPSED, Event(EventKind.LAPSED, at))
        return replace(after, decision=None, done=frozenset(), warned_at=None)

    def with_reminders(self, count: int) -> Self:
        """Return this request with *count* more reminders sent."""
        self._require(WAITING | LEFT_LYING)
        return replace(self._unseen(), reminded=self.reminded + count)

    def ticked(self, done: frozenset[str], by: Person, *, at: datetime) -> Self:
        """Return this request with exactly *done* ticked off on the checklist."""
        self._require({RequestStatus.APPROVED})
        if done == self.done:
            return self
        return replace(self._next(at, Event(EventKind.TICKED, at, by)), done=done)

    def registered(self, account_id: str, *, at: datetime) -> Self:
        """Return this request fulfilled: its account is in the register."""
        self._require({RequestStatus.APPROVED})
        event = self._event(EventKind.REGISTERED, at)
        return replace(self._next(at, event), status=RequestStatus.LIVE, account_id=account_id)


def _merged(before: Mapping[str, str], put_in: Mapping[str, str]) -> dict[str, str]:
    """An emptied answer is no answer."""
    return {key: value for key, value in {**before, **put_in}.items() if value}
