"""Each editorial rule, with the YAML that breaks it and the exact place it reports."""

from pathlib import Path

import pytest

from editor.check import inspect
from editor.schema import FOLDER
from tests.editor.breaking import BLOCK, PHRASING, REGISTER, TODAY, Broken, told
from tests.world.bases import alter
from yamlfile.problem import Level

WARNINGS = [
    Broken(BLOCK, "confirmed: false", "emergency: no", "yaml-not-true-or-false", 5, 16, "false"),
    Broken(BLOCK, "confirmed: false", "emergency: on", "yaml-not-true-or-false", 5, 16, "true"),
    Broken(BLOCK, PHRASING, "        - no\n", "yaml-as-yes-or-no", 13, 11),
    Broken(BLOCK, PHRASING, "        - 12:30\n", "yaml-as-number", 13, 11),
    Broken(BLOCK, PHRASING, "        - 1.10\n", "yaml-as-number", 13, 11),
    Broken("routine.yaml", '"2024-02-01"', "2024-02-01", "yaml-as-date", 18, 10),
    Broken("glossary.yaml", "[insta]", "[insta, null]", "yaml-as-nothing", 7, 20),
    Broken(BLOCK, PHRASING, "        - Får vi dela #sala?\n", "yaml-hash", 13, 11),
    Broken(
        BLOCK,
        PHRASING,
        "        - Behöver kommentarer på vår sida registreras i diariet?\n",
        "near-phrasing",
        25,
        11,
        told_in=REGISTER,
    ),
    Broken(BLOCK, "reviewed: 2026-03-04", "reviewed: 2025-11-24", "overdue", 6, 15),
    Broken(
        BLOCK,
        "reviewed: 2026-03-04\n",
        "reviewed: 2026-03-04\n    review_by: 2026-11-24\n",
        "overdue",
        7,
        16,
    ),
    Broken(BLOCK, "reviewed: 2026-03-04", "reviewed: 2027-03-04", "reviewed-in-future", 6, 15),
    Broken("sources.yaml", '    dated: "2021"\n', "", "source-not-to-be-found", 13, 9),
]


@pytest.mark.parametrize("broken", WARNINGS, ids=str)
def test_a_warning_is_told_where_it_stands(copy: Path, broken: Broken) -> None:
    broken.break_it(copy)

    expected = (broken.told_in or broken.file, broken.line, broken.column, broken.suggestion)
    assert expected in told(copy, broken.code, Level.WARNING)


def test_nothing_is_said_of_what_is_sound(copy: Path) -> None:
    _, problems = inspect(copy, today=TODAY)

    assert [(problem.code, problem.place.line) for problem in problems] == [
        ("source-not-to-be-found", 18)  # the small base's made-up act has no number
    ]


def test_a_text_that_was_never_translated_is_told(copy: Path) -> None:
    title = "      title: Får vi blockera någon?\n"
    alter(copy / BLOCK, "      title: May we block somebody?\n", title)

    assert told(copy, "not-translated", Level.WARNING) == [(BLOCK, 23, 14, None)]


def test_a_text_in_a_third_language_is_compared_with_each_before_it(copy: Path) -> None:
    lists = "asked_as: [saako estää], must_answer: [voiko estää]"
    finnish = f"{{title: May we block somebody?, text: Ei mielipiteiden takia., {lists}}}"
    alter(copy / BLOCK, "    en:\n", f"    translations: {{fi: {finnish}}}\n    en:\n")

    assert told(copy, "not-translated", Level.WARNING) == [(BLOCK, 22, 32, None)]


def test_a_hard_text_is_told_with_its_lix(copy: Path) -> None:
    long = "Kommunikationsverksamhetens tillgänglighetsredogörelser förutsätter " * 8
    alter(copy / BLOCK, "text: Nej", f"text: {long}Nej")

    assert told(copy, "hard-to-read", Level.WARNING) == [(BLOCK, 11, 13, None)]


def test_an_english_word_that_another_was_agreed_on_for_is_told_where_it_stands(copy: Path) -> None:
    alter(copy / BLOCK, "text: No", "text: Ask the Head of unit or the data protection officer. No")

    assert told(copy, "other-term", Level.WARNING) == [(BLOCK, 24, 13, None)]


def test_a_passage_that_none_of_its_questions_finds_is_told(copy: Path, tmp_path: Path) -> None:
    alter(copy / BLOCK, "- Är det okej att blockera den som är otrevlig?", "- När kommer lönen?")
    _, problems = inspect(copy, today=TODAY, cache=tmp_path / "cache")

    places = [
        (fault.path.name, fault.place.line) for fault in problems if fault.code == "not-reached"
    ]
    assert ("blockera.yaml", 21) in places


def test_a_file_that_nobody_reads_is_told_with_its_right_name(copy: Path) -> None:
    (copy / "passages" / "bilder.yaml").rename(copy / "passages" / "bilder.yml")

    assert told(copy, "file-unknown", Level.WARNING) == [
        ("passages/bilder.yml", 1, 1, "bilder.yaml")
    ]


def test_a_file_without_its_schema_is_told(copy: Path) -> None:
    (copy / FOLDER).mkdir()

    assert (BLOCK, 1, 1, None) in told(copy, "schema-line", Level.WARNING)


def test_a_review_day_of_its_own_goes_before_the_year(copy: Path) -> None:
    alter(
        copy / BLOCK,
        "reviewed: 2026-03-04\n",
        "reviewed: 2020-03-04\n    review_by: 2026-11-25\n",
    )

    assert told(copy, "overdue", Level.WARNING) == []
