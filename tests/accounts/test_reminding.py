"""What time does to drafts and to requests that wait."""

from dataclasses import replace

import pytest

from accounts.form import Deadlines, Recipient, Reminder
from accounts.history import WAITING, RequestStatus
from accounts.request import AccountRequest
from core.errors import OutOfDate
from core.outbox import REVIEW_CHANNEL, NoticeKind
from tests.accounts.office import ADA, BO, EVA, ID, MORNING, RUT, Office, a_request

REMINDERS = {
    NoticeKind.REVIEW_REMINDED,
    NoticeKind.REVIEW_SLOW,
    NoticeKind.MANAGER_REMINDED,
    NoticeKind.MANAGER_SLOW,
}


def reminded(office: Office) -> list[tuple[str, str]]:
    notices = office.uow.outbox.notices.values()
    return [(notice.kind, notice.to) for notice in notices if notice.kind in REMINDERS]


def waits(
    office: Office, status: RequestStatus = RequestStatus.IN_REVIEW, **changes: object
) -> None:
    request = a_request(status)
    office.has(replace(request, waiting_since=MORNING, **changes))


def test_a_young_draft_is_left_alone(office: Office) -> None:
    office.has(a_request())
    office.later(days=52, hours=23)

    with office.stays_as_it_is():
        assert office.reminders.run_once() == 0


def test_a_drafts_owner_is_warned_once_before_it_expires(office: Office) -> None:
    office.has(a_request())
    office.later(days=53)

    assert office.reminders.run_once() == 1
    assert office.told(NoticeKind.DRAFT_EXPIRES) == [ADA.id]
    assert office.request().status is RequestStatus.DRAFT
    office.later(days=6, hours=23)
    with office.stays_as_it_is():
        assert office.reminders.run_once() == 0


def test_a_warned_draft_expires_after_the_respite(office: Office) -> None:
    office.has(a_request())
    office.later(days=53)
    office.reminders.run_once()
    office.later(days=7)

    assert office.reminders.run_once() == 1
    assert office.request().status is RequestStatus.EXPIRED
    assert office.told(NoticeKind.DRAFT_EXPIRED) == [ADA.id]
    with office.stays_as_it_is():
        office.reminders.run_once()


def test_a_late_warning_gives_the_whole_respite(office: Office) -> None:
    office.has(a_request())
    office.later(days=400)

    office.reminders.run_once()
    office.later(days=6)
    office.reminders.run_once()

    assert office.request().status is RequestStatus.DRAFT
    office.later(days=1)
    office.reminders.run_once()
    assert office.request().status is RequestStatus.EXPIRED


def test_a_touched_draft_is_young_again(office: Office) -> None:
    office.has(a_request())
    office.later(days=53)
    office.reminders.run_once()
    office.enter({"namn": "Bion"})
    office.later(days=52)

    with office.stays_as_it_is():
        office.reminders.run_once()
    office.later(days=1)
    office.reminders.run_once()
    assert office.told(NoticeKind.DRAFT_EXPIRES) == [ADA.id, ADA.id]


@pytest.mark.parametrize("status", sorted({*RequestStatus} - {RequestStatus.DRAFT} - WAITING))
def test_nothing_but_a_draft_expires(office: Office, status: RequestStatus) -> None:
    office.has(a_request(status))
    office.later(days=1000)

    with office.stays_as_it_is():
        office.reminders.run_once()


def test_a_review_is_reminded_of_step_by_step(office: Office) -> None:
    waits(office)
    counts = []
    for _ in range(15):
        office.later(days=1)
        office.reminders.run_once()
        counts.append(office.request().reminded)

    assert counts == [0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3]
    assert reminded(office) == [
        (NoticeKind.REVIEW_REMINDED, REVIEW_CHANNEL),
        (NoticeKind.REVIEW_REMINDED, EVA.id),
        (NoticeKind.REVIEW_REMINDED, RUT.id),
        (NoticeKind.REVIEW_SLOW, ADA.id),
    ]


@pytest.mark.parametrize("days", [2, 30])
def test_a_review_card_is_good_after_any_number_of_reminders(office: Office, days: int) -> None:
    waits(office)
    seen = office.request().version
    for _ in range(days):
        office.later(days=1)
        office.reminders.run_once()

    assert office.request().reminded > 0
    assert office.decide(RUT, seen, RequestStatus.APPROVED).status is RequestStatus.APPROVED


def test_a_managers_card_is_good_after_a_reminder(office: Office) -> None:
    waits(office, RequestStatus.AWAITING_MANAGER)
    seen = office.request().version
    office.later(days=3)
    office.reminders.run_once()

    assert office.told(NoticeKind.MANAGER_REMINDED) == [BO.id]
    assert office.submissions.confirm(BO, ID, seen).confirmed_by == BO


