"""The walk: beginning, leaving steps, and what is kept."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from accounts.account import AccountStatus
from accounts.draft_service import MOST_DRAFTS
from accounts.errors import NotNow, TooManyDrafts
from accounts.form import SUMMARY, Step
from accounts.history import Decision, RequestStatus
from accounts.request import AccountRequest
from accounts.values import FaultKind, FieldFault, FieldKind
from accounts.walk import Move
from core.errors import NoSuchCase
from core.person import Person
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


def with_field(services: AccountServices, field_id: str, **changes: object) -> None:
    """Change one field of the form in use."""
    steps = [
        Step(
            step.id,
            tuple(
                replace(each, **changes) if each.id == field_id else each for each in step.fields
            ),
        )
        for step in services.form.steps
    ]
    services.form = replace(services.form, steps=tuple(steps))


COPY = "sm-bbbbbbb2"


def test_a_new_request_begins_with_what_is_remembered_of_the_last_one_sent(
    services: AccountServices,
) -> None:
    with_field(services, "kanal", remembered=True)
    services.has(a_request(RequestStatus.DECLINED, id="sm-ccccccc2"))

    walk = services.drafts.begin(ADA, ID)
    again = services.enter({"kanal": "", "namn": "Sala bibliotek"})

    assert walk.request.answers == {"kanal": ANSWERS["kanal"]}
    assert walk.remembered == {"kanal"}
    assert "kanal" not in again.request.answers
    assert not again.remembered


def test_what_is_remembered_isnt_saved_before_it_is_left(services: AccountServices) -> None:
    with_field(services, "kanal", remembered=True)
    services.has(a_request(RequestStatus.LIVE, id="sm-ccccccc2"))
    services.drafts.begin(ADA, ID)

    assert services.request().answers == {}
    assert services.drafts.begin(ADA, COPY).request.id == ID


def test_nothing_is_remembered_of_a_draft_or_of_somebody_elses(services: AccountServices) -> None:
    with_field(services, "kanal", remembered=True)
    services.has(a_request(RequestStatus.AWAITING_MANAGER, id="sm-ccccccc2", by=KIM))
    services.has(a_request(RequestStatus.DRAFT, id="sm-ddddddd2"))

    assert not services.drafts.begin(ADA, ID).remembered


OVER = (RequestStatus.WITHDRAWN, RequestStatus.DECLINED)
SENT = (RequestStatus.IN_REVIEW, RequestStatus.APPROVED, RequestStatus.AWAITING_MANAGER)


@pytest.mark.parametrize("status", SENT)
def test_a_copy_for_one_more_account_leaves_out_what_is_of_one_account_alone(
    services: AccountServices, status: RequestStatus
) -> None:
    with_field(services, "kanal", copied=False)
    source = services.has(a_request(status))

    copy = services.drafts.copy(ADA, COPY, ID).request

    assert copy.answers == {key: ANSWERS[key] for key in ANSWERS if key != "kanal"}
    assert (copy.status, copy.step) == (RequestStatus.DRAFT, "vad")
    assert services.request() == source


@pytest.mark.parametrize("status", OVER)
def test_a_copy_of_what_came_to_nothing_has_it_all_and_begins_at_the_summary(
    services: AccountServices, status: RequestStatus
) -> None:
    with_field(services, "kanal", copied=False)
    services.has(a_request(status))

    copy = services.drafts.copy(ADA, COPY, ID).request

    assert (copy.answers, copy.step) == (ANSWERS, SUMMARY)


def test_an_account_is_copied_by_whoever_is_responsible_for_it_alone(
    services: AccountServices,
) -> None:
    services.has(a_request(RequestStatus.LIVE))
    services.has_account(an_account(responsible=KIM))

    assert services.drafts.copy(KIM, COPY, "konto-aaaaaaa2").request.requester == KIM
    with services.refuses(NoSuchCase):
        services.drafts.copy(ADA, "sm-ccccccc2", "konto-aaaaaaa2")


def test_a_copy_pressed_twice_is_made_once(services: AccountServices) -> None:
    services.has(a_request(RequestStatus.WITHDRAWN))
    once = services.drafts.copy(ADA, COPY, ID)

    with services.stays_as_it_is():
        assert services.drafts.copy(ADA, COPY, ID).request == once.request


def test_nobody_copies_another_persons_request_or_a_draft(services: AccountServices) -> None:
    services.has(a_request(RequestStatus.WITHDRAWN))
    with services.refuses(NoSuchCase):
        services.drafts.copy(KIM, COPY, ID)
    services.has(a_request())
    with services.refuses(NotNow):
        services.drafts.copy(ADA, COPY, ID)


def test_one_person_has_no_more_than_so_many_drafts(services: AccountServices) -> None:
    for number in range(MOST_DRAFTS):
        services.has(a_request(id=f"sm-{number}"))

    with services.refuses(TooManyDrafts):
        services.drafts.begin(ADA, ID)
    services.has(a_request(RequestStatus.WITHDRAWN))
    with services.refuses(TooManyDrafts):
        services.drafts.copy(ADA, COPY, ID)
    assert services.drafts.begin(KIM, COPY).request.requester == KIM


@pytest.mark.parametrize(
    ("day", "accepted"),
    [
        ("1999-01-01", False),
        ("9999-12-31", False),
        ("2026-11-21", False),
        ("2026-11-22", True),
        ("2027-12-25", True),
        ("2027-12-27", False),
    ],
)
def test_a_date_that_cannot_be_meant_is_a_fault_at_its_field(
    services: AccountServices, begun: AccountRequest, day: str, accepted: bool
) -> None:
    services.now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    with_field(services, "kontakt", kind=FieldKind.DATE, days_back=3, days_ahead=395)

    walked = services.enter({"verksamhet": "Kultur", "ar_chef": "yes", "kontakt": day}, step="vem")

    assert (walked.faults == ()) is accepted
    assert accepted or walked.faults == (FieldFault("kontakt", FaultKind.TOO_FAR_AWAY),)


def test_a_day_begins_at_midnight_in_sweden(
    services: AccountServices, begun: AccountRequest
) -> None:
    services.now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    with_field(services, "kontakt", kind=FieldKind.DATE, days_back=3, days_ahead=395)
    answers = {"verksamhet": "Kultur", "ar_chef": "yes", "kontakt": "2026-11-21"}

    walked = services.enter(answers, step="vem")

    assert walked.faults == (FieldFault("kontakt", FaultKind.TOO_FAR_AWAY),)


@pytest.mark.parametrize(
    ("named", "match"),
    [
        ("Bo Alm", "one"),
        (" bo  ALM ", "one"),
        ("Cia Dahl", "nobody"),
        (ADA.name, "self"),
        (ADA.name.upper(), "self"),
    ],
)
def test_the_managers_name_is_checked_at_once(
    services: AccountServices, begun: AccountRequest, named: str, match: str
) -> None:
    who = {"verksamhet": "Kultur", "ar_chef": "no", "chef_ok": named}
    walked = services.enter(who, step="vem")

    assert walked.view["manager_match"] == match
    is_own = (FieldFault("chef_ok", FaultKind.OWN_NAME),)
    assert walked.faults == (is_own if match == "self" else ())


def test_a_manager_of_ones_own_name_is_found(services: AccountServices) -> None:
    services.uow.people.met.append(Person("aad-other-ada", ADA.name))
    services.has(a_request(answers={**ANSWERS, "chef_ok": ADA.name}))

    assert services.drafts.show(ADA, ID).view["manager_match"] == "one"
