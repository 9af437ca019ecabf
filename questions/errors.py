"""Why something can't be done with a question or a gap; `texts/` has a sentence for each code."""

from datetime import datetime

from core.errors import DomainError
from core.person import Person


class AlreadyAnswered(DomainError):
    """Somebody else answered first, or the reply came before the withdrawal."""

    code = "already-answered"

    def __init__(self, by: Person, at: datetime) -> None:
        super().__init__()
        self.by = by
        self.at = at


class AlreadyHandled(DomainError):
    """Somebody else has handled the gap."""

    code = "already-handled"

    def __init__(self, by: Person, at: datetime) -> None:
        super().__init__()
        self.by = by
        self.at = at


class Withdrawn(DomainError):
    """The asker has withdrawn the question."""

    code = "withdrawn"


class OwnQuestion(DomainError):
    """Reviewers don't answer their own questions."""

    code = "own-question"


class QuestionMissing(DomainError):
    """A question needs words."""

    code = "question-missing"


class ReplyMissing(DomainError):
    """A reply needs words."""

    code = "reply-missing"


class NothingLeft(DomainError):
    """The questions of a gap have been handled or deleted since the card was shown."""

    code = "nothing-left"


class NoPassage(DomainError):
    """No passage was chosen for the phrasings, or it isn't in the base."""

    code = "no-passage"


class NothingToAdd(DomainError):
    """The base has all these phrasings already."""

    code = "nothing-to-add"
