"""What falls due for forwarded questions: a reminder, and forgetting who asked."""

import json
from dataclasses import asdict
from datetime import timedelta

from core.outbox import REVIEW_CHANNEL
from questions.forwarded_question import QuestionNotice
from questions.reminders import ASKER_KEPT, ASKER_KEPT_AT_MOST, REMIND_AFTER
from tests.world.people import ANNA
from tests.world.services import FORWARDED, QuestionServices

DAY = timedelta(days=1)


def test_the_reviewers_are_reminded_once_of_what_lies(services: QuestionServices) -> None:
    services.forward()
    services.later(days=REMIND_AFTER - 1)
    early = services.run_jobs()
    services.later(days=1)
    due = services.run_jobs()
    with services.stays_as_it_is():
        again = services.run_jobs()

    assert (early, due, again) == (0, 1, 0)
    assert services.told(QuestionNotice.REMINDED) == [REVIEW_CHANNEL]
    services.reply()


def test_a_question_from_friday_has_waited_no_longer_after_the_weekend(
    services: QuestionServices,
) -> None:
    services.later(days=4)  # Friday
    services.forward()
    services.later(days=4)  # Tuesday
    early = services.run_jobs()
    services.later(days=1)

    assert (early, services.run_jobs()) == (0, 1)


def test_who_asked_is_forgotten_some_time_after_the_answer(services: QuestionServices) -> None:
    services.forward()
    services.later(days=20)
    services.reply()
    services.now += ASKER_KEPT - DAY
    services.run_jobs()
    kept = services.forwarded()
    services.now += DAY
    services.run_jobs()

    assert kept.asker == ANNA.id
    assert ANNA.id not in json.dumps(asdict(services.forwarded()), default=str)
    assert services.forwarding.mine(ANNA) == []
    assert services.forwarded().reply is not None


def test_a_hash_in_the_log_can_not_be_tried_on_everybody(services: QuestionServices) -> None:
    nonce = services.forward().nonce
    services.reply()
    services.now += ASKER_KEPT
    services.run_jobs()

    assert nonce not in str(services.uow.forwarded_questions.kept)


def test_whoever_is_owed_something_is_not_forgotten(services: QuestionServices) -> None:
    services.forward()
    services.now += 2 * ASKER_KEPT
    services.run_jobs()
    waiting = services.forwarded()
    services.forwarding.follow(ANNA, FORWARDED, follows=True)
    services.reply()
    services.now += 2 * ASKER_KEPT
    services.run_jobs()

    assert waiting.asker == ANNA.id
    assert services.forwarded().asker == ANNA.id


def test_but_nobody_is_remembered_for_ever(services: QuestionServices) -> None:
    services.forwarding.follow(ANNA, services.forward().id, follows=True)
    services.now += ASKER_KEPT_AT_MOST
    services.run_jobs()
    with services.stays_as_it_is():
        services.run_jobs()
    services.reply()

    assert services.forwarded().asker is None
    assert services.told(QuestionNotice.REPLIED) == []
