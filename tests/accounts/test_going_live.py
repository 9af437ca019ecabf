"""After approval: the checklist, and going live."""

from dataclasses import replace

import pytest

from accounts.account_service import LONGEST_ADDRESS
from accounts.errors import AlreadyRegistered, NotAnAddress, NotDone, NotNow
from accounts.history import EventKind, RequestStatus
from accounts.request import AccountRequest
from core.entered_text import LONGEST_ENTERED
from core.errors import DomainError, HoldsPersonalData, NoSuchCase, OutOfDate, TooLong
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from tests.accounts.office import (
    ACCOUNT_ID,
    ADA,
    ADDRESS,
    ANSWERS,
    BO,
    ID,
    KIM,
    RUT,
    SECRET,
    Office,
    a_request,
    an_account,
)

ALL_DONE = frozenset({"profil", "tva"})


@pytest.fixture
def approved(office: Office) -> AccountRequest:
    return office.has(a_request(RequestStatus.APPROVED))


@pytest.fixture
def ready(office: Office) -> AccountRequest:
    return office.has(a_request(RequestStatus.APPROVED, done=ALL_DONE))


def test_what_is_done_is_ticked_off(office: Office, approved: AccountRequest) -> None:
    after = office.accounts.tick(ADA, ID, approved.version, frozenset({"profil"}))

    assert after.done == {"profil"}
    assert after.history[-1].kind is EventKind.TICKED


def test_a_tick_can_be_taken_away(office: Office, ready: AccountRequest) -> None:
    assert office.accounts.tick(ADA, ID, ready.version, frozenset({"tva"})).done == {"tva"}


def test_ticking_the_same_again_is_harmless(office: Office, approved: AccountRequest) -> None:
    office.accounts.tick(ADA, ID, approved.version, ALL_DONE)

    with office.stays_as_it_is():
        office.accounts.tick(ADA, ID, approved.version, ALL_DONE)


def test_an_old_card_ticks_nothing(office: Office, approved: AccountRequest) -> None:
    office.accounts.tick(ADA, ID, approved.version, ALL_DONE)

    with office.refuses(OutOfDate):
        office.accounts.tick(ADA, ID, approved.version, frozenset({"tva"}))


def test_only_what_is_on_the_list_is_ticked(office: Office, approved: AccountRequest) -> None:
    with office.refuses(OutOfDate):
        office.accounts.tick(ADA, ID, approved.version, frozenset({"profil", "borttaget"}))


@pytest.mark.parametrize("person", [BO, KIM, RUT], ids=lambda person: person.id)
def test_only_the_requester_ticks_and_goes_live(
    office: Office, ready: AccountRequest, person: Person
) -> None:
    with office.refuses(NoSuchCase):
        office.accounts.tick(person, ID, ready.version, frozenset[str]())
    with office.refuses(NoSuchCase):
        office.accounts.go_live(person, ID, ready.version, done=ALL_DONE, address=ADDRESS)


@pytest.mark.parametrize("status", sorted({*RequestStatus} - {RequestStatus.APPROVED}))
def test_only_what_is_approved_is_ticked_or_goes_live(
    office: Office, status: RequestStatus
) -> None:
    version = office.has(a_request(status)).version

    with office.refuses(NotNow):
        office.accounts.tick(ADA, ID, version, ALL_DONE)
    with office.refuses(NotNow):
        office.accounts.go_live(ADA, ID, version, done=ALL_DONE, address=ADDRESS)


def test_an_account_goes_live(office: Office, ready: AccountRequest) -> None:
    office.later(days=3)

    live = office.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=f" {ADDRESS} ")

    account = office.account()
    assert live.status is RequestStatus.LIVE
    assert live.account_id == account.id == ACCOUNT_ID
    assert account == replace(
        an_account(), registered_at=office.now, changed_at=office.now, nonce=account.nonce
    )
    assert account.nonce != ready.nonce
    assert office.told(NoticeKind.ACCOUNT_LIVE) == [REVIEW_CHANNEL]
    assert office.told(NoticeKind.REVIEW) == [REVIEW_CHANNEL]


def test_going_live_again_is_harmless(office: Office, ready: AccountRequest) -> None:
    office.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)

    with office.stays_as_it_is():
        office.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)
        ticked = office.accounts.tick(ADA, ID, ready.version, ALL_DONE)
        office.accounts.go_live(ADA, ID, ticked.version, done=ALL_DONE, address=ADDRESS)


def test_an_account_does_not_move_by_going_live_again(
    office: Office, ready: AccountRequest
) -> None:
    live = office.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)

    with office.refuses(OutOfDate):
        office.accounts.go_live(
            ADA, ID, ready.version, done=ALL_DONE, address="https://ont.example"
        )
    with office.refuses(NotNow):
        office.accounts.go_live(ADA, ID, live.version, done=ALL_DONE, address="https://ont.example")


def test_nothing_goes_live_before_all_is_done(office: Office, approved: AccountRequest) -> None:
    after = office.accounts.tick(ADA, ID, approved.version, frozenset({"tva"}))

    with office.refuses(NotDone) as caught:
        office.accounts.go_live(ADA, ID, after.version, done=frozenset({"tva"}), address=ADDRESS)

    assert caught.value.missing == ("profil",)


def test_an_item_the_editors_added_must_be_done_too(office: Office, ready: AccountRequest) -> None:
    office.form = replace(office.form, checklist=(*office.form.checklist, "arkiv"))

    with office.refuses(NotDone) as caught:
        office.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)

    assert caught.value.missing == ("arkiv",)


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("", NotAnAddress),
        ("facebook.com/x", NotAnAddress),
        ("javascript:alert(1)", NotAnAddress),
        (f"{ADDRESS}/{'a' * LONGEST_ADDRESS}", NotAnAddress),
        (f"{ADDRESS}/{'a' * LONGEST_ENTERED}", TooLong),
        (f"{ADDRESS}/{SECRET}", HoldsPersonalData),
    ],
)
def test_only_an_address_is_registered(
    office: Office, ready: AccountRequest, address: str, error: type[DomainError]
) -> None:
    with office.refuses(error):
        office.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=address)


@pytest.mark.parametrize(
    "taken", [{"address": "https://annan.example"}, {"name": "Badhuset"}], ids=["name", "address"]
)
def test_no_two_accounts_share_a_name_or_an_address(
    office: Office, ready: AccountRequest, taken: dict[str, str]
) -> None:
    office.has_account(an_account(id="konto-other222", **taken))

    with office.refuses(AlreadyRegistered):
        office.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)


def test_an_old_card_puts_nothing_live(office: Office, ready: AccountRequest) -> None:
    with office.refuses(OutOfDate):
        office.accounts.go_live(ADA, ID, ready.version - 1, done=ALL_DONE, address=ADDRESS)


def test_what_does_not_apply_is_not_published(office: Office) -> None:
    what, who, how = office.form.steps
    contact = replace(who.fields[3], when=who.fields[2].when)
    who = replace(who, fields=(*who.fields[:3], contact))
    office.form = replace(office.form, steps=(what, who, how))
    answers = {**ANSWERS, "ar_chef": "yes", "kontakt": "ada.ek@sala.se"}
    ready = office.has(a_request(RequestStatus.APPROVED, done=ALL_DONE, answers=answers))

    office.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=ADDRESS)

    assert office.account().contact == ""
