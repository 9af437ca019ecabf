"""Rounds: begun, answered a page at a time, counted and closed."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.account import Account, AccountStatus
from core.errors import DomainError, NoSuchCase, NotAReviewer
from core.outbox import NOBODY, REVIEW_CHANNEL
from core.person import Person
from followup.errors import (
    AccountLeft,
    AlreadySent,
    NameMissing,
    NothingToCheck,
    RoundIsClosed,
    WrongDay,
)
from followup.notices import FollowUpNotice
from followup.page import PageFault, PageMove
from followup.self_check import CheckStanding, Compliance, FlagReason
from tests.world.builders import ACCOUNT_ID, SECRET, an_account
from tests.world.follow_up import LAST_DAY, ROUND, YES, FollowUpServices
from tests.world.people import ADA, BO, KIM, RUT

BOS = an_account("konto-bo", name="Badet", unit="Bad", responsible=BO)
LOST = an_account("konto-x", name="Lost", responsible=Person(f"{NOBODY}1", "Tove"))


@pytest.fixture
def world() -> FollowUpServices:
    return FollowUpServices()


def test_everyone_responsible_for_a_live_account_is_asked(world: FollowUpServices) -> None:
    paused = an_account("konto-p", name="Paus", standing=AccountStatus.PAUSED)
    for account in (BOS, LOST, paused):
        world.has_account(account)
    world.begin()

    assert sorted(world.told(FollowUpNotice.CHECK_ASKED)) == [ADA.id, BO.id]
    assert world.check_of(LOST).flag is FlagReason.UNREACHABLE
    assert len(world.uow.self_checks.kept) == 3


@pytest.mark.parametrize(
    ("plan", "asked"),
    [({"unit": "Bad"}, [BO.id]), ({"accounts": frozenset({ACCOUNT_ID})}, [ADA.id])],
    ids=["unit", "chosen"],
)
def test_a_round_may_be_about_some_accounts(
    world: FollowUpServices, plan: dict[str, Any], asked: list[str]
) -> None:
    world.has_account(BOS)
    world.begin(**plan)

    assert world.told(FollowUpNotice.CHECK_ASKED) == asked


def test_a_round_pressed_twice_begins_once(world: FollowUpServices) -> None:
    first = world.begin()

    with world.stays_as_it_is():
        assert world.begin(name="Igen") == first


@pytest.mark.parametrize(
    ("plan", "error"),
    [
        ({"name": " "}, NameMissing),
        ({"last_day": date(2026, 3, 1)}, WrongDay),
        ({"last_day": date(2028, 3, 1)}, WrongDay),
        ({"unit": "ingen"}, NothingToCheck),
        ({"by": KIM}, NotAReviewer),
    ],
    ids=["nameless", "past", "far", "empty", "stranger"],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(
    world: FollowUpServices, plan: dict[str, Any], error: type[DomainError]
) -> None:
    with world.refuses(error):
        world.begin(**plan)


def test_what_is_left_out_is_told_at_its_question_and_the_rest_is_saved(
    world: FollowUpServices,
) -> None:
    world.begin()
    page = world.page({"tva": "no"}, {"tva": f" {SECRET} "})

    assert page.faults == {"tva": PageFault.PERSONAL_DATA, "namn": PageFault.UNANSWERED}
    assert page.unsaved["tva"].strip() == SECRET
    assert page.section.id == "konto"
    kept = world.check_of().answers["tva"]
    assert (kept.compliance, kept.comment) == (Compliance.NO, "")


def test_a_comment_is_asked_for_wherever_the_answer_is_not_yes(world: FollowUpServices) -> None:
    world.begin()
    page = world.page({"tva": "not-applicable", "namn": "partly"}, {"namn": "Gammalt namn."})

    assert page.faults == {"tva": PageFault.COMMENT_MISSING}


def test_a_check_is_resumed_where_it_was_left(world: FollowUpServices) -> None:
    world.begin()
    world.page(YES)

    assert world.checks.turn_to(ADA, world.check_of().id).section.id == "uppsikt"


def test_of_two_devices_the_later_page_counts_and_the_earlier_is_kept(
    world: FollowUpServices,
) -> None:
    world.begin()
    drawn = world.check_of().version
    world.page({**YES, "tva": "no"}, {"tva": "Bara en."}, seen=drawn)
    page = world.page({**YES, "tva": "partly"}, {"tva": "Snart två."}, seen=drawn)

    assert page.replaced
    assert page.check.answers["tva"].comment == "Snart två."
    assert [each.comment for each in page.check.overwritten] == ["Bara en."]


def test_a_page_pressed_twice_changes_nothing_more(world: FollowUpServices) -> None:
    world.begin()
    drawn = world.check_of().version
    world.page(YES, seen=drawn)

    with world.stays_as_it_is():
        assert not world.page(YES, seen=drawn).replaced


def test_partly_and_no_become_deviations(world: FollowUpServices) -> None:
    world.begin()
    page = world.answer({"tva": "no", "namn": "not-applicable"}, {"tva": "En.", "namn": "Nytt."})

    assert page.check.standing is CheckStanding.ANSWERED
    assert [each.question.id for each in page.deviations] == ["tva"]
    assert (world.deviation().comment, world.deviation().owner) == ("En.", ADA)


def test_a_check_sent_twice_has_its_deviations_once(world: FollowUpServices) -> None:
    world.begin()
    world.answer({"svar": "no"}, {"svar": "Sällan."})

    with world.stays_as_it_is():
        world.page({"svar": "no"}, {"svar": "Sällan."}, section="uppsikt")
    with world.refuses(AlreadySent):
        world.page({"svar": "yes"}, section="uppsikt")


def test_sending_goes_to_the_first_page_where_something_is_left(world: FollowUpServices) -> None:
    world.begin()
    page = world.page({"svar": "yes"}, section="uppsikt")

    assert page.section.id == "konto"
    assert set(page.faults) == {"tva", "namn"}
    assert world.check_of().is_asked


def test_a_strangers_press_is_refused(world: FollowUpServices) -> None:
    world.begin()

    with world.refuses(NoSuchCase):
        world.checks.show(KIM, world.check_of().id)
    with world.refuses(NoSuchCase):
        world.checks.turn_to(RUT, world.check_of().id)


def test_a_closed_round_takes_no_answer_and_says_so(world: FollowUpServices) -> None:
    world.begin()
    world.page({"tva": "yes"}, move=PageMove.STAY)
    world.reports.close(RUT, ROUND, 1)

    with world.refuses(RoundIsClosed):
        world.page(YES)
    assert world.told(FollowUpNotice.ROUND_CLOSED) == [ADA.id]
    assert world.check_of().answers.keys() == {"tva"}
    with world.stays_as_it_is():
        world.reports.close(RUT, ROUND, 1)


def test_an_account_closed_in_mid_round_is_dropped(world: FollowUpServices) -> None:
    world.begin()
    world.has_account(an_account(standing=AccountStatus.CLOSED))
    world.follow_up.keep_up()

    with world.refuses(AccountLeft):
        world.page(YES)
    figures = world.rounds.show(RUT, ROUND).figures
    assert (figures.whole.accounts, figures.dropped) == (0, 1)


def test_a_check_follows_its_account_to_who_takes_it_over(world: FollowUpServices) -> None:
    world.begin()
    world.page({"tva": "yes"}, move=PageMove.STAY)
    world.has_account(an_account(responsible=KIM))
    assert world.follow_up.keep_up() == 1
    assert world.follow_up.keep_up() == 0

    assert world.told(FollowUpNotice.CHECK_ASKED) == [ADA.id, KIM.id]
    world.answer()
    assert world.check_of().sent_at is not None
    assert world.rounds.show(RUT, ROUND).figures.handed_over == 1


def test_where_no_check_waits_the_register_is_not_read(
    world: FollowUpServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> list[Account]:
        raise AssertionError("read while everybody who writes waits")

    world.begin()
    world.reports.close(RUT, ROUND, 1)
    monkeypatch.setattr(world.uow.register, "all", read)

    assert world.follow_up.keep_up() == 0


def test_who_leaves_flags_the_check(world: FollowUpServices) -> None:
    world.begin()
    world.has_account(an_account(responsible=Person(f"{NOBODY}2", "Raderad person")))
    world.follow_up.keep_up()

    assert world.check_of().flag is FlagReason.UNREACHABLE


def test_each_is_reminded_once_for_all_their_checks(world: FollowUpServices) -> None:
    world.has_account(an_account("konto-2", name="Två"))
    world.begin()
    assert world.follow_up.run_once() == 0
    world.now += LAST_DAY - world.now.date() - timedelta(days=1)
    world.follow_up.run_once()
    world.follow_up.run_once()

    assert world.told(FollowUpNotice.CHECKS_REMINDED) == [ADA.id]


def test_after_a_standstill_who_is_late_gets_one_message(world: FollowUpServices) -> None:
    world.has_account(BOS)
    world.begin()
    world.answer(account=BOS)
    world.later(days=30)
    world.follow_up.run_once()
    world.follow_up.run_once()

    assert world.told(FollowUpNotice.CHECKS_LATE) == [ADA.id]
    assert world.told(FollowUpNotice.CHECKS_REMINDED) == []
    assert world.told(FollowUpNotice.ROUND_LATE) == [REVIEW_CHANNEL]
    assert world.check_of().flag is FlagReason.LATE
