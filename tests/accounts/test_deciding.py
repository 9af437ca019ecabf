"""The three decisions of a review."""

from collections.abc import Callable

import pytest

from accounts.errors import AlreadyDecided, NotNow, OwnRequest
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
from tests.accounts.office import (
    ADA,
    BO,
    EVA,
    ID,
    KIM,
    RUT,
    SECRET,
    Office,
    a_request,
)

Press = Callable[[Office, Person, int], AccountRequest]


def approve(office: Office, by: Person, seen: int) -> AccountRequest:
    return office.decide(by, seen, RequestStatus.APPROVED)


def decline(office: Office, by: Person, seen: int) -> AccountRequest:
    return office.decide(by, seen, RequestStatus.DECLINED, text="Finns redan.")


def send_back(office: Office, by: Person, seen: int) -> AccountRequest:
    return office.decide(by, seen, RequestStatus.RETURNED, remarks={"vad": "Vilka läsare?"})


DECISIONS: dict[Press, RequestStatus] = {
    approve: RequestStatus.APPROVED,
    decline: RequestStatus.DECLINED,
    send_back: RequestStatus.RETURNED,
}
every_decision = pytest.mark.parametrize("press", DECISIONS, ids=lambda press: press.__name__)


@every_decision
def test_a_reviewer_decides(office: Office, seen: int, press: Press) -> None:
    office.later(hours=1)

    after = press(office, RUT, seen)

    assert after.status is DECISIONS[press]
    assert after.decision
    assert (after.decision.by, after.decision.at) == (RUT, office.now)
    assert (after.waiting_since, after.reminded) == (None, 0)
    assert after.version == seen + 1


@every_decision
def test_those_concerned_are_told_of_a_decision(office: Office, seen: int, press: Press) -> None:
    press(office, RUT, seen)

    assert office.told(NoticeKind.DECIDED) == [ADA.id, BO.id]
    assert office.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]


@every_decision
def test_the_same_press_again_tells_nobody(office: Office, seen: int, press: Press) -> None:
    press(office, RUT, seen)

    with office.stays_as_it_is():
        press(office, RUT, seen)


@every_decision
@pytest.mark.parametrize("first", DECISIONS, ids=lambda press: press.__name__)
def test_the_second_to_press_is_told_who_was_first(
    office: Office, seen: int, first: Press, press: Press
) -> None:
    decided = first(office, RUT, seen)

    with office.refuses(AlreadyDecided) as caught:
        press(office, EVA, seen)

    assert (caught.value.by, caught.value.at) == (RUT, office.now)
    assert caught.value.status == decided.status


def test_a_reviewer_who_says_something_else_is_told_what_was_decided(
    office: Office, seen: int
) -> None:
    office.decide(RUT, seen, RequestStatus.DECLINED, text="Finns redan.")

    with office.refuses(AlreadyDecided):
        office.decide(RUT, seen, RequestStatus.DECLINED, text="Syftet är oklart.")
    with office.refuses(AlreadyDecided):
        office.decide(RUT, seen, RequestStatus.RETURNED, remarks={}, text="Finns redan.")


def test_the_second_to_press_is_told_even_when_the_account_is_live(office: Office) -> None:
    version = office.has(a_request(RequestStatus.LIVE)).version

    with office.refuses(AlreadyDecided) as caught:
        approve(office, EVA, version)

    assert caught.value.status == RequestStatus.APPROVED


@every_decision
@pytest.mark.parametrize("person", [ADA, BO, KIM], ids=lambda person: person.id)
def test_only_a_reviewer_decides(office: Office, seen: int, press: Press, person: Person) -> None:
    with office.refuses(NotAReviewer):
        press(office, person, seen)


def test_who_may_not_decide_learns_nothing_of_the_form_or_the_request(office: Office) -> None:
    with office.refuses(NotAReviewer):
        office.reviews.decide(
            KIM, "sm-zzzzzzz2", 1, RequestStatus.RETURNED, remarks={"borttaget": "x"}
        )
    with office.refuses(NotAReviewer):
        office.reviews.decide(
            KIM, "sm-zzzzzzz2", 1, RequestStatus.DECLINED, text="a" * (LONGEST_ENTERED + 1)
        )


@every_decision
def test_nobody_decides_their_own_request(office: Office, press: Press) -> None:
    seen = office.has(a_request(RequestStatus.IN_REVIEW, by=Person("RUT", "Rut Lind"))).version

    with office.refuses(OwnRequest):
        press(office, RUT, seen)


@every_decision
def test_the_manager_who_confirmed_does_not_decide(office: Office, press: Press) -> None:
    seen = office.has(a_request(RequestStatus.IN_REVIEW, manager_id=None, confirmed_by=RUT)).version

    with office.refuses(OwnRequest):
        press(office, RUT, seen)


@every_decision
def test_the_manager_who_was_asked_does_not_decide_instead(office: Office, press: Press) -> None:
    asked = a_request().sent(at=office.now, manager_id=RUT.id, needs_manager=True)
    seen = office.has(asked.sent_unconfirmed(at=office.now)).version

    with office.refuses(OwnRequest):
        press(office, RUT, seen)
    assert press(office, EVA, seen).status is DECISIONS[press]


