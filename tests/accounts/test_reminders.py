"""What time does to drafts and to requests that wait."""

from dataclasses import replace

import pytest

from accounts.account import AccountStatus
from accounts.deadlines import Deadlines, Recipient, Reminder
from accounts.history import LEFT_LYING, WAITING, RequestStatus
from accounts.request import AccountRequest
from core.errors import OutOfDate
from core.outbox import REVIEW_CHANNEL, NoticeKind
from tests.world.builders import ID, a_request, an_account
from tests.world.clock import MORNING
from tests.world.people import ADA, BO, EVA, RUT
from tests.world.services import AccountServices

REMINDERS = {
    NoticeKind.REVIEW_REMINDED,
    NoticeKind.REVIEW_SLOW,
    NoticeKind.MANAGER_REMINDED,
    NoticeKind.MANAGER_SLOW,
}


def reminded(services: AccountServices) -> list[tuple[str, str]]:
    notices = services.uow.outbox.notices.values()
    return [(notice.kind, notice.to) for notice in notices if notice.kind in REMINDERS]


def waits(
    services: AccountServices, status: RequestStatus = RequestStatus.IN_REVIEW, **changes: object
) -> None:
    request = a_request(status)
    services.has(replace(request, waiting_since=MORNING, **changes))


def test_a_young_draft_is_left_alone(services: AccountServices) -> None:
    services.has(a_request())
    services.later(days=52, hours=23)

    with services.stays_as_it_is():
        assert services.reminders.run_once() == 0


def test_a_drafts_owner_is_warned_once_before_it_expires(services: AccountServices) -> None:
    services.has(a_request())
    services.later(days=53)

    assert services.reminders.run_once() == 1
    assert services.told(NoticeKind.DRAFT_EXPIRES) == [ADA.id]
    assert services.request().status is RequestStatus.DRAFT
    services.later(days=6, hours=23)
    with services.stays_as_it_is():
        assert services.reminders.run_once() == 0


def test_a_warned_draft_expires_after_the_respite(services: AccountServices) -> None:
    services.has(a_request())
    services.later(days=53)
    services.reminders.run_once()
    services.later(days=7)

    assert services.reminders.run_once() == 1
    assert services.request().status is RequestStatus.EXPIRED
    assert services.told(NoticeKind.DRAFT_EXPIRED) == [ADA.id]
    with services.stays_as_it_is():
        services.reminders.run_once()


def test_a_late_warning_gives_the_whole_respite(services: AccountServices) -> None:
    services.has(a_request())
    services.later(days=400)

    services.reminders.run_once()
    services.later(days=6)
    services.reminders.run_once()

    assert services.request().status is RequestStatus.DRAFT
    services.later(days=1)
    services.reminders.run_once()
    assert services.request().status is RequestStatus.EXPIRED


def test_a_touched_draft_is_young_again(services: AccountServices) -> None:
    services.has(a_request())
    services.later(days=53)
    services.reminders.run_once()
    services.enter({"namn": "Bion"})
    services.later(days=52)

    with services.stays_as_it_is():
        services.reminders.run_once()
    services.later(days=1)
    services.reminders.run_once()
    assert services.told(NoticeKind.DRAFT_EXPIRES) == [ADA.id, ADA.id]


@pytest.mark.parametrize(
    "status", sorted({*RequestStatus} - {RequestStatus.DRAFT} - WAITING - LEFT_LYING)
)
def test_nothing_but_a_draft_expires(services: AccountServices, status: RequestStatus) -> None:
    services.has(a_request(status))
    services.later(days=1000)

    with services.stays_as_it_is():
        services.reminders.run_once()


def test_a_review_is_reminded_of_step_by_step(services: AccountServices) -> None:
    waits(services)
    counts = []
    for _ in range(15):
        services.later(days=1)
        services.reminders.run_once()
        counts.append(services.request().reminded)

    assert counts == [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3]  # from a Monday
    assert reminded(services) == [
        (NoticeKind.REVIEW_REMINDED, REVIEW_CHANNEL),
        (NoticeKind.REVIEW_REMINDED, EVA.id),
        (NoticeKind.REVIEW_REMINDED, RUT.id),
        (NoticeKind.REVIEW_SLOW, ADA.id),
    ]


@pytest.mark.parametrize("days", [2, 30])
def test_a_review_card_is_good_after_any_number_of_reminders(
    services: AccountServices, days: int
) -> None:
    waits(services)
    seen = services.request().version
    for _ in range(days):
        services.later(days=1)
        services.reminders.run_once()

    assert services.request().reminded > 0
    assert services.decide(RUT, seen, RequestStatus.APPROVED).status is RequestStatus.APPROVED


