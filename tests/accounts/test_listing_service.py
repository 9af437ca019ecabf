"""The reviewers' lists, the search, and how the reviewing has gone."""

from datetime import timedelta

import pytest

from accounts.account import AccountStatus
from accounts.history import RequestStatus
from accounts.listing_service import Listing
from core.errors import NotAReviewer
from tests.world.builders import ID, a_request, an_account
from tests.world.people import ADA, RUT
from tests.world.services import AccountServices


@pytest.mark.parametrize(
    ("status", "listing"),
    [
        (RequestStatus.IN_REVIEW, Listing.WAITING),
        (RequestStatus.AWAITING_MANAGER, Listing.MANAGERS),
        (RequestStatus.RETURNED, Listing.RETURNED),
        (RequestStatus.REFUSED, Listing.RETURNED),
        (RequestStatus.APPROVED, Listing.APPROVED),
        (RequestStatus.DECLINED, Listing.CLOSED),
        (RequestStatus.WITHDRAWN, Listing.CLOSED),
    ],
)
def test_each_request_stands_in_its_list_alone(
    services: AccountServices, status: RequestStatus, listing: Listing
) -> None:
    request = services.has(a_request(status))
    holding = [each for each in Listing if services.listings.listed(RUT, each)]

    assert holding == [listing]
    assert services.listings.listed(RUT, listing) == [request]


def test_what_one_has_taken_is_a_list_of_ones_own(services: AccountServices, seen: int) -> None:
    before = services.listings.listed(RUT, Listing.MINE)
    services.desk.claim(RUT, ID, seen)

    assert before == []
    assert [each.id for each in services.listings.listed(RUT, Listing.MINE)] == [ID]


def test_accounts_are_listed_by_how_they_stand(services: AccountServices) -> None:
    services.has(a_request(RequestStatus.LIVE))
    account = services.has_account(an_account())
    live = services.listings.listed(RUT, Listing.LIVE)
    services.has_account(an_account(standing=AccountStatus.CLOSED))

    assert live == [account]
    assert services.listings.listed(RUT, Listing.LIVE) == []
    assert len(services.listings.listed(RUT, Listing.CLOSED)) == 1


def test_a_closed_account_that_came_from_a_list_is_found_without_a_request(
    services: AccountServices,
) -> None:
    account = services.has_account(an_account(standing=AccountStatus.CLOSED, imported=True))

    assert services.listings.listed(RUT, Listing.CLOSED) == [account]
    assert services.listings.found(RUT, "biblioteket") == [account]


@pytest.mark.parametrize("words", ["biblioteket", "KULTUR fritid", "ada ek", ID, "ek biblioteket"])
def test_a_case_is_found_by_its_words(services: AccountServices, words: str) -> None:
    request = services.has(a_request(RequestStatus.IN_REVIEW))

    assert services.listings.found(RUT, words) == [request]


@pytest.mark.parametrize("words", ["", "bad", "biblioteket badhuset", "%"])
def test_other_words_find_nothing(services: AccountServices, words: str) -> None:
    services.has(a_request(RequestStatus.IN_REVIEW))

    assert services.listings.found(RUT, words) == []


def test_what_was_never_sent_is_shown_to_nobody(services: AccountServices) -> None:
    services.has(a_request())

    assert services.listings.found(RUT, "biblioteket") == []


def test_the_reviewing_is_counted(services: AccountServices, seen: int) -> None:
    services.later(days=3)
    services.decide(RUT, seen, RequestStatus.DECLINED, text="Nej.")
    found = services.listings.statistics(RUT)

    assert found.outcomes == {"declined": 1}
    assert found.median_days == timedelta(days=3).days
    assert found.by_unit == {"Kultur och fritid": 1}


def test_others_see_no_list(services: AccountServices) -> None:
    with services.refuses(NotAReviewer):
        services.listings.listed(ADA, Listing.LIVE)
    with services.refuses(NotAReviewer):
        services.listings.found(ADA, "biblioteket")
    with services.refuses(NotAReviewer):
        services.listings.statistics(ADA)
