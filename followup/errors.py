"""Why something can't be done in a follow-up; `texts/` has the sentence for each code."""

from datetime import date

from core.errors import DomainError


class RoundIsClosed(DomainError):
    """The round was closed before the answer came."""

    code = "round-closed"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class AlreadySent(DomainError):
    """The self-check has been sent, perhaps from another device."""

    code = "check-sent"


class AccountLeft(DomainError):
    """The account was closed while the round went on."""

    code = "account-left"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NothingToCheck(DomainError):
    """No account in use is among those chosen."""

    code = "nothing-to-check"


class NothingToAsk(DomainError):
    """The base in use has no control questions."""

    code = "nothing-to-ask"


class NameMissing(DomainError):
    """A round that is begun, or an account that is reported, needs a name."""

    code = "name-missing"


class WrongDay(DomainError):
    """A day that has passed, or lies too far ahead."""

    code = "wrong-day"

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"{first}..{last}")
        self.first = first
        self.last = last


class ActionMissing(DomainError):
    """A plan says what is to be done, and a deviation is done once somebody says what was."""

    code = "action-missing"


class NotPlanned(DomainError):
    """The deviation isn't where this can be done."""

    code = "deviation-not-now"


class DecidedAlready(DomainError):
    """Another reviewer has decided what the account is."""

    code = "unknown-decided"


class NobodyNamed(DomainError):
    """An account of ours needs somebody who asks for it, whom the bot has met."""

    code = "nobody-named"
