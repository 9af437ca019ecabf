"""Why something can't be done with a question; the sentence is found in `texts/` by its code."""

from datetime import datetime

from accounts.errors import AccountsError
from accounts.people import Person


class AlreadyAnswered(AccountsError):
    """Somebody else was first to answer, or the answer came before the question was withdrawn."""

    code = "already-answered"

    def __init__(self, by: Person, at: datetime) -> None:
        super().__init__()
        self.by = by
        self.at = at


class AlreadyHandled(AccountsError):
    """Somebody else has taken care of the gap."""

    code = "already-handled"

    def __init__(self, by: Person, at: datetime) -> None:
        super().__init__()
        self.by = by
        self.at = at


class Withdrawn(AccountsError):
    """The asker has taken the question back."""

    code = "withdrawn"


class OwnQuestion(AccountsError):
    """Nobody answers what they have asked: they would be told what they know."""

    code = "own-question"


class ReplyMissing(AccountsError):
    """An answer needs words."""

    code = "reply-missing"


class NothingLeft(AccountsError):
    """The questions of a gap are gone: handled, or cleared away since the card was shown."""

    code = "nothing-left"


class NoPassage(AccountsError):
    """The passage that a phrasing was to be put to isn't in the base, or none was chosen."""

    code = "no-passage"


class NothingToAdd(AccountsError):
    """All these wordings stand in the base already."""

    code = "nothing-to-add"
