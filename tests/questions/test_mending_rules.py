"""What editors make of gaps, and what follows when the base answers."""

from datetime import timedelta

import pytest

from core.errors import NoSuchCase, NotAReviewer, OutOfDate
from questions.errors import AlreadyHandled, NothingLeft
from questions.forwarded_question import QuestionNotice
from questions.gap import Handling
from questions.gap_service import SelectedQuestions, mark_taken
from tests.questions.desk import ANNA, BO, EVA, GAP, ID, MORNING, RUT, Desk


@pytest.mark.parametrize("handling", Handling)
def test_a_handled_gap_does_not_come_back_and_says_who_and_when(
    desk: Desk, handling: Handling
) -> None:
    desk.missed("a1", "a2", "a3")
    gap = desk.handled(handling, asked=("a1", "a2"))

    assert desk.open_ids() == ["a3"]
    assert (gap.by, gap.handled_at, gap.count) == (RUT, MORNING, 2)
    assert [(line.what, line.subject, line.by) for line in desk.uow.audit.lines] == [
        ("gap", GAP, "rut")
    ]


def test_only_reviewers_handle_gaps(desk: Desk) -> None:
    desk.missed("a1")
    with desk.refuses(NotAReviewer):
        desk.handled(by=BO)
    desk.handled()
    for press in (desk.mend.close, desk.mend.reopen):
        with desk.refuses(NotAReviewer):
            press(BO, GAP, 1)
    with desk.refuses(NotAReviewer):
        desk.mend.show(BO, GAP)


def test_the_same_press_twice_changes_nothing_the_second_time(desk: Desk) -> None:
    desk.missed("a1")
    first = desk.handled()
    with desk.stays_as_it_is():
        again = desk.handled(gap_id="lucka-bbbbbbbb")

    assert again == first


@pytest.mark.parametrize(("by", "handling"), [(EVA, Handling.PASSAGE), (RUT, Handling.NOT_OURS)])
def test_the_second_to_handle_it_is_told_who_did(desk: Desk, by, handling: Handling) -> None:
    desk.missed("a1")
    desk.handled()
    with desk.refuses(AlreadyHandled) as caught:
        desk.handled(handling, by=by, gap_id="lucka-bbbbbbbb")

    assert (caught.value.by, caught.value.at) == (RUT, MORNING)


def test_where_no_question_is_left_nothing_is_kept(desk: Desk) -> None:
    nothing = SelectedQuestions("a1", frozenset(), "sv", ())
    with desk.refuses(NothingLeft):
        desk.mend.handle(RUT, nothing, Handling.NOT_OURS, gap_id=GAP)


def test_a_gap_taken_back_lets_go_of_its_questions(desk: Desk) -> None:
    desk.missed("a1")
    seen = desk.handled().version
    desk.mend.reopen(EVA, GAP, seen)
    with desk.stays_as_it_is():
        desk.mend.reopen(EVA, GAP, seen)
    again = desk.handled(Handling.NOT_OURS, by=EVA, gap_id="lucka-bbbbbbbb")

    assert not desk.gap().has_draft_to_take
    assert again.by == EVA


def test_an_old_card_of_a_gap_is_refused(desk: Desk) -> None:
    desk.missed("a1")
    desk.handled()
    for press in (desk.mend.close, desk.mend.reopen):
        with desk.refuses(OutOfDate):
            press(RUT, GAP, 99)
        with desk.refuses(NoSuchCase):
            press(RUT, "lucka-zzzzzzzz", 1)


def test_what_is_not_ours_can_not_be_closed(desk: Desk) -> None:
    desk.missed("a1")
    seen = desk.handled(Handling.NOT_OURS).version
    with desk.refuses(OutOfDate):
        desk.mend.close(RUT, GAP, seen)


def test_a_draft_is_taken_once(desk: Desk) -> None:
    desk.missed("a1")
    desk.handled()
    taken = mark_taken(desk.uow, GAP, at=desk.now)

    assert taken.draft is not None
    assert taken.draft.taken_at == desk.now
    assert taken.is_open
    with desk.refuses(OutOfDate):
        mark_taken(desk.uow, GAP, at=desk.now)


def test_those_who_asked_to_know_are_told_once_when_an_editor_closes_the_gap(desk: Desk) -> None:
    desk.missed("a1", "b1")
    desk.ask.follow(ANNA, desk.sent().id, follows=True)
    desk.sent(BO, answer_id="b1", enquiry_id="fr-bbbbbbbbbbbb")
    seen = desk.handled(asked=("a1", "b1")).version
    desk.mend.close(EVA, GAP, seen)
    with desk.stays_as_it_is():
        desk.mend.close(EVA, GAP, seen)

    assert desk.told(QuestionNotice.IN_BASE) == ["anna"]
    assert desk.gap().closed_at == desk.now
    assert desk.enquiry().in_base_at == desk.now


def test_those_who_asked_to_know_are_told_where_the_answer_was_there_all_along(desk: Desk) -> None:
    desk.missed("a1")
    desk.ask.follow(ANNA, desk.sent().id, follows=True)
    gap = desk.handled(Handling.IN_BASE)

    assert desk.told(QuestionNotice.IN_BASE) == ["anna"]
    assert gap.closed_at == desk.now


def test_a_base_that_answers_closes_gaps_and_tells_each_once(desk: Desk) -> None:
    desk.missed("a1")
    desk.ask.follow(ANNA, desk.sent().id, follows=True)
    desk.handled()
    first = desk.mend.answered_now([GAP], {ID: "dronare-far-vi"})
    with desk.stays_as_it_is():
        again = desk.mend.answered_now([GAP], {ID: "dronare-far-vi"})
    (news,) = [
        notice
        for notice in desk.uow.outbox.notices.values()
        if notice.kind == QuestionNotice.IN_BASE
    ]

    assert (first, again) == (2, 0)
    assert (news.to, news.facts) == ("anna", {"passage": "dronare-far-vi"})


def test_a_closed_gap_covers_what_was_asked_before_and_nothing_after(desk: Desk) -> None:
    desk.missed("a1")
    desk.handled()
    desk.mend.answered_now([GAP], {})
    moment = timedelta(seconds=1)

    assert desk.gap().closed_at == MORNING
    assert not desk.gap().is_open
    desk.now += moment
    desk.missed("a2")
    assert desk.open_ids() == ["a2"]
