"""The three decisions of a review."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from accounts.errors import AlreadyDecided, NameApproved, NotNow, OwnRequest
from accounts.form import SUMMARY
from accounts.history import RequestStatus
from accounts.request import AccountRequest
from core.entered_text import LONGEST_ENTERED, LONGEST_REMARK, LONGEST_SAID
from core.errors import (
    HoldsPersonalData,
    NoSuchCase,
    NotAReviewer,
    OutOfDate,
    ReasonMissing,
    TooLong,
)
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.world.builders import ID, SECRET, a_request, an_account
from tests.world.people import ADA, BO, EVA, KIM, RUT
from tests.world.services import AccountServices

Press = Callable[[AccountServices, Person, int], AccountRequest]


def approve(services: AccountServices, by: Person, seen: int) -> AccountRequest:
    return services.decide(by, seen, RequestStatus.APPROVED)


def decline(services: AccountServices, by: Person, seen: int) -> AccountRequest:
    return services.decide(by, seen, RequestStatus.DECLINED, text="Finns redan.")


def send_back(services: AccountServices, by: Person, seen: int) -> AccountRequest:
    return services.decide(by, seen, RequestStatus.RETURNED, remarks={"vad": "Vilka läsare?"})


DECISIONS: dict[Press, RequestStatus] = {
    approve: RequestStatus.APPROVED,
    decline: RequestStatus.DECLINED,
    send_back: RequestStatus.RETURNED,
}
every_decision = pytest.mark.parametrize("press", DECISIONS, ids=lambda press: press.__name__)


@every_decision
def test_a_reviewer_decides(services: AccountServices, seen: int, press: Press) -> None:
    services.later(hours=1)

    after = press(services, RUT, seen)

    assert after.status is DECISIONS[press]
    assert after.decision
    assert (after.decision.by, after.decision.at) == (RUT, services.now)
    assert (after.waiting_since, after.reminded) == (None, 0)
    assert after.version == seen + 1


@every_decision
def test_those_concerned_are_told_of_a_decision(
    services: AccountServices, seen: int, press: Press
) -> None:
    press(services, RUT, seen)

    assert services.told(NoticeKind.DECIDED) == [ADA.id, BO.id]
    assert services.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]


@every_decision
def test_the_same_press_again_tells_nobody(
    services: AccountServices, seen: int, press: Press
) -> None:
    press(services, RUT, seen)

    with services.stays_as_it_is():
        press(services, RUT, seen)


@every_decision
@pytest.mark.parametrize("first", DECISIONS, ids=lambda press: press.__name__)
def test_the_second_to_press_is_told_who_was_first(
    services: AccountServices, seen: int, first: Press, press: Press
) -> None:
    decided = first(services, RUT, seen)

    with services.refuses(AlreadyDecided) as caught:
        press(services, EVA, seen)

    assert (caught.value.by, caught.value.at) == (RUT, services.now)
    assert caught.value.status == decided.status


def test_a_reviewer_who_says_something_else_is_told_what_was_decided(
    services: AccountServices, seen: int
) -> None:
    services.decide(RUT, seen, RequestStatus.DECLINED, text="Finns redan.")

    with services.refuses(AlreadyDecided):
        services.decide(RUT, seen, RequestStatus.DECLINED, text="Syftet är oklart.")
    with services.refuses(AlreadyDecided):
        services.decide(RUT, seen, RequestStatus.RETURNED, remarks={}, text="Finns redan.")


def test_the_second_to_press_is_told_even_when_the_account_is_live(
    services: AccountServices,
) -> None:
    version = services.has(a_request(RequestStatus.LIVE)).version

    with services.refuses(AlreadyDecided) as caught:
        approve(services, EVA, version)

    assert caught.value.status == RequestStatus.APPROVED


@every_decision
@pytest.mark.parametrize("person", [ADA, BO, KIM], ids=lambda person: person.id)
def test_only_a_reviewer_decides(
    services: AccountServices, seen: int, press: Press, person: Person
) -> None:
    with services.refuses(NotAReviewer):
        press(services, person, seen)


def test_who_may_not_decide_learns_nothing_of_the_form_or_the_request(
    services: AccountServices,
) -> None:
    with services.refuses(NotAReviewer):
        services.reviews.decide(
            KIM, "sm-zzzzzzz2", 1, RequestStatus.RETURNED, remarks={"borttaget": "x"}
        )
    with services.refuses(NotAReviewer):
        services.reviews.decide(
            KIM, "sm-zzzzzzz2", 1, RequestStatus.DECLINED, text="a" * (LONGEST_ENTERED + 1)
        )


@every_decision
def test_nobody_decides_their_own_request(services: AccountServices, press: Press) -> None:
    seen = services.has(
        a_request(RequestStatus.IN_REVIEW, by=Person(RUT.id.upper(), RUT.name))
    ).version

    with services.refuses(OwnRequest):
        press(services, RUT, seen)


@every_decision
def test_the_manager_who_confirmed_does_not_decide(services: AccountServices, press: Press) -> None:
    seen = services.has(
        a_request(RequestStatus.IN_REVIEW, manager_id=None, confirmed_by=RUT)
    ).version

    with services.refuses(OwnRequest):
        press(services, RUT, seen)


@every_decision
def test_the_manager_who_was_asked_does_not_decide_instead(
    services: AccountServices, press: Press
) -> None:
    asked = a_request().sent(at=services.now, manager_id=RUT.id, needs_manager=True)
    seen = services.has(asked.sent_unconfirmed(at=services.now)).version

    with services.refuses(OwnRequest):
        press(services, RUT, seen)
    assert press(services, EVA, seen).status is DECISIONS[press]


@every_decision
@pytest.mark.parametrize(
    "status", [RequestStatus.DRAFT, RequestStatus.AWAITING_MANAGER, RequestStatus.WITHDRAWN]
)
def test_only_what_is_in_review_is_decided(
    services: AccountServices, press: Press, status: RequestStatus
) -> None:
    seen = services.has(a_request(status)).version

    with services.refuses(NotNow) as caught:
        press(services, RUT, seen)

    assert caught.value.status == status


@every_decision
def test_an_old_card_decides_nothing(services: AccountServices, press: Press) -> None:
    """The manager has confirmed since the card was drawn."""
    seen = services.has(a_request(RequestStatus.IN_REVIEW)).version

    with services.refuses(OutOfDate):
        press(services, RUT, seen - 1)


@every_decision
def test_a_press_from_an_earlier_round_decides_nothing(
    services: AccountServices, seen: int, press: Press
) -> None:
    returned = send_back(services, RUT, seen)
    sent = services.submissions.send(ADA, ID, returned.version)
    services.submissions.confirm(BO, ID, sent.version)

    with services.refuses(OutOfDate):
        press(services, RUT, seen)


@every_decision
def test_what_does_not_exist_is_not_decided(services: AccountServices, press: Press) -> None:
    with services.refuses(NoSuchCase):
        press(services, RUT, 1)


def test_an_approval_may_have_conditions(services: AccountServices, seen: int) -> None:
    after = services.decide(RUT, seen, RequestStatus.APPROVED, text=" Bara på svenska. ")

    assert after.decision
    assert after.decision.text == "Bara på svenska."
    assert after.history[-1].note == "Bara på svenska."


@pytest.mark.parametrize("is_live", [False, True])
def test_of_two_requests_for_one_account_one_is_approved(
    services: AccountServices, is_live: bool
) -> None:
    other = services.has(a_request(RequestStatus.APPROVED, by=EVA, id="sm-other222"))
    if is_live:
        services.has(replace(other, status=RequestStatus.LIVE, account_id="konto-other222"))
        services.has_account(an_account("konto-other222"))
    request = services.has(a_request(RequestStatus.IN_REVIEW))

    with services.refuses(NameApproved) as caught:
        services.decide(RUT, request.version, RequestStatus.APPROVED)
    returned = services.decide(RUT, request.version, RequestStatus.RETURNED, text="Annat namn.")

    assert caught.value.case_id == ("konto-other222" if is_live else "sm-other222")
    assert returned.status is RequestStatus.RETURNED


@pytest.mark.parametrize("reason", ["", " \n\u200b"])
def test_a_refusal_needs_a_reason(services: AccountServices, seen: int, reason: str) -> None:
    with services.refuses(ReasonMissing):
        services.decide(RUT, seen, RequestStatus.DECLINED, text=reason)
    with services.refuses(ReasonMissing):
        services.decide(RUT, seen, RequestStatus.RETURNED, remarks={"vad": reason}, text=reason)


@pytest.mark.parametrize(
    ("text", "error"),
    [("a" * (LONGEST_SAID + 1), TooLong), (f"Ta bort {SECRET}.", HoldsPersonalData)],
)
def test_a_decision_says_nothing_that_may_not_be_kept(
    services: AccountServices, seen: int, text: str, error: type[TooLong]
) -> None:
    with services.refuses(error):
        services.decide(RUT, seen, RequestStatus.APPROVED, text=text)
    with services.refuses(error):
        services.decide(RUT, seen, RequestStatus.DECLINED, text=text)
    with services.refuses(error):
        services.decide(RUT, seen, RequestStatus.RETURNED, remarks={"vad": text})


def test_what_is_missing_in_each_step_gets_into_one_card(
    services: AccountServices, seen: int
) -> None:
    remarks = {step.id: "a" * (LONGEST_REMARK + 1) for step in services.form.steps}

    with services.refuses(TooLong) as caught:
        services.decide(RUT, seen, RequestStatus.RETURNED, remarks=remarks)
    assert caught.value.longest == LONGEST_REMARK


def test_what_is_missing_is_said_step_by_step(services: AccountServices, seen: int) -> None:
    remarks = {"hur": "Vem svarar på helgen?", "vem": " ", "vad": "Vilka läsare?"}

    after = services.decide(RUT, seen, RequestStatus.RETURNED, remarks=remarks, text="Nästan.")

    assert after.decision
    assert list(after.decision.remarks.items()) == [
        ("vad", "Vilka läsare?"),
        ("hur", "Vem svarar på helgen?"),
    ]
    assert after.history[-1].note == "Nästan.\nVilka läsare?\nVem svarar på helgen?"


def test_the_walk_opens_at_the_first_step_with_a_remark(
    services: AccountServices, seen: int
) -> None:
    after = services.decide(
        RUT, seen, RequestStatus.RETURNED, remarks={"hur": "Oklart.", "vem": "Vem?"}
    )

    assert after.step == "vem"


def test_without_remarks_the_walk_stays_where_it_was(services: AccountServices, seen: int) -> None:
    assert (
        services.decide(RUT, seen, RequestStatus.RETURNED, remarks={}, text="Nej.").step == SUMMARY
    )


@pytest.mark.parametrize("step", ["borttaget", SUMMARY, ""])
def test_a_remark_on_an_unknown_step_is_refused(
    services: AccountServices, seen: int, step: str
) -> None:
    with services.refuses(OutOfDate):
        services.decide(RUT, seen, RequestStatus.RETURNED, remarks={step: "Vad?", "vad": "Vad?"})


def test_a_second_round_ends_with_a_decision_of_its_own(
    services: AccountServices, seen: int
) -> None:
    returned = send_back(services, RUT, seen)
    edited = services.enter({"syfte": "Nå läsare under 15 år."}).request
    assert edited.status is returned.status
    sent = services.submissions.send(ADA, ID, edited.version)
    confirmed = services.submissions.confirm(BO, ID, sent.version)
    services.uow.outbox.notices.clear()

    after = approve(services, EVA, confirmed.version)

    assert after.decision
    assert after.decision.by == EVA
    assert services.told(NoticeKind.DECIDED) == [ADA.id, BO.id]
