"""What the services of this room need stored; `storage/` implements it, synchronously."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from accounts.account import Account
from accounts.history import RequestStatus
from accounts.request import AccountRequest
from core.cases import Repository
from core.ports import UnitOfWork


class Requests(Repository[AccountRequest], Protocol):
    """The requests for accounts."""

    def add(self, request: AccountRequest) -> bool:
        """Store a new request; False, with nothing changed, where its id is known."""
        ...

    def of_person(self, person_id: str) -> Sequence[AccountRequest]:
        """Return what the person made, confirmed or is to confirm; latest change first."""
        ...

    def waiting(self) -> Sequence[AccountRequest]:
        """Return those that wait for a manager or a reviewer, longest wait first."""
        ...

    def with_status(self, statuses: Collection[RequestStatus]) -> Sequence[AccountRequest]:
        """Return those of any of *statuses*, the one that changed longest ago first."""
        ...

    def drafts_untouched_since(self, moment: datetime) -> Sequence[AccountRequest]: ...

    def like(self, platform: str, name: str) -> Sequence[AccountRequest]:
        """Return the requests under way for that `platform_key` and name, whoever made them."""
        ...

    def all(self) -> Sequence[AccountRequest]:
        """Return every request, by its id."""
        ...

    def naming(self, person_id: str) -> Sequence[AccountRequest]:
        """Return every request that the person stands in, whatever for."""
        ...


class Register(Repository[Account], Protocol):
    """The accounts in the municipality's name."""

    def add(self, account: Account) -> None:
        """Store a new account.

        Raises:
            AlreadyRegistered: where its platform and name, or its address, are in use.
        """
        ...

    def of_person(self, person_id: str) -> Sequence[Account]:
        """Return those in use that the person is responsible for, or manager of."""
        ...

    def named(self, platform: str, name: str) -> Account | None:
        """Return the account in use with that `platform_key` and name, case and spaces aside."""
        ...

    def all(self) -> Sequence[Account]:
        """Return every account that isn't closed, by unit, platform and name."""
        ...

    def closed(self) -> Sequence[Account]:
        """Return every closed account, by unit, platform and name."""
        ...

    def naming(self, person_id: str) -> Sequence[Account]:
        """Return every account that the person stands in, closed ones too."""
        ...


class AccountsUnitOfWork(UnitOfWork, Protocol):
    """The unit of work of requests and accounts."""

    @property
    def requests(self) -> Requests: ...
    @property
    def register(self) -> Register: ...
