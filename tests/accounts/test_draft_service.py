"""The walk: beginning, leaving steps, and what is kept."""

import pytest

from accounts.account import AccountStatus
from accounts.form import SUMMARY
from accounts.history import Decision, RequestStatus
from accounts.request import AccountRequest
from accounts.values import FaultKind, FieldFault
from accounts.walk import Move
from core.errors import NoSuchCase
from tests.world.builders import ANSWERS, ID, SECRET, WHAT, a_request, an_account
from tests.world.clock import MORNING
from tests.world.people import ADA, BO, KIM, RUT
from tests.world.services import AccountServices

HOW = {"administratorer": "two", "visar": "hus"}


def test_a_request_begins_as_a_draft_at_the_first_step(services: AccountServices) -> None:
    begun = services.drafts.begin(ADA, ID).request

    assert (begun.status, begun.step, begun.version) == (RequestStatus.DRAFT, "vad", 1)
    assert begun.started_at == begun.changed_at == MORNING
    assert begun.requester == ADA
    assert begun.nonce
    assert services.request() == begun
    assert not services.uow.outbox.notices


def test_beginning_once_more_gives_the_draft_that_is(
    services: AccountServices, begun: AccountRequest
) -> None:
    kept = services.enter(WHAT).request

    with services.stays_as_it_is():
        assert services.drafts.begin(ADA, ID).request == kept


def test_nobody_begins_where_somebody_else_has(
    services: AccountServices, begun: AccountRequest
) -> None:
    with services.refuses(NoSuchCase):
        services.drafts.begin(KIM, ID)


def test_beginning_twice_without_a_word_written_gives_one_draft(
    services: AccountServices, begun: AccountRequest
) -> None:
    with services.stays_as_it_is():
        assert services.drafts.begin(ADA, "sm-bbbbbbb2").request == begun


def test_the_press_that_began_a_draft_gives_it_again_beside_a_blank_one(
    services: AccountServices, begun: AccountRequest
) -> None:
    services.enter({"namn": "Bion"})
    services.drafts.begin(ADA, "sm-bbbbbbb2")

    assert services.drafts.begin(ADA, begun.id).request.answers["namn"] == "Bion"


def test_one_person_may_have_several_drafts(
    services: AccountServices, begun: AccountRequest
) -> None:
    services.enter({"namn": "Bion"})

    other = services.drafts.begin(ADA, "sm-bbbbbbb2").request

    assert other.id != begun.id
    assert other.nonce != begun.nonce
    assert len(services.uow.requests.of_person(ADA.id)) == 2


@pytest.mark.parametrize("person", [KIM, BO, RUT], ids=lambda person: person.id)
def test_a_draft_is_shown_to_its_maker_alone(services: AccountServices, person: object) -> None:
    services.has(a_request())

    with services.refuses(NoSuchCase):
        services.drafts.show(person, ID)


def test_a_request_that_does_not_exist_is_refused_in_the_same_way(
    services: AccountServices,
) -> None:
    with services.refuses(NoSuchCase):
        services.drafts.show(ADA, "sm-zzzzzzz2")


def test_a_step_without_fault_leads_to_the_next(
    services: AccountServices, begun: AccountRequest
) -> None:
    walked = services.enter(WHAT)

    assert not walked.tried
    assert (walked.request.step, walked.request.version) == ("vem", 2)
    assert services.request().answers == WHAT


def test_the_last_step_leads_to_the_summary(
    services: AccountServices, begun: AccountRequest
) -> None:
    assert services.enter(HOW, step="hur").request.step == SUMMARY


def test_a_faulty_step_is_not_left_and_loses_nothing(
    services: AccountServices, begun: AccountRequest
) -> None:
    walked = services.enter({"kanal": "facebook", "namn": "a" * 50, "syfte": ""})

    assert walked.faults == (
        FieldFault("namn", FaultKind.TOO_LONG),
        FieldFault("syfte", FaultKind.MISSING),
    )
    assert services.request().step == "vad"
    assert services.request().answers == {"kanal": "facebook", "namn": "a" * 50}


@pytest.mark.parametrize(("move", "step"), [(Move.BACK, "vad"), (Move.CLOSE, "vem")])
def test_going_back_or_away_keeps_what_was_entered_unchecked(
    services: AccountServices, begun: AccountRequest, move: Move, step: str
) -> None:
    walked = services.enter({"kontakt": "inte en adress"}, step="vem", move=move)

    assert not walked.tried
    assert walked.request.step == step
    assert services.request().answers == {"kontakt": "inte en adress"}


def test_answers_are_kept_tidied(services: AccountServices, begun: AccountRequest) -> None:
    services.enter({"namn": "  Biblio\u200bteket\t i  Sala "})
    services.enter({"visar": "brukare,hus,,hus"}, step="hur")

    assert services.request().answers == {"namn": "Biblioteket i Sala", "visar": "hus,brukare"}


