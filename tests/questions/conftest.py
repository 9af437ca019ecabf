import pytest

from tests.questions.question_services import QuestionServices


@pytest.fixture
def services() -> QuestionServices:
    return QuestionServices()
