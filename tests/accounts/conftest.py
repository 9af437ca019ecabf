import pytest

from accounts.account import Account
from accounts.history import RequestStatus
from accounts.request import AccountRequest
from tests.accounts.office import ADA, ID, Office, a_request, an_account


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def begun(office: Office) -> AccountRequest:
    """The draft that Ada has just begun."""
    return office.drafts.begin(ADA, ID).request


@pytest.fixture
def seen(office: Office) -> int:
    """The version of Ada's request as it lies before the reviewers, confirmed by Bo."""
    return office.has(a_request(RequestStatus.IN_REVIEW)).version


@pytest.fixture
def account(office: Office) -> Account:
    """Ada's account, in the register."""
    return office.has_account(an_account())
