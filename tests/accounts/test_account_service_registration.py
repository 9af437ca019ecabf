"""After approval: the checklist, and going live."""

from dataclasses import replace

import pytest

from accounts.account import AccountStatus
from accounts.errors import AddressTaken, NameTaken, NotAnAddress, NotDone, NotNow
from accounts.form import Step
from accounts.history import EventKind, RequestStatus
from accounts.policy import LONGEST_ADDRESS
from accounts.request import AccountRequest
from accounts.values import Field, FieldKind
from core.entered_text import LONGEST_ENTERED
from core.errors import DomainError, HoldsPersonalData, NoSuchCase, OutOfDate, TooLong
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.world.builders import ACCOUNT_ID, ADDRESS, ANSWERS, ID, SECRET, a_request, an_account
from tests.world.people import ADA, BO, KIM, RUT
from tests.world.services import AccountServices

ALL_DONE = frozenset({"profil", "tva"})


@pytest.fixture
def approved(services: AccountServices) -> AccountRequest:
    return services.has(a_request(RequestStatus.APPROVED))


@pytest.fixture
def ready(services: AccountServices) -> AccountRequest:
    return services.has(a_request(RequestStatus.APPROVED, done=ALL_DONE))


def test_what_is_done_is_ticked_off(services: AccountServices, approved: AccountRequest) -> None:
    after = services.accounts.tick(ADA, ID, approved.version, frozenset({"profil"}))

    assert after.done == {"profil"}
    assert after.history[-1].kind is EventKind.TICKED


def test_a_tick_can_be_taken_away(services: AccountServices, ready: AccountRequest) -> None:
    assert services.accounts.tick(ADA, ID, ready.version, frozenset({"tva"})).done == {"tva"}


def test_ticking_the_same_again_is_harmless(
    services: AccountServices, approved: AccountRequest
) -> None:
    services.accounts.tick(ADA, ID, approved.version, ALL_DONE)

    with services.stays_as_it_is():
        services.accounts.tick(ADA, ID, approved.version, ALL_DONE)


def test_an_old_card_ticks_nothing(services: AccountServices, approved: AccountRequest) -> None:
    services.accounts.tick(ADA, ID, approved.version, ALL_DONE)

    with services.refuses(OutOfDate):
        services.accounts.tick(ADA, ID, approved.version, frozenset({"tva"}))


def test_only_what_is_on_the_list_is_ticked(
    services: AccountServices, approved: AccountRequest
) -> None:
    with services.refuses(OutOfDate):
        services.accounts.tick(ADA, ID, approved.version, frozenset({"profil", "borttaget"}))


@pytest.mark.parametrize("person", [BO, KIM, RUT], ids=lambda person: person.id)
def test_only_the_requester_ticks_and_goes_live(
    services: AccountServices, ready: AccountRequest, person: Person
) -> None:
    with services.refuses(NoSuchCase):
        services.accounts.tick(person, ID, ready.version, frozenset[str]())
    with services.refuses(NoSuchCase):
        services.accounts.go_live(person, ID, ready.version, done=ALL_DONE, address=ADDRESS)


@pytest.mark.parametrize("status", sorted({*RequestStatus} - {RequestStatus.APPROVED}))
def test_only_what_is_approved_is_ticked_or_goes_live(
    services: AccountServices, status: RequestStatus
) -> None:
    version = services.has(a_request(status)).version

    with services.refuses(NotNow):
        services.accounts.tick(ADA, ID, version, ALL_DONE)
    with services.refuses(NotNow):
        services.accounts.go_live(ADA, ID, version, done=ALL_DONE, address=ADDRESS)


def test_an_account_goes_live(services: AccountServices, ready: AccountRequest) -> None:
    services.later(days=3)

    live = services.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=f" {ADDRESS} ")

    account = services.account()
    assert live.status is RequestStatus.LIVE
    assert live.account_id == account.id == ACCOUNT_ID
    assert account == replace(
        an_account(),
        standing=AccountStatus.AWAITING,
        manager=BO,
        registered_at=services.now,
        changed_at=services.now,
        nonce=account.nonce,
    )
    assert account.nonce != ready.nonce
    assert services.told(NoticeKind.ACCOUNT_TO_REVIEW) == [REVIEW_CHANNEL]
    assert not account.is_public
    assert services.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]


