"""What has happened to a request or an account, as its history tells it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.person import Person


class EventKind(StrEnum):
    """The kinds of event; the sentence for each is found in `texts/` under `event.`."""

    STARTED = "started"
    SENT = "sent"
    SENT_UNCONFIRMED = "sent-unconfirmed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    APPROVED = "approved"
    DECLINED = "declined"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    EXPIRED = "expired"
    TICKED = "ticked"
    REGISTERED = "registered"
    HANDOVER_OFFERED = "handover-offered"
    HANDED_OVER = "handed-over"
    PAUSED = "paused"
    RESUMED = "resumed"
    CLOSED = "closed"


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


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a history."""

    kind: EventKind
    at: datetime
    by: Person | None = None
    """None where the clock did it."""
    note: str = ""
    """What was said: a reason, a condition."""
