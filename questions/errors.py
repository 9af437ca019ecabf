"""Why something can't be done with a question; the sentence is found in `texts/` by its code."""

from datetime import datetime

from core.errors import DomainError
from core.person import Person


class AlreadyAnswered(DomainError):
    """Somebody else was first to answer, or the answer came before the question was withdrawn."""

    code = "already-answered"

    def __init__(self, by: Person, at: datetime) -> None:
        super().__init__()
        self.by = by
        self.at = at


class AlreadyHandled(DomainError):
    """Somebody else has taken care of the gap."""

    code = "already-handled"

    def __init__(self, by: Person, at: datetime) -> None:
        super().__init__()
        self.by = by
        self.at = at


class Withdrawn(DomainError):
    """The asker has taken the question back."""

    code = "withdrawn"


class OwnQuestion(DomainError):
    """Nobody answers what they have asked: they would be told what they know."""

    code = "own-question"


class ReplyMissing(DomainError):
    """An answer needs words."""

    code = "reply-missing"


class NothingLeft(DomainError):
    """The questions of a gap are gone: handled, or cleared away since the card was shown."""

    code = "nothing-left"


class NoPassage(DomainError):
    """The passage that a phrasing was to be put to isn't in the base, or none was chosen."""

    code = "no-passage"


class NothingToAdd(DomainError):
    """All these wordings stand in the base already."""

    code = "nothing-to-add"
