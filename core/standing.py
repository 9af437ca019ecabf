"""Messages that are replaced when what they show has moved on."""

from dataclasses import dataclass
from enum import StrEnum


class CaseView(StrEnum):
    """How a message shows a request or an account."""

    OWN = "own-case"
    """As to its people; in the review channel, as to whoever judges an account's facts."""
    REVIEW = "review-case"
    FILLED_IN = "filled-in-case"
    """As to whoever is filling it in: what stands in its fields isn't taken away for another."""


VIEW = "view"
"""The fact of a `CARD_RENEWED` or `CARD_MOVED` notice that says which messages it is about."""


@dataclass(frozen=True, slots=True)
class ShownSubject:
    """What a message shows that may move on."""

    subject: str
    """The request, account or question."""
    kind: str
    """How it shows a case; the notice's kind, where it is posted once for its subject."""


def shown_earlier(shown: ShownSubject) -> ShownSubject:
    """Return what a message showed that is to say that another one in its chat shows it now."""
    return ShownSubject(shown.subject, f"{shown.kind}-earlier")


@dataclass(frozen=True, slots=True)
class StandingMessage:
    """A message that is replaced when what it shows has moved on."""

    conversation: str
    activity: str
    """Empty where somebody saw it, and may have changed it, elsewhere than in a message."""
    recipient: str
    subject: str = ""
    """Empty where it shows nothing that moves on."""
    kind: str = CaseView.OWN
