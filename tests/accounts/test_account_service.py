"""Looking after an account: handing over, pausing and closing."""

from collections.abc import Callable

import pytest

from accounts.account import Account, AccountStatus, Handover
from accounts.errors import NotDone, NotNow, SeveralPeople
from core.entered_text import LONGEST_ENTERED
from core.errors import (
    DomainError,
    HoldsPersonalData,
    NoSuchCase,
    OutOfDate,
    ReasonMissing,
    TooLong,
)
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.world.builders import ACCOUNT_ID, SECRET, an_account
from tests.world.people import ADA, BO, EVA, KIM, RUT
from tests.world.services import AccountServices

ALL_SAVED = frozenset({"sparat", "gallrat"})


@pytest.mark.parametrize("person", [ADA, RUT, EVA], ids=lambda person: person.id)
def test_an_account_is_shown_to_who_looks_after_it(
    services: AccountServices, account: Account, person: Person
) -> None:
    assert services.accounts.show(person, ACCOUNT_ID) == account


Press = Callable[[AccountServices, Person, int], Account]


def offer(services: AccountServices, by: Person, seen: int) -> Account:
    return services.handovers.offer(by, ACCOUNT_ID, seen, to=BO.name)


def pause(services: AccountServices, by: Person, seen: int) -> Account:
    return services.accounts.pause(by, ACCOUNT_ID, seen, reason="Semester.")


def resume(services: AccountServices, by: Person, seen: int) -> Account:
    return services.accounts.resume(by, ACCOUNT_ID, seen)


def close(services: AccountServices, by: Person, seen: int) -> Account:
    return services.accounts.close(by, ACCOUNT_ID, seen, done=ALL_SAVED)


CHANGES: dict[Press, AccountStatus] = {
    offer: AccountStatus.LIVE,
    pause: AccountStatus.LIVE,
    resume: AccountStatus.PAUSED,
    close: AccountStatus.LIVE,
}
"""Each change, with the standing it starts from."""
every_change = pytest.mark.parametrize("press", CHANGES, ids=lambda press: press.__name__)


def before(services: AccountServices, press: Press) -> Account:
    return services.has_account(an_account(standing=CHANGES[press]))


@every_change
@pytest.mark.parametrize("person", [ADA, RUT], ids=lambda person: person.id)
def test_a_change_is_kept(services: AccountServices, press: Press, person: Person) -> None:
    seen = before(services, press).version

    after = press(services, person, seen)

    assert services.account() == after
    assert after.version == seen + 1
    assert after.history[-1].by == person


@every_change
def test_a_change_again_is_harmless(services: AccountServices, press: Press) -> None:
    seen = before(services, press).version
    press(services, ADA, seen)

    with services.stays_as_it_is():
        press(services, ADA, seen)


@every_change
@pytest.mark.parametrize("person", [BO, KIM], ids=lambda person: person.id)
def test_nobody_else_changes_an_account(
    services: AccountServices, press: Press, person: Person
) -> None:
    seen = before(services, press).version

    with services.refuses(NoSuchCase):
        press(services, person, seen)
    with services.refuses(NoSuchCase):
        services.accounts.show(person, ACCOUNT_ID)


@every_change
def test_an_old_card_changes_no_account(services: AccountServices, press: Press) -> None:
    seen = before(services, press).version

    with services.refuses(OutOfDate):
        press(services, ADA, seen - 1)


@every_change
def test_an_account_that_does_not_exist_is_not_changed(
    services: AccountServices, press: Press
) -> None:
    with services.refuses(NoSuchCase):
        press(services, RUT, 1)


@pytest.mark.parametrize("press", [offer, pause, resume], ids=lambda press: press.__name__)
def test_a_closed_account_stays_closed(services: AccountServices, press: Press) -> None:
    seen = services.has_account(an_account(standing=AccountStatus.CLOSED)).version

    with services.refuses(NotNow):
        press(services, ADA, seen)


def test_a_paused_account_is_not_paused_nor_a_live_one_resumed(
    services: AccountServices, account: Account
) -> None:
    with services.refuses(NotNow):
        resume(services, ADA, account.version)
    paused = pause(services, ADA, account.version)
    with services.refuses(NotNow):
        pause(services, ADA, paused.version)


@pytest.mark.parametrize("press", [pause, resume, close], ids=lambda press: press.__name__)
@pytest.mark.parametrize(
    ("person", "told"), [(ADA, [REVIEW_CHANNEL]), (RUT, [REVIEW_CHANNEL, ADA.id])]
)
def test_those_concerned_are_told_of_a_change(
    services: AccountServices, press: Press, person: Person, told: list[str]
) -> None:
    press(services, person, before(services, press).version)

    assert services.told(NoticeKind.ACCOUNT_CHANGED) == told


@pytest.mark.parametrize(
    ("reason", "error"), [(" \u200b", ReasonMissing), (f"Gäller {SECRET}.", HoldsPersonalData)]
)
def test_a_pause_needs_a_reason_that_may_be_kept(
    services: AccountServices, account: Account, reason: str, error: type[DomainError]
) -> None:
    with services.refuses(error):
        services.accounts.pause(ADA, ACCOUNT_ID, account.version, reason=reason)


