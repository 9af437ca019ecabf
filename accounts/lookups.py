"""Finding a request or an account, for whoever may see it; all here raise `NoSuchCase`."""

from accounts.account import Account
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.errors import NoSuchCase
from core.person import Person


def require_request(uow: AccountsUnitOfWork, request_id: str) -> AccountRequest:
    request = uow.requests.get(request_id)
    if request is None:
        raise NoSuchCase
    return request


def require_own_request(uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
    """Return a request that *by* has made."""
    request = require_request(uow, request_id)
    request.require_requester(by)
    return request


def require_confirmable_request(
    uow: AccountsUnitOfWork, by: Person, request_id: str
) -> AccountRequest:
    """Return a request that *by* may confirm as its manager, or has confirmed.

    Raises:
        NotNow: where *by* had a part in it, but has nothing to confirm now.
    """
    request = require_request(uow, request_id)
    if request.confirmed_by != by:
        request.require_confirmable_by(by)
    return request


def require_account(uow: AccountsUnitOfWork, account_id: str) -> Account:
    account = uow.register.get(account_id)
    if account is None:
        raise NoSuchCase
    return account
