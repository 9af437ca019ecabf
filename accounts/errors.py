"""Why something can't be done; the sentence for it is found in `texts/` by its code."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from accounts.people import Person


class AccountsError(Exception):
    """Base of everything this room refuses."""

    code: ClassVar[str]


class NoSuchCase(AccountsError):
    """There is no such request or account, or it is somebody else's: the two are not told apart."""

    code = "no-such-case"


class OutOfDate(AccountsError):
    """What was seen has changed since; nothing was done."""

    code = "out-of-date"


class NotNow(AccountsError):
    """The request or account is in a state where this can't be done."""

    code = "not-now"

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class AlreadyDecided(AccountsError):
    """Somebody else was first."""

    code = "already-decided"

    def __init__(self, status: str, by: Person, at: datetime) -> None:
        super().__init__(status)
        self.status = status
        self.by = by
        self.at = at


class NotAReviewer(AccountsError):
    """Only those named in the settings decide."""

    code = "not-a-reviewer"


class OwnRequest(AccountsError):
    """Nobody decides what they have asked for, or what it is for them to confirm."""

    code = "own-request"


class Incomplete(AccountsError):
    """The request can't be sent: this step can't be left."""

    code = "incomplete"

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class ReasonMissing(AccountsError):
    """A decision against somebody needs words."""

    code = "reason-missing"


class TooLong(AccountsError):
    """A text is longer than is kept."""

    code = "too-long"

    def __init__(self, longest: int) -> None:
        super().__init__(str(longest))
        self.longest = longest


class HoldsPersonalData(AccountsError):
    """What was written holds an identity number, and all of this may be handed out."""

    code = "personal-data"


class NotAnAddress(AccountsError):
    """The account's address can't be opened in a browser."""

    code = "not-an-address"


class AlreadyRegistered(AccountsError):
    """An account with that platform and name, or that address, stands in the register."""

    code = "already-registered"


class NotDone(AccountsError):
    """Something on the list isn't done yet."""

    code = "not-done"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)
