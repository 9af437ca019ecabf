"""Made-up, old and repeated presses of the walk, and forms that change on the way."""

from dataclasses import replace

import pytest

from accounts.errors import NotNow
from accounts.form import SUMMARY, Requirement, Severity, Step
from accounts.history import EDITABLE, RequestStatus
from accounts.request import AccountRequest
from accounts.values import FaultKind, Field, FieldFault, FieldKind, Is
from core.entered_text import LONGEST_ENTERED
from core.errors import NoSuchCase, OutOfDate, TooLong
from tests.world.builders import ANSWERS, ID, WHAT, a_request
from tests.world.clock import MORNING
from tests.world.people import ADA, KIM
from tests.world.services import AccountServices


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
    services: AccountServices,
    begun: AccountRequest,
    answers: dict[str, str],
    reasons: dict[str, str],
) -> None:
    with services.refuses(OutOfDate):
        services.enter(answers, reasons=reasons)


@pytest.mark.parametrize(
    ("answers", "reasons"),
    [({"namn": "a" * (LONGEST_ENTERED + 1)}, {}), ({}, {"upptaget": "a" * (LONGEST_ENTERED + 1)})],
)
def test_an_endless_text_is_refused(
    services: AccountServices,
    begun: AccountRequest,
    answers: dict[str, str],
    reasons: dict[str, str],
) -> None:
    with services.refuses(TooLong):
        services.enter(answers, reasons=reasons)


@pytest.mark.parametrize("step", ["borttaget", SUMMARY, ""])
def test_an_unknown_step_is_refused(
    services: AccountServices, begun: AccountRequest, step: str
) -> None:
    with services.refuses(OutOfDate):
        services.enter({}, step=step)


@pytest.mark.parametrize("status", sorted({*RequestStatus} - EDITABLE))
def test_what_is_sent_or_over_cannot_be_changed(
    services: AccountServices, status: RequestStatus
) -> None:
    services.has(a_request(status))

    with services.refuses(OutOfDate):
        services.enter({"namn": "Bion"})
    with services.refuses(NotNow):
        services.drafts.jump(ADA, ID, services.request().version, "vem")


@pytest.mark.parametrize("status", sorted(EDITABLE))
def test_what_came_back_can_be_corrected(services: AccountServices, status: RequestStatus) -> None:
    services.has(a_request(status))

    services.enter({"namn": "Bion"})

    assert services.request().answers["namn"] == "Bion"
    assert services.request().status is status


def test_nobody_walks_through_another_persons_draft(services: AccountServices) -> None:
    version = services.has(a_request()).version

    with services.refuses(NoSuchCase):
        services.enter(WHAT, by=KIM)
    with services.refuses(NoSuchCase):
        services.drafts.jump(KIM, ID, version, "vem")
    with services.refuses(NoSuchCase):
        services.submissions.give_up(KIM, ID, version)


def test_the_same_press_again_is_harmless(services: AccountServices, begun: AccountRequest) -> None:
    services.enter({**WHAT, "namn": " Biblioteket "})

    with services.stays_as_it_is():
        again = services.enter({**WHAT, "namn": " Biblioteket "}, seen=begun.version)

    assert again.request.step == "vem"


def test_the_same_press_again_tells_the_same_faults(
    services: AccountServices, begun: AccountRequest
) -> None:
    first = services.enter({**WHAT, "syfte": ""})

    with services.stays_as_it_is():
        again = services.enter({**WHAT, "syfte": ""}, seen=begun.version)

    assert (again.check, again.tried) == (first.check, True)
    assert not again.check.passes


@pytest.mark.parametrize(
    ("answers", "reasons"), [({"namn": "Bion"}, {}), ({}, {"upptaget": "Det är ett annat."})]
)
def test_an_old_card_that_says_something_else_is_refused(
    services: AccountServices,
    begun: AccountRequest,
    answers: dict[str, str],
    reasons: dict[str, str],
) -> None:
    services.enter(WHAT)

    with services.refuses(OutOfDate):
        services.enter(answers, reasons=reasons, seen=begun.version)


