"""Whom a name means, as people write it and as Teams does."""

from dataclasses import dataclass, field

import pytest

from accounts.matching import MatchedPeople, NameMatch, match_person
from core.person import Person
from tests.world.memory import InMemoryPeople
from tests.world.people import ADA

YVONNE = Person("1b4e28ba-2fa1-11d2-883f-0016d3cca427", "Yvonne Ek (Vård och omsorg)")
ASA = Person("id-asa", "Åsa Öst-Lind")
MARIA, OTHER_MARIA = Person("m1", "Maria Ek (Skola)"), Person("m2", "Ek, Maria [Vård]")
LONGER = Person("m3", "Maria Ek Lund")


@dataclass
class Met:
    """Those the bot has met."""

    people: list[Person] = field(default_factory=lambda: [YVONNE, ASA, ADA])

    def match(self, name: str, **known: str) -> MatchedPeople:
        return match_person(InMemoryPeople(self.people), name, ADA, **known)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yvonne ek", YVONNE),
        ("Ek Yvonne", YVONNE),
        ("YVONNE  EK (Vård och omsorg)", YVONNE),
        ("Yvonne Ek (skola)", YVONNE),
        ("Asa Ost Lind", ASA),
        ("åsa öst-lind", ASA),
        (YVONNE.id, YVONNE),
        (YVONNE.id.upper(), YVONNE),
    ],
)
def test_a_name_is_matched_as_it_is_written(written: str, meant: Person) -> None:
    assert Met().match(written).only == meant


@pytest.mark.parametrize(
    "written", ["Yvonne", "Ek", "min chef", "Yvonne Eklund", "1b4e28ba-2fa1-11d2-883f-000000000000"]
)
def test_a_part_of_a_name_or_another_one_means_nobody(written: str) -> None:
    assert Met().match(written).kind is NameMatch.NOBODY


@pytest.mark.parametrize("written", [ADA.name, ADA.name.upper()])
def test_ones_own_name_means_oneself(written: str) -> None:
    assert Met().match(written).kind is NameMatch.SELF


def test_ones_own_id_means_oneself() -> None:
    met = InMemoryPeople([YVONNE])

    assert match_person(met, YVONNE.id, YVONNE).kind is NameMatch.SELF


def test_two_of_a_name_are_both_meant_unless_it_is_known_who() -> None:
    met = Met([MARIA, OTHER_MARIA])

    assert met.match("maria ek").kind is NameMatch.SEVERAL
    assert set(met.match("maria ek").people) == {MARIA, OTHER_MARIA}
    assert met.match("maria ek", known_id="m2").only == OTHER_MARIA
    assert met.match("maria ek", known_id="m9").kind is NameMatch.SEVERAL


def test_whoever_is_called_just_that_goes_before_a_longer_name() -> None:
    assert Met([MARIA, LONGER]).match("Maria Ek").only == MARIA
    assert Met([LONGER]).match("Maria Ek").only == LONGER
