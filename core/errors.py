"""Why something can't be done; the sentence for it is found in `texts/` by its code."""

from collections.abc import Sequence
from typing import ClassVar


class DomainError(Exception):
    """Base of everything that is refused, in any room."""

    code: ClassVar[str]


class NoSuchCase(DomainError):
    """There is no such request or account, or it is somebody else's: the two are not told apart."""

    code = "no-such-case"


class NoIdentity(DomainError):
    """The channel doesn't say who it is, so nothing can be done in their name."""

    code = "no-identity"


class OutOfDate(DomainError):
    """What was seen has changed since; nothing was done."""

    code = "out-of-date"


class NotAReviewer(DomainError):
    """Only those on the list of reviewers decide."""

    code = "not-a-reviewer"


class ReasonMissing(DomainError):
    """A decision against somebody needs words."""

    code = "reason-missing"


class TooLong(DomainError):
    """A text is longer than is stored."""

    code = "too-long"

    def __init__(self, longest: int) -> None:
        super().__init__(str(longest))
        self.longest = longest


class HoldsPersonalData(DomainError):
    """What was written holds an identity number, and all of this may be handed out."""

    code = "personal-data"


class SeveralErrors(DomainError):
    """More than one thing is wrong; all are told at once."""

    code = "several-errors"

    def __init__(self, errors: Sequence[DomainError]) -> None:
        super().__init__("; ".join(str(each) for each in errors))
        self.errors = tuple(errors)
