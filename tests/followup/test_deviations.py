"""Deviations: planned, reminded of, done, seen by a reviewer."""

from datetime import timedelta

import pytest

from core.errors import NoSuchCase, NotAReviewer, OutOfDate, ReasonMissing
from core.outbox import REVIEW_CHANNEL
from core.person import Person
from followup.deviation import DeviationStanding
from followup.errors import ActionMissing, NobodyNamed, WrongDay
from followup.notices import FollowUpNotice
from tests.world.follow_up import FollowUpServices
from tests.world.people import ADA, BO, KIM, RUT


@pytest.fixture
def world() -> FollowUpServices:
    """Ada has answered that they aren't two."""
    world = FollowUpServices()
    world.begin()
    world.answer({"tva": "no"}, {"tva": "Bara jag."})
    return world


def planned(world: FollowUpServices, *, days: int = 10, owner: str = "", by: Person = ADA) -> None:
    deviation, due = world.deviation(), (world.now + timedelta(days=days)).date()
    world.deviations.plan(
        by, deviation.id, deviation.version, action="Bjud in en till.", owner=owner, due=due
    )


def test_a_plan_has_an_action_an_owner_and_a_day(world: FollowUpServices) -> None:
    planned(world, owner="Bo Alm")

    deviation = world.deviation()
    assert (deviation.standing, deviation.owner) == (DeviationStanding.PLANNED, BO)
    assert world.told(FollowUpNotice.DEVIATION_GIVEN) == [BO.id]


def test_a_plan_without_what_it_needs_is_refused(world: FollowUpServices) -> None:
    found, today = world.deviation(), world.now.date()
    seen = (found.id, found.version)

    with world.refuses(ActionMissing):
        world.deviations.plan(ADA, *seen, action=" ", owner="", due=today)
    with world.refuses(WrongDay):
        world.deviations.plan(ADA, *seen, action="x", owner="", due=today - timedelta(days=1))
    with world.refuses(NobodyNamed):
        world.deviations.plan(ADA, *seen, action="x", owner="Ingen Alls", due=today)
    with world.refuses(NoSuchCase):
        world.deviations.plan(KIM, *seen, action="x", owner="", due=today)
    with world.refuses(OutOfDate):
        world.deviations.plan(ADA, found.id, 7, action="x", owner="", due=today)


def test_it_is_closed_once_a_reviewer_has_seen_what_was_done(world: FollowUpServices) -> None:
    planned(world)
    found = world.deviation()
    done = world.deviations.finish(ADA, found.id, found.version, what="Bo är med nu.")
    with world.stays_as_it_is():
        world.deviations.finish(ADA, found.id, found.version, what="Bo är med nu.")

    assert world.told(FollowUpNotice.DEVIATION_DONE) == [REVIEW_CHANNEL]
    assert world.deviations.to_see(RUT) == [done]
    with world.refuses(NotAReviewer):
        world.deviations.close(ADA, done.id, done.version)
    assert world.deviations.close(RUT, done.id, done.version).is_closed


def test_a_reviewer_may_send_it_back_with_a_reason(world: FollowUpServices) -> None:
    found = world.deviation()
    done = world.deviations.finish(ADA, found.id, found.version, what="Klart.")

    with world.refuses(ReasonMissing):
        world.deviations.send_back(RUT, done.id, done.version, reason="")
    back = world.deviations.send_back(RUT, done.id, done.version, reason="Vem är den andra?")
    assert (back.is_to_do, back.done) == (True, "Klart.")
    assert world.told(FollowUpNotice.DEVIATION_RETURNED) == [ADA.id]


def test_whoever_has_no_plan_is_reminded_again_and_again(world: FollowUpServices) -> None:
    for days in (6, 1, 7):
        world.later(days=days)
        world.follow_up.run_once()

    assert world.told(FollowUpNotice.DEVIATIONS_REMINDED) == [ADA.id, ADA.id]


def test_a_day_that_nears_and_passes_is_reminded_of(world: FollowUpServices) -> None:
    planned(world, days=10)
    for days, count, late in ((2, 0, 0), (6, 1, 0), (1, 1, 0), (2, 2, 1), (1, 2, 1), (7, 3, 1)):
        world.later(days=days)
        world.follow_up.run_once()
        world.follow_up.run_once()
        assert len(world.told(FollowUpNotice.DEVIATIONS_REMINDED)) == count
        assert len(world.told(FollowUpNotice.DEVIATION_LATE)) == late