def test_a_card_from_the_future_is_refused(
    services: AccountServices, begun: AccountRequest
) -> None:
    with services.refuses(OutOfDate):
        services.enter(WHAT, seen=99)


def test_an_old_card_is_compared_field_with_field_and_reason_with_reason(
    services: AccountServices,
) -> None:
    requirement = Requirement("namn", "vad", Severity.NOTE)
    services.form = replace(services.form, requirements=(requirement,))
    services.has(a_request())

    with services.refuses(OutOfDate):
        services.enter({}, reasons={"namn": ANSWERS["namn"]}, seen=1)


def test_the_walk_goes_straight_to_a_step(services: AccountServices) -> None:
    before = services.has(a_request())

    after = services.drafts.jump(ADA, ID, before.version, "vem").request

    assert (after.step, after.version) == ("vem", before.version + 1)
    assert after.answers == before.answers


def test_going_straight_to_a_step_again_is_harmless(services: AccountServices) -> None:
    version = services.has(a_request()).version
    services.drafts.jump(ADA, ID, version, "vem")

    with services.stays_as_it_is():
        assert services.drafts.jump(ADA, ID, version, "vem").request.step == "vem"


def test_an_old_card_goes_nowhere_else(services: AccountServices) -> None:
    version = services.has(a_request()).version
    services.drafts.jump(ADA, ID, version, "vem")

    with services.refuses(OutOfDate):
        services.drafts.jump(ADA, ID, version, "hur")


def test_the_walk_goes_to_no_unknown_step(services: AccountServices) -> None:
    version = services.has(a_request()).version

    with services.refuses(OutOfDate):
        services.drafts.jump(ADA, ID, version, "borttaget")


def test_a_draft_is_thrown_away_once(services: AccountServices) -> None:
    version = services.has(a_request()).version

    services.submissions.give_up(ADA, ID, version)

    assert services.request().status is RequestStatus.DISCARDED
    with services.stays_as_it_is():
        services.submissions.give_up(ADA, ID, version)
    assert not services.uow.outbox.notices


def test_an_old_card_throws_nothing_away(services: AccountServices) -> None:
    version = services.has(a_request()).version
    services.enter({"namn": "Bion"})

    with services.refuses(OutOfDate):
        services.submissions.give_up(ADA, ID, version)


@pytest.mark.parametrize(
    "status", sorted({*RequestStatus} - {RequestStatus.DRAFT, RequestStatus.DISCARDED})
)
def test_only_a_draft_is_thrown_away(status: RequestStatus) -> None:
    with pytest.raises(NotNow):
        a_request(status).discarded(at=MORNING)


def test_a_draft_goes_on_in_a_form_that_has_changed(services: AccountServices) -> None:
    """Its step is gone, one choice is too, and there is a new field."""
    services.has(a_request(step="vem"))
    what, _, how = services.form.steps
    channel, *rest = what.fields
    fields = (replace(channel, choices=("instagram",)), *rest, Field("mal", FieldKind.TEXT))
    services.form = replace(services.form, steps=(Step("vad", fields), how))

    walked = services.enter({"namn": "Bion"})

    assert walked.faults == (
        FieldFault("kanal", FaultKind.NOT_A_CHOICE),
        FieldFault("mal", FaultKind.MISSING),
    )
    assert services.request().answers == {**ANSWERS, "namn": "Bion"}
    with services.refuses(OutOfDate):
        services.enter({"verksamhet": "Kultur"}, step="vem")


def test_an_answer_that_fell_away_raises_no_demand(services: AccountServices) -> None:
    requirement = Requirement("lang", "hur", Severity.STOP, Is("samtycke", "nej"))
    services.form = replace(services.form, requirements=(requirement,))
    services.has(a_request(answers={**ANSWERS, "visar": "brukare", "samtycke": "nej"}))

    stopped = services.enter({}, step="hur")
    passed = services.enter({"visar": "hus"}, step="hur")

    assert not stopped.check.passes
    assert passed.request.step == SUMMARY
    assert passed.request.answers["samtycke"] == "nej"
