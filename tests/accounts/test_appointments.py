"""Who reviews: for how long, in whose place, and that it takes two to change that."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.appointment_service import AppointmentService, Tenure
from core.appointments import (
    EndsBeforeItBegins,
    LastReviewer,
    NeedsAnotherReviewer,
    NotCurrent,
    NotProposed,
    UnknownPerson,
)
from core.errors import NotAReviewer, OutOfDate
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.world.memory import Synchronous
from tests.world.people import ADA, EVA, KIM, RUT
from tests.world.services import AccountServices

WEEK = timedelta(days=7)
MET_NEVER = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture
def services() -> AccountServices:
    """Rut and Eva review; Kim has been met."""
    return AccountServices()


@pytest.fixture
def reviewers(services: AccountServices) -> Synchronous:
    return Synchronous(AppointmentService(services.transactions, services.policy))


def kim(services: AccountServices, **more: object) -> Tenure:
    return Tenure("Kim Lund", services.now, **more)  # pyright: ignore[reportArgumentType]


def test_a_proposal_gives_no_right_until_another_reviewer_confirms_it(
    services: AccountServices, reviewers: Synchronous
) -> None:
    proposed = reviewers.propose(RUT, kim(services))
    assert not reviewers.is_reviewer(KIM)

    reviewers.confirm(EVA, proposed.id, proposed.version)
    assert reviewers.is_reviewer(KIM)
    assert [(line.state, line.by) for line in services.uow.audit.lines] == [
        ("proposed", RUT.id),
        ("in-force", EVA.id),
    ]


def test_nobody_confirms_what_they_proposed_themselves(
    services: AccountServices, reviewers: Synchronous
) -> None:
    proposed = reviewers.propose(RUT, kim(services))

    with services.refuses(NeedsAnotherReviewer):
        reviewers.confirm(RUT, proposed.id, proposed.version)


def test_the_other_reviewers_are_asked_in_the_channel(
    services: AccountServices, reviewers: Synchronous
) -> None:
    reviewers.propose(RUT, kim(services))

    assert services.told(NoticeKind.APPOINTMENT) == [REVIEW_CHANNEL]


def test_whoever_does_not_review_neither_sees_nor_changes_the_list(
    services: AccountServices, reviewers: Synchronous
) -> None:
    proposed = reviewers.propose(RUT, kim(services))

    for change in (
        lambda: reviewers.listed(ADA),
        lambda: reviewers.propose(ADA, kim(services)),
        lambda: reviewers.confirm(KIM, proposed.id, proposed.version),
        lambda: reviewers.refuse(ADA, proposed.id, proposed.version),
        lambda: reviewers.propose_end(ADA, proposed.id, proposed.version, services.now),
    ):
        with services.refuses(NotAReviewer):
            change()


def test_the_right_begins_and_ends_by_the_clock_alone(
    services: AccountServices, reviewers: Synchronous
) -> None:
    first, last = services.now + WEEK, services.now + 2 * WEEK
    proposed = reviewers.propose(RUT, Tenure("Kim Lund", first, last))
    reviewers.confirm(EVA, proposed.id, proposed.version)
    seen = list[bool]()
    for _ in range(3):
        seen.append(reviewers.is_reviewer(KIM))
        services.later(days=7)

    assert seen == [False, True, False]


def test_a_deputy_reviews_for_as_long_as_whom_they_stand_in_for(
    services: AccountServices, reviewers: Synchronous
) -> None:
    deputy = Tenure(MET_NEVER, services.now, services.now + 4 * WEEK, deputy_for=EVA.id)
    reviewers.appoint(deputy)
    stand_in = Person(MET_NEVER, "Siv")
    assert reviewers.is_reviewer(stand_in)

    reviewers.end(EVA.id, services.now + WEEK)
    services.later(days=8)
    assert not reviewers.is_reviewer(stand_in)
    assert reviewers.is_reviewer(RUT)


def test_a_press_that_comes_twice_changes_nothing_the_second_time(
    services: AccountServices, reviewers: Synchronous
) -> None:
    proposed = reviewers.propose(RUT, kim(services))
    confirmed = reviewers.confirm(EVA, proposed.id, proposed.version)

    with services.stays_as_it_is():
        assert reviewers.confirm(EVA, proposed.id, proposed.version) == confirmed


def test_an_end_counts_once_another_reviewer_has_confirmed_it(
    services: AccountServices, reviewers: Synchronous
) -> None:
    rut = next(each for each in reviewers.listed(EVA) if each.reviewer == RUT)
    proposed = reviewers.propose_end(EVA, rut.id, rut.version, services.now)
    assert reviewers.is_reviewer(RUT)
    with services.refuses(NeedsAnotherReviewer):
        reviewers.confirm(EVA, rut.id, proposed.version)

    reviewers.confirm(RUT, rut.id, proposed.version)
    assert not reviewers.is_reviewer(RUT)


def test_a_proposal_turned_down_leaves_everything_as_it_was(
    services: AccountServices, reviewers: Synchronous
) -> None:
    rut = next(each for each in reviewers.listed(EVA) if each.reviewer == RUT)
    ending = reviewers.propose_end(EVA, rut.id, rut.version, services.now)
    joining = reviewers.propose(EVA, kim(services))
    reviewers.refuse(RUT, rut.id, ending.version)
    reviewers.refuse(RUT, joining.id, joining.version)

    assert reviewers.is_reviewer(RUT)
    assert not reviewers.is_reviewer(KIM)
    with services.refuses(NotProposed):
        reviewers.confirm(EVA, joining.id, joining.version + 1)


def test_an_old_card_changes_nothing(services: AccountServices, reviewers: Synchronous) -> None:
    rut = next(each for each in reviewers.listed(EVA) if each.reviewer == RUT)
    ending = reviewers.propose_end(EVA, rut.id, rut.version, services.now)
    reviewers.refuse(RUT, rut.id, ending.version)

    with services.refuses(OutOfDate):
        reviewers.propose_end(EVA, rut.id, rut.version, services.now)


def test_the_last_reviewer_cannot_be_ended(
    services: AccountServices, reviewers: Synchronous
) -> None:
    reviewers.end(EVA.id, services.now)

    with services.refuses(LastReviewer):
        reviewers.end(RUT.id, services.now)
    with services.refuses(LastReviewer):
        reviewers.end(RUT.id, services.now + WEEK)


def test_no_time_to_come_may_be_left_without_a_reviewer(
    services: AccountServices, reviewers: Synchronous
) -> None:
    later = Tenure(KIM.id, services.now + 4 * WEEK)
    reviewers.end(RUT.id, services.now + WEEK)
    reviewers.appoint(later)

    for ends_at in (services.now, services.now + 2 * WEEK):
        with services.refuses(LastReviewer):
            reviewers.end(EVA.id, ends_at)
    reviewers.end(EVA.id, services.now + 5 * WEEK)


def test_a_deputy_alone_is_nobody(services: AccountServices, reviewers: Synchronous) -> None:
    reviewers.appoint(Tenure(KIM.id, services.now, services.now + WEEK, deputy_for=EVA.id))
    reviewers.end(RUT.id, services.now)

    with services.refuses(LastReviewer):
        reviewers.end(EVA.id, services.now)


def test_whoever_joins_for_a_time_may_do_so_though_the_others_leave_before(
    services: AccountServices, reviewers: Synchronous
) -> None:
    for appointment in reviewers.listed(RUT):
        services.uow.appointments.kept[appointment.id] = replace(
            appointment, ends_at=services.now + WEEK
        )
    proposed = reviewers.propose(RUT, kim(services, ends_at=services.now + 2 * WEEK))
    reviewers.confirm(EVA, proposed.id, proposed.version)

    assert reviewers.is_reviewer(KIM)
    reviewers.end(RUT.id, services.now)


@pytest.mark.parametrize(
    ("who", "error"), [("Kim", UnknownPerson), ("", UnknownPerson), ("Bo Alm", UnknownPerson)]
)
def test_a_name_must_be_that_of_one_person(
    services: AccountServices, reviewers: Synchronous, who: str, error: type[Exception]
) -> None:
    services.uow.people.met.append(Person("bo-2", "Bo Alm"))

    with pytest.raises(error):
        reviewers.propose(RUT, Tenure(who, services.now))


def test_what_cannot_be_is_refused(services: AccountServices, reviewers: Synchronous) -> None:
    with services.refuses(EndsBeforeItBegins):
        reviewers.propose(RUT, kim(services, ends_at=services.now))
    with services.refuses(NotCurrent):
        reviewers.propose(RUT, kim(services, deputy_for=ADA.id))
    with services.refuses(NotCurrent):
        reviewers.propose(EVA, Tenure(RUT.name, services.now, deputy_for=RUT.id))


def test_the_settings_name_the_first_reviewers_only(services: AccountServices) -> None:
    services.uow.appointments.kept.clear()
    reviewers = Synchronous(AppointmentService(services.transactions, services.policy))

    assert reviewers.seed([RUT.id.upper(), RUT.id, EVA.id]) == 2
    assert reviewers.seed([KIM.id]) == 0
    assert [reviewers.is_reviewer(each) for each in (RUT, EVA, KIM)] == [True, True, False]


def test_who_sees_to_one_routine_reviews_nothing_else(
    services: AccountServices, reviewers: Synchronous
) -> None:
    proposed = reviewers.propose(RUT, kim(services, routine="resor"))
    assert not reviewers.remit(KIM).covers("resor")
    reviewers.confirm(EVA, proposed.id, proposed.version)

    assert reviewers.remit(KIM).covers("resor")
    assert not reviewers.remit(KIM).covers("distans")
    assert not reviewers.is_reviewer(KIM)
    assert reviewers.remit(RUT).covers("resor")
    with services.refuses(NotAReviewer):
        reviewers.propose(KIM, Tenure("Ada Berg", services.now))


def test_a_deputy_sees_to_what_whoever_they_stand_in_for_does(
    services: AccountServices, reviewers: Synchronous
) -> None:
    services.uow.appointments.appoint(KIM.id, routine="resor")
    stands_in = Tenure(ADA.id, services.now, deputy_for=KIM.id)
    services.uow.people.met.append(ADA)

    assert reviewers.appoint(stands_in).routine == "resor"
    assert not reviewers.is_reviewer(ADA)
    assert reviewers.remit(ADA).covers("resor")


def test_somebody_who_reviews_everything_must_be_left(
    services: AccountServices, reviewers: Synchronous
) -> None:
    services.uow.appointments.appoint(KIM.id, routine="resor")
    reviewers.end(RUT.id, services.now)

    with services.refuses(LastReviewer):
        reviewers.end(EVA.id, services.now)
