"""The manager's yes or no."""

import pytest

from accounts.errors import NotNow
from accounts.history import WAITING, Decision, EventKind, RequestStatus
from accounts.request import AccountRequest
from core.entered_text import LONGEST_ENTERED
from core.errors import HoldsPersonalData, NoSuchCase, OutOfDate, ReasonMissing, TooLong
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.accounts.office import (
    ADA,
    ANSWERS,
    BO,
    EVA,
    ID,
    KIM,
    OWN_MANAGER,
    RUT,
    SECRET,
    Office,
    a_request,
)


def waiting_for(office: Office, manager: Person | None) -> AccountRequest:
    request = a_request(
        RequestStatus.AWAITING_MANAGER, waiting_since=office.now, manager_id=manager and manager.id
    )
    return office.has(request)


def test_the_manager_confirms(office: Office) -> None:
    version = waiting_for(office, BO).version
    office.later(days=1)

    after = office.submissions.confirm(BO, ID, version)

    assert (after.status, after.confirmed_by) == (RequestStatus.IN_REVIEW, BO)
    assert after.waiting_since == office.now
    assert not after.is_unconfirmed
    assert office.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]
    assert office.told(NoticeKind.MANAGER_ANSWERED) == [ADA.id]


def test_a_late_confirmation_leaves_the_review_where_it_is(office: Office) -> None:
    version = waiting_for(office, BO).version
    since = office.now
    seen = office.submissions.send_unconfirmed(ADA, ID, version).version
    office.later(days=3)

    after = office.submissions.confirm(BO, ID, seen)

    assert (after.status, after.confirmed_by) == (RequestStatus.IN_REVIEW, BO)
    assert after.waiting_since == since


def test_a_managers_card_is_good_when_the_request_went_to_review_meanwhile(office: Office) -> None:
    seen = waiting_for(office, BO).version
    office.submissions.send_unconfirmed(ADA, ID, seen)

    assert office.submissions.confirm(BO, ID, seen).confirmed_by == BO


def test_the_manager_refuses_with_a_reason(office: Office) -> None:
    version = waiting_for(office, BO).version

    after = office.submissions.refuse(BO, ID, version, reason=" Vänta till hösten.\n")

    assert after.status is RequestStatus.RETURNED
    assert after.waiting_since is None
    assert after.history[-1].kind is EventKind.REFUSED
    assert after.history[-1].note == "Vänta till hösten."
    assert office.told(NoticeKind.MANAGER_ANSWERED) == [ADA.id]
    assert office.told(NoticeKind.REVIEW) == []


def test_the_manager_may_refuse_when_the_review_has_begun(office: Office) -> None:
    version = waiting_for(office, BO).version
    seen = office.submissions.send_unconfirmed(ADA, ID, version).version
    office.uow.outbox.notices.clear()

    after = office.submissions.refuse(BO, ID, seen, reason="Nej.")

    assert after.status is RequestStatus.RETURNED
    assert not after.is_unconfirmed
    assert office.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]


def test_a_refusal_takes_the_place_of_an_earlier_rounds_decision(office: Office) -> None:
    version = office.has(a_request(RequestStatus.RETURNED)).version
    seen = office.submissions.send(ADA, ID, version).version

    after = office.submissions.refuse(BO, ID, seen, reason="Nej.")

    assert after.decision is None
    assert "Se rutinen." in [event.note for event in after.history]
    with office.refuses(NotNow):
        office.decide(RUT, after.version, RequestStatus.DECLINED, text="Se rutinen.")


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        (" \u200b ", ReasonMissing),
        ("a" * (LONGEST_ENTERED + 1), TooLong),
        (f"Gäller {SECRET}.", HoldsPersonalData),
    ],
)
def test_a_refusal_needs_words_that_may_be_kept(
    office: Office, reason: str, error: type[ReasonMissing]
) -> None:
    version = waiting_for(office, BO).version

    with office.refuses(error):
        office.submissions.refuse(BO, ID, version, reason=reason)


def test_answering_again_is_harmless(office: Office) -> None:
    version = waiting_for(office, BO).version
    office.submissions.confirm(BO, ID, version)

    with office.stays_as_it_is():
        office.submissions.confirm(BO, ID, version)


def test_refusing_again_is_harmless(office: Office) -> None:
    version = waiting_for(office, BO).version
    office.submissions.refuse(BO, ID, version, reason="Nej.")
    office.enter({"namn": "Bion"})

    with office.stays_as_it_is():
        office.submissions.refuse(BO, ID, version, reason=" Nej. ")


