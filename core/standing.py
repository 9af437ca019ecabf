"""Messages that are replaced when what they show has moved on."""

from dataclasses import dataclass
from enum import StrEnum


class CaseView(StrEnum):
    """How a message shows a request or an account."""

    OWN = "own-case"
    """As to its people; in the review channel, as to whoever judges an account's facts."""
    REVIEW = "review-case"


VIEW = "view"
"""The fact of a `CARD_RENEWED` notice that says which messages it is about."""


@dataclass(frozen=True, slots=True)
class ShownSubject:
    """What a message shows that may move on."""

    subject: str
    """The request, account or question."""
    kind: str
    """How it shows a case; the notice's kind, where it is posted once for its subject."""


@dataclass(frozen=True, slots=True)
class StandingMessage:
    """A message that is replaced when what it shows has moved on."""

    conversation: str
    activity: str
    recipient: str
    subject: str = ""
    """Empty where it shows nothing that moves on."""
    kind: str = CaseView.OWN
