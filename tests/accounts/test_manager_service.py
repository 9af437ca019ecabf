"""Who is asked to confirm: somebody met later, another manager, a deputy."""

import pytest

from accounts.errors import NotNow, OwnManager, SeveralPeople
from accounts.history import EventKind, RequestStatus
from accounts.request import AccountRequest
from core.errors import NoSuchCase, ReasonMissing
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.world.builders import ANSWERS, ID, OWN_MANAGER, a_request
from tests.world.people import ADA, BO, EVA, KIM, RUT
from tests.world.services import AccountServices

BIRGITTA = Person("1b4e28ba-2fa1-11d2-883f-0016d3cca427", "Birgitta Nilsson (Kultur)")


def naming(services: AccountServices, name: str) -> AccountRequest:
    """Send Ada's request with that manager named."""
    return services.sent(answers={**ANSWERS, "chef_ok": name})


@pytest.mark.parametrize("named", ["birgitta nilsson", "Nilsson, Birgitta", BIRGITTA.id])
def test_a_manager_the_bot_meets_later_is_asked_then(services: AccountServices, named: str) -> None:
    sent = naming(services, named)
    nobody_yet = services.managers.ask_those_met(), services.told(NoticeKind.MANAGER_ASKED)
    services.uow.people.met.append(BIRGITTA)
    found = services.managers.ask_those_met()
    again = services.managers.ask_those_met()

    assert (nobody_yet, found, again) == ((0, []), 1, 0)
    assert services.told(NoticeKind.MANAGER_ASKED) == [BIRGITTA.id]
    after = services.request()
    assert after.manager_id == BIRGITTA.id
    assert services.submissions.confirm(BIRGITTA, ID, sent.version).confirmed_by == BIRGITTA


def test_an_id_from_a_people_picker_becomes_the_name_once_it_is_known(
    services: AccountServices,
) -> None:
    naming(services, BIRGITTA.id)
    services.uow.people.met.append(BIRGITTA)
    services.managers.ask_those_met()

    assert services.request().answers["chef_ok"] == BIRGITTA.name


def test_where_a_people_picker_told_who_it_is_nobody_else_confirms(
    services: AccountServices,
) -> None:
    seen = naming(services, BIRGITTA.id).version

    with services.refuses(NoSuchCase):
        services.submissions.confirm(KIM, ID, seen)
    assert services.submissions.confirm(BIRGITTA, ID, seen).confirmed_by == BIRGITTA


def test_the_reviewers_wait_for_nobody_who_is_met_by_chance(services: AccountServices) -> None:
    """A request of one's own, one already answered, and two of a name."""
    services.has(a_request(RequestStatus.IN_REVIEW, manager_id=None))
    assert services.managers.ask_those_met() == 0
    services.sent(answers=OWN_MANAGER)
    assert services.managers.ask_those_met() == 0
    naming(services, "birgitta nilsson")
    services.uow.people.met += [BIRGITTA, Person("b2", "Birgitta Nilsson")]
    assert services.managers.ask_those_met() == 0


def test_the_requester_asks_another_manager(services: AccountServices) -> None:
    seen = naming(services, BO.name).version
    services.later(days=2)

    after = services.managers.reassign(ADA, ID, seen, to=KIM.name.lower())

    assert (after.manager_id, after.deputy) == (KIM.id, "")
    assert after.answers["chef_ok"] == KIM.name.lower()
    assert (after.waiting_since, after.history[-1].kind) == (services.now, EventKind.REASSIGNED)
    assert services.told(NoticeKind.MANAGER_RELIEVED) == [BO.id]
    with services.refuses(NoSuchCase):
        services.submissions.confirm(BO, ID, after.version)


def test_the_manager_names_a_deputy_who_confirms_as_one(services: AccountServices) -> None:
    seen = naming(services, BO.name).version

    after = services.managers.reassign(BO, ID, seen, to=KIM.name)

    assert (after.manager_id, after.deputy) == (KIM.id, KIM.name)
    assert after.answers["chef_ok"] == BO.name
    assert services.told(NoticeKind.MANAGER_ASKED) == [BO.id, KIM.id]
    assert services.told(NoticeKind.MANAGER_REASSIGNED) == [ADA.id]
    assert services.submissions.confirm(KIM, ID, after.version).confirmed_by == KIM


def test_the_requester_may_name_a_deputy_the_bot_has_not_met(services: AccountServices) -> None:
    seen = naming(services, BO.name).version
    services.managers.reassign(ADA, ID, seen, to="Birgitta Nilsson", as_deputy=True)
    services.uow.people.met.append(BIRGITTA)

    assert services.managers.ask_those_met() == 1
    assert services.request().answers["chef_ok"] == BO.name
    assert services.told(NoticeKind.MANAGER_ASKED) == [BO.id, BIRGITTA.id]


def test_a_request_in_review_unconfirmed_may_still_get_another_manager(
    services: AccountServices,
) -> None:
    seen = services.submissions.send_unconfirmed(ADA, ID, naming(services, BO.name).version)
    since = services.now
    services.later(days=1)

    after = services.managers.reassign(ADA, ID, seen.version, to=KIM.name)

    assert (after.status, after.waiting_since) == (RequestStatus.IN_REVIEW, since)
    assert services.told(NoticeKind.REVIEW)[-1] == REVIEW_CHANNEL


def test_pressing_twice_asks_once(services: AccountServices) -> None:
    seen = naming(services, BO.name).version
    services.managers.reassign(ADA, ID, seen, to=KIM.name)

    with services.stays_as_it_is():
        services.managers.reassign(ADA, ID, seen, to=KIM.name)


def test_two_of_a_name_are_shown_to_choose_from(services: AccountServices) -> None:
    seen = naming(services, BO.name).version
    both = [BIRGITTA, Person("b2", "Birgitta Nilsson (Skola)")]
    services.uow.people.met += both

    with services.refuses(SeveralPeople) as caught:
        services.managers.reassign(ADA, ID, seen, to="birgitta nilsson")
    assert list(caught.value.people) == both


def test_nobody_is_ones_own_manager(services: AccountServices) -> None:
    seen = naming(services, BO.name).version

    with services.refuses(OwnManager):
        services.managers.reassign(ADA, ID, seen, to=ADA.name)


def test_nobody_hands_on_to_who_made_the_request_or_to_no_name(services: AccountServices) -> None:
    seen = naming(services, BO.name).version

    with services.refuses(OwnManager):
        services.managers.reassign(BO, ID, seen, to=ADA.name)
    with services.refuses(OwnManager):
        services.managers.reassign(BO, ID, seen, to=BO.name)
    with services.refuses(ReasonMissing):
        services.managers.reassign(BO, ID, seen, to=" ")


@pytest.mark.parametrize("person", [KIM, RUT, EVA])
def test_others_reassign_nothing(services: AccountServices, person: Person) -> None:
    seen = naming(services, BO.name).version

    with services.refuses(NoSuchCase):
        services.managers.reassign(person, ID, seen, to=KIM.name)


@pytest.mark.parametrize("status", sorted({*RequestStatus} - {RequestStatus.AWAITING_MANAGER}))
def test_only_what_waits_for_a_manager_is_reassigned(
    services: AccountServices, status: RequestStatus
) -> None:
    version = services.has(a_request(status)).version

    with services.refuses(NotNow):
        services.managers.reassign(ADA, ID, version, to=KIM.name)
