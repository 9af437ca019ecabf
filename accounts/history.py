"""Where a request stands, what a reviewer has decided, and what has happened to a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from core.person import Person


class RequestStatus(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    AWAITING_MANAGER = "awaiting-manager"
    IN_REVIEW = "in-review"
    RETURNED = "returned"
    REFUSED = "refused"
    """By the manager."""
    DECLINED = "declined"
    APPROVED = "approved"
    LIVE = "live"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    """Approved, and no account came of it in time."""


SENT_BACK = frozenset(
    {
        RequestStatus.RETURNED,
        RequestStatus.REFUSED,
        RequestStatus.DECLINED,
        RequestStatus.LAPSED,
    }
)
"""What its maker may change and send again."""
EDITABLE = SENT_BACK | {RequestStatus.DRAFT}
WAITING = frozenset({RequestStatus.AWAITING_MANAGER, RequestStatus.IN_REVIEW})
LEFT_LYING = frozenset({RequestStatus.RETURNED, RequestStatus.APPROVED})
"""Where its maker is to do something, and is reminded of it."""
DECIDED = frozenset(
    {RequestStatus.APPROVED, RequestStatus.DECLINED, RequestStatus.RETURNED, RequestStatus.LIVE}
)
ANSWERABLE = WAITING | {RequestStatus.APPROVED}
"""Where a reviewer may ask its maker something, and be answered."""
UNDER_WAY = EDITABLE | WAITING | {RequestStatus.APPROVED}
WITHDRAWABLE = WAITING | SENT_BACK | {RequestStatus.APPROVED}

Ruling: TypeAlias = Literal[RequestStatus.APPROVED, RequestStatus.DECLINED, RequestStatus.RETURNED]
"""What a reviewer can decide: how the request stands after."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the reviewer said, the last time somebody decided.

    Its words stay in the history when another decision, or a manager's refusal, takes its place.
    """

    by: Person
    at: datetime
    outcome: RequestStatus
    text: str = ""
    """The reason, or the conditions of an approval."""
    remarks: Mapping[str, str] = field(default_factory=dict[str, str])
    """What is missing, by step, in the order of the walk."""

    @property
    def all_words(self) -> str:
        return "\n".join(text for text in (self.text, *self.remarks.values()) if text)

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions of an approval, one from each line."""
        if self.outcome is not RequestStatus.APPROVED:
            return ()
        return tuple(line.strip(" -•*") for line in self.text.splitlines() if line.strip(" -•*"))

    @property
    def lacks_words(self) -> bool:
        """Whether it is against the requester and doesn't say why."""
        words = self.text if self.outcome is RequestStatus.DECLINED else self.all_words
        return self.outcome is not RequestStatus.APPROVED and not words

    def is_same_as(self, other: "Decision") -> bool:
        """Whether *other* is this decision made once more."""
        return replace(other, at=self.at) == self


class EventKind(StrEnum):
    """The kinds of event; the sentence for each is found in `texts/` under `event.`."""

    STARTED = "started"
    SENT = "sent"
    SENT_UNCONFIRMED = "sent-unconfirmed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REASSIGNED = "reassigned"
    """Another manager, or a deputy, is asked."""
    CLAIMED = "claimed"
    """A reviewer has said that they take it."""
    QUESTIONED = "questioned"
    REPLIED = "replied"
    AMENDED = "amended"
    """Other conditions of the approval."""
    REVOKED = "revoked"
    """The approval."""
    DIARISED = "diarised"
    """Entered in the municipality's diary, under the number in its note."""
    APPROVED = "approved"
    DECLINED = "declined"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    TICKED = "ticked"
    REGISTERED = "registered"
    HANDOVER_OFFERED = "handover-offered"
    HANDED_OVER = "handed-over"
    PAUSED = "paused"
    RESUMED = "resumed"
    CLOSED = "closed"
    OFFER_WITHDRAWN = "offer-withdrawn"
    OFFER_DECLINED = "offer-declined"
    CORRECTED = "corrected"
    PROPOSED = "proposed"
    FACTS_APPROVED = "facts-approved"
    NOT_APPROVED = "not-approved"
    REOPENED = "reopened"
    IMPORTED = "imported"


ABOUT_CONFIRMING = frozenset(
    {EventKind.SENT, EventKind.SENT_UNCONFIRMED, EventKind.CONFIRMED, EventKind.REFUSED}
)
"""What tells whether a manager is still to confirm: the last of these to happen does."""
AFTER_SEEN_BY_REVIEWERS = frozenset(
    {
        EventKind.SENT_UNCONFIRMED,
        EventKind.CONFIRMED,
        EventKind.APPROVED,
        EventKind.DECLINED,
        EventKind.RETURNED,
    }
)
"""What happens only to a request that the reviewers see from then on, or have seen before."""


THREAD = frozenset({EventKind.QUESTIONED, EventKind.REPLIED})
"""What reviewers and the requester say to each other without sending the request back."""


@dataclass(frozen=True, slots=True)
class SentVersion:
    """A request as it was sent, the first time or again."""

    at: datetime
    answers: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    confirmed_by: Person | None = None
    """The manager who vouched for just this version."""
    decision: Decision | None = None
    """What a reviewer decided on just this version."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a history."""

    kind: EventKind
    at: datetime
    by: Person | None = None
    """None where it was due by the clock."""
    note: str = ""
    """What was said: a reason, a condition."""


def is_last(history: Sequence[Event], kind: EventKind, by: Person) -> bool:
    """Whether the last thing that happened is *kind*, done by *by*: a press that comes again."""
    return bool(history) and (history[-1].kind, history[-1].by) == (kind, by)
