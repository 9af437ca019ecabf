"""Made-up, old and repeated presses of the walk, and forms that change on the way."""

from dataclasses import replace

import pytest

from accounts.errors import NotNow
from accounts.form import SUMMARY, Field, Is, Requirement, Severity, Step
from accounts.history import EDITABLE, RequestStatus
from accounts.request import AccountRequest
from accounts.values import FaultKind, FieldFault, FieldKind
from core.entered_text import LONGEST_ENTERED
from core.errors import NoSuchCase, OutOfDate, TooLong
from tests.accounts.office import (
    ADA,
    ANSWERS,
    ID,
    KIM,
    MORNING,
    WHAT,
    Office,
    a_request,
)


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [
        ({"borttaget": "x"}, {}),
        ({"verksamhet": "ett annat stegs fält"}, {}),
        ({"already_registered": "no"}, {}),
        ({"kanal": "myspace"}, {}),
        ({"kanal": "facebook,instagram"}, {}),
        ({}, {"ensam": "ett annat stegs krav"}),
        ({}, {"borttaget": "x"}),
        ({"namn": "bra", "kanal": "myspace"}, {}),
    ],
)
def test_made_up_data_is_refused_whole(
    office: Office, begun: AccountRequest, answers: dict[str, str], reasons: dict[str, str]
) -> None:
    with office.refuses(OutOfDate):
        office.enter(answers, reasons=reasons)


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [({"namn": "a" * (LONGEST_ENTERED + 1)}, {}), ({}, {"upptaget": "a" * (LONGEST_ENTERED + 1)})],
)
def test_an_endless_text_is_refused(
    office: Office, begun: AccountRequest, answers: dict[str, str], reasons: dict[str, str]
) -> None:
    with office.refuses(TooLong):
        office.enter(answers, reasons=reasons)


@pytest.mark.parametrize("step", ["borttaget", SUMMARY, ""])
def test_an_unknown_step_is_refused(office: Office, begun: AccountRequest, step: str) -> None:
    with office.refuses(OutOfDate):
        office.enter({}, step=step)


@pytest.mark.parametrize("status", sorted({*RequestStatus} - EDITABLE))
def test_what_is_sent_or_over_cannot_be_changed(office: Office, status: RequestStatus) -> None:
    office.has(a_request(status))

    with office.refuses(OutOfDate):
        office.enter({"namn": "Bion"})
    with office.refuses(NotNow):
        office.drafts.jump(ADA, ID, office.request().version, "vem")


@pytest.mark.parametrize("status", EDITABLE)
def test_what_came_back_can_be_corrected(office: Office, status: RequestStatus) -> None:
    office.has(a_request(status))

    office.enter({"namn": "Bion"})

    assert office.request().answers["namn"] == "Bion"
    assert office.request().status is status


def test_nobody_walks_through_another_persons_draft(office: Office) -> None:
    version = office.has(a_request()).version

    with office.refuses(NoSuchCase):
        office.enter(WHAT, by=KIM)
    with office.refuses(NoSuchCase):
        office.drafts.jump(KIM, ID, version, "vem")
    with office.refuses(NoSuchCase):
        office.submissions.give_up(KIM, ID, version)


def test_the_same_press_again_is_harmless(office: Office, begun: AccountRequest) -> None:
    office.enter({**WHAT, "namn": " Biblioteket "})

    with office.stays_as_it_is():
        again = office.enter({**WHAT, "namn": " Biblioteket "}, seen=begun.version)

    assert again.request.step == "vem"


def test_the_same_press_again_tells_the_same_faults(office: Office, begun: AccountRequest) -> None:
    first = office.enter({**WHAT, "syfte": ""})

    with office.stays_as_it_is():
        again = office.enter({**WHAT, "syfte": ""}, seen=begun.version)

    assert (again.check, again.tried) == (first.check, True)
    assert not again.check.passes


@pytest.mark.parametrize(
    ("answers", "reasons"), [({"namn": "Bion"}, {}), ({}, {"upptaget": "Det är ett annat."})]
)
def test_an_old_card_that_says_something_else_is_refused(
    office: Office, begun: AccountRequest, answers: dict[str, str], reasons: dict[str, str]
) -> None:
    office.enter(WHAT)

    with office.refuses(OutOfDate):
        office.enter(answers, reasons=reasons, seen=begun.version)


