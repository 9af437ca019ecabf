"""The list of units: what is wrong with it, and the field that is answered from it."""

from pathlib import Path

import pytest

from accounts.form import OTHER, UNIT
from knowledge.account_form import AccountForm
from knowledge.source.loader import load, read_folder
from tests.world.bases import a_copy, alter

UNITS = """units:
  - {id: skolan, sv: Skolan, en: The school, board: Barnnämnden}
  - {id: norra, sv: Norra skolan, en: The northern school, parent: skolan}
  - {id: sodra, sv: Södra skolan, en: The southern school, parent: skolan, closed: true}
"""
WITHOUT_A_LIST = "      - id: verksamhet\n        kind: line\n"
WITH_A_LIST = """      - id: verksamhet
        kind: unit
        public: true
        sv: {label: Verksamhet}
        en: {label: Unit}
      - id: annan_enhet
        kind: line
        when: {field: verksamhet, is: annan}
        sv: {label: Enhetens namn}
        en: {label: Name of the unit}
      - id: tidigare
        kind: line
        required: false
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = a_copy(tmp_path)
    (folder / "units.yaml").write_text(UNITS, "utf-8")
    alter(folder / "account_request.yaml", WITHOUT_A_LIST, WITH_A_LIST)
    return folder


@pytest.fixture
def form(base: Path) -> AccountForm:
    form = load(base).account_form
    assert form is not None
    return form


def faults(base: Path) -> list[tuple[str, str, int]]:
    problems = read_folder(base).problems
    return [(each.path.name, each.code, each.place.line) for each in problems]


def test_a_unit_is_chosen_from_the_list_with_another_one_last(form: AccountForm) -> None:
    field = form.rules.field(UNIT)

    assert field is not None
    assert field.choices == ("skolan", "norra", OTHER)
    assert form.answer_text(UNIT, OTHER, "sv") == "Annan enhet"


def test_a_unit_that_is_no_more_keeps_its_name(form: AccountForm) -> None:
    assert form.answer_text(UNIT, "sodra", "en") == "The southern school"


def test_a_unit_answers_to_its_own_board_or_that_above_it(form: AccountForm) -> None:
    assert form.board_of({UNIT: "skolan"}) == form.board_of({UNIT: "norra"}) == "Barnnämnden"
    assert form.board_of({UNIT: OTHER, "annan_enhet": "Kansliet"}) == ""
    assert form.board_of({}) == ""


@pytest.mark.parametrize(
    ("written", "brought_up"),
    [
        ("norra  SKOLAN", {UNIT: "norra"}),
        ("The school", {UNIT: "skolan"}),
        ("sodra", {UNIT: "sodra"}),
        ("Kansli, och växel", {UNIT: OTHER, "annan_enhet": "Kansli, och växel"}),
        ("", {UNIT: ""}),
    ],
)
def test_a_unit_written_before_there_was_a_list_is_found_in_it_or_kept(
    form: AccountForm, written: str, brought_up: dict[str, str]
) -> None:
    assert form.rules.brought_up({UNIT: written}) == brought_up


def test_a_unit_written_before_there_was_a_list_is_shown_as_written(form: AccountForm) -> None:
    assert form.unit_text({UNIT: "Kansli, och växel"}, "sv") == "Kansli, och växel"
    assert form.unit_text({UNIT: OTHER, "annan_enhet": "Kansliet"}, "sv") == "Kansliet"
    assert form.unit_text({UNIT: "norra", "annan_enhet": "Kansliet"}, "sv") == "Norra skolan"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("parent: skolan}", "parent: skola}", "unknown-unit", 3),
        ("id: sodra", "id: norra", "repeated-id", 4),
        ("id: sodra", "id: annan", "repeated-id", 4),
        ("parent: skolan}", "parent: norra}", "unit-within-itself", 3),
        ("board: Barnnämnden", "bord: Barnnämnden", "field-unknown", 2),
    ],
)
def test_a_fault_in_the_list_is_told_with_its_line(
    base: Path, old: str, new: str, code: str, line: int
) -> None:
    alter(base / "units.yaml", old, new)

    assert faults(base) == [("units.yaml", code, line)]


def test_units_within_each_other_are_told(base: Path) -> None:
    alter(base / "units.yaml", "board: Barnnämnden", "parent: norra")

    assert {code for _, code, _ in faults(base)} == {"unit-within-itself"}


def test_a_question_about_the_unit_needs_a_list(base: Path) -> None:
    (base / "units.yaml").unlink()

    assert [code for _, code, _ in faults(base)] == ["units-missing"]


def test_a_question_about_the_unit_needs_one_for_the_name_of_another(base: Path) -> None:
    alter(base / "account_request.yaml", "- id: annan_enhet", "- id: nagon_enhet")

    assert [code for _, code, _ in faults(base)] == ["needed-field-missing"]
