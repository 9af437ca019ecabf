"""What a reviewer sees of a request."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from accounts.account import AccountStatus
from accounts.form import NAME
from accounts.history import RequestStatus
from accounts.likeness import are_alike
from accounts.request import AccountRequest
from core.errors import NoSuchCase, NotAReviewer, OutOfDate
from core.person import Person
from tests.world.builders import ANSWERS, ID, a_request, an_account
from tests.world.people import ADA, BO, KIM, RUT
from tests.world.services import AccountServices

Press = Callable[[AccountServices, Person, int], AccountRequest]


def test_a_reviewer_sees_the_answers_that_count_and_the_facts(services: AccountServices) -> None:
    answers = {**ANSWERS, "samtycke": "Föll bort."}
    services.has(a_request(RequestStatus.IN_REVIEW, answers=answers))
    services.has_account(an_account(request_id="sm-other222"))

    dossier = services.reviews.show(RUT, ID)

    assert dossier.view == {**ANSWERS, "already_registered": "yes", "manager_match": "one"}
    assert dossier.request.answers == answers


def test_the_requests_own_account_is_no_hindrance_and_no_likeness(
    services: AccountServices,
) -> None:
    services.has(a_request(RequestStatus.LIVE))
    services.has_account(an_account())

    dossier = services.reviews.show(RUT, ID)

    assert dossier.view["already_registered"] == "no"
    assert dossier.similar == []


@pytest.mark.parametrize("person", [ADA, BO, KIM], ids=lambda person: person.id)
def test_only_a_reviewer_sees_the_review(
    services: AccountServices, seen: int, person: Person
) -> None:
    with services.refuses(NotAReviewer):
        services.reviews.show(person, ID)
    with services.refuses(NotAReviewer):
        services.reviews.waiting(person)


@pytest.mark.parametrize(
    "status", [RequestStatus.DRAFT, RequestStatus.DISCARDED, RequestStatus.EXPIRED]
)
def test_a_request_that_was_never_sent_is_not_shown(
    services: AccountServices, status: RequestStatus
) -> None:
    services.has(a_request(status))

    with services.refuses(NoSuchCase):
        services.reviews.show(RUT, ID)


def test_what_does_not_exist_is_not_shown(services: AccountServices) -> None:
    with services.refuses(NoSuchCase):
        services.reviews.show(RUT, ID)


def test_those_that_wait_are_listed_the_longest_wait_first(services: AccountServices) -> None:
    for days, name in enumerate(["sm-one22222", "sm-two22222", "sm-three222"]):
        services.has(
            a_request(
                RequestStatus.IN_REVIEW, id=name, waiting_since=services.now.replace(day=9 - days)
            )
        )
    services.has(a_request(RequestStatus.AWAITING_MANAGER, id="sm-other222"))
    services.has(a_request(RequestStatus.APPROVED))

    waiting = [request.id for request in services.reviews.waiting(RUT)]

    assert waiting == ["sm-three222", "sm-two22222", "sm-one22222"]


@pytest.mark.parametrize(
    ("changes", "similar"),
    [
        ({"name": "BIBLIOTEKET!"}, True),
        ({"name": "Biblioteket i Sala"}, True),
        ({"name": "Badhuset", "unit": "Kultur och Fritid"}, True),
        ({"name": "Badhuset", "unit": "Kultur och fritid", "platform": "instagram"}, True),
        ({"name": "Badhuset", "unit": "Vård"}, False),
        ({"name": "Biblioteket", "unit": "Vård", "platform": "instagram"}, False),
        ({"standing": AccountStatus.CLOSED}, False),
    ],
)
def test_an_account_is_similar_by_its_unit_or_by_its_name(
    services: AccountServices, changes: dict[str, Any], similar: bool
) -> None:
    services.has(a_request(RequestStatus.IN_REVIEW))
    other = services.has_account(an_account(request_id="sm-other222", **changes))

    assert list(services.reviews.show(RUT, ID).similar) == ([other] if similar else [])


def test_a_name_that_looks_the_same_is_shown_before_accounts_of_the_same_unit(
    services: AccountServices,
) -> None:
    services.has(a_request(RequestStatus.IN_REVIEW))
    facts = {"unit": "Kultur och fritid", "request_id": "sm-other222"}
    of_unit = services.has_account(an_account("acc-1", name="Badhuset", **facts))
    named = services.has_account(an_account("acc-2", name="B\u0456bl\u0456oteket", unit="Vård"))
    asked = services.has(
        a_request(
            RequestStatus.AWAITING_MANAGER,
            id="sm-third222",
            answers={**ANSWERS, NAME: "B\u0456blioteket i Sala"},
        )
    )

    assert list(services.reviews.show(RUT, ID).similar) == [named, asked, of_unit]


def test_another_request_for_the_same_account_is_similar(services: AccountServices) -> None:
    services.has(a_request(RequestStatus.IN_REVIEW))
    other = services.has(a_request(RequestStatus.AWAITING_MANAGER, id="sm-other222", requester=KIM))
    services.has(a_request(RequestStatus.WITHDRAWN, id="sm-over2222"))

    assert services.reviews.show(RUT, ID).similar == [other]


def test_what_somebody_has_begun_and_not_sent_is_shown_to_nobody(services: AccountServices) -> None:
    services.has(a_request(RequestStatus.IN_REVIEW))
    services.has(a_request(RequestStatus.DRAFT, id="sm-other222", requester=KIM))

    assert services.reviews.show(RUT, ID).similar == []


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Sala bibliotek", "salabibliotek", True),
        ("@sala_bibliotek", "Sala Bibliotek i dag", True),
        ("Biblioteket", "Badhuset", False),
        ("", "Badhuset", False),
        ("!!!", "Badhuset", False),
        ("S\u0430la bibliotek", "Sala bibliotek", True),
        ("ΒΙΒΙΙΟΤΕΚ Sala", "Bibiiotek Sala", True),
        ("Ｓａｌａ bibliotek", "Sala bibliotek", True),
        ("Sala bibliotek", "Biblioteket i Sala", True),
        ("Sala biblotek", "Biblioteket i Sala", True),
        ("Hemtjänsten i Sala", "Sala hemtjanst", True),
        ("Hemtjänsten i Sala", "Sala bibliotek", False),
        ("Förskolan Eken", "Förskolan Björken", False),
        ("Vård i Sala", "Värd för Sala", True),
    ],
)
def test_names_are_alike_but_for_signs_and_case(one: str, other: str, expected: bool) -> None:
    assert are_alike(one, other) is expected
    assert are_alike(other, one) is expected


def test_the_dossier_is_drawn_for_whoever_the_card_is_sent_to(
    services: AccountServices, seen: int
) -> None:
    assert services.reviews.dossier(ID).request.version == seen


def test_a_step_that_has_gone_takes_no_remark(services: AccountServices, seen: int) -> None:
    services.form = replace(services.form, steps=services.form.steps[:2])

    with services.refuses(OutOfDate):
        services.decide(RUT, seen, RequestStatus.RETURNED, remarks={"hur": "Vem?"})
