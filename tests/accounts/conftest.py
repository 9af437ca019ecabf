import pytest

from tests.accounts.office import Office


@pytest.fixture
def office() -> Office:
    return Office()
