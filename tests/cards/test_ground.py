"""The quiet lines under a text: what kind of ground it has, and whose."""

from dataclasses import replace
from typing import Any

import pytest

from cards.ground import ground_lines, reading_lines
from core.language import LANGUAGES
from knowledge.base import Base
from knowledge.passage import Basis, SourceReference
from knowledge.routine import Organisation, OrganisationKind
from knowledge.search.snapshot import Snapshot
from texts.catalogue import Texts

STORBY = Organisation("storby", OrganisationKind.MUNICIPALITY, ("Storby", "City of Storby"))
REGION = Organisation("regionen", OrganisationKind.REGION, ("Region Mitt",))
PAPER = Organisation("bladet", OrganisationKind.PRESS, ("Storbybladet",))


def a_base(small: Snapshot, *behind: Organisation) -> Base:
    """Return the small base with a practice source of each of *behind*, all cited by one text."""
    base = small.base
    handbook = base.sources["storby-handbok"]
    sources = {each.id: replace(handbook, id=each.id, organisation=each.id) for each in behind}
    first, *others = (SourceReference(each.id) for each in behind)
    passage = replace(
        base.passages["diarieforing-kommentarer"], source=first, see_also=tuple(others)
    )
    return replace(
        base,
        sources={**base.sources, **sources},
        organisations={each.id: each for each in behind},
        passages={**base.passages, passage.id: passage},
    )


@pytest.fixture
def told(texts: Texts) -> Any:
    def tell(base: Base, passage: str = "diarieforing-kommentarer") -> list[str]:
        catalogue = texts.in_language("sv")
        one = base.passages[passage]
        lines = (*ground_lines(one, base, catalogue), *reading_lines(one, base, catalogue))
        return [line.text or "" for line in lines]

    return tell


def test_those_who_do_so_are_named(told: Any, small: Snapshot) -> None:
    assert told(a_base(small, STORBY, REGION))[0] == "Så gör andra: Storby och Region Mitt."


def test_what_the_press_says_is_not_told_as_what_others_do(told: Any, small: Snapshot) -> None:
    lines = told(a_base(small, STORBY, REGION, PAPER))

    assert lines[0] == "Så gör eller råder andra: Storby, Region Mitt och Storbybladet."


def test_only_those_behind_practice_are_named_as_doing_so(told: Any, small: Snapshot) -> None:
    base = a_base(small, STORBY, REGION)
    region = replace(base.sources["regionen"], basis=Basis.GUIDANCE)

    lines = told(replace(base, sources={**base.sources, "regionen": region}))

    assert lines[0] == "Så gör andra: Storby."


def test_a_law_without_a_date_is_not_called_undated(told: Any, small: Snapshot) -> None:
    source = told(small.base, "gallring-kommentarer")[1]

    assert source.startswith("Källa: ")
    assert "odaterad" not in source


def test_a_confirmed_text_tells_which_role_confirmed_it_and_when(
    told: Any, small: Snapshot
) -> None:
    assert told(small.base, "starta-konto-steg")[-1] == (
        "Citat ur kunskapsbasen, inte AI-genererat. "
        "Sågs över 2026-02-01, bekräftad av kommunikationschefen 2026-03-04."
    )


def test_practice_of_the_base_names_whose_it_is(base: Base, texts: Texts) -> None:
    unnamed: list[str] = []
    for language in LANGUAGES:
        catalogue = texts.in_language(language)
        for passage in base.passages.values():
            ground = ground_lines(passage, base, catalogue)[0].text
            is_unnamed = ground == catalogue.say("basis.practice")
            if is_unnamed and base.sources[passage.source.id].organisation:
                unnamed.append(passage.id)

    assert unnamed == []
