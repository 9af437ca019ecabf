"""Accounts that nobody knows: reported, decided, told; and the yearly question."""

import pytest

from core.errors import NoSuchCase, NotAReviewer, ReasonMissing
from core.outbox import NOBODY, REVIEW_CHANNEL
from core.person import Person
from followup.errors import DecidedAlready, NameMissing, NobodyNamed
from followup.notices import FollowUpNotice
from followup.unknown_account import UnknownStanding, name_key
from followup.unknown_service import UnknownRuling
from followup.yearly_check import YearlyStanding
from tests.world.builders import ACCOUNT_ID, an_account
from tests.world.follow_up import FollowUpServices
from tests.world.people import ADA, BO, EVA, KIM, RUT

REQUEST = "sm-cccccccc"


@pytest.fixture
def world() -> FollowUpServices:
    return FollowUpServices()


def decide(world: FollowUpServices, outcome: UnknownStanding, **ruling: str):
    (case,) = world.uow.unknown_accounts.all()
    given = UnknownRuling(outcome, **ruling)
    return world.unknown.decide(RUT, case.id, case.version, given, request_id=REQUEST).unknown


def test_spellings_of_one_account_are_one_case(world: FollowUpServices) -> None:
    world.unknown.report(KIM, "https://www.instagram.com/salabib/?igsh=1")
    world.unknown.report(BO, "instagram.com/SalaBib")
    with world.stays_as_it_is():
        world.unknown.report(BO, "instagram.com/SalaBib")

    (case,) = world.uow.unknown_accounts.all()
    assert case.reporters == (KIM, BO)
    assert name_key("@SalaBib") == name_key("@salabib")
    with world.refuses(NameMissing):
        world.unknown.report(KIM, " @ ")


def test_what_may_be_meant_is_found_for_reviewers_alone(world: FollowUpServices) -> None:
    case = world.unknown.report(KIM, "@biblioteket_sala")

    assert [each.id for each in world.unknown.show(RUT, case.id).alike] == [ACCOUNT_ID]
    assert world.unknown.show(KIM, case.id).alike == ()
    with world.refuses(NoSuchCase):
        world.unknown.show(BO, case.id)


def test_an_impostor_is_told_to_those_who_reported_it(world: FollowUpServices) -> None:
    case = world.unknown.report(KIM, "@sala_bib")
    with world.refuses(NotAReviewer):
        world.unknown.decide(
            KIM, case.id, 1, UnknownRuling(UnknownStanding.IMPOSTOR), request_id=""
        )
    decided = decide(world, UnknownStanding.IMPOSTOR, platform="instagram", words="Anmält.")
    with world.stays_as_it_is():
        decide(world, UnknownStanding.IMPOSTOR, platform="instagram", words="Anmält.")

    assert world.told(FollowUpNotice.UNKNOWN_DECIDED) == [KIM.id]
    assert world.unknown.report(BO, "@sala_bib") == decided
    with world.refuses(DecidedAlready):
        other = UnknownRuling(UnknownStanding.NOT_OURS, words="Nej.")
        world.unknown.decide(EVA, case.id, case.version, other, request_id="")


def test_one_of_ours_gets_a_request_begun_for_who_runs_it(world: FollowUpServices) -> None:
    world.unknown.report(KIM, "@sala_bib")
    with world.refuses(NobodyNamed):
        decide(world, UnknownStanding.OURS, responsible="Ingen Alls")
    decide(world, UnknownStanding.OURS, platform="instagram", responsible="Bo Alm")

    request = world.request(REQUEST)
    assert request.requester == BO
    assert request.answers == {"kanal": "instagram", "namn": "@sala_bib"}
    assert world.told(FollowUpNotice.UNKNOWN_REQUEST) == [BO.id]


def test_not_ours_needs_a_reason(world: FollowUpServices) -> None:
    world.unknown.report(KIM, "@sala_bib")

    with world.refuses(ReasonMissing):
        decide(world, UnknownStanding.NOT_OURS)


def test_a_live_account_is_asked_about_once_a_year(world: FollowUpServices) -> None:
    assert world.yearly.run_once() == 0
    for days, asked in ((366, 1), (1, 1), (14, 1), (20, 1)):
        world.later(days=days)
        world.yearly.run_once()
        world.yearly.run_once()
        assert len(world.told(FollowUpNotice.YEARLY_ASKED)) == asked

    assert world.told(FollowUpNotice.YEARLY_REMINDED) == [ADA.id]
    assert world.told(FollowUpNotice.YEARLY_SILENT) == [REVIEW_CHANNEL]


def test_whoever_confirms_is_left_alone_for_a_year(world: FollowUpServices) -> None:
    world.later(days=366)
    world.yearly.run_once()
    world.yearly.confirm(ADA, ACCOUNT_ID)
    with world.stays_as_it_is():
        world.yearly.confirm(ADA, ACCOUNT_ID)
    world.later(days=364)

    assert world.yearly.run_once() == 0
    with world.refuses(NoSuchCase):
        world.yearly.confirm(KIM, ACCOUNT_ID)


def test_a_self_check_counts_as_the_yearly_answer(world: FollowUpServices) -> None:
    world.later(days=366)
    world.begin(last_day=(world.now).date())
    world.answer()

    assert world.yearly.run_once() == 0


def test_an_account_without_a_person_is_told_to_the_reviewers(world: FollowUpServices) -> None:
    world.has_account(an_account(responsible=Person(f"{NOBODY}1", "Tove")))
    world.later(days=366)
    world.yearly.run_once()

    (check,) = world.uow.yearly_checks.all()
    assert check.standing is YearlyStanding.SILENT
    assert world.told(FollowUpNotice.YEARLY_SILENT) == [REVIEW_CHANNEL]