def test_a_managers_card_is_good_after_a_reminder(services: AccountServices) -> None:
    waits(services, RequestStatus.AWAITING_MANAGER)
    seen = services.request().version
    services.later(days=3)
    services.reminders.run_once()

    assert services.told(NoticeKind.MANAGER_REMINDED) == [BO.id]
    assert services.submissions.confirm(BO, ID, seen).confirmed_by == BO


def test_a_drafts_card_is_good_after_the_warning(services: AccountServices) -> None:
    seen = services.has(a_request()).version
    services.later(days=53)
    services.reminders.run_once()
    services.enter({"syfte": "Nå alla."}, seen=seen)

    assert services.request().answers["syfte"] == "Nå alla."
    with services.refuses(OutOfDate):
        services.enter({"syfte": "Nå ingen."}, seen=seen)


def test_a_card_from_before_the_last_real_change_is_old_in_spite_of_reminders(
    services: AccountServices,
) -> None:
    waits(services)
    seen = services.request().version
    services.later(days=10)
    services.reminders.run_once()

    with services.refuses(OutOfDate):
        services.decide(RUT, seen - 1, RequestStatus.APPROVED)


def test_the_manager_is_reminded_by_other_deadlines(services: AccountServices) -> None:
    waits(services, RequestStatus.AWAITING_MANAGER)
    for _ in range(14):
        services.later(days=1)
        services.reminders.run_once()

    assert reminded(services) == [
        (NoticeKind.MANAGER_REMINDED, BO.id),
        (NoticeKind.MANAGER_SLOW, ADA.id),
    ]
    assert services.told(NoticeKind.REVIEW) == []


def test_missed_reminders_are_sent_at_once_and_not_again(services: AccountServices) -> None:
    waits(services)
    services.later(days=30)

    assert services.reminders.run_once() == 1
    assert services.request().reminded == 3
    assert len(reminded(services)) == 4
    with services.stays_as_it_is():
        assert services.reminders.run_once() == 0


def test_two_missed_reminders_of_one_kind_are_one_message(services: AccountServices) -> None:
    deadlines = Deadlines(review=(Reminder(1, Recipient.CHANNEL), Reminder(2, Recipient.CHANNEL)))
    services.form = replace(services.form, deadlines=deadlines)
    waits(services)
    services.later(days=2)
    services.reminders.run_once()

    assert reminded(services) == [(NoticeKind.REVIEW_REMINDED, REVIEW_CHANNEL)]


def test_who_may_not_decide_is_not_reminded_to() -> None:
    services = AccountServices(reviewers=frozenset({RUT.id.upper(), EVA.id, BO.id, ADA.id}))
    waits(services)
    services.later(days=7)
    services.reminders.run_once()

    told = [to for _, to in reminded(services)]

    assert told == [REVIEW_CHANNEL, EVA.id, RUT.id]


def test_of_an_unknown_manager_the_requester_is_told(services: AccountServices) -> None:
    waits(services, RequestStatus.AWAITING_MANAGER, manager_id=None)
    services.later(days=3)
    services.reminders.run_once()

    assert reminded(services) == [(NoticeKind.MANAGER_SLOW, ADA.id)]


UNCONFIRMED = a_request(RequestStatus.AWAITING_MANAGER).sent_unconfirmed(at=MORNING)


@pytest.mark.parametrize(
    ("request_", "told"), [(UNCONFIRMED.confirmed(BO, at=MORNING), []), (UNCONFIRMED, [BO.id])]
)
def test_a_manager_is_reminded_only_of_what_is_still_to_confirm(
    services: AccountServices, request_: AccountRequest, told: list[str]
) -> None:
    deadlines = Deadlines(review=(Reminder(1, Recipient.MANAGER),))
    services.form = replace(services.form, deadlines=deadlines)
    services.has(request_)
    services.later(days=1)
    services.reminders.run_once()

    assert services.told(NoticeKind.MANAGER_REMINDED) == told


def test_a_new_wait_begins_with_no_reminder_sent(services: AccountServices) -> None:
    waits(services, RequestStatus.AWAITING_MANAGER)
    services.later(days=3)
    services.reminders.run_once()
    services.submissions.confirm(BO, ID, services.request().version)

    assert services.request().reminded == 0
    services.later(days=1)
    with services.stays_as_it_is():
        services.reminders.run_once()
    services.later(days=3)  # after the weekend
    assert services.reminders.run_once() == 1


