"""An account's address: completed, cleaned, held against its platform, and known again."""

from dataclasses import replace

import pytest

from accounts.addresses import address_key, cleaned, completed, host_among
from accounts.errors import AddressTaken, NotAnAddress, WrongHost
from accounts.form import Step
from accounts.history import RequestStatus
from accounts.values import FaultKind, Field, FieldFault, FieldKind
from tests.world.builders import ID, a_request, an_account
from tests.world.people import ADA
from tests.world.services import AccountServices

ALL_DONE = frozenset({"profil", "tva"})
FACEBOOK = ("facebook.com", "fb.com")


@pytest.mark.parametrize(
    ("entered", "address"),
    [
        ("facebook.com/bas", "https://facebook.com/bas"),
        ("http://www.facebook.com/bas", "https://www.facebook.com/bas"),
        ("https://www.facebook.com/bas?igsh=abc&mibextid=x#y", "https://www.facebook.com/bas"),
        (
            "https://facebook.com/profile.php?id=61550&ref=ts",
            "https://facebook.com/profile.php?id=61550",
        ),
        ("https://m.fb.com/bas", "https://m.facebook.com/bas"),
        ("HTTPS://WWW.Facebook.com/Bas", "https://www.facebook.com/Bas"),
        ("blogg.sala.example/?p=3&utm_source=x", "https://blogg.sala.example/?p=3"),
        ("https://sala.example:443/a", "https://sala.example/a"),
    ],
)
def test_an_address_is_published_whole_and_without_tracking(entered: str, address: str) -> None:
    assert cleaned(completed(entered), FACEBOOK) == address


@pytest.mark.parametrize(
    "entered", ["facebook", "@bas", "ada@sala.se", "10.0.0.1/x", "javascript:1"]
)
def test_what_is_no_unfinished_address_is_not_completed(entered: str) -> None:
    assert completed(entered) == entered


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.facebook.com/bas",
        "http://facebook.com/bas/",
        "https://m.facebook.com/BAS",
        "https://sv-se.facebook.com/bas?ref=x",
        "https://FACEBOOK.com/bas/#top",
        "https://www.facebook.com./bas",
        "https://facebook.com//bas",
        "https://facebook.com/b%61s/",
    ],
)
def test_spellings_of_one_address_have_one_key(spelling: str) -> None:
    assert address_key(spelling) == "facebook.com/bas"


@pytest.mark.parametrize("spelling", ["Åsbo", "åsbo", "%C3%85sbo", "%c3%a5sbo", "A\u030asbo"])
def test_a_letter_is_one_letter_however_it_is_encoded(spelling: str) -> None:
    assert address_key(f"https://facebook.com/{spelling}") == "facebook.com/åsbo"


@pytest.mark.parametrize("front", ["facebook.com", "https://www.facebook.com/", "m.facebook.com/"])
def test_a_platforms_front_page_is_no_account(services: AccountServices, front: str) -> None:
    services.form = replace(services.form, hosts={"facebook": FACEBOOK})

    with pytest.raises(NotAnAddress):
        services.policy.address_on("facebook", front)


def test_two_profiles_by_number_are_two_addresses() -> None:
    first, second = (f"https://facebook.com/profile.php?id={number}" for number in (1, 2))

    assert address_key(first) != address_key(second)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/phish",
        "https://facebook.com.evil.example/bas",
        "https://notfacebook.com/bas",
        "https://f\u0430cebook.com/bas",
        "https://evil.example/facebook.com",
    ],
)
def test_an_account_on_another_host_goes_nowhere(services: AccountServices, elsewhere: str) -> None:
    services.form = replace(services.form, hosts={"facebook": FACEBOOK})
    ready = services.has(a_request(RequestStatus.APPROVED, done=ALL_DONE))

    assert host_among(elsewhere, FACEBOOK) is None
    with services.refuses(WrongHost) as caught:
        services.accounts.go_live(ADA, ID, ready.version, done=ALL_DONE, address=elsewhere)
    assert caught.value.hosts == FACEBOOK


def test_one_page_is_not_registered_twice_in_another_spelling(services: AccountServices) -> None:
    other = an_account("konto-other222", name="Badet", address="https://www.facebook.com/Bas")
    services.has_account(other)
    ready = services.has(a_request(RequestStatus.APPROVED, done=ALL_DONE))

    with services.refuses(AddressTaken) as caught:
        services.accounts.go_live(
            ADA, ID, ready.version, done=ALL_DONE, address="m.facebook.com/bas/?ref=x"
        )
    assert caught.value.name == "Badet"


def test_an_address_in_the_request_is_held_against_the_platform_chosen(
    services: AccountServices,
) -> None:
    what, who, how = services.form.steps
    what = Step(what.id, (*what.fields, Field("adress", FieldKind.WEB_ADDRESS, required=False)))
    services.form = replace(services.form, steps=(what, who, how), hosts={"facebook": FACEBOOK})
    begun = services.drafts.begin(ADA, ID).request
    answers = {"kanal": "facebook", "namn": "Badet", "syfte": "Bada."}

    tried = services.enter({**answers, "adress": "instagram.com/bas"}, seen=begun.version)
    mended = services.enter({"adress": "facebook.com/bas"})

    assert tried.check.faults == (FieldFault("adress", FaultKind.WRONG_HOST),)
    assert mended.request.answers["adress"] == "https://facebook.com/bas"
    assert mended.request.step == who.id
