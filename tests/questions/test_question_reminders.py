"""What falls due for forwarded questions: a reminder, and forgetting who asked."""

import json
from dataclasses import asdict
from datetime import timedelta

from core.outbox import REVIEW_CHANNEL
from questions.forwarded_question import QuestionNotice
from questions.reminders import ASKER_KEPT, ASKER_KEPT_AT_MOST, REMIND_AFTER
from tests.questions.desk import ANNA, ID, Desk

DAY = timedelta(days=1)


def test_the_reviewers_are_reminded_once_of_what_lies(desk: Desk) -> None:
    desk.forward()
    desk.now += REMIND_AFTER - timedelta(seconds=1)
    early = desk.run_jobs()
    desk.later(seconds=1)
    due = desk.run_jobs()
    with desk.stays_as_it_is():
        again = desk.run_jobs()

    assert (early, due, again) == (0, 1, 0)
    assert desk.told(QuestionNotice.REMINDED) == [REVIEW_CHANNEL]
    desk.reply()


def test_who_asked_is_forgotten_some_time_after_the_answer(desk: Desk) -> None:
    desk.forward()
    desk.later(days=20)
    desk.reply()
    desk.now += ASKER_KEPT - DAY
    desk.run_jobs()
    kept = desk.forwarded()
    desk.now += DAY
    desk.run_jobs()

    assert kept.asker == "anna"
    assert "anna" not in json.dumps(asdict(desk.forwarded()), default=str)
    assert desk.forwarding.mine(ANNA) == []
    assert desk.forwarded().reply is not None


def test_a_hash_in_the_log_can_not_be_tried_on_everybody(desk: Desk) -> None:
    nonce = desk.forward().nonce
    desk.reply()
    desk.now += ASKER_KEPT
    desk.run_jobs()

    assert nonce not in str(desk.uow.forwarded_questions.kept)


def test_whoever_is_owed_something_is_not_forgotten(desk: Desk) -> None:
    desk.forward()
    desk.now += 2 * ASKER_KEPT
    desk.run_jobs()
    waiting = desk.forwarded()
    desk.forwarding.follow(ANNA, ID, follows=True)
    desk.reply()
    desk.now += 2 * ASKER_KEPT
    desk.run_jobs()

    assert waiting.asker == "anna"
    assert desk.forwarded().asker == "anna"


def test_but_nobody_is_remembered_for_ever(desk: Desk) -> None:
    desk.forwarding.follow(ANNA, desk.forward().id, follows=True)
    desk.now += ASKER_KEPT_AT_MOST
    desk.run_jobs()
    with desk.stays_as_it_is():
        desk.run_jobs()
    desk.reply()

    assert desk.forwarded().asker is None
    assert desk.told(QuestionNotice.REPLIED) == []
