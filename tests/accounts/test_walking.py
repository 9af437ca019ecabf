"""The walk: beginning, leaving steps, going straight to one, and throwing a draft away."""

from dataclasses import replace

import pytest

from accounts.conditions import Is
from accounts.errors import NoSuchCase, NotNow, OutOfDate, TooLong
from accounts.form import SUMMARY, Demand, Field, Requirement, Step
from accounts.register import Standing
from accounts.request import AccountRequest
from accounts.status import EDITABLE, Status
from accounts.values import LONGEST_KEPT, Fault, FaultKind, Kind
from accounts.walking import Move
from tests.accounts.office import (
    ADA,
    ANSWERS,
    BO,
    ID,
    KIM,
    MORNING,
    RUT,
    SECRET,
    Office,
    a_request,
    an_account,
)

WHAT = {"kanal": "facebook", "namn": "Biblioteket", "syfte": "Nå unga läsare."}
HOW = {"administratorer": "two", "visar": "hus"}
SENT = [status for status in Status if status not in EDITABLE]


@pytest.fixture
def begun(office: Office) -> AccountRequest:
    return office.walk.begin(ADA, ID)


def test_a_request_begins_as_a_draft_at_the_first_step(office: Office) -> None:
    begun = office.walk.begin(ADA, ID)

    assert (begun.status, begun.step, begun.version) == (Status.DRAFT, "vad", 1)
    assert begun.started_at == begun.changed_at == MORNING
    assert begun.requester == ADA
    assert begun.nonce
    assert office.request() == begun
    assert not office.books.outbox.notices


def test_beginning_once_more_gives_the_draft_that_is(office: Office, begun: AccountRequest) -> None:
    kept = office.enter(WHAT).request

    with office.stays_as_it_is():
        assert office.walk.begin(ADA, ID) == kept


def test_nobody_begins_where_somebody_else_has(office: Office, begun: AccountRequest) -> None:
    with office.refuses(NoSuchCase):
        office.walk.begin(KIM, ID)


def test_one_person_may_have_several_drafts(office: Office, begun: AccountRequest) -> None:
    other = office.walk.begin(ADA, "sm-bbbbbbb2")

    assert other.id != begun.id
    assert other.nonce != begun.nonce
    assert len(office.books.requests.of_person(ADA.id)) == 2


@pytest.mark.parametrize("person", [KIM, BO, RUT], ids=lambda person: person.id)
def test_a_draft_is_shown_to_its_maker_alone(office: Office, person: object) -> None:
    office.has(a_request())

    with office.refuses(NoSuchCase):
        office.walk.show(person, ID)


def test_a_request_that_does_not_exist_is_refused_in_the_same_way(office: Office) -> None:
    with office.refuses(NoSuchCase):
        office.walk.show(ADA, "sm-zzzzzzz2")


def test_a_step_without_fault_leads_to_the_next(office: Office, begun: AccountRequest) -> None:
    walked = office.enter(WHAT)

    assert walked.check.passes
    assert (walked.request.step, walked.request.version) == ("vem", 2)
    assert office.request().answers == WHAT


def test_the_last_step_leads_to_the_summary(office: Office, begun: AccountRequest) -> None:
    assert office.enter(HOW, step="hur").request.step == SUMMARY


def test_a_faulty_step_is_not_left_and_loses_nothing(office: Office, begun: AccountRequest) -> None:
    walked = office.enter({"kanal": "facebook", "namn": "a" * 50, "syfte": ""})

    assert walked.check.faults == (
        Fault("namn", FaultKind.TOO_LONG),
        Fault("syfte", FaultKind.MISSING),
    )
    assert office.request().step == "vad"
    assert office.request().answers == {"kanal": "facebook", "namn": "a" * 50}


@pytest.mark.parametrize(("move", "step"), [(Move.BACK, "vad"), (Move.CLOSE, "vem")])
def test_going_back_or_away_keeps_what_was_entered_unchecked(
    office: Office, begun: AccountRequest, move: Move, step: str
) -> None:
    walked = office.enter({"kontakt": "inte en adress"}, step="vem", move=move)

    assert walked.check.passes
    assert walked.request.step == step
    assert office.request().answers == {"kontakt": "inte en adress"}


