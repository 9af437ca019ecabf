import pytest

from tests.questions.desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()
