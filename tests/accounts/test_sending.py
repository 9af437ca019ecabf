"""Sending a request, and withdrawing it."""

from dataclasses import replace

import pytest

from accounts.errors import Incomplete, NotNow
from accounts.form import Field, Step
from accounts.history import EDITABLE, WITHDRAWABLE, RequestStatus
from accounts.values import FieldKind
from core.errors import NoSuchCase, OutOfDate
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.accounts.office import (
    ADA,
    ANSWERS,
    BO,
    ID,
    KIM,
    MORNING,
    OWN_MANAGER,
    RUT,
    SECRET,
    Office,
    a_request,
    an_account,
)


def test_a_request_goes_to_the_manager_first(office: Office) -> None:
    after = office.sent()

    assert after.status is RequestStatus.AWAITING_MANAGER
    assert after.manager_id == BO.id
    assert after.waiting_since == office.now
    assert after.is_unconfirmed
    assert office.told(NoticeKind.MANAGER_ASKED) == [BO.id]
    assert office.told(NoticeKind.REVIEW) == []


def test_a_managers_own_request_goes_straight_to_review(office: Office) -> None:
    after = office.sent(answers=OWN_MANAGER)

    assert after.status is RequestStatus.IN_REVIEW
    assert after.manager_id is None
    assert not after.is_unconfirmed
    assert office.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]
    assert office.told(NoticeKind.MANAGER_ASKED) == []


def test_a_form_that_asks_for_no_manager_needs_none(office: Office) -> None:
    what, who, how = office.form.steps
    fields = tuple(field for field in who.fields if field.id != "chef_ok")
    office.form = replace(office.form, steps=(what, Step("vem", fields), how))

    assert office.sent().status is RequestStatus.IN_REVIEW


def test_being_the_manager_counts_only_where_it_is_asked(office: Office) -> None:
    what, who, how = office.form.steps
    fields = tuple(field for field in who.fields if field.id != "ar_chef")
    fields = tuple(replace(each, when=Field("x", FieldKind.LINE).when) for each in fields)
    office.form = replace(office.form, steps=(what, Step("vem", fields), how))

    assert office.sent(answers=OWN_MANAGER).status is RequestStatus.AWAITING_MANAGER


@pytest.mark.parametrize(
    ("named", "known"),
    [
        ("bo  ALM", [ADA, BO]),
        ("Ada Ek", [ADA, Person("namesake", "Ada Ek")]),
    ],
)
def test_the_manager_is_the_one_person_known_by_that_name(
    office: Office, named: str, known: list[Person]
) -> None:
    office.uow.people.known = known

    after = office.sent(answers={**ANSWERS, "chef_ok": named})

    assert after.manager_id == known[1].id


@pytest.mark.parametrize(
    "known",
    [[ADA, KIM], [ADA, BO, Person("bo-2", "Bo Alm")]],
    ids=["unknown", "two of that name"],
)
def test_where_the_manager_cannot_be_told_nobody_is_asked(
    office: Office, known: list[Person]
) -> None:
    office.uow.people.known = known

    after = office.sent()

    assert after.status is RequestStatus.AWAITING_MANAGER
    assert after.manager_id is None
    assert not office.uow.outbox.notices


def test_a_person_without_a_name_is_nobodys_manager(office: Office) -> None:
    office.uow.people.known = [Person("nameless", "")]
    what, who, how = office.form.steps
    fields = tuple(replace(field, required=False) for field in who.fields)
    office.form = replace(office.form, steps=(what, Step("vem", fields), how))

    answers = {key: value for key, value in ANSWERS.items() if key != "chef_ok"}

    assert office.sent(answers=answers).manager_id is None


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
    office: Office, changes: dict[str, str], step: str
) -> None:
    version = office.has(a_request(answers={**ANSWERS, **changes})).version

    with office.refuses(Incomplete) as caught:
        office.submissions.send(ADA, ID, version)

    assert caught.value.step == step


def test_a_name_taken_since_keeps_a_request_from_being_sent(office: Office) -> None:
    version = office.has(a_request()).version
    office.has_account(an_account())

    with office.refuses(Incomplete) as caught:
        office.submissions.send(ADA, ID, version)

    assert caught.value.step == "vad"


def test_a_demand_the_editors_made_since_keeps_it_too(office: Office) -> None:
    version = office.has(a_request()).version
    first, *others = office.form.steps
    first = Step("vad", (*first.fields, Field("mal", FieldKind.TEXT)))
    office.form = replace(office.form, steps=(first, *others))

    with office.refuses(Incomplete):
        office.submissions.send(ADA, ID, version)


@pytest.mark.parametrize("status", [each for each in RequestStatus if each not in EDITABLE])
def test_what_is_sent_or_over_is_not_sent(office: Office, status: RequestStatus) -> None:
    version = office.has(a_request(status, answers={})).version

    with office.refuses(NotNow) as caught:
        office.submissions.send(ADA, ID, version)

    assert caught.value.status == status