def test_answers_are_kept_tidied(office: Office, begun: AccountRequest) -> None:
    office.enter({"namn": "  Biblio\u200bteket\t i  Sala "})
    office.enter({"visar": "brukare,hus,,hus"}, step="hur")

    assert office.request().answers == {"namn": "Biblioteket i Sala", "visar": "hus,brukare"}


def test_an_emptied_answer_is_taken_away_and_the_others_stay(office: Office) -> None:
    office.has(a_request())

    office.enter({"syfte": " \u200b "})

    assert office.request().answers == {key: ANSWERS[key] for key in ANSWERS if key != "syfte"}


def test_what_a_card_does_not_hold_is_left_as_it_was(office: Office) -> None:
    office.has(a_request())

    office.enter({"namn": "Bion"})

    assert office.request().answers == {**ANSWERS, "namn": "Bion"}


def test_a_demand_for_a_reason_is_met_by_one(office: Office) -> None:
    office.has(a_request())

    alone = office.enter({"administratorer": "one"}, step="hur")
    explained = office.enter({}, step="hur", reasons={"ensam": " Vi är två\x00 snart. "})

    assert alone.check.faults == (Fault("ensam", FaultKind.REASON_MISSING),)
    assert alone.request.step == "hur"
    assert explained.request.step == SUMMARY
    assert office.request().reasons == {"ensam": "Vi är två snart."}


def test_a_name_in_use_stops_the_walk(office: Office, begun: AccountRequest) -> None:
    office.has_account(an_account(name="BIBLIOTEKET"))

    walked = office.enter(WHAT)

    assert [each.id for each in walked.check.unmet] == ["upptaget"]
    assert walked.request.step == "vad"
    assert office.request().answers == WHAT


def test_a_closed_account_leaves_its_name_free(office: Office, begun: AccountRequest) -> None:
    office.has_account(an_account(standing=Standing.CLOSED))

    assert office.enter(WHAT).request.step == "vem"


@pytest.mark.parametrize(
    ("step", "answers", "reasons", "where"),
    [
        ("vad", {**WHAT, "syfte": f"Berätta om {SECRET}."}, {}, "syfte"),
        ("hur", {**HOW, "administratorer": "one"}, {"ensam": f"{SECRET} slutar"}, "ensam"),
    ],
)
def test_a_text_about_somebody_in_care_is_not_let_through(
    office: Office,
    begun: AccountRequest,
    step: str,
    answers: dict[str, str],
    reasons: dict[str, str],
    where: str,
) -> None:
    walked = office.enter(answers, step=step, reasons=reasons)

    assert walked.check.faults == (Fault(where, FaultKind.PERSONAL_DATA),)
    assert walked.request.step == step


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
    [({"namn": "a" * (LONGEST_KEPT + 1)}, {}), ({}, {"upptaget": "a" * (LONGEST_KEPT + 1)})],
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


@pytest.mark.parametrize("status", SENT)
def test_what_is_sent_or_over_cannot_be_changed(office: Office, status: Status) -> None:
    office.has(a_request(status))

    with office.refuses(OutOfDate):
        office.enter({"namn": "Bion"})
    with office.refuses(NotNow):
        office.walk.jump(ADA, ID, office.request().version, "vem")


@pytest.mark.parametrize("status", EDITABLE)
def test_what_came_back_can_be_corrected(office: Office, status: Status) -> None:
    office.has(a_request(status))

    office.enter({"namn": "Bion"})

    assert office.request().answers["namn"] == "Bion"
    assert office.request().status is status


def test_nobody_walks_through_another_persons_draft(office: Office) -> None:
    version = office.has(a_request()).version

    with office.refuses(NoSuchCase):
        office.enter(WHAT, by=KIM)
    with office.refuses(NoSuchCase):
        office.walk.jump(KIM, ID, version, "vem")
    with office.refuses(NoSuchCase):
        office.walk.discard(KIM, ID, version)


