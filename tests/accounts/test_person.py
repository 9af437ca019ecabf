"""Who is who, whatever name they go by that day, and what is said to those who may not."""

import pytest

from core.errors import DomainError
from core.person import Person, folded, goes_by, same_name
from tests.world.people import ADA
from tests.world.services import AccountServices


def test_a_person_is_an_id_whatever_the_name() -> None:
    married = Person(ADA.id, "Ada Holm")

    assert married == ADA
    assert {married, ADA} == {ADA}
    assert Person("other", ADA.name) != ADA
    assert ADA.id != ADA


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Ek", " ada   EK ", True),
        ("Åsa Öst", "A\u030asa O\u0308st", True),
        ("Ada Ek", "Ada Ekh", False),
        ("", " ", True),
    ],
)
def test_names_are_the_same_but_for_case_spaces_and_encoding(
    one: str, other: str, same: bool
) -> None:
    assert same_name(one, other) is same
    assert (folded(one) == folded(other)) is same


@pytest.mark.parametrize(
    ("name", "person", "theirs"),
    [
        ("Rut Ek", "Rut Ek", True),
        ("rut ek", "Ek, Rut (vård och omsorg)", True),
        ("Åsa Ek", "A\u030asa Ek", True),
        ("Rut Ek", "Rut Lind", False),
        ("Rut Ek", "Ruth Ek", False),
        ("", "Rut Ek", False),
        ("-", "Rut Ek", False),
        ("Rut Ek", "", False),
    ],
)
def test_somebody_goes_by_a_name_that_is_part_of_theirs(
    name: str, person: str, theirs: bool
) -> None:
    assert goes_by(name, Person("x", person)) is theirs


def test_a_reviewer_is_known_however_the_settings_write_the_id() -> None:
    services = AccountServices(reviewers=frozenset({"4F3A-RUT"}))

    assert services.policy.is_reviewer(services.uow, Person("4f3a-rut", "Rut"))
    assert services.policy.is_reviewer(services.uow, Person("4F3A-Rut", "Rut"))
    assert not services.policy.is_reviewer(services.uow, ADA)


def test_every_refusal_has_a_code_of_its_own() -> None:
    kinds = DomainError.__subclasses__()

    codes = [kind.code for kind in kinds]

    assert len(codes) == len(set(codes)) >= 13
