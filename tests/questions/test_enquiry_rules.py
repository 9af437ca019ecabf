"""Questions sent to Kommunikationsenheten: by whom, answered by whom, and who gets to know."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest

from core.errors import DomainError, HoldsPersonalData, NoSuchCase, NotAReviewer, TooLong
from core.outbox import REVIEW_CHANNEL
from questions.errors import AlreadyAnswered, OwnQuestion, ReplyMissing, Withdrawn
from questions.forwarded_question import ForwardedStatus, QuestionNotice
from questions.forwarding_service import ASKER_KEPT, ASKER_KEPT_AT_MOST, LONGEST_REPLY, REMIND_AFTER
from tests.questions.desk import ANNA, BO, EVA, ID, RUT, SECRET, Desk

DAY = timedelta(days=1)


def test_a_question_is_kept_together_with_the_card_it_is_owed(desk: Desk) -> None:
    enquiry = desk.sent()

    assert desk.enquiry() == enquiry
    assert enquiry.standing is ForwardedStatus.WAITING
    assert desk.told(QuestionNotice.QUESTION) == [REVIEW_CHANNEL]


def test_a_question_sent_again_is_the_same_one(desk: Desk) -> None:
    first = desk.sent()
    with desk.stays_as_it_is():
        again = desk.sent(enquiry_id="fr-bbbbbbbbbbbb")

    assert again == first


def test_somebody_else_may_send_the_same_question(desk: Desk) -> None:
    desk.sent()
    desk.sent(BO, enquiry_id="fr-bbbbbbbbbbbb")

    assert [each.asker for each in desk.uow.enquiries.kept.values()] == ["anna", "bo"]


def test_an_id_that_is_taken_is_not_given_to_somebody_else(desk: Desk) -> None:
    desk.sent()
    with desk.refuses(NoSuchCase):
        desk.sent(BO)


def test_the_asker_gets_the_answer_and_the_card_is_brought_up_to_date(desk: Desk) -> None:
    desk.sent()
    enquiry = desk.answered()

    assert (enquiry.standing, enquiry.reply and enquiry.reply.text) == (
        ForwardedStatus.ANSWERED,
        "Ja, med tillstånd.",
    )
    assert desk.told(QuestionNotice.REPLIED) == ["anna"]
    assert desk.told(QuestionNotice.QUESTION) == [REVIEW_CHANNEL] * 2


def test_the_same_answer_twice_changes_nothing_the_second_time(desk: Desk) -> None:
    desk.sent()
    desk.answered()
    with desk.stays_as_it_is():
        desk.answer.reply(RUT, ID, text="  Ja, med tillstånd. ")


def test_the_second_who_answers_is_told_who_did(desk: Desk) -> None:
    desk.sent()
    desk.answered()
    with desk.refuses(AlreadyAnswered) as caught:
        desk.answer.reply(EVA, ID, text="Nej.")

    assert (caught.value.by, caught.value.at) == (RUT, desk.now)


def test_only_reviewers_answer(desk: Desk) -> None:
    desk.sent()
    for press in (desk.answer.waiting, desk.mend.handled):
        with desk.refuses(NotAReviewer):
            press(BO)
    with desk.refuses(NotAReviewer):
        desk.answered(BO)
    with desk.refuses(NotAReviewer):
        desk.answer.show(ANNA, ID)


def test_nobody_answers_their_own_question(desk: Desk) -> None:
    desk.sent(RUT)
    with desk.refuses(OwnQuestion):
        desk.answered(RUT)
    desk.answered(EVA)

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
    desk.sent()
    with desk.refuses(error):
        desk.answered(text=text)


def test_the_longest_answer_that_is_allowed_is_kept(desk: Desk) -> None:
    desk.sent()

    assert desk.answered(text="x" * LONGEST_REPLY).reply is not None


def test_no_card_of_a_waiting_question_is_too_old_to_answer_in(desk: Desk) -> None:
    desk.ask.follow(ANNA, desk.sent().id, follows=True)
    desk.now += REMIND_AFTER
    desk.time.go_round()

    assert desk.answered().standing is ForwardedStatus.ANSWERED


def test_a_made_up_question_is_nobodys(desk: Desk) -> None:
    for press in (desk.ask.show, desk.answer.show):
        with desk.refuses(NoSuchCase):
            press(RUT, "fr-zzzzzzzzzzzz")


def test_somebody_elses_question_is_not_even_admitted_to_exist(desk: Desk) -> None:
    desk.sent()
    for press in (
        lambda: desk.ask.show(BO, ID),
        lambda: desk.ask.withdraw(BO, ID),
        lambda: desk.ask.follow(BO, ID, follows=True),
    ):
        with desk.refuses(NoSuchCase):
            press()


def test_a_question_taken_back_can_not_be_answered(desk: Desk) -> None:
    desk.sent()
    desk.ask.withdraw(ANNA, ID)
    with desk.refuses(Withdrawn):
        desk.answer.reply(RUT, ID, text="Ja.")
    with desk.stays_as_it_is():
        desk.ask.withdraw(ANNA, ID)

    assert desk.enquiry().standing is ForwardedStatus.WITHDRAWN
    assert desk.told(QuestionNotice.QUESTION) == [REVIEW_CHANNEL] * 2
    assert desk.answer.waiting(RUT) == []


def test_an_answered_question_can_not_be_taken_back(desk: Desk) -> None:
    desk.sent()
    desk.answered()
    with desk.refuses(AlreadyAnswered):
        desk.ask.withdraw(ANNA, ID)


def test_asking_to_be_told_can_be_changed_and_a_second_press_changes_nothing(desk: Desk) -> None:
    desk.sent()
    desk.ask.follow(ANNA, ID, follows=True)
    with desk.stays_as_it_is():
        desk.ask.follow(ANNA, ID, follows=True)

    assert desk.enquiry().awaits_news
    assert not desk.ask.follow(ANNA, ID, follows=False).awaits_news


def test_nobody_is_told_of_what_they_have_taken_back(desk: Desk) -> None:
    desk.sent()
    desk.ask.withdraw(ANNA, ID)
    with desk.refuses(Withdrawn):
        desk.ask.follow(ANNA, ID, follows=True)


def test_the_reviewers_are_reminded_once_of_what_lies(desk: Desk) -> None:
    desk.sent()
    desk.now += REMIND_AFTER - timedelta(seconds=1)
    early = desk.time.go_round()
    desk.later(seconds=1)
    due = desk.time.go_round()
    with desk.stays_as_it_is():
        again = desk.time.go_round()

    assert (early, due, again) == (0, 1, 0)
    assert desk.told(QuestionNotice.REMINDED) == [REVIEW_CHANNEL]
    desk.answered()


def test_who_asked_is_forgotten_some_time_after_the_answer(desk: Desk) -> None:
    desk.sent()
    desk.later(days=20)
    desk.answered()
    desk.now += ASKER_KEPT - DAY
    desk.time.go_round()
    kept = desk.enquiry()
    desk.now += DAY
    desk.time.go_round()

    assert kept.asker == "anna"
    assert "anna" not in json.dumps(asdict(desk.enquiry()), default=str)
    assert desk.ask.mine(ANNA) == []
    assert desk.enquiry().reply is not None


def test_a_hash_in_the_log_can_not_be_tried_on_everybody(desk: Desk) -> None:
    nonce = desk.sent().nonce
    desk.answered()
    desk.now += ASKER_KEPT
    desk.time.go_round()

    assert nonce not in str(desk.uow.enquiries.kept)


def test_whoever_is_owed_something_is_not_forgotten(desk: Desk) -> None:
    desk.sent()
    desk.now += 2 * ASKER_KEPT
    desk.time.go_round()
    waiting = desk.enquiry()
    desk.ask.follow(ANNA, ID, follows=True)
    desk.answered()
    desk.now += 2 * ASKER_KEPT
    desk.time.go_round()

    assert waiting.asker == "anna"
    assert desk.enquiry().asker == "anna"


def test_but_nobody_is_remembered_for_ever(desk: Desk) -> None:
    desk.ask.follow(ANNA, desk.sent().id, follows=True)
    desk.now += ASKER_KEPT_AT_MOST
    desk.time.go_round()
    with desk.stays_as_it_is():
        desk.time.go_round()
    desk.answered()

    assert desk.enquiry().asker is None
    assert desk.told(QuestionNotice.REPLIED) == []


def test_the_log_holds_neither_words_nor_the_asker(desk: Desk) -> None:
    desk.sent()
    desk.answered()
    desk.ask.follow(ANNA, ID, follows=True)
    lines = desk.uow.audit.lines

    assert [(line.what, line.state, line.by) for line in lines] == [
        ("enquiry", "waiting", None),
        ("enquiry", "answered", "rut"),
        ("enquiry", "answered", None),
    ]
    assert "anna" not in str(lines)
    assert "drönare" not in str(lines)
    assert len({line.content for line in lines}) == 3
