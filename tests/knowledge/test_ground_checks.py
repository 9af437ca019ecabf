"""No text stands under a ground it doesn't have, and none names whom it has no source from."""

from pathlib import Path

import pytest

from knowledge.source.loader import read_folder
from tests.world.bases import a_copy, alter
from yamlfile.problem import Level

BLOCK = "passages/blockera.yaml"
ORGANISATIONS = """organisations:
  - {id: storby, kind: municipality, names: [Storby]}
  - {id: arkivradet, kind: authority, names: [Arkivrådet]}
  - {id: granby, kind: municipality, names: [Granby]}
  - {id: polisen, kind: authority, names: [Polisen], contacted: true}
"""
NAMED = '    basis: practice\n    sv: {document: "Storby'


@pytest.fixture
def base(tmp_path: Path) -> Path:
    copy = a_copy(tmp_path)
    (copy / "organisations.yaml").write_text(ORGANISATIONS, "utf-8")
    alter(copy / "sources.yaml", NAMED, NAMED.replace("sv:", "organisation: storby\n    sv:"))
    guidance = "    basis: guidance\n"
    alter(copy / "sources.yaml", guidance, f"{guidance}    organisation: arkivradet\n")
    return copy


def found(base: Path) -> list[tuple[str, int]]:
    return [(problem.code, problem.place.line) for problem in read_folder(base).problems]


def test_texts_that_name_their_own_sources_are_without_fault(base: Path) -> None:
    assert found(base) == []


def test_a_text_that_names_somebody_else_is_refused(base: Path) -> None:
    line = alter(base / BLOCK, "Storby döljer", "Granbys redaktörer döljer")

    assert found(base) == [("name-without-source", line)]


def test_a_text_may_name_whom_its_source_is_about_by_its_title(base: Path) -> None:
    alter(base / BLOCK, "Storby döljer", "Granbys redaktörer döljer")
    alter(base / "sources.yaml", 'document: "Storby', 'document: "Granskning av Granby och Storby')

    assert found(base) == []


def test_the_short_answer_is_read_as_well(base: Path) -> None:
    line = alter(
        base / BLOCK,
        "      title: Får vi blockera någon?\n",
        "      title: Får vi blockera någon?\n      short: Granby gör det aldrig.\n",
    )

    assert found(base) == [("name-without-source", line + 1)]


def test_whoever_texts_send_people_to_may_be_named(base: Path) -> None:
    alter(base / BLOCK, "Storby döljer", "Anmäl till Polisen. Storby döljer")

    assert found(base) == []


@pytest.mark.parametrize("organisation", ["organisation: storby", "url: https://arkivet.example"])
def test_only_authorities_and_skr_give_national_guidance(base: Path, organisation: str) -> None:
    line = alter(base / "sources.yaml", "organisation: arkivradet", organisation)

    assert ("not-guidance", line - 1) in found(base)


def test_an_organisation_that_is_none_is_told(base: Path) -> None:
    line = alter(base / "sources.yaml", "organisation: storby", "organisation: storbyy")

    assert ("unknown-organisation", line) in found(base)


def test_only_the_routine_itself_is_salas_own(base: Path) -> None:
    alter(base / "sources.yaml", "    basis: practice", "    basis: routine")
    alter(base / BLOCK, "    basis: practice", "    basis: routine")

    assert "not-the-routine" in [code for code, _ in found(base)]


def test_a_contact_that_is_none_is_told(base: Path) -> None:
    line = alter(base / BLOCK, "    confirmed: false", "    contacts: [registrator]")

    assert ("unknown-contact", line) in found(base)


def test_a_contact_without_an_address_is_a_remark(base: Path) -> None:
    contact = "contacts: [{id: hr, sv: {name: HR}, en: {name: HR}}]\nexamples:"
    alter(base / "routine.yaml", "examples:", contact)
    problems = read_folder(base).problems

    assert [(each.code, each.level) for each in problems] == [("empty-contact", Level.WARNING)]
