"""What editors do about gaps."""

import pytest

from core.errors import NoSuchCase, NotAReviewer, OutOfDate
from questions.errors import AlreadyHandled, NothingLeft
from questions.forwarded_question import QuestionNotice
from questions.gap import Handling, SelectedQuestions
from questions.gap_service import mark_taken
from tests.questions.desk import ANNA, BO, EVA, GAP, MORNING, OTHER_GAP, OTHER_ID, RUT, Desk


@pytest.mark.parametrize("handling", Handling)
def test_a_handled_gap_does_not_come_back_and_says_who_and_when(
    desk: Desk, handling: Handling
) -> None:
    desk.miss("a1", "a2", "a3")
    gap = desk.handle(handling, asked=("a1", "a2"))

    assert desk.open_ids() == ["a3"]
    assert (gap.by, gap.handled_at, gap.count) == (RUT, MORNING, 2)
    assert [(line.what, line.subject, line.by) for line in desk.uow.audit.lines] == [
        ("gap", GAP, "rut")
    ]


def test_only_reviewers_handle_gaps(desk: Desk) -> None:
    desk.miss("a1")
    with desk.refuses(NotAReviewer):
        desk.handle(by=BO)
    desk.handle()
    for press in (desk.gaps.close, desk.gaps.reopen):
        with desk.refuses(NotAReviewer):
            press(BO, GAP, 1)
    with desk.refuses(NotAReviewer):
        desk.gaps.show(BO, GAP)


def test_the_same_press_twice_changes_nothing_the_second_time(desk: Desk) -> None:
    desk.miss("a1")
    first = desk.handle()
    with desk.stays_as_it_is():
        again = desk.handle(new_id=OTHER_GAP)

    assert again == first


@pytest.mark.parametrize(("by", "handling"), [(EVA, Handling.PASSAGE), (RUT, Handling.NOT_OURS)])
def test_the_second_to_handle_it_is_told_who_did(desk: Desk, by, handling: Handling) -> None:
    desk.miss("a1")
    desk.handle()
    with desk.refuses(AlreadyHandled) as caught:
        desk.handle(handling, by=by, new_id=OTHER_GAP)

    assert (caught.value.by, caught.value.at) == (RUT, MORNING)


def test_where_no_question_is_left_nothing_is_kept(desk: Desk) -> None:
    nothing = SelectedQuestions("a1", frozenset(), "sv", ())
    with desk.refuses(NothingLeft):
        desk.gaps.handle(RUT, nothing, Handling.NOT_OURS)


def test_a_gap_taken_back_lets_go_of_its_questions(desk: Desk) -> None:
    desk.miss("a1")
    seen = desk.handle().version
    desk.gaps.reopen(EVA, GAP, seen)
    with desk.stays_as_it_is():
        desk.gaps.reopen(EVA, GAP, seen)
    again = desk.handle(Handling.NOT_OURS, by=EVA, new_id=OTHER_GAP)

    assert not desk.gap().has_draft_to_take
    assert again.by == EVA


def test_an_old_card_of_a_gap_is_refused(desk: Desk) -> None:
    desk.miss("a1")
    desk.handle()
    for press in (desk.gaps.close, desk.gaps.reopen):
        with desk.refuses(OutOfDate):
            press(RUT, GAP, 99)
        with desk.refuses(NoSuchCase):
            press(RUT, "lucka-zzzzzzzz", 1)


def test_what_is_not_ours_can_not_be_closed(desk: Desk) -> None:
    desk.miss("a1")
    seen = desk.handle(Handling.NOT_OURS).version
    with desk.refuses(OutOfDate):
        desk.gaps.close(RUT, GAP, seen)


def test_a_draft_is_taken_once(desk: Desk) -> None:
    desk.miss("a1")
    desk.handle()
    taken = mark_taken(desk.uow, GAP, at=desk.now)

    assert taken.draft is not None
    assert taken.draft.taken_at == desk.now
    assert taken.is_open
    with desk.refuses(OutOfDate):
        mark_taken(desk.uow, GAP, at=desk.now)


def test_those_who_asked_to_know_are_told_once_when_an_editor_closes_the_gap(desk: Desk) -> None:
    desk.miss("a1", "b1")
    desk.forwarding.follow(ANNA, desk.forward().id, follows=True)
    desk.forward(BO, answer_id="b1", new_id=OTHER_ID)
    seen = desk.handle(asked=("a1", "b1")).version
    desk.gaps.close(EVA, GAP, seen)
    with desk.stays_as_it_is():
        desk.gaps.close(EVA, GAP, seen)

    assert desk.told(QuestionNotice.IN_BASE) == ["anna"]
    assert desk.gap().closed_at == desk.now
    assert desk.forwarded().in_base_at == desk.now


def test_those_who_asked_to_know_are_told_where_the_answer_was_there_all_along(desk: Desk) -> None:
    desk.miss("a1")
    desk.forwarding.follow(ANNA, desk.forward().id, follows=True)
    gap = desk.handle(Handling.IN_BASE)

    assert desk.told(QuestionNotice.IN_BASE) == ["anna"]
    assert gap.closed_at == desk.now