@pytest.mark.parametrize(
    ("status", "kind", "days"),
    [
        # From Monday 2 March, over Easter: Friday to Monday, 3 to 6 April.
        (RequestStatus.RETURNED, NoticeKind.RETURNED_REMINDED, [7]),
        (RequestStatus.APPROVED, NoticeKind.APPROVED_REMINDED, [14, 58]),
    ],
)
def test_the_requester_is_reminded_of_what_only_they_can_do(
    services: AccountServices, status: RequestStatus, kind: NoticeKind, days: list[int]
) -> None:
    services.has(a_request(status))
    reminded_on = list[int]()
    for day in range(1, 70):
        services.later(days=1)
        if services.reminders.run_once():
            reminded_on.append(day)

    assert reminded_on == days
    assert services.told(kind) == [ADA.id] * len(days)
    assert services.request().status is status
    assert services.uow.requests.kept[ID].changed_at == MORNING


def test_an_approval_lapses_after_a_warning_and_everybody_is_told(
    services: AccountServices,
) -> None:
    services.has(a_request(RequestStatus.APPROVED))
    services.later(days=82)
    services.reminders.run_once()
    unwarned = services.told(NoticeKind.APPROVAL_EXPIRES)
    services.later(days=1)
    services.reminders.run_once()
    warned = services.told(NoticeKind.APPROVAL_EXPIRES)
    services.later(days=6)
    services.reminders.run_once()
    holds = services.request().status
    services.later(days=1)
    services.reminders.run_once()

    assert (unwarned, warned) == ([], [ADA.id])
    assert holds is RequestStatus.APPROVED
    assert services.request().status is RequestStatus.LAPSED
    assert services.told(NoticeKind.APPROVAL_EXPIRED) == [ADA.id, BO.id, REVIEW_CHANNEL]
    with services.stays_as_it_is():
        services.reminders.run_once()


def test_a_late_warning_gives_an_approval_the_whole_respite(services: AccountServices) -> None:
    services.has(a_request(RequestStatus.APPROVED))
    services.later(days=400)
    services.reminders.run_once()
    services.later(days=6)
    services.reminders.run_once()

    assert services.request().status is RequestStatus.APPROVED
    assert services.told(NoticeKind.APPROVED_REMINDED) == []


def test_what_has_lapsed_is_sent_again(services: AccountServices) -> None:
    seen = services.has(a_request(RequestStatus.LAPSED)).version

    assert services.submissions.send(ADA, ID, seen).decision is None


def test_a_tick_on_the_checklist_puts_the_next_reminder_off(services: AccountServices) -> None:
    seen = services.has(a_request(RequestStatus.APPROVED)).version
    services.later(days=10)
    services.accounts.tick(ADA, ID, seen, frozenset({"profil"}))
    services.later(days=11)

    with services.stays_as_it_is():
        services.reminders.run_once()


def test_what_is_sent_again_is_reminded_of_as_new(services: AccountServices) -> None:
    services.has(a_request(RequestStatus.RETURNED))
    services.later(days=7)
    services.reminders.run_once()
    services.submissions.send(ADA, ID, services.request().version)

    assert services.request().reminded == 0


def test_a_form_without_reminders_reminds_nobody(services: AccountServices) -> None:
    services.form = replace(services.form, deadlines=Deadlines())
    waits(services)
    services.later(days=100)

    with services.stays_as_it_is():
        services.reminders.run_once()


def test_fewer_reminders_in_the_form_than_sent_are_no_stumbling_block(
    services: AccountServices,
) -> None:
    waits(services, reminded=5)
    services.later(days=100)

    with services.stays_as_it_is():
        services.reminders.run_once()


@pytest.mark.parametrize("status", [RequestStatus.DRAFT, RequestStatus.IN_REVIEW])
def test_what_time_does_is_logged_when_it_is_done_and_by_nobody(
    services: AccountServices, status: RequestStatus
) -> None:
    """Neither makes the request itself look younger."""
    services.has(a_request(status))
    services.later(days=55)
    services.reminders.run_once()

    line = services.uow.audit.lines[-1]
    assert (line.at, line.by) == (services.now, None)
    assert services.request().changed_at == MORNING


def test_what_waits_of_an_account_stands_in_the_queue_and_is_reminded_of(
    services: AccountServices,
) -> None:
    account = services.has_account(an_account(standing=AccountStatus.AWAITING, manager=EVA))
    services.later(days=28)

    assert services.reviews.waiting(RUT) == [account]
    assert services.reminders.run_once() == 1
    assert services.told(NoticeKind.ACCOUNT_REVIEW_REMINDED) == [REVIEW_CHANNEL, RUT.id]
    with services.stays_as_it_is():
        assert services.reminders.run_once() == 0
    approved = services.corrections.approve(RUT, account.id, account.version)
    assert approved.is_public
    assert services.reviews.waiting(RUT) == []