@pytest.mark.parametrize(
    ("done", "missing"),
    [
        (frozenset[str](), ("sparat", "gallrat")),
        (frozenset({"sparat", "borttaget"}), ("gallrat",)),
    ],
)
def test_an_account_closes_only_when_all_is_saved_and_weeded(
    services: AccountServices, account: Account, done: frozenset[str], missing: tuple[str, ...]
) -> None:
    with services.refuses(NotDone) as caught:
        services.accounts.close(ADA, ACCOUNT_ID, account.version, done=done)

    assert caught.value.missing == missing


def test_a_closed_account_is_out_of_the_register_and_its_offer_falls(
    services: AccountServices,
) -> None:
    version = services.has_account(an_account(handover=Handover("Bo Alm", BO.id))).version

    after = close(services, ADA, version)

    assert not after.is_public
    assert after.handover is None
    assert services.uow.register.all() == []
    with services.refuses(NoSuchCase):
        services.handovers.take_over(BO, ACCOUNT_ID)


def test_somebody_is_asked_to_take_over(services: AccountServices, account: Account) -> None:
    after = services.handovers.offer(ADA, ACCOUNT_ID, account.version, to=" bo  alm ")

    assert after.handover == Handover("bo alm", BO.id)
    assert after.responsible == ADA
    assert services.told(NoticeKind.HANDOVER_ASKED) == [BO.id]
    assert services.handovers.to_take_over(BO, ACCOUNT_ID) == after


def test_who_is_asked_takes_over(services: AccountServices, account: Account) -> None:
    offer(services, ADA, account.version)

    after = services.handovers.take_over(BO, ACCOUNT_ID)

    assert (after.responsible, after.handover) == (BO, None)
    assert services.told(NoticeKind.HANDED_OVER) == [ADA.id, REVIEW_CHANNEL]
    with services.refuses(NoSuchCase):
        services.accounts.show(ADA, ACCOUNT_ID)
    with services.stays_as_it_is():
        services.handovers.take_over(BO, ACCOUNT_ID)


@pytest.mark.parametrize("person", [ADA, KIM, RUT], ids=lambda person: person.id)
def test_nobody_else_takes_over(
    services: AccountServices, account: Account, person: Person
) -> None:
    offer(services, RUT, account.version)

    with services.refuses(NoSuchCase):
        services.handovers.to_take_over(person, ACCOUNT_ID)
    if person != ADA:
        with services.refuses(NoSuchCase):
            services.handovers.take_over(person, ACCOUNT_ID)


def test_nothing_is_taken_over_that_was_not_offered(
    services: AccountServices, account: Account
) -> None:
    with services.refuses(NoSuchCase):
        services.handovers.take_over(BO, ACCOUNT_ID)
    with services.refuses(NoSuchCase):
        services.handovers.take_over(BO, "konto-zzzzzzz2")
    with services.refuses(NoSuchCase):
        services.handovers.to_take_over(BO, "konto-zzzzzzz2")


def test_whom_the_bot_does_not_know_takes_over_by_that_name_alone(
    services: AccountServices, account: Account
) -> None:
    """The account's id is no secret: the register shows it."""
    after = services.handovers.offer(ADA, ACCOUNT_ID, account.version, to="Siv Ros")

    assert after.handover == Handover("Siv Ros")
    assert services.told(NoticeKind.HANDOVER_ASKED) == []
    with services.refuses(NoSuchCase):
        services.handovers.take_over(KIM, ACCOUNT_ID)
    siv = Person("siv", "Ros, Siv (kultur)")
    assert services.handovers.take_over(siv, ACCOUNT_ID).responsible == siv


def test_of_two_with_one_name_neither_is_guessed(
    services: AccountServices, account: Account
) -> None:
    other = Person("00000000-0000-0000-0000-000000000002", "Bo Alm")
    services.uow.people.met.append(other)

    with services.refuses(SeveralPeople) as caught:
        offer(services, ADA, account.version)
    assert caught.value.people == (BO, other)
    picked = services.handovers.offer(ADA, ACCOUNT_ID, account.version, to=other.id)
    assert picked.handover == Handover("Bo Alm", other.id)
    with services.refuses(NoSuchCase):
        services.handovers.take_over(BO, ACCOUNT_ID)
    assert services.handovers.take_over(other, ACCOUNT_ID).responsible == other


def test_a_new_offer_takes_the_place_of_the_old(
    services: AccountServices, account: Account
) -> None:
    first = offer(services, ADA, account.version)
    services.handovers.offer(ADA, ACCOUNT_ID, first.version, to=KIM.name)

    with services.refuses(NoSuchCase):
        services.handovers.take_over(BO, ACCOUNT_ID)
    assert services.handovers.take_over(KIM, ACCOUNT_ID).responsible == KIM


@pytest.mark.parametrize(
    ("name", "error"),
    [
        (" \u200b", ReasonMissing),
        ("a" * (LONGEST_ENTERED + 1), TooLong),
        (f"Siv {SECRET}", HoldsPersonalData),
    ],
)
def test_an_offer_names_somebody(
    services: AccountServices, account: Account, name: str, error: type[DomainError]
) -> None:
    with services.refuses(error):
        services.handovers.offer(ADA, ACCOUNT_ID, account.version, to=name)


def test_an_account_is_not_offered_to_who_has_it(
    services: AccountServices, account: Account
) -> None:
    after = services.handovers.offer(RUT, ACCOUNT_ID, account.version, to=ADA.name)

    assert services.told(NoticeKind.HANDOVER_ASKED) == []
    assert after.responsible == ADA
