"""Sending a request, and withdrawing it."""

from dataclasses import replace

import pytest

from accounts.errors import Incomplete, NotNow
from accounts.form import Step
from accounts.history import EDITABLE, WITHDRAWABLE, RequestStatus
from accounts.values import Field, FieldKind
from core.errors import NoSuchCase, OutOfDate
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.world.builders import ANSWERS, ID, OWN_MANAGER, SECRET, a_request, an_account
from tests.world.clock import MORNING
from tests.world.people import ADA, BO, KIM, RUT
from tests.world.services import AccountServices


def test_a_request_goes_to_the_manager_first(services: AccountServices) -> None:
    after = services.sent()

    assert after.status is RequestStatus.AWAITING_MANAGER
    assert after.manager_id == BO.id
    assert after.waiting_since == services.now
    assert after.is_unconfirmed
    assert services.told(NoticeKind.MANAGER_ASKED) == [BO.id]
    assert services.told(NoticeKind.REVIEW) == []


def test_a_managers_own_request_goes_straight_to_review(services: AccountServices) -> None:
    after = services.sent(answers=OWN_MANAGER)

    assert after.status is RequestStatus.IN_REVIEW
    assert after.manager_id is None
    assert not after.is_unconfirmed
    assert services.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]
    assert services.told(NoticeKind.MANAGER_ASKED) == []


def test_a_form_that_asks_for_no_manager_needs_none(services: AccountServices) -> None:
    what, who, how = services.form.steps
    fields = tuple(field for field in who.fields if field.id != "chef_ok")
    services.form = replace(services.form, steps=(what, Step("vem", fields), how))

    assert services.sent().status is RequestStatus.IN_REVIEW


def test_being_the_manager_counts_only_where_it_is_asked(services: AccountServices) -> None:
    what, who, how = services.form.steps
    fields = tuple(field for field in who.fields if field.id != "ar_chef")
    fields = tuple(replace(each, when=Field("x", FieldKind.LINE).when) for each in fields)
    services.form = replace(services.form, steps=(what, Step("vem", fields), how))

    assert services.sent(answers=OWN_MANAGER).status is RequestStatus.AWAITING_MANAGER


@pytest.mark.parametrize(
    ("named", "known"),
    [
        ("bo  ALM", [ADA, BO]),
        ("Ada Ek", [ADA, Person("namesake", "Ada Ek")]),
    ],
)
def test_the_manager_is_the_one_person_known_by_that_name(
    services: AccountServices, named: str, known: list[Person]
) -> None:
    services.uow.people.met = known

    after = services.sent(answers={**ANSWERS, "chef_ok": named})

    assert after.manager_id == known[1].id


@pytest.mark.parametrize(
    "known",
    [[ADA, KIM], [ADA, BO, Person("bo-2", "Bo Alm")]],
    ids=["unknown", "two of that name"],
)
def test_where_the_manager_cannot_be_told_nobody_is_asked(
    services: AccountServices, known: list[Person]
) -> None:
    services.uow.people.met = known

    after = services.sent()

    assert after.status is RequestStatus.AWAITING_MANAGER
    assert after.manager_id is None
    assert not services.uow.outbox.notices


def test_a_person_without_a_name_is_nobodys_manager(services: AccountServices) -> None:
    services.uow.people.met = [Person("nameless", "")]
    what, who, how = services.form.steps
    fields = tuple(replace(field, required=False) for field in who.fields)
    services.form = replace(services.form, steps=(what, Step("vem", fields), how))

    answers = {key: value for key, value in ANSWERS.items() if key != "chef_ok"}

    assert services.sent(answers=answers).manager_id is None


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"namn": ""}, "vad"),
        ({"chef_ok": ""}, "vem"),
        ({"kontakt": "fel"}, "vem"),
        ({"administratorer": "one"}, "hur"),
        ({"syfte": f"Om {SECRET}"}, "vad"),
        ({"syfte": "", "visar": "bio"}, "vad"),
    ],
)
def test_what_could_not_be_left_cannot_be_sent(
    services: AccountServices, changes: dict[str, str], step: str
) -> None:
    version = services.has(a_request(answers={**ANSWERS, **changes})).version

    with services.refuses(Incomplete) as caught:
        services.submissions.send(ADA, ID, version)

    assert caught.value.step == step


