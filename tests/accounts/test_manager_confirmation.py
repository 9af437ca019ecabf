"""The manager's yes or no."""

import pytest

from accounts.errors import NotNow
from accounts.history import WAITING, Decision, EventKind, RequestStatus
from accounts.request import AccountRequest
from core.entered_text import LONGEST_ENTERED
from core.errors import HoldsPersonalData, NoSuchCase, OutOfDate, ReasonMissing, TooLong
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.world.builders import ANSWERS, ID, OWN_MANAGER, SECRET, a_request
from tests.world.people import ADA, BO, EVA, KIM, RUT
from tests.world.services import AccountServices


def waiting_for(services: AccountServices, manager: Person | None) -> AccountRequest:
    request = a_request(
        RequestStatus.AWAITING_MANAGER,
        waiting_since=services.now,
        manager_id=manager and manager.id,
    )
    return services.has(request)


def test_the_manager_confirms(services: AccountServices) -> None:
    version = waiting_for(services, BO).version
    services.later(days=1)

    after = services.submissions.confirm(BO, ID, version)

    assert (after.status, after.confirmed_by) == (RequestStatus.IN_REVIEW, BO)
    assert after.waiting_since == services.now
    assert not after.is_unconfirmed
    assert services.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]
    assert services.told(NoticeKind.MANAGER_ANSWERED) == [ADA.id]


def test_a_late_confirmation_leaves_the_review_where_it_is(services: AccountServices) -> None:
    version = waiting_for(services, BO).version
    since = services.now
    seen = services.submissions.send_unconfirmed(ADA, ID, version).version
    services.later(days=3)

    after = services.submissions.confirm(BO, ID, seen)

    assert (after.status, after.confirmed_by) == (RequestStatus.IN_REVIEW, BO)
    assert after.waiting_since == since


def test_a_managers_card_is_good_when_the_request_went_to_review_meanwhile(
    services: AccountServices,
) -> None:
    seen = waiting_for(services, BO).version
    services.submissions.send_unconfirmed(ADA, ID, seen)

    assert services.submissions.confirm(BO, ID, seen).confirmed_by == BO


def test_the_manager_refuses_with_a_reason(services: AccountServices) -> None:
    version = waiting_for(services, BO).version

    after = services.submissions.refuse(BO, ID, version, reason=" Vänta till hösten.\n")

    assert after.status is RequestStatus.REFUSED
    assert after.waiting_since is None
    assert after.history[-1].kind is EventKind.REFUSED
    assert after.history[-1].note == "Vänta till hösten."
    assert services.told(NoticeKind.MANAGER_ANSWERED) == [ADA.id]
    assert services.told(NoticeKind.REVIEW) == []


def test_the_manager_may_refuse_when_the_review_has_begun(services: AccountServices) -> None:
    version = waiting_for(services, BO).version
    seen = services.submissions.send_unconfirmed(ADA, ID, version).version
    services.uow.outbox.notices.clear()

    after = services.submissions.refuse(BO, ID, seen, reason="Nej.")

    assert after.status is RequestStatus.REFUSED
    assert not after.is_unconfirmed
    assert services.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]


def test_a_refusal_takes_the_place_of_an_earlier_rounds_decision(services: AccountServices) -> None:
    changed = {**ANSWERS, "syfte": "Nå ännu fler."}
    version = services.has(a_request(RequestStatus.RETURNED, answers=changed)).version
    seen = services.submissions.send(ADA, ID, version).version

    after = services.submissions.refuse(BO, ID, seen, reason="Nej.")

    assert after.decision is None
    assert "Se rutinen." in [event.note for event in after.history]
    with services.refuses(NotNow):
        services.decide(RUT, after.version, RequestStatus.DECLINED, text="Se rutinen.")


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        (" \u200b ", ReasonMissing),
        ("a" * (LONGEST_ENTERED + 1), TooLong),
        (f"Gäller {SECRET}.", HoldsPersonalData),
    ],
)
def test_a_refusal_needs_words_that_may_be_kept(
    services: AccountServices, reason: str, error: type[ReasonMissing]
) -> None:
    version = waiting_for(services, BO).version

    with services.refuses(error):
        services.submissions.refuse(BO, ID, version, reason=reason)