def test_a_manager_answers_only_what_has_been_seen(office: Office) -> None:
    """The request came back, was changed and sent again while the first card lay open."""
    seen = waiting_for(office, BO).version
    office.submissions.refuse(BO, ID, seen, reason="Nej.")
    edited = office.enter({"namn": "Bion"}).request
    office.submissions.send(ADA, ID, edited.version)

    with office.refuses(OutOfDate):
        office.submissions.confirm(BO, ID, seen)
    with office.refuses(OutOfDate):
        office.submissions.refuse(BO, ID, seen, reason="Nej.")


def test_a_confirmation_cannot_be_turned_into_a_refusal(office: Office) -> None:
    version = waiting_for(office, BO).version
    after = office.submissions.confirm(BO, ID, version)

    with office.refuses(NotNow):
        office.submissions.refuse(BO, ID, after.version, reason="Jag ångrar mig.")


@pytest.mark.parametrize("person", [ADA, KIM, RUT], ids=lambda person: person.id)
def test_nobody_but_the_manager_answers(office: Office, person: Person) -> None:
    version = waiting_for(office, BO).version

    with office.refuses(NoSuchCase):
        office.submissions.to_confirm(person, ID)
    with office.refuses(NoSuchCase):
        office.submissions.confirm(person, ID, version)
    with office.refuses(NoSuchCase):
        office.submissions.refuse(person, ID, version, reason="Nej.")


def test_an_unknown_manager_is_whoever_has_the_id(office: Office) -> None:
    version = waiting_for(office, None).version

    assert office.submissions.to_confirm(BO, ID).id == ID
    assert office.submissions.confirm(BO, ID, version).confirmed_by == BO
    with office.refuses(NoSuchCase):
        office.submissions.to_confirm(KIM, ID)


def test_nobody_vouches_for_their_own_request(office: Office) -> None:
    version = waiting_for(office, None).version

    with office.refuses(NoSuchCase):
        office.submissions.confirm(ADA, ID, version)


def test_a_request_that_needs_no_manager_is_confirmed_by_nobody(office: Office) -> None:
    after = office.sent(answers=OWN_MANAGER)

    with office.refuses(NoSuchCase):
        office.submissions.confirm(KIM, ID, after.version)
    with office.refuses(NoSuchCase):
        office.submissions.refuse(KIM, ID, after.version, reason="Nej.")


@pytest.mark.parametrize(
    "status", [RequestStatus.DRAFT, RequestStatus.DISCARDED, RequestStatus.EXPIRED]
)
def test_a_draft_is_nobodys_to_confirm(office: Office, status: RequestStatus) -> None:
    office.has(a_request(status))

    with office.refuses(NoSuchCase):
        office.submissions.to_confirm(KIM, ID)


@pytest.mark.parametrize("status", [each for each in RequestStatus if each not in WAITING])
def test_what_no_longer_waits_is_not_confirmed(office: Office, status: RequestStatus) -> None:
    request = office.has(a_request(status, manager_id=BO.id, confirmed_by=None))

    with office.refuses(NotNow):
        office.submissions.confirm(BO, ID, request.version)


def test_a_manager_may_look_again_at_what_was_confirmed(office: Office) -> None:
    office.has(a_request(RequestStatus.LIVE))

    assert office.submissions.to_confirm(BO, ID).id == ID


def test_a_request_that_does_not_exist_is_not_confirmed(office: Office) -> None:
    with office.refuses(NoSuchCase):
        office.submissions.confirm(BO, "sm-zzzzzzz2", 1)
    with office.refuses(NoSuchCase):
        office.submissions.refuse(BO, "sm-zzzzzzz2", 1, reason="Nej.")


def test_a_manager_who_reviews_is_asked_like_any_other(office: Office) -> None:
    after = office.sent(answers={**ANSWERS, "chef_ok": EVA.name})

    assert office.submissions.confirm(EVA, ID, after.version).confirmed_by == EVA


def test_who_had_another_part_in_it_is_not_the_manager_asked(office: Office) -> None:
    """The reviewer who returned it, and whoever confirmed it when the manager wasn't known."""
    returned = a_request(RequestStatus.AWAITING_MANAGER, manager_id=None).confirmed(
        KIM, at=office.now
    )
    decision = Decision(RUT, office.now, RequestStatus.RETURNED, "Vem?")
    version = office.has(returned.decided(decision)).version
    seen = office.submissions.send(ADA, ID, version).version

    assert office.request().manager_id == BO.id
    for other in (RUT, KIM):
        with office.refuses(NotNow):
            office.submissions.confirm(other, ID, seen)
        with office.refuses(NotNow):
            office.submissions.refuse(other, ID, seen, reason="Nej.")
    assert office.submissions.confirm(BO, ID, seen).confirmed_by == BO