def test_an_emptied_answer_is_taken_away_and_the_others_stay(services: AccountServices) -> None:
    services.has(a_request())

    services.enter({"syfte": " \u200b "})

    assert services.request().answers == {key: ANSWERS[key] for key in ANSWERS if key != "syfte"}


def test_what_a_card_does_not_hold_is_left_as_it_was(services: AccountServices) -> None:
    services.has(a_request())

    services.enter({"namn": "Bion"})

    assert services.request().answers == {**ANSWERS, "namn": "Bion"}


def test_a_demand_for_a_reason_is_met_by_one(services: AccountServices) -> None:
    services.has(a_request())

    alone = services.enter({"administratorer": "one"}, step="hur")
    explained = services.enter({}, step="hur", reasons={"ensam": " Vi är två\x00 snart. "})

    assert alone.asked_for == (FieldFault("ensam", FaultKind.REASON_MISSING),)
    assert alone.faults == ()
    assert alone.request.step == "hur"
    assert explained.request.step == SUMMARY
    assert services.request().reasons == {"ensam": "Vi är två snart."}


def test_a_name_in_use_stops_the_walk(services: AccountServices, begun: AccountRequest) -> None:
    services.has_account(an_account(name="BIBLIOTEKET"))

    walked = services.enter(WHAT)

    assert [each.id for each in walked.check.unmet] == ["upptaget"]
    assert walked.request.step == "vad"
    assert services.request().answers == WHAT


def test_a_closed_account_leaves_its_name_free(
    services: AccountServices, begun: AccountRequest
) -> None:
    services.has_account(an_account(standing=AccountStatus.CLOSED))

    assert services.enter(WHAT).request.step == "vem"


@pytest.mark.parametrize(
    ("step", "answers", "reasons", "where"),
    [
        ("vad", {**WHAT, "syfte": f"Berätta om {SECRET}."}, {}, "syfte"),
        ("hur", {**HOW, "administratorer": "one"}, {"ensam": f"{SECRET} slutar"}, "ensam"),
    ],
)
def test_a_text_about_somebody_in_care_is_not_let_through(
    services: AccountServices,
    begun: AccountRequest,
    step: str,
    answers: dict[str, str],
    reasons: dict[str, str],
    where: str,
) -> None:
    walked = services.enter(answers, step=step, reasons=reasons)

    assert walked.faults == (FieldFault(where, FaultKind.PERSONAL_DATA),)
    assert walked.request.step == step


def test_a_field_that_an_answer_leads_to_is_asked_for_before_it_is_missed(
    services: AccountServices, begun: AccountRequest
) -> None:
    who = {"verksamhet": "Kultur", "ar_chef": "no"}
    first = services.enter(who, step="vem")
    second = services.enter(who, step="vem")

    missing = (FieldFault("chef_ok", FaultKind.MISSING),)
    assert (first.asked_for, first.faults) == (missing, ())
    assert (second.asked_for, second.faults) == ((), missing)


def test_a_note_is_told_when_an_answer_leads_to_it_and_not_again(
    services: AccountServices, begun: AccountRequest
) -> None:
    how = {**HOW, "visar": "brukare", "samtycke": "Vi frågar."}
    first = services.enter(how, step="hur")
    services.drafts.jump(ADA, ID, first.request.version, "hur")
    again = services.enter(how, step="hur")

    assert [each.id for each in first.advice] == ["sekretess"]
    assert again.advice == ()


def test_from_the_summary_one_step_is_changed_and_saved_straight_back(
    services: AccountServices,
) -> None:
    there = services.drafts.jump(ADA, ID, services.has(a_request()).version, "vad")

    back = services.enter({"namn": "Bion"})

    assert there.following == back.request.step == SUMMARY
    assert services.request().answers["namn"] == "Bion"


def test_a_change_that_leaves_a_later_step_wanting_leads_there(services: AccountServices) -> None:
    services.has(a_request(answers={key: ANSWERS[key] for key in ANSWERS if key != "visar"}))

    assert services.enter({"namn": "Bion"}).request.step == "hur"


def test_before_the_summary_has_been_seen_no_step_is_passed_over(
    services: AccountServices, begun: AccountRequest
) -> None:
    services.enter(HOW, step="hur", move=Move.BACK)
    services.enter({"verksamhet": "Kultur", "ar_chef": "yes"}, step="vem", move=Move.BACK)

    assert services.enter(WHAT).request.step == "vem"


def test_what_was_returned_is_walked_through_by_the_steps_with_a_remark_alone(
    services: AccountServices,
) -> None:
    remarks = {"vad": "Vilket namn?", "hur": "Visar ni barn?"}
    decision = Decision(RUT, MORNING, RequestStatus.RETURNED, "", remarks)
    request = a_request(RequestStatus.IN_REVIEW).decided(decision)
    services.has(request)

    first = services.enter({"namn": "Bion"})
    second = services.enter({"visar": "hus"}, step="hur")

    assert request.step == "vad"
    assert (first.request.step, second.request.step) == ("hur", SUMMARY)
