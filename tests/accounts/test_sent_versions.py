"""Every version of a request that was sent is kept, with what was said to it."""

from datetime import timedelta

from accounts.history import Decision, RequestStatus
from tests.world.builders import a_request
from tests.world.clock import MORNING
from tests.world.people import BO, RUT

LATER_ON = MORNING + timedelta(days=2)


def test_a_version_stays_as_it_was_sent_confirmed_and_decided_on() -> None:
    returned = a_request(RequestStatus.RETURNED)
    changed = returned.answered({"syfte": "Nya ord."}, {}, step="summary", at=LATER_ON)
    again = changed.sent(at=LATER_ON, manager_id=BO.id, needs_manager=True)
    first, second = again.sent_versions

    assert first.answers["syfte"] == "Nå unga läsare."
    assert (first.confirmed_by, first.at) == (BO, MORNING)
    assert first.decision == Decision(RUT, MORNING, RequestStatus.RETURNED, "Se rutinen.")
    assert second.answers["syfte"] == "Nya ord."
    assert (second.confirmed_by, second.decision) == (None, None)


def test_a_later_yes_and_decision_are_those_of_the_version_they_were_given_to() -> None:
    returned = a_request(RequestStatus.RETURNED)
    again = returned.sent(at=LATER_ON, manager_id=BO.id, needs_manager=True)
    decision = Decision(RUT, LATER_ON, RequestStatus.APPROVED)
    first, second = again.confirmed(BO, at=LATER_ON).decided(decision).sent_versions

    assert first.decision is not None
    assert first.decision.outcome is RequestStatus.RETURNED
    assert (second.confirmed_by, second.decision) == (BO, decision)


def test_it_came_in_the_day_it_was_first_sent() -> None:
    again = a_request(RequestStatus.RETURNED).sent(
        at=LATER_ON, manager_id=BO.id, needs_manager=True
    )

    assert again.received_at == MORNING