def test_answering_again_is_harmless(services: AccountServices) -> None:
    version = waiting_for(services, BO).version
    services.submissions.confirm(BO, ID, version)

    with services.stays_as_it_is():
        services.submissions.confirm(BO, ID, version)


def test_refusing_again_is_harmless(services: AccountServices) -> None:
    version = waiting_for(services, BO).version
    services.submissions.refuse(BO, ID, version, reason="Nej.")
    services.enter({"namn": "Bion"})

    with services.stays_as_it_is():
        services.submissions.refuse(BO, ID, version, reason=" Nej. ")


def test_a_manager_answers_only_what_has_been_seen(services: AccountServices) -> None:
    """The request came back, was changed and sent again while the first card lay open."""
    seen = waiting_for(services, BO).version
    services.submissions.refuse(BO, ID, seen, reason="Nej.")
    edited = services.enter({"namn": "Bion"}).request
    services.submissions.send(ADA, ID, edited.version)

    with services.refuses(OutOfDate):
        services.submissions.confirm(BO, ID, seen)
    with services.refuses(OutOfDate):
        services.submissions.refuse(BO, ID, seen, reason="Nej.")


def test_a_confirmation_cannot_be_turned_into_a_refusal(services: AccountServices) -> None:
    version = waiting_for(services, BO).version
    after = services.submissions.confirm(BO, ID, version)

    with services.refuses(NotNow):
        services.submissions.refuse(BO, ID, after.version, reason="Jag ångrar mig.")


@pytest.mark.parametrize("person", [ADA, KIM, RUT], ids=lambda person: person.id)
def test_nobody_but_the_manager_answers(services: AccountServices, person: Person) -> None:
    version = waiting_for(services, BO).version

    with services.refuses(NoSuchCase):
        services.submissions.to_confirm(person, ID)
    with services.refuses(NoSuchCase):
        services.submissions.confirm(person, ID, version)
    with services.refuses(NoSuchCase):
        services.submissions.refuse(person, ID, version, reason="Nej.")


def test_an_unknown_manager_is_whoever_has_the_id(services: AccountServices) -> None:
    version = waiting_for(services, None).version

    assert services.submissions.to_confirm(BO, ID).id == ID
    assert services.submissions.confirm(BO, ID, version).confirmed_by == BO
    with services.refuses(NoSuchCase):
        services.submissions.to_confirm(KIM, ID)


def test_nobody_vouches_for_their_own_request(services: AccountServices) -> None:
    version = waiting_for(services, None).version

    with services.refuses(NoSuchCase):
        services.submissions.confirm(ADA, ID, version)


def test_a_request_that_needs_no_manager_is_confirmed_by_nobody(services: AccountServices) -> None:
    after = services.sent(answers=OWN_MANAGER)

    with services.refuses(NoSuchCase):
        services.submissions.confirm(KIM, ID, after.version)
    with services.refuses(NoSuchCase):
        services.submissions.refuse(KIM, ID, after.version, reason="Nej.")


@pytest.mark.parametrize(
    "status", [RequestStatus.DRAFT, RequestStatus.DISCARDED, RequestStatus.EXPIRED]
)
def test_a_draft_is_nobodys_to_confirm(services: AccountServices, status: RequestStatus) -> None:
    services.has(a_request(status))

    with services.refuses(NoSuchCase):
        services.submissions.to_confirm(KIM, ID)


@pytest.mark.parametrize("status", [each for each in RequestStatus if each not in WAITING])
def test_what_no_longer_waits_is_not_confirmed(
    services: AccountServices, status: RequestStatus
) -> None:
    request = services.has(a_request(status, manager_id=BO.id, confirmed_by=None))

    with services.refuses(NotNow):
        services.submissions.confirm(BO, ID, request.version)


