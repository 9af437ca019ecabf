import pytest

from tests.world.services import QuestionServices


@pytest.fixture
def services() -> QuestionServices:
    return QuestionServices()