def test_a_name_taken_since_keeps_a_request_from_being_sent(services: AccountServices) -> None:
    version = services.has(a_request()).version
    services.has_account(an_account())

    with services.refuses(Incomplete) as caught:
        services.submissions.send(ADA, ID, version)

    assert caught.value.step == "vad"


def test_a_demand_the_editors_made_since_keeps_it_too(services: AccountServices) -> None:
    version = services.has(a_request()).version
    first, *others = services.form.steps
    first = Step("vad", (*first.fields, Field("mal", FieldKind.TEXT)))
    services.form = replace(services.form, steps=(first, *others))

    with services.refuses(Incomplete):
        services.submissions.send(ADA, ID, version)


@pytest.mark.parametrize("status", [each for each in RequestStatus if each not in EDITABLE])
def test_what_is_sent_or_over_is_not_sent(services: AccountServices, status: RequestStatus) -> None:
    version = services.has(a_request(status, answers={})).version

    with services.refuses(NotNow) as caught:
        services.submissions.send(ADA, ID, version)

    assert caught.value.status == status


@pytest.mark.parametrize("status", [RequestStatus.RETURNED, RequestStatus.DECLINED])
def test_what_came_back_unchanged_keeps_the_managers_yes(
    services: AccountServices, status: RequestStatus
) -> None:
    version = services.has(a_request(status)).version

    after = services.submissions.send(ADA, ID, version)

    assert (after.status, after.confirmed_by) == (RequestStatus.IN_REVIEW, BO)
    assert not after.is_unconfirmed
    assert services.told(NoticeKind.MANAGER_ASKED) == []


@pytest.mark.parametrize("status", sorted(EDITABLE))
def test_what_came_back_changed_is_confirmed_anew(
    services: AccountServices, status: RequestStatus
) -> None:
    version = services.has(a_request(status, answers={**ANSWERS, "syfte": "Nytt."})).version

    after = services.submissions.send(ADA, ID, version)

    assert after.status is RequestStatus.AWAITING_MANAGER
    assert after.confirmed_by is None
    assert services.told(NoticeKind.MANAGER_ASKED) == [BO.id]


def test_a_change_that_the_manager_does_not_answer_for_asks_nobody(
    services: AccountServices,
) -> None:
    _not_vouched_for(services, "syfte")
    changed = {**ANSWERS, "syfte": "Nytt."}
    version = services.has(a_request(RequestStatus.RETURNED, answers=changed)).version

    assert services.submissions.send(ADA, ID, version).confirmed_by == BO


@pytest.mark.parametrize("changed", [{"chef_ok": "Kim Ek"}, {"ar_chef": "yes"}])
def test_another_manager_does_not_inherit_a_yes(
    services: AccountServices, changed: dict[str, str]
) -> None:
    version = services.has(
        a_request(RequestStatus.RETURNED, answers={**ANSWERS, **changed})
    ).version

    assert services.submissions.send(ADA, ID, version).confirmed_by is None


def test_a_yes_from_before_answers_were_kept_with_it_is_asked_for_anew(
    services: AccountServices,
) -> None:
    version = services.has(a_request(RequestStatus.RETURNED, vouched={})).version

    assert services.submissions.send(ADA, ID, version).status is RequestStatus.AWAITING_MANAGER


def test_a_request_sent_again_is_kept_up_to_date_for_the_reviewers(
    services: AccountServices,
) -> None:
    version = services.has(a_request(RequestStatus.RETURNED)).version

    services.submissions.send(ADA, ID, version)

    assert services.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]


def test_sending_again_is_harmless(services: AccountServices) -> None:
    version = services.has(a_request()).version
    services.submissions.send(ADA, ID, version)

    with services.stays_as_it_is():
        services.submissions.send(ADA, ID, version)


def test_an_old_card_sends_nothing(services: AccountServices) -> None:
    version = services.has(a_request()).version
    services.enter({"namn": "Bion"})

    with services.refuses(OutOfDate):
        services.submissions.send(ADA, ID, version)