@pytest.mark.parametrize("status", EDITABLE)
def test_what_came_back_can_be_sent_again(office: Office, status: RequestStatus) -> None:
    version = office.has(a_request(status)).version

    after = office.submissions.send(ADA, ID, version)

    assert after.status is RequestStatus.AWAITING_MANAGER
    assert after.confirmed_by is None


def test_a_request_sent_again_is_kept_up_to_date_for_the_reviewers(office: Office) -> None:
    version = office.has(a_request(RequestStatus.RETURNED)).version

    office.submissions.send(ADA, ID, version)

    assert office.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]


def test_sending_again_is_harmless(office: Office) -> None:
    version = office.has(a_request()).version
    office.submissions.send(ADA, ID, version)

    with office.stays_as_it_is():
        office.submissions.send(ADA, ID, version)


def test_an_old_card_sends_nothing(office: Office) -> None:
    version = office.has(a_request()).version
    office.enter({"namn": "Bion"})

    with office.refuses(OutOfDate):
        office.submissions.send(ADA, ID, version)


@pytest.mark.parametrize("person", [KIM, BO, RUT], ids=lambda person: person.id)
def test_nobody_sends_or_withdraws_for_somebody_else(office: Office, person: Person) -> None:
    draft = office.has(a_request())
    with office.refuses(NoSuchCase):
        office.submissions.send(person, ID, draft.version)
    waiting = office.has(a_request(RequestStatus.AWAITING_MANAGER))
    with office.refuses(NoSuchCase):
        office.submissions.send_unconfirmed(person, ID, waiting.version)
    with office.refuses(NoSuchCase):
        office.submissions.give_up(person, ID, waiting.version)


def test_the_review_can_begin_without_the_manager(office: Office) -> None:
    version = office.has(a_request(RequestStatus.AWAITING_MANAGER)).version
    office.later(days=4)

    after = office.submissions.send_unconfirmed(ADA, ID, version)

    assert after.status is RequestStatus.IN_REVIEW
    assert after.waiting_since == office.now
    assert after.is_unconfirmed
    assert office.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]
    with office.stays_as_it_is():
        office.submissions.send_unconfirmed(ADA, ID, version)


@pytest.mark.parametrize(
    "status", [each for each in RequestStatus if each is not RequestStatus.AWAITING_MANAGER]
)
def test_only_what_waits_for_the_manager_goes_on_without(
    office: Office, status: RequestStatus
) -> None:
    version = office.has(a_request(status)).version

    with office.refuses(NotNow):
        office.submissions.send_unconfirmed(ADA, ID, version)


@pytest.mark.parametrize("status", WITHDRAWABLE)
def test_a_request_is_withdrawn_once(office: Office, status: RequestStatus) -> None:
    version = office.has(a_request(status)).version

    after = office.submissions.give_up(ADA, ID, version)

    assert after.status is RequestStatus.WITHDRAWN
    assert after.waiting_since is None
    with office.stays_as_it_is():
        office.submissions.give_up(ADA, ID, version)


@pytest.mark.parametrize("status", [each for each in RequestStatus if each not in WITHDRAWABLE])
def test_a_draft_and_what_is_over_are_not_withdrawn(status: RequestStatus) -> None:
    with pytest.raises(NotNow):
        a_request(status).withdrawn(at=MORNING)


@pytest.mark.parametrize(
    "status", [RequestStatus.WITHDRAWN, RequestStatus.EXPIRED, RequestStatus.LIVE]
)
def test_what_is_over_is_not_given_up(office: Office, status: RequestStatus) -> None:
    version = office.has(a_request(status)).version

    with office.refuses(NotNow):
        office.submissions.give_up(ADA, ID, version)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (RequestStatus.AWAITING_MANAGER, []),
        (RequestStatus.IN_REVIEW, [REVIEW_CHANNEL]),
        (RequestStatus.APPROVED, [REVIEW_CHANNEL]),
    ],
)
def test_the_reviewers_hear_of_a_withdrawal_only_where_they_knew(
    office: Office, status: RequestStatus, told: list[str]
) -> None:
    version = office.has(a_request(status)).version

    office.submissions.give_up(ADA, ID, version)

    assert office.told(NoticeKind.REVIEW) == told


def test_an_old_card_withdraws_nothing(office: Office) -> None:
    waiting = office.has(a_request(RequestStatus.IN_REVIEW))

    with office.refuses(OutOfDate):
        office.submissions.give_up(ADA, ID, waiting.version - 1)


def test_an_old_card_sends_nothing_past_the_manager(office: Office) -> None:
    waiting = office.has(a_request(RequestStatus.AWAITING_MANAGER))

    with office.refuses(OutOfDate):
        office.submissions.send_unconfirmed(ADA, ID, waiting.version - 1)
