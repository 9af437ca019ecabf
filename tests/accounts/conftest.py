import pytest

from accounts.account import Account
from accounts.history import RequestStatus
from accounts.request import AccountRequest
from tests.world.builders import ID, a_request, an_account
from tests.world.people import ADA
from tests.world.services import AccountServices


@pytest.fixture
def services() -> AccountServices:
    return AccountServices()


@pytest.fixture
def begun(services: AccountServices) -> AccountRequest:
    """The draft that Ada has just begun."""
    return services.drafts.begin(ADA, ID).request


@pytest.fixture
def seen(services: AccountServices) -> int:
    """The version of Ada's request as it lies before the reviewers, confirmed by Bo."""
    return services.has(a_request(RequestStatus.IN_REVIEW)).version


@pytest.fixture
def account(services: AccountServices) -> Account:
    """Ada's account, in the register."""
    return services.has_account(an_account())