def test_a_drafts_card_is_good_after_the_warning(office: Office) -> None:
    seen = office.has(a_request()).version
    office.later(days=53)
    office.reminders.run_once()
    office.enter({"syfte": "Nå alla."}, seen=seen)

    assert office.request().answers["syfte"] == "Nå alla."
    with office.refuses(OutOfDate):
        office.enter({"syfte": "Nå ingen."}, seen=seen)


def test_a_card_from_before_the_last_real_change_is_old_in_spite_of_reminders(
    office: Office,
) -> None:
    waits(office)
    seen = office.request().version
    office.later(days=10)
    office.reminders.run_once()

    with office.refuses(OutOfDate):
        office.decide(RUT, seen - 1, RequestStatus.APPROVED)


def test_the_manager_is_reminded_by_other_deadlines(office: Office) -> None:
    waits(office, RequestStatus.AWAITING_MANAGER)
    for _ in range(10):
        office.later(days=1)
        office.reminders.run_once()

    assert reminded(office) == [
        (NoticeKind.MANAGER_REMINDED, BO.id),
        (NoticeKind.MANAGER_SLOW, ADA.id),
    ]
    assert office.told(NoticeKind.REVIEW) == []


def test_missed_reminders_are_sent_at_once_and_not_again(office: Office) -> None:
    waits(office)
    office.later(days=30)

    assert office.reminders.run_once() == 1
    assert office.request().reminded == 3
    assert len(reminded(office)) == 4
    with office.stays_as_it_is():
        assert office.reminders.run_once() == 0


def test_two_missed_reminders_of_one_kind_are_one_message(office: Office) -> None:
    deadlines = Deadlines(review=(Reminder(1, Recipient.CHANNEL), Reminder(2, Recipient.CHANNEL)))
    office.form = replace(office.form, deadlines=deadlines)
    waits(office)
    office.later(days=2)
    office.reminders.run_once()

    assert reminded(office) == [(NoticeKind.REVIEW_REMINDED, REVIEW_CHANNEL)]


def test_who_may_not_decide_is_not_reminded_to() -> None:
    office = Office(reviewers=frozenset({"RUT", "eva", "bo", "ada"}))
    waits(office)
    office.later(days=5)
    office.reminders.run_once()

    told = [to for _, to in reminded(office)]

    assert told == [REVIEW_CHANNEL, EVA.id, RUT.id]


def test_of_an_unknown_manager_the_requester_is_told(office: Office) -> None:
    waits(office, RequestStatus.AWAITING_MANAGER, manager_id=None)
    office.later(days=3)
    office.reminders.run_once()

    assert reminded(office) == [(NoticeKind.MANAGER_SLOW, ADA.id)]


UNCONFIRMED = a_request(RequestStatus.AWAITING_MANAGER).sent_unconfirmed(at=MORNING)


@pytest.mark.parametrize(
    ("request_", "told"), [(UNCONFIRMED.confirmed(BO, at=MORNING), []), (UNCONFIRMED, [BO.id])]
)
def test_a_manager_is_reminded_only_of_what_is_still_to_confirm(
    office: Office, request_: AccountRequest, told: list[str]
) -> None:
    deadlines = Deadlines(review=(Reminder(1, Recipient.MANAGER),))
    office.form = replace(office.form, deadlines=deadlines)
    office.has(request_)
    office.later(days=1)
    office.reminders.run_once()

    assert office.told(NoticeKind.MANAGER_REMINDED) == told


def test_a_new_wait_begins_with_no_reminder_sent(office: Office) -> None:
    waits(office, RequestStatus.AWAITING_MANAGER)
    office.later(days=3)
    office.reminders.run_once()
    office.submissions.confirm(BO, ID, office.request().version)

    assert office.request().reminded == 0
    office.later(days=1)
    with office.stays_as_it_is():
        office.reminders.run_once()
    office.later(days=1)
    assert office.reminders.run_once() == 1


def test_a_form_without_reminders_reminds_nobody(office: Office) -> None:
    office.form = replace(office.form, deadlines=Deadlines())
    waits(office)
    office.later(days=100)

    with office.stays_as_it_is():
        office.reminders.run_once()


def test_fewer_reminders_in_the_form_than_sent_are_no_stumbling_block(office: Office) -> None:
    waits(office, reminded=5)
    office.later(days=100)

    with office.stays_as_it_is():
        office.reminders.run_once()


@pytest.mark.parametrize("status", [RequestStatus.DRAFT, RequestStatus.IN_REVIEW])
def test_what_time_does_is_logged_when_it_is_done_and_by_nobody(
    office: Office, status: RequestStatus
) -> None:
    """Neither makes the request itself look younger."""
    office.has(a_request(status))
    office.later(days=55)
    office.reminders.run_once()

    line = office.uow.audit.lines[-1]
    assert (line.at, line.by) == (office.now, None)
    assert office.request().changed_at == MORNING
