"""A live account's facts are corrected by its people, and seen by a reviewer before the public."""

from dataclasses import replace

import pytest

from accounts.account import Account, AccountStatus, Handover
from accounts.account_facts import AccountFacts
from accounts.errors import (
    AddressTaken,
    AlreadyRegistered,
    NotNow,
    OwnRequest,
    WrongFact,
    WrongHost,
)
from accounts.history import EventKind
from core.errors import HoldsPersonalData, NoSuchCase, NotAReviewer, OutOfDate, ReasonMissing
from core.outbox import NOBODY, REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.world.builders import ACCOUNT_ID, SECRET, an_account
from tests.world.people import ADA, BO, EVA, KIM, RUT
from tests.world.services import AccountServices

MOVED = "https://www.facebook.com/flyttat"


def correct(services: AccountServices, by: Person, **facts: str) -> Account:
    account = services.account()
    said = replace(account.facts, **facts)  # pyright: ignore[reportArgumentType]
    return services.corrections.correct(by, ACCOUNT_ID, account.version, said)


def test_how_the_public_reaches_its_people_changes_at_once(
    services: AccountServices, account: Account
) -> None:
    after = correct(services, ADA, contact="biblioteket@sala.se")

    assert (after.contact, after.proposal) == ("biblioteket@sala.se", None)
    assert after.history[-1].note == "– → biblioteket@sala.se"
    assert services.told(NoticeKind.ACCOUNT_CHANGED) == [REVIEW_CHANNEL]


@pytest.mark.parametrize(
    "facts",
    [{"address": MOVED}, {"name": "Sala bibliotek"}, {"unit": "Skolan"}, {"purpose": "Läsa."}],
    ids=lambda facts: next(iter(facts)),
)
def test_what_the_public_reads_waits_for_a_reviewers_yes(
    services: AccountServices, account: Account, facts: dict[str, str]
) -> None:
    proposed = correct(services, ADA, **facts)
    seen = services.account()
    after = services.corrections.approve(RUT, ACCOUNT_ID, proposed.version)

    assert seen.facts == account.facts
    assert seen.awaits_review
    assert services.told(NoticeKind.ACCOUNT_TO_REVIEW) == [REVIEW_CHANNEL]
    assert after.facts == replace(account.facts, **facts)  # pyright: ignore[reportArgumentType]
    assert not after.awaits_review


def test_a_no_leaves_the_account_as_it_was_and_says_why(
    services: AccountServices, account: Account
) -> None:
    proposed = correct(services, ADA, address=MOVED)
    with services.refuses(ReasonMissing):
        services.corrections.refuse(RUT, ACCOUNT_ID, proposed.version, reason=" ")

    after = services.corrections.refuse(RUT, ACCOUNT_ID, proposed.version, reason="Fel sida.")

    assert (after.facts, after.proposal) == (account.facts, None)
    assert after.history[-1].note == "Fel sida."
    assert services.told(NoticeKind.ACCOUNT_NOT_APPROVED) == [ADA.id]


def test_a_reviewer_corrects_somebody_elses_account_at_once(
    services: AccountServices, account: Account
) -> None:
    after = correct(services, RUT, address=MOVED)

    assert (after.address, after.awaits_review) == (MOVED, False)
    assert services.told(NoticeKind.ACCOUNT_CHANGED) == [REVIEW_CHANNEL, ADA.id]


def test_nobody_judges_what_they_have_proposed_or_answer_for(services: AccountServices) -> None:
    services.has_account(an_account(responsible=RUT, manager=EVA))
    proposed = correct(services, RUT, address=MOVED)

    for judge in (RUT, EVA):
        with services.refuses(OwnRequest):
            services.corrections.approve(judge, ACCOUNT_ID, proposed.version)
    for other in (KIM, BO):
        with services.refuses(NotAReviewer):
            services.corrections.approve(other, ACCOUNT_ID, proposed.version)


def test_judging_twice_is_harmless_and_there_must_be_something_to_judge(
    services: AccountServices, account: Account
) -> None:
    with services.refuses(NotNow):
        services.corrections.approve(RUT, ACCOUNT_ID, account.version)
    proposed = correct(services, ADA, address=MOVED)
    services.corrections.approve(RUT, ACCOUNT_ID, proposed.version)

    with services.stays_as_it_is():
        services.corrections.approve(RUT, ACCOUNT_ID, proposed.version)


