"""What the services need from outside; `storage/` implements it. All of it is synchronous.

Everything done with one `Books` is one transaction: it happens whole or not at all.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from accounts.notices import Notice
from accounts.people import Person
from accounts.register import Account
from accounts.request import AccountRequest


class Requests(Protocol):
    """The requests for accounts."""

    def get(self, request_id: str) -> AccountRequest | None: ...

    def add(self, request: AccountRequest) -> bool:
        """Keep a new request; False, with nothing changed, where its id is known."""
        ...

    def save(self, request: AccountRequest, *, seen: int) -> None:
        """Keep *request* in place of its version *seen*.

        Raises:
            OutOfDate: where that isn't the version kept.
        """
        ...

    def of_person(self, person_id: str) -> Sequence[AccountRequest]:
        """Return what the person has made, or confirmed or is to confirm; latest change first."""
        ...

    def waiting(self) -> Sequence[AccountRequest]:
        """Return those that wait for a manager or a reviewer, longest wait first."""
        ...

    def drafts_untouched_since(self, moment: datetime) -> Sequence[AccountRequest]: ...

    def like(self, platform: str, name: str) -> Sequence[AccountRequest]:
        """Return other people's or one's own requests under way for that platform and name."""
        ...

    def naming(self, person_id: str) -> Sequence[AccountRequest]:
        """Return every request that the person stands in, whatever for."""
        ...


class Register(Protocol):
    """The accounts in the municipality's name."""

    def get(self, account_id: str) -> Account | None: ...
    def add(self, account: Account) -> None:
        """Keep a new account.

        Raises:
            AlreadyRegistered: where its platform and name, or its address, are in use.
        """
        ...

    def save(self, account: Account, *, seen: int) -> None:
        """Keep *account* in place of its version *seen*; raise `OutOfDate` otherwise."""
        ...

    def of_person(self, person_id: str) -> Sequence[Account]: ...
    def named(self, platform: str, name: str) -> Account | None:
        """Return the account in use with that platform and name, case and spaces aside."""
        ...

    def all(self) -> Sequence[Account]:
        """Return every account that isn't closed, by unit, platform and name."""
        ...

    def naming(self, person_id: str) -> Sequence[Account]:
        """Return every account that the person stands in, closed ones too."""
        ...


class People(Protocol):
    """The people the bot has met."""

    def named(self, name: str) -> Sequence[Person]:
        """Return everybody known by exactly that name, case and spaces aside."""
        ...

    def erase(self, person_id: str) -> Person | None:
        """Forget a person and how they are reached; return who that was, where it was known."""
        ...


class Outbox(Protocol):
    """The messages to be sent."""

    def put(self, notice: Notice) -> None:
        """Keep *notice* for sending, unless one with its key was kept before."""
        ...

    def erase(self, person_id: str) -> None:
        """Forget what was sent or is to be sent to a person."""
        ...


class AuditLog(Protocol):
    """The log of everything done, which can be added to but not changed."""

    def append(
        self, *, at: datetime, what: str, subject: str, by: str | None, state: str, content: str
    ) -> None:
        """Add a line.

        *by* is a person's id, which is kept as a name that erasing the person cuts loose;
        *content* is a hash.
        """
        ...

    def erase(self, person_id: str, *, at: datetime) -> None:
        """Cut a person loose from the name that the log knows them by, and log that it was done."""
        ...


class Books(Protocol):
    """Everything a service may read and write, within one transaction."""

    @property
    def requests(self) -> Requests: ...
    @property
    def register(self) -> Register: ...
    @property
    def people(self) -> People: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def audit(self) -> AuditLog: ...
