"""What editors do about gaps."""

import pytest

from core.errors import NoSuchCase, NotAReviewer, OutOfDate
from questions.closing import mark_taken
from questions.errors import AlreadyHandled, NothingLeft
from questions.forwarded_question import QuestionNotice
from questions.gap import Handling, SelectedQuestions
from tests.world.clock import MORNING
from tests.world.people import ANNA, BO, EVA, RUT
from tests.world.services import GAP, OTHER_FORWARDED, OTHER_GAP, QuestionServices


@pytest.mark.parametrize("handling", Handling)
def test_a_handled_gap_does_not_come_back_and_says_who_and_when(
    services: QuestionServices, handling: Handling
) -> None:
    services.miss("a1", "a2", "a3")
    gap = services.handle(handling, asked=("a1", "a2"))

    assert services.open_ids() == ["a3"]
    assert (gap.by, gap.handled_at, gap.count) == (RUT, MORNING, 2)
    assert [(line.what, line.subject, line.by) for line in services.uow.audit.lines] == [
        ("gap", GAP, RUT.id)
    ]


def test_only_reviewers_handle_gaps(services: QuestionServices) -> None:
    services.miss("a1")
    with services.refuses(NotAReviewer):
        services.handle(by=BO)
    services.handle()
    for press in (services.gaps.close, services.gaps.reopen):
        with services.refuses(NotAReviewer):
            press(BO, GAP, 1)
    with services.refuses(NotAReviewer):
        services.gaps.show(BO, GAP)


def test_the_same_press_twice_changes_nothing_the_second_time(services: QuestionServices) -> None:
    services.miss("a1")
    first = services.handle()
    with services.stays_as_it_is():
        again = services.handle(new_id=OTHER_GAP)

    assert again == first


@pytest.mark.parametrize(("by", "handling"), [(EVA, Handling.PASSAGE), (RUT, Handling.NOT_OURS)])
def test_the_second_to_handle_it_is_told_who_did(
    services: QuestionServices, by, handling: Handling
) -> None:
    services.miss("a1")
    services.handle()
    with services.refuses(AlreadyHandled) as caught:
        services.handle(handling, by=by, new_id=OTHER_GAP)

    assert (caught.value.by, caught.value.at) == (RUT, MORNING)


def test_where_no_question_is_left_nothing_is_kept(services: QuestionServices) -> None:
    nothing = SelectedQuestions("a1", frozenset(), "sv", ())
    with services.refuses(NothingLeft):
        services.gaps.handle(RUT, nothing, Handling.NOT_OURS)


def test_a_gap_taken_back_lets_go_of_its_questions(services: QuestionServices) -> None:
    services.miss("a1")
    seen = services.handle().version
    services.gaps.reopen(EVA, GAP, seen)
    with services.stays_as_it_is():
        services.gaps.reopen(EVA, GAP, seen)
    again = services.handle(Handling.NOT_OURS, by=EVA, new_id=OTHER_GAP)

    assert not services.gap().has_draft_to_take
    assert again.by == EVA


def test_an_old_card_of_a_gap_is_refused(services: QuestionServices) -> None:
    services.miss("a1")
    services.handle()
    for press in (services.gaps.close, services.gaps.reopen):
        with services.refuses(OutOfDate):
            press(RUT, GAP, 99)
        with services.refuses(NoSuchCase):
            press(RUT, "lucka-zzzzzzzz", 1)


def test_what_is_not_ours_can_not_be_closed(services: QuestionServices) -> None:
    services.miss("a1")
    seen = services.handle(Handling.NOT_OURS).version
    with services.refuses(OutOfDate):
        services.gaps.close(RUT, GAP, seen)


def test_a_draft_is_taken_once(services: QuestionServices) -> None:
    services.miss("a1")
    services.handle()
    taken = mark_taken(services.uow, GAP, at=services.now)

    assert taken.draft is not None
    assert taken.draft.taken_at == services.now
    assert taken.is_open
    with services.refuses(OutOfDate):
        mark_taken(services.uow, GAP, at=services.now)


def test_those_who_asked_to_know_are_told_once_when_an_editor_closes_the_gap(
    services: QuestionServices,
) -> None:
    services.miss("a1", "b1")
    services.forwarding.follow(ANNA, services.forward().id, follows=True)
    services.forward(BO, answer_id="b1", new_id=OTHER_FORWARDED)
    seen = services.handle(asked=("a1", "b1")).version
    services.gaps.close(EVA, GAP, seen)
    with services.stays_as_it_is():
        services.gaps.close(EVA, GAP, seen)

    assert services.told(QuestionNotice.IN_BASE) == [ANNA.id]
    assert services.gap().closed_at == services.now
    assert services.forwarded().in_base_at == services.now


def test_those_who_asked_to_know_are_told_where_the_answer_was_there_all_along(
    services: QuestionServices,
) -> None:
    services.miss("a1")
    services.forwarding.follow(ANNA, services.forward().id, follows=True)
    gap = services.handle(Handling.IN_BASE)

    assert services.told(QuestionNotice.IN_BASE) == [ANNA.id]
    assert gap.closed_at == services.now