def test_an_old_card_corrects_nothing(services: AccountServices, account: Account) -> None:
    facts = replace(account.facts, contact="x@sala.se")

    with services.refuses(OutOfDate):
        services.corrections.correct(ADA, ACCOUNT_ID, account.version - 1, facts)
    with services.refuses(NoSuchCase):
        services.corrections.correct(KIM, ACCOUNT_ID, account.version, facts)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"name": ""}, WrongFact),
        ({"name": "n" * 41}, WrongFact),
        ({"contact": "ingen"}, WrongFact),
        ({"name": "Badet"}, AlreadyRegistered),
        ({"address": "https://m.facebook.com/BADET/"}, AddressTaken),
        ({"address": "https://evil.example"}, WrongHost),
        ({"purpose": SECRET}, HoldsPersonalData),
    ],
)
def test_what_cannot_be_is_refused(
    services: AccountServices, account: Account, facts: dict[str, str], error: type[Exception]
) -> None:
    services.form = replace(services.form, hosts={"facebook": ("facebook.com",)})
    badet = "https://www.facebook.com/badet"
    services.has_account(an_account("konto-other222", name="Badet", address=badet))

    with services.refuses(error):  # pyright: ignore[reportArgumentType]
        correct(services, ADA, **facts)


def test_a_new_accounts_address_is_seen_before_the_public_sees_it(
    services: AccountServices,
) -> None:
    new = services.has_account(an_account(standing=AccountStatus.AWAITING, manager=BO))
    refused = services.corrections.refuse(RUT, ACCOUNT_ID, new.version, reason="Fel sida.")
    mended = correct(services, BO, address=MOVED)
    live = services.corrections.approve(RUT, ACCOUNT_ID, mended.version)

    assert [each.is_public for each in (new, refused, mended, live)] == [False] * 3 + [True]
    assert [each.awaits_review for each in (new, refused, mended, live)] == [
        *(True, False, True, False)
    ]
    assert live.address == MOVED
    assert services.told(NoticeKind.ACCOUNT_LIVE) == [ADA.id, BO.id]


def test_a_closed_account_is_opened_again_and_seen_first(services: AccountServices) -> None:
    closed = services.has_account(an_account(standing=AccountStatus.CLOSED))
    opened = services.corrections.reopen(ADA, ACCOUNT_ID, closed.version)

    assert opened.standing is AccountStatus.AWAITING
    assert services.corrections.approve(RUT, ACCOUNT_ID, opened.version).is_public


def test_a_closed_account_is_not_opened_where_another_has_its_place(
    services: AccountServices,
) -> None:
    closed = services.has_account(an_account(standing=AccountStatus.CLOSED))
    services.has_account(an_account("konto-other222", address="https://facebook.com/b"))

    with services.refuses(AlreadyRegistered):
        services.corrections.reopen(RUT, ACCOUNT_ID, closed.version)


def test_the_responsible_person_and_the_manager_both_have_the_account(
    services: AccountServices,
) -> None:
    account = services.has_account(an_account(responsible=KIM, manager=BO))

    for person in (KIM, BO):
        assert services.accounts.show(person, ACCOUNT_ID) == account
        assert services.uow.register.of_person(person.id) == [account]


def test_an_offer_is_declined_or_taken_back(services: AccountServices, account: Account) -> None:
    offered = services.handovers.offer(ADA, ACCOUNT_ID, account.version, to=BO.name)
    declined = services.handovers.decline(BO, ACCOUNT_ID)
    with services.stays_as_it_is():
        services.handovers.decline(BO, ACCOUNT_ID)
    again = services.handovers.offer(ADA, ACCOUNT_ID, declined.version, to=KIM.name)
    back = services.handovers.withdraw(ADA, ACCOUNT_ID, again.version)

    assert (offered.handover, declined.handover, back.handover) == (
        Handover(BO.name, BO.id),
        None,
        None,
    )
    assert services.told(NoticeKind.HANDOVER_DECLINED) == [REVIEW_CHANNEL, ADA.id]
    with services.refuses(NoSuchCase):
        services.handovers.take_over(KIM, ACCOUNT_ID)


def test_whoever_was_named_is_asked_when_the_bot_first_meets_them(
    services: AccountServices,
) -> None:
    nobody = Person(f"{NOBODY}x", "Sixten Berg")
    services.has_account(an_account(responsible=nobody, handover=Handover("Sixten Berg")))
    assert services.handovers.run_once() == 0
    services.uow.people.met.append(Person("id-sixten", "Sixten Berg"))

    assert services.handovers.run_once() == 1
    assert services.handovers.run_once() == 0
    assert services.told(NoticeKind.HANDOVER_ASKED) == ["id-sixten"]
    taken = services.handovers.take_over(Person("id-sixten", "Sixten Berg"), ACCOUNT_ID)
    assert taken.has_responsible
    assert taken.history[-1].kind is EventKind.HANDED_OVER


def test_facts_tell_what_differs() -> None:
    one = AccountFacts("a", "b", "c", "d", "e")

    assert list(one.changed_in(replace(one, unit="x"))) == [("unit", "c", "x")]
