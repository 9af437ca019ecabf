"""Forwarded questions: who may see, answer, withdraw and follow them, and who is told."""

import pytest

from core.errors import DomainError, HoldsPersonalData, NoSuchCase, NotAReviewer, TooLong
from core.outbox import REVIEW_CHANNEL
from questions.errors import AlreadyAnswered, OwnQuestion, ReplyMissing, Withdrawn
from questions.forwarded_question import ForwardedStatus, QuestionNotice
from questions.forwarding_service import LONGEST_REPLY
from questions.reminders import REMIND_AFTER
from tests.questions.desk import ANNA, BO, EVA, ID, OTHER_ID, RUT, SECRET, Desk


def test_a_question_is_kept_together_with_the_card_it_is_owed(desk: Desk) -> None:
    forwarded = desk.forward()

    assert desk.forwarded() == forwarded
    assert forwarded.standing is ForwardedStatus.WAITING
    assert desk.told(QuestionNotice.QUESTION) == [REVIEW_CHANNEL]


def test_a_question_sent_again_is_the_same_one(desk: Desk) -> None:
    first = desk.forward()
    with desk.stays_as_it_is():
        again = desk.forward(new_id=OTHER_ID)

    assert again == first


def test_somebody_else_may_send_the_same_question(desk: Desk) -> None:
    desk.forward()
    desk.forward(BO, new_id=OTHER_ID)

    assert [each.asker for each in desk.uow.forwarded_questions.kept.values()] == ["anna", "bo"]


def test_an_id_that_is_taken_is_not_given_to_somebody_else(desk: Desk) -> None:
    desk.forward()
    with desk.refuses(NoSuchCase):
        desk.forward(BO)


def test_the_asker_gets_the_answer_and_the_card_is_brought_up_to_date(desk: Desk) -> None:
    desk.forward()
    forwarded = desk.reply()

    assert (forwarded.standing, forwarded.reply and forwarded.reply.text) == (
        ForwardedStatus.ANSWERED,
        "Ja, med tillstånd.",
    )
    assert desk.told(QuestionNotice.REPLIED) == ["anna"]
    assert desk.told(QuestionNotice.QUESTION) == [REVIEW_CHANNEL] * 2


def test_the_same_answer_twice_changes_nothing_the_second_time(desk: Desk) -> None:
    desk.forward()
    desk.reply()
    with desk.stays_as_it_is():
        desk.replies.reply(RUT, ID, text="  Ja, med tillstånd. ")


def test_the_second_who_answers_is_told_who_did(desk: Desk) -> None:
    desk.forward()
    desk.reply()
    with desk.refuses(AlreadyAnswered) as caught:
        desk.replies.reply(EVA, ID, text="Nej.")

    assert (caught.value.by, caught.value.at) == (RUT, desk.now)


def test_only_reviewers_answer(desk: Desk) -> None:
    desk.forward()
    for press in (desk.replies.waiting, desk.gaps.handled):
        with desk.refuses(NotAReviewer):
            press(BO)
    with desk.refuses(NotAReviewer):
        desk.reply(BO)
    with desk.refuses(NotAReviewer):
        desk.replies.show(ANNA, ID)


def test_nobody_answers_their_own_question(desk: Desk) -> None:
    desk.forward(RUT)
    with desk.refuses(OwnQuestion):
        desk.reply(RUT)
    desk.reply(EVA)

    assert desk.told(QuestionNotice.REPLIED) == ["rut"]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", ReplyMissing),
        (" \n\u200b ", ReplyMissing),
        ("x" * (LONGEST_REPLY + 1), TooLong),
        ("x" * 5000, TooLong),
        (f"Fråga {SECRET}", HoldsPersonalData),
    ],
)
def test_an_answer_has_words_but_not_too_many_and_names_nobody_in_care(
    desk: Desk, text: str, error: type[DomainError]
) -> None:
    desk.forward()
    with desk.refuses(error):
        desk.reply(text=text)


def test_the_longest_answer_that_is_allowed_is_kept(desk: Desk) -> None:
    desk.forward()

    assert desk.reply(text="x" * LONGEST_REPLY).reply is not None


def test_no_card_of_a_waiting_question_is_too_old_to_answer_in(desk: Desk) -> None:
    desk.forwarding.follow(ANNA, desk.forward().id, follows=True)
    desk.now += REMIND_AFTER
    desk.run_jobs()

    assert desk.reply().standing is ForwardedStatus.ANSWERED


def test_a_made_up_question_is_nobodys(desk: Desk) -> None:
    for press in (desk.forwarding.show, desk.replies.show):
        with desk.refuses(NoSuchCase):
            press(RUT, "fr-zzzzzzzzzzzz")


def test_somebody_elses_question_is_not_even_admitted_to_exist(desk: Desk) -> None:
    desk.forward()
    for press in (
        lambda: desk.forwarding.show(BO, ID),
        lambda: desk.forwarding.withdraw(BO, ID),
        lambda: desk.forwarding.follow(BO, ID, follows=True),
    ):
        with desk.refuses(NoSuchCase):
            press()


def test_a_question_taken_back_can_not_be_answered(desk: Desk) -> None:
    desk.forward()
    desk.forwarding.withdraw(ANNA, ID)
    with desk.refuses(Withdrawn):
        desk.replies.reply(RUT, ID, text="Ja.")
    with desk.stays_as_it_is():
        desk.forwarding.withdraw(ANNA, ID)

    assert desk.forwarded().standing is ForwardedStatus.WITHDRAWN
    assert desk.told(QuestionNotice.QUESTION) == [REVIEW_CHANNEL] * 2
    assert desk.replies.waiting(RUT) == []


def test_an_answered_question_can_not_be_taken_back(desk: Desk) -> None:
    desk.forward()
    desk.reply()
    with desk.refuses(AlreadyAnswered):
        desk.forwarding.withdraw(ANNA, ID)


def test_asking_to_be_told_can_be_changed_and_a_second_press_changes_nothing(desk: Desk) -> None:
    desk.forward()
    desk.forwarding.follow(ANNA, ID, follows=True)
    with desk.stays_as_it_is():
        desk.forwarding.follow(ANNA, ID, follows=True)

    assert desk.forwarded().awaits_news
    assert not desk.forwarding.follow(ANNA, ID, follows=False).awaits_news


def test_nobody_is_told_of_what_they_have_taken_back(desk: Desk) -> None:
    desk.forward()
    desk.forwarding.withdraw(ANNA, ID)
    with desk.refuses(Withdrawn):
        desk.forwarding.follow(ANNA, ID, follows=True)


def test_the_log_holds_neither_words_nor_the_asker(desk: Desk) -> None:
    desk.forward()
    desk.reply()
    desk.forwarding.follow(ANNA, ID, follows=True)
    lines = desk.uow.audit.lines

    assert [(line.what, line.state, line.by) for line in lines] == [
        ("enquiry", "waiting", None),
        ("enquiry", "answered", "rut"),
        ("enquiry", "answered", None),
    ]
    assert "anna" not in str(lines)
    assert "drönare" not in str(lines)
    assert len({line.content for line in lines}) == 3