def test_the_same_press_again_is_harmless(office: Office, begun: AccountRequest) -> None:
    office.enter({**WHAT, "namn": " Biblioteket "})

    with office.stays_as_it_is():
        again = office.enter({**WHAT, "namn": " Biblioteket "}, seen=begun.version)

    assert again.request.step == "vem"


def test_the_same_press_again_tells_the_same_faults(office: Office, begun: AccountRequest) -> None:
    first = office.enter({**WHAT, "syfte": ""})

    with office.stays_as_it_is():
        again = office.enter({**WHAT, "syfte": ""}, seen=begun.version)

    assert again.check == first.check
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
    requirement = Requirement("namn", "vad", Demand.NOTE)
    office.form = replace(office.form, requirements=(requirement,))
    office.has(a_request())

    with office.refuses(OutOfDate):
        office.enter({}, reasons={"namn": ANSWERS["namn"]}, seen=1)


def test_the_walk_goes_straight_to_a_step(office: Office) -> None:
    before = office.has(a_request())

    after = office.walk.jump(ADA, ID, before.version, "vem")

    assert (after.step, after.version) == ("vem", before.version + 1)
    assert after.answers == before.answers


def test_going_straight_to_a_step_again_is_harmless(office: Office) -> None:
    version = office.has(a_request()).version
    office.walk.jump(ADA, ID, version, "vem")

    with office.stays_as_it_is():
        assert office.walk.jump(ADA, ID, version, "vem").step == "vem"


def test_an_old_card_goes_nowhere_else(office: Office) -> None:
    version = office.has(a_request()).version
    office.walk.jump(ADA, ID, version, "vem")

    with office.refuses(OutOfDate):
        office.walk.jump(ADA, ID, version, "hur")


def test_the_walk_goes_to_no_unknown_step(office: Office) -> None:
    version = office.has(a_request()).version

    with office.refuses(OutOfDate):
        office.walk.jump(ADA, ID, version, "borttaget")


def test_a_draft_is_thrown_away_once(office: Office) -> None:
    version = office.has(a_request()).version

    office.walk.discard(ADA, ID, version)

    assert office.request().status is Status.DISCARDED
    with office.stays_as_it_is():
        office.walk.discard(ADA, ID, version)
    assert not office.books.outbox.notices


def test_an_old_card_throws_nothing_away(office: Office) -> None:
    version = office.has(a_request()).version
    office.enter({"namn": "Bion"})

    with office.refuses(OutOfDate):
        office.walk.discard(ADA, ID, version)


@pytest.mark.parametrize("status", sorted({*Status} - {Status.DRAFT, Status.DISCARDED}))
def test_only_a_draft_is_thrown_away(office: Office, status: Status) -> None:
    version = office.has(a_request(status)).version

    with office.refuses(NotNow):
        office.walk.discard(ADA, ID, version)


def test_a_draft_goes_on_in_a_form_that_has_changed(office: Office) -> None:
    """Its step is gone, one choice is too, and there is a new field."""
    office.has(a_request(step="vem"))
    what, _, how = office.form.steps
    channel, *rest = what.fields
    fields = (replace(channel, choices=("instagram",)), *rest, Field("mal", Kind.TEXT))
    office.form = replace(office.form, steps=(Step("vad", fields), how))

    walked = office.enter({"namn": "Bion"})

    assert walked.check.faults == (
        Fault("kanal", FaultKind.NOT_A_CHOICE),
        Fault("mal", FaultKind.MISSING),
    )
    assert office.request().answers == {**ANSWERS, "namn": "Bion"}
    with office.refuses(OutOfDate):
        office.enter({"verksamhet": "Kultur"}, step="vem")


def test_an_answer_that_fell_away_raises_no_demand(office: Office) -> None:
    requirement = Requirement("lang", "hur", Demand.STOP, Is("samtycke", "nej"))
    office.form = replace(office.form, requirements=(requirement,))
    office.has(a_request(answers={**ANSWERS, "visar": "brukare", "samtycke": "nej"}))

    stopped = office.enter({}, step="hur")
    passed = office.enter({"visar": "hus"}, step="hur")

    assert not stopped.check.passes
    assert passed.request.step == SUMMARY
    assert passed.request.answers["samtycke"] == "nej"
