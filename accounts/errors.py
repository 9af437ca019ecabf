"""Why something can't be done; the sentence for it is found in `texts/` by its code."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from core.errors import DomainError
from core.person import Person


class NotNow(DomainError):
    """The request or account is in a state where this can't be done."""

    code = "not-now"

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class AlreadyDecided(DomainError):
    """Somebody else was first."""

    code = "already-decided"

    def __init__(self, status: str, by: Person, at: datetime) -> None:
        super().__init__(status)
        self.status = status
        self.by = by
        self.at = at


class OwnRequest(DomainError):
    """Nobody decides on what they have asked for, or confirm as its manager."""

    code = "own-request"


class Incomplete(DomainError):
    """The request can't be sent: this step can't be left."""

    code = "incomplete"

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class OwnManager(DomainError):
    """Named as one's own manager, or as one's own deputy."""

    code = "own-manager"


class SeveralPeople(DomainError):
    """Several people go by that name."""

    code = "several-people"

    def __init__(self, people: Sequence[Person]) -> None:
        super().__init__(", ".join(each.id for each in people))
        self.people = tuple(people)


class NotAnAddress(DomainError):
    """The account's address can't be opened in a browser."""

    code = "not-an-address"


class AlreadyRegistered(DomainError):
    """An account with that platform and name, or that address, stands in the register."""

    code = "already-registered"


class NameApproved(DomainError):
    """Another account, or another approved request for one, has that platform and name."""

    code = "name-approved"

    def __init__(self, case_id: str) -> None:
        super().__init__(case_id)
        self.case_id = case_id


class NameTaken(DomainError):
    """An account of that platform and name went live first."""

    code = "name-taken"

    def __init__(self, account_id: str) -> None:
        super().__init__(account_id)
        self.account_id = account_id


class WrongHost(DomainError):
    """The address isn't on the account's platform."""

    code = "wrong-host"

    def __init__(self, hosts: Sequence[str]) -> None:
        super().__init__(", ".join(hosts))
        self.hosts = tuple(hosts)


class WrongFact(DomainError):
    """A fact of an account can't be so: which, and what is wrong with it."""

    code = "wrong-fact"

    def __init__(self, where: str, kind: str, longest: int) -> None:
        super().__init__(f"{where}: {kind}")
        self.where = where
        self.kind = kind
        self.longest = longest


class AddressTaken(DomainError):
    """Another account has that address, in this or another spelling."""

    code = "address-taken"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ListRefused(DomainError):
    """A list of accounts has faults, so that nothing of it was read in."""

    code = "list-refused"

    def __init__(self, faults: int) -> None:
        super().__init__(str(faults))
        self.faults = faults


class NotDone(DomainError):
    """Something on the list isn't done yet."""

    code = "not-done"

    def __init__(self, missing: Sequence[str], words: Mapping[str, str] | None = None) -> None:
        """*words* says what an item is called that the form doesn't know."""
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)
        self.words = words or {}


class TooManyDrafts(DomainError):
    """One person has as many drafts as one may have."""

    code = "too-many-drafts"

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most
