"""Everything that is kept of one request, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar, Self

from accounts.form import MANAGER, SUMMARY
from accounts.history import (
    ABOUT_CONFIRMING,
    AFTER_SEEN_BY_REVIEWERS,
    ANSWERABLE,
    EDITABLE,
    THREAD,
    Decision,
    Event,
    EventKind,
    RequestStatus,
    SentVersion,
)
from core.cases import ShownOnCards
from core.changes import LATER
from core.errors import NoSuchCase
from core.person import Person, named_and_picked


@dataclass(frozen=True, slots=True)
class RequestState(ShownOnCards):
    """A request as it stands."""

    kind: ClassVar[str] = "request"
    id: str
    requester: Person
    started_at: datetime
    changed_at: datetime
    nonce: str
    """Goes into the hash the audit log keeps, so that short answers can't be guessed from it."""
    step: str
    """Where the walk stands."""
    version: int = 1
    quiet: int = 0
    status: RequestStatus = RequestStatus.DRAFT
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    """Why the requester goes on although a requirement isn't met, by requirement."""
    manager_id: str | None = None
    """Who was asked to confirm, where the bot knows that person."""
    confirmed_by: Person | None = None
    waiting_since: datetime | None = None
    reminded: int = 0
    """How many reminders have been sent of what it waits for as it stands."""
    warned_at: datetime | None = None
    """When the owner was told that the draft or the approval will expire; None once renewed."""
    decision: Decision | None = None
    done: frozenset[str] = frozenset()
    """What is ticked off on the checklist after approval."""
    account_id: str | None = None
    history: tuple[Event, ...] = ()
    reached_summary: bool = field(default=False, metadata=LATER)
    """Whether the walk has ever come to its end."""
    assigned_to: Person | None = field(default=None, metadata=LATER)
    """The reviewer who has said that they take it; any other may decide all the same."""
    sent_versions: tuple[SentVersion, ...] = field(default=(), metadata=LATER)
    """The request as it was each time it was sent, oldest first."""
    deputy: str = field(default="", metadata=LATER)
    """Who is asked in the named manager's place: a name, or an id from a people picker."""
    vouched: Mapping[str, str] = field(default_factory=dict[str, str], metadata=LATER)
    """The answers as the manager confirmed them."""
    diary_number: str = field(default="", metadata=LATER)
    """What it is called in the municipality's diary."""

    def versions_with(
        self, *, confirmed_by: Person | None = None, decision: Decision | None = None
    ) -> tuple[SentVersion, ...]:
        """Return what was sent, the last of it with what somebody has said to it."""
        last = self.sent_versions[-1:]
        said = [
            replace(
                each,
                confirmed_by=confirmed_by or each.confirmed_by,
                decision=decision or each.decision,
            )
            for each in last
        ]
        return (*self.sent_versions[:-1], *said)

    def require_requester(self, person: Person) -> None:
        """Raise `NoSuchCase` unless *person* made this request."""
        if person != self.requester:
            raise NoSuchCase

    @property
    def state(self) -> str:
        return self.status

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def has_been_sent(self) -> bool:
        """Whether it has ever been sent, though it may have come back."""
        return any(event.kind is EventKind.SENT for event in self.history)

    @property
    def has_reached_review(self) -> bool:
        """Whether the reviewers have been shown it, this time or an earlier one."""
        shown = any(event.kind in AFTER_SEEN_BY_REVIEWERS for event in self.history)
        return shown or self.status is RequestStatus.IN_REVIEW

    @property
    def is_unconfirmed(self) -> bool:
        """Whether a manager is to confirm it, as it was last sent, and hasn't answered."""
        if self.status is RequestStatus.AWAITING_MANAGER:
            return True
        kinds = (each.kind for each in reversed(self.history) if each.kind in ABOUT_CONFIRMING)
        return next(kinds, None) is EventKind.SENT_UNCONFIRMED

    def is_answered_by(self, person: Person) -> bool:
        """Whether *person* has confirmed or refused it as its manager, the last it was sent."""
        refusal = self.refusal
        return person == (refusal.by if refusal else self.confirmed_by)

    @property
    def received_at(self) -> datetime:
        """When it was first sent; where it never was, when it was begun."""
        sent = (each.at for each in self.history if each.kind is EventKind.SENT)
        return next(sent, self.started_at)

    @property
    def changed_answers(self) -> Mapping[str, tuple[str, str]]:
        """What was answered otherwise the last time it was sent than the time before."""
        if len(self.sent_versions) < 2:
            return {}
        before, now = (each.answers for each in self.sent_versions[-2:])
        either = {**before, **now}
        pairs = {field: (before.get(field, ""), now.get(field, "")) for field in either}
        return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}

    @property
    def thread(self) -> tuple[Event, ...]:
        """What reviewers and the requester have said to each other, oldest first."""
        return tuple(each for each in self.history if each.kind in THREAD)

    @property
    def open_question(self) -> Event | None:
        """The reviewer's question that the requester hasn't answered."""
        last = self.thread[-1] if self.thread else None
        may_answer = self.status in ANSWERABLE
        return last if last and may_answer and last.kind is EventKind.QUESTIONED else None

    @property
    def conditions(self) -> Mapping[str, str]:
        """The conditions of its approval, by what they are called on the checklist."""
        lines = self.decision.conditions if self.decision else ()
        return {f"villkor-{number}": line for number, line in enumerate(lines, 1)}

    @property
    def asked_as(self) -> str:
        """The name, or the id from a people picker, of whoever is to confirm."""
        return self.deputy or self.answers.get(MANAGER, "")

    def asking(self, manager: Person | None) -> Self:
        """Return this request, as a part of the same change, with the manager told apart.

        An id that a people picker gave becomes the name, once the bot knows it.
        """
        if manager is None:
            return replace(self, manager_id=None)
        answers = dict(self.answers)
        deputy = manager.name if named_and_picked(self.deputy)[1] else self.deputy
        if not deputy and named_and_picked(answers.get(MANAGER, ""))[1]:
            answers[MANAGER] = manager.name
        return replace(self, manager_id=manager.id, deputy=deputy, answers=answers)

    @property
    def refusal(self) -> Event | None:
        """The manager's no, while it stands."""
        if self.status is not RequestStatus.REFUSED:
            return None
        said = (each for each in reversed(self.history) if each.kind is EventKind.REFUSED)
        return next(said, None)

    @property
    def has_reached_summary(self) -> bool:
        """Whether every step has been seen, so that one can be changed by itself."""
        return self.reached_summary or self.step == SUMMARY or self.has_been_sent

    @property
    def remarks(self) -> Mapping[str, str]:
        """What a reviewer found missing, by step, while it is for the requester to mend."""
        is_returned = self.decision is not None and self.status is RequestStatus.RETURNED
        return self.decision.remarks if self.decision and is_returned else {}

    def may_be_decided_by(self, person_id: str) -> bool:
        """Whether the reviewer of that id has no other part in it."""
        parties = (self.requester.id, self.manager_id, self.confirmed_by and self.confirmed_by.id)
        return person_id.lower() not in [party.lower() for party in parties if party]