def test_a_card_from_the_future_is_refused(office: Office, begun: AccountRequest) -> None:
    with office.refuses(OutOfDate):
        office.enter(WHAT, seen=99)


def test_an_old_card_is_compared_field_with_field_and_reason_with_reason(office: Office) -> None:
    requirement = Requirement("namn", "vad", Severity.NOTE)
    office.form = replace(office.form, requirements=(requirement,))
    office.has(a_request())

    with office.refuses(OutOfDate):
        office.enter({}, reasons={"namn": ANSWERS["namn"]}, seen=1)


def test_the_walk_goes_straight_to_a_step(office: Office) -> None:
    before = office.has(a_request())

    after = office.drafts.jump(ADA, ID, before.version, "vem").request

    assert (after.step, after.version) == ("vem", before.version + 1)
    assert after.answers == before.answers


def test_going_straight_to_a_step_again_is_harmless(office: Office) -> None:
    version = office.has(a_request()).version
    office.drafts.jump(ADA, ID, version, "vem")

    with office.stays_as_it_is():
        assert office.drafts.jump(ADA, ID, version, "vem").request.step == "vem"


def test_an_old_card_goes_nowhere_else(office: Office) -> None:
    version = office.has(a_request()).version
    office.drafts.jump(ADA, ID, version, "vem")

    with office.refuses(OutOfDate):
        office.drafts.jump(ADA, ID, version, "hur")


def test_the_walk_goes_to_no_unknown_step(office: Office) -> None:
    version = office.has(a_request()).version

    with office.refuses(OutOfDate):
        office.drafts.jump(ADA, ID, version, "borttaget")


def test_a_draft_is_thrown_away_once(office: Office) -> None:
    version = office.has(a_request()).version

    office.submissions.give_up(ADA, ID, version)

    assert office.request().status is RequestStatus.DISCARDED
    with office.stays_as_it_is():
        office.submissions.give_up(ADA, ID, version)
    assert not office.uow.outbox.notices


def test_an_old_card_throws_nothing_away(office: Office) -> None:
    version = office.has(a_request()).version
    office.enter({"namn": "Bion"})

    with office.refuses(OutOfDate):
        office.submissions.give_up(ADA, ID, version)


@pytest.mark.parametrize(
    "status", sorted({*RequestStatus} - {RequestStatus.DRAFT, RequestStatus.DISCARDED})
)
def test_only_a_draft_is_thrown_away(status: RequestStatus) -> None:
    with pytest.raises(NotNow):
        a_request(status).discarded(at=MORNING)


def test_a_draft_goes_on_in_a_form_that_has_changed(office: Office) -> None:
    """Its step is gone, one choice is too, and there is a new field."""
    office.has(a_request(step="vem"))
    what, _, how = office.form.steps
    channel, *rest = what.fields
    fields = (replace(channel, choices=("instagram",)), *rest, Field("mal", FieldKind.TEXT))
    office.form = replace(office.form, steps=(Step("vad", fields), how))

    walked = office.enter({"namn": "Bion"})

    assert walked.faults == (
        FieldFault("kanal", FaultKind.NOT_A_CHOICE),
        FieldFault("mal", FaultKind.MISSING),
    )
    assert office.request().answers == {**ANSWERS, "namn": "Bion"}
    with office.refuses(OutOfDate):
        office.enter({"verksamhet": "Kultur"}, step="vem")


def test_an_answer_that_fell_away_raises_no_demand(office: Office) -> None:
    requirement = Requirement("lang", "hur", Severity.STOP, Is("samtycke", "nej"))
    office.form = replace(office.form, requirements=(requirement,))
    office.has(a_request(answers={**ANSWERS, "visar": "brukare", "samtycke": "nej"}))

    stopped = office.enter({}, step="hur")
    passed = office.enter({"visar": "hus"}, step="hur")

    assert not stopped.check.passes
    assert passed.request.step == SUMMARY
    assert passed.request.answers["samtycke"] == "nej"
