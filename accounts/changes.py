"""How every change is kept: the new version, its line in the audit log, and who is told."""

from datetime import datetime
from typing import TYPE_CHECKING

from accounts.account import Account
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.changes import save
from core.errors import NoSuchCase
from core.person import Person

if TYPE_CHECKING:
    pass


def own_request(uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
    """Return the person's own request; raise `NoSuchCase` where there is none of that id."""
    request = uow.requests.get(request_id)
    if request is None:
        raise NoSuchCase
    request.require_requester(by)
    return request


def save_request(
    uow: AccountsUnitOfWork,
    after: AccountRequest,
    before: AccountRequest | None,
    *,
    by: Person | None,
    at: datetime | None = None,
) -> None:
    """Save the request *after* in place of *before*, and log it; a new one has no before.

    *at* says when, where that isn't when the request last changed: a reminder makes none younger.
    """
    save(uow, uow.requests, after, before, by=by, at=at)


def save_account(
    uow: AccountsUnitOfWork,
    after: Account,
    before: Account | None,
    *,
    by: Person | None,
    at: datetime | None = None,
) -> None:
    """Save the account *after* in place of *before*, and log it; a new one has no before."""
    save(uow, uow.register, after, before, by=by, at=at)
