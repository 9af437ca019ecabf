"""How long a request may lie, and who is reminded when it isn't dealt with."""

from dataclasses import dataclass
from enum import StrEnum


class Recipient(StrEnum):
    """Who is reminded when a request isn't dealt with."""

    CHANNEL = "channel"
    REVIEWERS = "reviewers"
    MANAGER = "manager"
    REQUESTER = "requester"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder, so long after the wait began."""

    after_days: int
    """Working days."""
    tell: Recipient


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long things may lie."""

    draft_days: int = 60
    warn_days: int = 7
    """Days before a draft expires that its owner is warned."""
    review: tuple[Reminder, ...] = ()
    manager: tuple[Reminder, ...] = ()
    returned: tuple[Reminder, ...] = ()
    approved: tuple[Reminder, ...] = ()
    """Until the account is live."""