def test_going_live_again_is_harmless(services: AccountServices, ready: AccountRequest) -> None:
    services.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)

    with services.stays_as_it_is():
        services.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)
        ticked = services.accounts.tick(ADA, ID, ready.version, ALL_DONE)
        services.accounts.go_live(ADA, ID, ticked.version, done=ALL_DONE, address=ADDRESS)


def test_an_account_does_not_move_by_going_live_again(
    services: AccountServices, ready: AccountRequest
) -> None:
    live = services.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)

    with services.refuses(OutOfDate):
        services.accounts.go_live(
            ADA, ID, ready.version, done=ALL_DONE, address="https://ont.example"
        )
    with services.refuses(NotNow):
        services.accounts.go_live(
            ADA, ID, live.version, done=ALL_DONE, address="https://ont.example"
        )


def test_nothing_goes_live_before_all_is_done(
    services: AccountServices, approved: AccountRequest
) -> None:
    after = services.accounts.tick(ADA, ID, approved.version, frozenset({"tva"}))

    with services.refuses(NotDone) as caught:
        services.accounts.go_live(ADA, ID, after.version, done=frozenset({"tva"}), address=ADDRESS)

    assert caught.value.missing == ("profil",)


def test_an_item_the_editors_added_must_be_done_too(
    services: AccountServices, ready: AccountRequest
) -> None:
    services.form = replace(services.form, checklist=(*services.form.checklist, "arkiv"))

    with services.refuses(NotDone) as caught:
        services.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)

    assert caught.value.missing == ("arkiv",)


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("", NotAnAddress),
        ("facebook", NotAnAddress),
        ("javascript:alert(1)", NotAnAddress),
        (f"{ADDRESS}/{'a' * LONGEST_ADDRESS}", NotAnAddress),
        (f"{ADDRESS}/{'a' * LONGEST_ENTERED}", TooLong),
        (f"{ADDRESS}/{SECRET}", HoldsPersonalData),
    ],
)
def test_only_an_address_is_registered(
    services: AccountServices, ready: AccountRequest, address: str, error: type[DomainError]
) -> None:
    with services.refuses(error):
        services.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=address)


@pytest.mark.parametrize(
    ("taken", "error"),
    [
        ({"address": "https://annan.example"}, NameTaken),
        ({"name": "Badhuset", "address": ADDRESS}, AddressTaken),
    ],
    ids=["name", "address"],
)
def test_no_two_accounts_share_a_name_or_an_address(
    services: AccountServices,
    ready: AccountRequest,
    taken: dict[str, str],
    error: type[DomainError],
) -> None:
    services.has_account(an_account(id="konto-other222", **taken))

    with services.refuses(error):
        services.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)


def test_an_old_card_puts_nothing_live(services: AccountServices, ready: AccountRequest) -> None:
    with services.refuses(OutOfDate):
        services.accounts.go_live(ADA, ID, ready.version - 1, done=ALL_DONE, address=ADDRESS)


def test_what_does_not_apply_is_not_published(services: AccountServices) -> None:
    what, who, how = services.form.steps
    contact = replace(who.fields[3], when=who.fields[2].when)
    who = replace(who, fields=(*who.fields[:3], contact))
    services.form = replace(services.form, steps=(what, who, how))
    answers = {**ANSWERS, "ar_chef": "yes", "kontakt": "ada.ek@sala.se"}
    ready = services.has(a_request(RequestStatus.APPROVED, done=ALL_DONE, answers=answers))

    services.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)

    assert services.account().contact == ""


@pytest.mark.parametrize(
    ("named", "offered", "told"),
    [("Bo Alm", BO.id, [BO.id]), ("Cia Dahl", None, []), (ADA.name, "nobody", [])],
)
def test_the_account_is_offered_to_whoever_was_named_as_responsible(
    services: AccountServices, named: str, offered: str | None, told: list[str]
) -> None:
    what, who, how = services.form.steps
    who = Step("vem", (*who.fields, Field("ansvarig", FieldKind.LINE)))
    services.form = replace(services.form, steps=(what, who, how))
    answers = {**ANSWERS, "ansvarig": named}
    ready = services.has(a_request(RequestStatus.APPROVED, done=ALL_DONE, answers=answers))

    services.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)

    account = services.account()
    assert account.responsible == ADA
    assert (account.handover.person_id if account.handover else "nobody") == offered
    assert services.told(NoticeKind.HANDOVER_ASKED) == told
