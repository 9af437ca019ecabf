"""How long each kind of data is kept, in days; 0 keeps it until somebody decides otherwise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Public records are kept for ever unless *requests* says otherwise."""

    answers: int = 365
    """Questions asked, with what was answered."""
    votes: int = 365
    people: int = 730
    """Those who haven't turned to the bot, and stand in nothing under way."""
    drafts: int = 90
    """Requests thrown away or expired without ever being sent."""
    requests: int = 0
    """Sent requests that are closed, and closed accounts, with all that was written in them."""
    questions: int = 730
    """Forwarded questions that are over, and gaps that are closed."""
    notices: int = 90
    """Messages that were given up; those that were sent go after a week."""