def test_a_manager_may_look_again_at_what_was_confirmed(services: AccountServices) -> None:
    services.has(a_request(RequestStatus.LIVE))

    assert services.submissions.to_confirm(BO, ID).id == ID


def test_a_request_that_does_not_exist_is_not_confirmed(services: AccountServices) -> None:
    with services.refuses(NoSuchCase):
        services.submissions.confirm(BO, "sm-zzzzzzz2", 1)
    with services.refuses(NoSuchCase):
        services.submissions.refuse(BO, "sm-zzzzzzz2", 1, reason="Nej.")


def test_a_manager_who_reviews_is_asked_like_any_other(services: AccountServices) -> None:
    after = services.sent(answers={**ANSWERS, "chef_ok": EVA.name})

    assert services.submissions.confirm(EVA, ID, after.version).confirmed_by == EVA


def test_who_had_another_part_in_it_is_not_the_manager_asked(services: AccountServices) -> None:
    """The reviewer who returned it, and whoever confirmed it when the manager wasn't known."""
    returned = a_request(RequestStatus.AWAITING_MANAGER, manager_id=None).confirmed(
        KIM, at=services.now
    )
    decision = Decision(RUT, services.now, RequestStatus.RETURNED, "Vem?")
    version = services.has(returned.decided(decision)).version
    seen = services.submissions.send(ADA, ID, version).version

    assert services.request().manager_id == BO.id
    for other in (RUT, KIM):
        with services.refuses(NotNow):
            services.submissions.confirm(other, ID, seen)
        with services.refuses(NotNow):
            services.submissions.refuse(other, ID, seen, reason="Nej.")
    assert services.submissions.confirm(BO, ID, seen).confirmed_by == BO


@pytest.mark.parametrize("outcome", [RequestStatus.APPROVED, RequestStatus.DECLINED])
def test_the_manager_is_told_each_outcome_and_still_has_the_case(
    services: AccountServices, outcome: RequestStatus
) -> None:
    version = waiting_for(services, BO).version
    seen = services.submissions.confirm(BO, ID, version).version

    services.decide(RUT, seen, outcome, text="Först till hösten.")

    assert services.told(NoticeKind.DECIDED) == [ADA.id, BO.id]
    shown = services.submissions.show(BO, ID)
    assert shown.decision is not None
    assert shown.decision.text == "Först till hösten."


def test_a_no_is_an_outcome_of_its_own_which_whoever_said_it_still_sees(
    services: AccountServices,
) -> None:
    version = waiting_for(services, None).version

    services.submissions.refuse(KIM, ID, version, reason="Nej.")

    shown = services.submissions.show(KIM, ID)
    assert (shown.status, shown.manager_id) == (RequestStatus.REFUSED, KIM.id)
    assert shown.refusal is not None
    assert (shown.refusal.by, shown.refusal.note) == (KIM, "Nej.")
    assert services.submissions.to_confirm(KIM, ID) == shown


def test_a_no_is_over_when_the_request_is_sent_again(services: AccountServices) -> None:
    refused = services.submissions.refuse(BO, ID, waiting_for(services, BO).version, reason="Nej.")

    again = services.submissions.send(ADA, ID, refused.version)

    assert (again.status, again.refusal) == (RequestStatus.AWAITING_MANAGER, None)
    assert services.told(NoticeKind.MANAGER_ASKED) == [BO.id]
    assert services.submissions.confirm(BO, ID, again.version).confirmed_by == BO


def test_the_manager_is_told_of_a_withdrawal(services: AccountServices) -> None:
    version = waiting_for(services, BO).version

    services.submissions.give_up(ADA, ID, version)

    assert services.told(NoticeKind.WITHDRAWN) == [BO.id]