@pytest.mark.parametrize("person", [KIM, BO, RUT], ids=lambda person: person.id)
def test_nobody_sends_or_withdraws_for_somebody_else(
    services: AccountServices, person: Person
) -> None:
    draft = services.has(a_request())
    with services.refuses(NoSuchCase):
        services.submissions.send(person, ID, draft.version)
    waiting = services.has(a_request(RequestStatus.AWAITING_MANAGER))
    with services.refuses(NoSuchCase):
        services.submissions.send_unconfirmed(person, ID, waiting.version)
    with services.refuses(NoSuchCase):
        services.submissions.give_up(person, ID, waiting.version)


def test_the_review_can_begin_without_the_manager(services: AccountServices) -> None:
    version = services.has(a_request(RequestStatus.AWAITING_MANAGER)).version
    services.later(days=4)

    after = services.submissions.send_unconfirmed(ADA, ID, version)

    assert after.status is RequestStatus.IN_REVIEW
    assert after.waiting_since == services.now
    assert after.is_unconfirmed
    assert services.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]
    with services.stays_as_it_is():
        services.submissions.send_unconfirmed(ADA, ID, version)


@pytest.mark.parametrize(
    "status", [each for each in RequestStatus if each is not RequestStatus.AWAITING_MANAGER]
)
def test_only_what_waits_for_the_manager_goes_on_without(
    services: AccountServices, status: RequestStatus
) -> None:
    version = services.has(a_request(status)).version

    with services.refuses(NotNow):
        services.submissions.send_unconfirmed(ADA, ID, version)


@pytest.mark.parametrize("status", sorted(WITHDRAWABLE))
def test_a_request_is_withdrawn_once(services: AccountServices, status: RequestStatus) -> None:
    version = services.has(a_request(status)).version

    after = services.submissions.give_up(ADA, ID, version)

    assert after.status is RequestStatus.WITHDRAWN
    assert after.waiting_since is None
    with services.stays_as_it_is():
        services.submissions.give_up(ADA, ID, version)


@pytest.mark.parametrize("status", [each for each in RequestStatus if each not in WITHDRAWABLE])
def test_a_draft_and_what_is_over_are_not_withdrawn(status: RequestStatus) -> None:
    with pytest.raises(NotNow):
        a_request(status).withdrawn(at=MORNING)


@pytest.mark.parametrize(
    "status", [RequestStatus.WITHDRAWN, RequestStatus.EXPIRED, RequestStatus.LIVE]
)
def test_what_is_over_is_not_given_up(services: AccountServices, status: RequestStatus) -> None:
    version = services.has(a_request(status)).version

    with services.refuses(NotNow):
        services.submissions.give_up(ADA, ID, version)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (RequestStatus.AWAITING_MANAGER, []),
        (RequestStatus.IN_REVIEW, [REVIEW_CHANNEL]),
        (RequestStatus.APPROVED, [REVIEW_CHANNEL]),
    ],
)
def test_the_reviewers_hear_of_a_withdrawal_only_where_they_knew(
    services: AccountServices, status: RequestStatus, told: list[str]
) -> None:
    version = services.has(a_request(status)).version

    services.submissions.give_up(ADA, ID, version)

    assert services.told(NoticeKind.REVIEW) == told


def test_an_old_card_withdraws_nothing(services: AccountServices) -> None:
    waiting = services.has(a_request(RequestStatus.IN_REVIEW))

    with services.refuses(OutOfDate):
        services.submissions.give_up(ADA, ID, waiting.version - 1)


def test_an_old_card_sends_nothing_past_the_manager(services: AccountServices) -> None:
    waiting = services.has(a_request(RequestStatus.AWAITING_MANAGER))

    with services.refuses(OutOfDate):
        services.submissions.send_unconfirmed(ADA, ID, waiting.version - 1)


def _not_vouched_for(services: AccountServices, field_id: str) -> None:
    steps = [
        Step(
            step.id,
            tuple(
                replace(each, vouched=False) if each.id == field_id else each
                for each in step.fields
            ),
        )
        for step in services.form.steps
    ]
    services.form = replace(services.form, steps=tuple(steps))
