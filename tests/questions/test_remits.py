"""Who sees to the questions and gaps of one routine alone, and what stays closed to them."""

import pytest

from core.errors import NotAReviewer
from core.outbox import REVIEW_CHANNEL
from questions.forwarded_question import QuestionNotice
from questions.gap import Handling, SelectedQuestions
from tests.world.people import ADA, ANNA, KIM, RUT
from tests.world.services import FORWARDED, GAP, OTHER_FORWARDED, QUESTION, QuestionServices

OWN, OTHER = "resor", "distans"


@pytest.fixture
def services(services: QuestionServices) -> QuestionServices:
    """Rut and Eva review everything; Kim sees to one routine."""
    services.uow.appointments.appoint(KIM.id, routine=OWN)
    return services


def handled(services: QuestionServices, by, routine: str):
    selected = SelectedQuestions("a1", frozenset({"a1"}), "sv", (QUESTION,), routine=routine)
    return services.gaps.handle(by, selected, Handling.NOT_OURS)


@pytest.mark.parametrize(("routine", "told"), [(OWN, KIM.id), (OTHER, REVIEW_CHANNEL)])
def test_a_question_is_told_to_those_of_its_routine_or_else_in_the_channel(
    services: QuestionServices, routine: str, told: str
) -> None:
    services.forward(routine=routine)
    services.reply(RUT)

    assert services.told(QuestionNotice.QUESTION) == [told, told]


def test_the_reminder_goes_where_the_question_went(services: QuestionServices) -> None:
    services.forward(routine=OWN)
    services.later(days=7)
    services.run_jobs()

    assert services.told(QuestionNotice.REMINDED) == [KIM.id]


def test_only_the_questions_of_the_own_routine_are_seen_and_answered(
    services: QuestionServices,
) -> None:
    services.forward(routine=OWN)
    services.forward(ADA, answer_id="a2", new_id=OTHER_FORWARDED, routine=OTHER)

    assert [each.id for each in services.replies.waiting(KIM)] == [FORWARDED]
    assert len(services.replies.waiting(RUT)) == 2
    for seeing in (
        lambda: services.replies.show(KIM, OTHER_FORWARDED),
        lambda: services.replies.reply(KIM, OTHER_FORWARDED, text="Ja."),
        lambda: services.gaps.draft_from_reply(KIM, OTHER_FORWARDED),
    ):
        with services.refuses(NotAReviewer):
            seeing()
    assert services.reply(KIM).reply is not None


def test_a_question_of_no_known_routine_is_the_reviewers(services: QuestionServices) -> None:
    services.forward()

    assert services.told(QuestionNotice.QUESTION) == [REVIEW_CHANNEL]
    assert services.replies.waiting(KIM) == []


def test_only_the_gaps_of_the_own_routine_are_handled_and_seen(services: QuestionServices) -> None:
    with services.refuses(NotAReviewer):
        handled(services, KIM, OTHER)
    handled(services, RUT, OTHER)

    assert services.gaps.handled(KIM) == []
    for press in (services.gaps.close, services.gaps.reopen):
        with services.refuses(NotAReviewer):
            press(KIM, GAP, 1)
    with services.refuses(NotAReviewer):
        services.gaps.show(KIM, GAP)
    assert [each.id for each in services.gaps.handled(RUT)] == [GAP]


def test_a_gap_of_the_own_routine_is_handled(services: QuestionServices) -> None:
    gap = handled(services, KIM, OWN)

    assert (gap.by, gap.routine) == (KIM, OWN)
    assert services.gaps.handled(KIM) == [gap]


def test_who_asks_sees_nothing_of_either(services: QuestionServices) -> None:
    for seeing in (services.replies.waiting, services.gaps.handled):
        with services.refuses(NotAReviewer):
            seeing(ANNA)
