"""Forwarded questions: who may see, answer, withdraw and follow them, and who is told."""

import pytest

from core.errors import DomainError, HoldsPersonalData, NoSuchCase, NotAReviewer, TooLong
from core.outbox import REVIEW_CHANNEL
from questions.errors import AlreadyAnswered, OwnQuestion, ReplyMissing, Withdrawn
from questions.forwarded_question import ForwardedStatus, QuestionNotice
from questions.forwarding_service import LONGEST_REPLY
from questions.reminders import REMIND_AFTER
from tests.world.builders import SECRET
from tests.world.people import ANNA, BO, EVA, RUT
from tests.world.services import FORWARDED, OTHER_FORWARDED, QuestionServices


def test_a_question_is_kept_together_with_the_card_it_is_owed(services: QuestionServices) -> None:
    forwarded = services.forward()

    assert services.forwarded() == forwarded
    assert forwarded.standing is ForwardedStatus.WAITING
    assert services.told(QuestionNotice.QUESTION) == [REVIEW_CHANNEL]


def test_a_question_sent_again_is_the_same_one(services: QuestionServices) -> None:
    first = services.forward()
    with services.stays_as_it_is():
        again = services.forward(new_id=OTHER_FORWARDED)

    assert again == first


def test_somebody_else_may_send_the_same_question(services: QuestionServices) -> None:
    services.forward()
    services.forward(BO, new_id=OTHER_FORWARDED)

    assert [each.asker for each in services.uow.forwarded_questions.kept.values()] == [
        ANNA.id,
        BO.id,
    ]


def test_an_id_that_is_taken_is_not_given_to_somebody_else(services: QuestionServices) -> None:
    services.forward()
    with services.refuses(NoSuchCase):
        services.forward(BO)


def test_the_asker_gets_the_answer_and_the_card_is_brought_up_to_date(
    services: QuestionServices,
) -> None:
    services.forward()
    forwarded = services.reply()

    assert (forwarded.standing, forwarded.reply and forwarded.reply.text) == (
        ForwardedStatus.ANSWERED,
        "Ja, med tillstånd.",
    )
    assert services.told(QuestionNotice.REPLIED) == [ANNA.id]
    assert services.told(QuestionNotice.QUESTION) == [REVIEW_CHANNEL] * 2


def test_the_same_answer_twice_changes_nothing_the_second_time(services: QuestionServices) -> None:
    services.forward()
    services.reply()
    with services.stays_as_it_is():
        services.replies.reply(RUT, FORWARDED, text="  Ja, med tillstånd. ")


def test_the_second_who_answers_is_told_who_did(services: QuestionServices) -> None:
    services.forward()
    services.reply()
    with services.refuses(AlreadyAnswered) as caught:
        services.replies.reply(EVA, FORWARDED, text="Nej.")

    assert (caught.value.by, caught.value.at) == (RUT, services.now)


def test_only_reviewers_answer(services: QuestionServices) -> None:
    services.forward()
    for press in (services.replies.waiting, services.gaps.handled):
        with services.refuses(NotAReviewer):
            press(BO)
    with services.refuses(NotAReviewer):
        services.reply(BO)
    with services.refuses(NotAReviewer):
        services.replies.show(ANNA, FORWARDED)


def test_nobody_answers_their_own_question(services: QuestionServices) -> None:
    services.forward(RUT)
    with services.refuses(OwnQuestion):
        services.reply(RUT)
    services.reply(EVA)

    assert services.told(QuestionNotice.REPLIED) == [RUT.id]


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
    services: QuestionServices, text: str, error: type[DomainError]
) -> None:
    services.forward()
    with services.refuses(error):
        services.reply(text=text)


def test_the_longest_answer_that_is_allowed_is_kept(services: QuestionServices) -> None:
    services.forward()

    assert services.reply(text="x" * LONGEST_REPLY).reply is not None


def test_no_card_of_a_waiting_question_is_too_old_to_answer_in(services: QuestionServices) -> None:
    services.forwarding.follow(ANNA, services.forward().id, follows=True)
    services.later(days=REMIND_AFTER)
    services.run_jobs()

    assert services.reply().standing is ForwardedStatus.ANSWERED


def test_a_made_up_question_is_nobodys(services: QuestionServices) -> None:
    for press in (services.forwarding.show, services.replies.show):
        with services.refuses(NoSuchCase):
            press(RUT, "fr-zzzzzzzzzzzz")


def test_somebody_elses_question_is_not_even_admitted_to_exist(services: QuestionServices) -> None:
    services.forward()
    for press in (
        lambda: services.forwarding.show(BO, FORWARDED),
        lambda: services.forwarding.withdraw(BO, FORWARDED),
        lambda: services.forwarding.follow(BO, FORWARDED, follows=True),
    ):
        with services.refuses(NoSuchCase):
            press()


def test_a_question_taken_back_can_not_be_answered(services: QuestionServices) -> None:
    services.forward()
    services.forwarding.withdraw(ANNA, FORWARDED)
    with services.refuses(Withdrawn):
        services.replies.reply(RUT, FORWARDED, text="Ja.")
    with services.stays_as_it_is():
        services.forwarding.withdraw(ANNA, FORWARDED)

    assert services.forwarded().standing is ForwardedStatus.WITHDRAWN
    assert services.told(QuestionNotice.QUESTION) == [REVIEW_CHANNEL] * 2
    assert services.replies.waiting(RUT) == []


def test_an_answered_question_can_not_be_taken_back(services: QuestionServices) -> None:
    services.forward()
    services.reply()
    with services.refuses(AlreadyAnswered):
        services.forwarding.withdraw(ANNA, FORWARDED)


def test_asking_to_be_told_can_be_changed_and_a_second_press_changes_nothing(
    services: QuestionServices,
) -> None:
    services.forward()
    services.forwarding.follow(ANNA, FORWARDED, follows=True)
    with services.stays_as_it_is():
        services.forwarding.follow(ANNA, FORWARDED, follows=True)

    assert services.forwarded().awaits_news
    assert not services.forwarding.follow(ANNA, FORWARDED, follows=False).awaits_news


def test_nobody_is_told_of_what_they_have_taken_back(services: QuestionServices) -> None:
    services.forward()
    services.forwarding.withdraw(ANNA, FORWARDED)
    with services.refuses(Withdrawn):
        services.forwarding.follow(ANNA, FORWARDED, follows=True)


def test_the_log_holds_neither_words_nor_the_asker(services: QuestionServices) -> None:
    services.forward()
    services.reply()
    services.forwarding.follow(ANNA, FORWARDED, follows=True)
    lines = services.uow.audit.lines

    assert [(line.what, line.state, line.by) for line in lines] == [
        ("enquiry", "waiting", None),
        ("enquiry", "answered", RUT.id),
        ("enquiry", "answered", None),
    ]
    assert ANNA.id not in str(lines)
    assert "drönare" not in str(lines)
    assert len({line.content for line in lines}) == 3