@every_decision
@pytest.mark.parametrize(
    "status", [RequestStatus.DRAFT, RequestStatus.AWAITING_MANAGER, RequestStatus.WITHDRAWN]
)
def test_only_what_is_in_review_is_decided(
    office: Office, press: Press, status: RequestStatus
) -> None:
    seen = office.has(a_request(status)).version

    with office.refuses(NotNow) as caught:
        press(office, RUT, seen)

    assert caught.value.status == status


@every_decision
def test_an_old_card_decides_nothing(office: Office, press: Press) -> None:
    """The manager has confirmed since the card was drawn."""
    seen = office.has(a_request(RequestStatus.IN_REVIEW)).version

    with office.refuses(OutOfDate):
        press(office, RUT, seen - 1)


@every_decision
def test_a_press_from_an_earlier_round_decides_nothing(
    office: Office, seen: int, press: Press
) -> None:
    returned = send_back(office, RUT, seen)
    sent = office.submissions.send(ADA, ID, returned.version)
    office.submissions.confirm(BO, ID, sent.version)

    with office.refuses(OutOfDate):
        press(office, RUT, seen)


@every_decision
def test_what_does_not_exist_is_not_decided(office: Office, press: Press) -> None:
    with office.refuses(NoSuchCase):
        press(office, RUT, 1)


def test_an_approval_may_have_conditions(office: Office, seen: int) -> None:
    after = office.decide(RUT, seen, RequestStatus.APPROVED, text=" Bara på svenska. ")

    assert after.decision
    assert after.decision.text == "Bara på svenska."
    assert after.history[-1].note == "Bara på svenska."


@pytest.mark.parametrize("reason", ["", " \n\u200b"])
def test_a_refusal_needs_a_reason(office: Office, seen: int, reason: str) -> None:
    with office.refuses(ReasonMissing):
        office.decide(RUT, seen, RequestStatus.DECLINED, text=reason)
    with office.refuses(ReasonMissing):
        office.decide(RUT, seen, RequestStatus.RETURNED, remarks={"vad": reason}, text=reason)


@pytest.mark.parametrize(
    ("text", "error"),
    [("a" * (LONGEST_SAID + 1), TooLong), (f"Ta bort {SECRET}.", HoldsPersonalData)],
)
def test_a_decision_says_nothing_that_may_not_be_kept(
    office: Office, seen: int, text: str, error: type[TooLong]
) -> None:
    with office.refuses(error):
        office.decide(RUT, seen, RequestStatus.APPROVED, text=text)
    with office.refuses(error):
        office.decide(RUT, seen, RequestStatus.DECLINED, text=text)
    with office.refuses(error):
        office.decide(RUT, seen, RequestStatus.RETURNED, remarks={"vad": text})


def test_what_is_missing_in_each_step_gets_into_one_card(office: Office, seen: int) -> None:
    remarks = {step.id: "a" * (LONGEST_REMARK + 1) for step in office.form.steps}

    with office.refuses(TooLong) as caught:
        office.decide(RUT, seen, RequestStatus.RETURNED, remarks=remarks)
    assert caught.value.longest == LONGEST_REMARK


def test_what_is_missing_is_said_step_by_step(office: Office, seen: int) -> None:
    remarks = {"hur": "Vem svarar på helgen?", "vem": " ", "vad": "Vilka läsare?"}

    after = office.decide(RUT, seen, RequestStatus.RETURNED, remarks=remarks, text="Nästan.")

    assert after.decision
    assert list(after.decision.remarks.items()) == [
        ("vad", "Vilka läsare?"),
        ("hur", "Vem svarar på helgen?"),
    ]
    assert after.history[-1].note == "Nästan.\nVilka läsare?\nVem svarar på helgen?"


def test_the_walk_opens_at_the_first_step_with_a_remark(office: Office, seen: int) -> None:
    after = office.decide(
        RUT, seen, RequestStatus.RETURNED, remarks={"hur": "Oklart.", "vem": "Vem?"}
    )

    assert after.step == "vem"


def test_without_remarks_the_walk_stays_where_it_was(office: Office, seen: int) -> None:
    assert office.decide(RUT, seen, RequestStatus.RETURNED, remarks={}, text="Nej.").step == SUMMARY


@pytest.mark.parametrize("step", ["borttaget", SUMMARY, ""])
def test_a_remark_on_an_unknown_step_is_refused(office: Office, seen: int, step: str) -> None:
    with office.refuses(OutOfDate):
        office.decide(RUT, seen, RequestStatus.RETURNED, remarks={step: "Vad?", "vad": "Vad?"})


def test_a_second_round_ends_with_a_decision_of_its_own(office: Office, seen: int) -> None:
    returned = send_back(office, RUT, seen)
    edited = office.enter({"syfte": "Nå läsare under 15 år."}).request
    assert edited.status is returned.status
    sent = office.submissions.send(ADA, ID, edited.version)
    confirmed = office.submissions.confirm(BO, ID, sent.version)
    office.uow.outbox.notices.clear()

    after = approve(office, EVA, confirmed.version)

    assert after.decision
    assert after.decision.by == EVA
    assert office.told(NoticeKind.DECIDED) == [ADA.id, BO.id]
