"""Drafts for the editors' folder: their shape is right, and what is missing is said to be."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.base import Base
from knowledge.drafting import LONGEST_PHRASING, draft_passage, draft_phrasings
from knowledge.source.loader import load, read_folder
from tests.conftest import SMALL_BASE
from tests.world.bases import a_copy, finished
from yamlfile.document import read
from yamlfile.problem import Problem

TODAY = date(2026, 11, 25)
ASKED = ("Får vi flyga drönare över boendet?", "drönarbilder", "film från luften")
SMALL = load(SMALL_BASE)
ANSWER = "Ja, med tillstånd.\n\nFråga Kommunikationsenheten först."


@pytest.fixture
def base() -> Base:
    return SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_copy(tmp_path)


def passage_of(base: Base, asked: Sequence[str] = ASKED, **more: object):
    options = {"topic": "bilder", "today": TODAY, **more}
    return draft_passage(base, asked, "sv", **options)  # pyright: ignore[reportArgumentType]


def problems_with(folder: Path, text: str) -> list[Problem]:
    (folder / "passages" / "utkast.yaml").write_text(text, "utf-8")
    return list(read_folder(folder).problems)


def test_a_draft_lacks_only_what_it_says_todo_about(base: Base, folder: Path) -> None:
    draft = passage_of(base, answer=ANSWER)
    lines = draft.text.splitlines()
    problems = problems_with(folder, draft.text)

    assert {problem.code for problem in problems} == {"unfinished", "unknown-source"}
    assert all("TODO" in lines[problem.place.line - 1] for problem in problems)


def test_a_draft_whose_todos_are_written_passes(base: Base, folder: Path) -> None:
    draft = passage_of(base, answer=ANSWER)

    assert problems_with(folder, finished(draft.text)) == []
    passage = load(folder).passages[draft.passage]
    assert (passage.sv.title, passage.sv.text) == (ASKED[0], ANSWER)
    assert passage.sv.asked_as == (ASKED[0], ASKED[2])
    assert passage.sv.must_answer == (ASKED[1],)
    assert not passage.confirmed


def test_a_draft_in_english_leaves_the_swedish_to_write(base: Base) -> None:
    draft = draft_passage(base, ["May we fly drones?"], "en", topic="bilder", today=TODAY)

    assert "title: May we fly drones?" in draft.text
    assert "TODO: rubrik (bilder-may-we-fly-drones, sv)" in draft.text


wordings = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300)


@settings(deadline=None)
@given(st.lists(wordings, max_size=20), wordings)
def test_whatever_was_asked_the_draft_is_yaml_of_the_right_shape(
    asked: list[str], answer: str
) -> None:
    draft = passage_of(SMALL, asked, answer=answer)
    document = read(Path("utkast.yaml"), draft.text.encode())

    assert document.problems == ()
    assert isinstance(document.data, dict)
    assert document.data["topic"] == "bilder"


@settings(max_examples=30, deadline=None)
@given(st.lists(wordings, min_size=1, max_size=20))
def test_whatever_was_asked_the_shape_passes(
    tmp_path_factory: pytest.TempPathFactory, asked: list[str]
) -> None:
    folder = a_copy(tmp_path_factory.mktemp("drafted"))
    problems = problems_with(folder, passage_of(SMALL, asked).text)

    assert {problem.code for problem in problems} <= {"unfinished", "unknown-source"}


@pytest.mark.parametrize("asked", ["[", "]} |", "{", "?!", "a" + "[" * (LONGEST_PHRASING - 1)])
def test_what_no_phrasing_can_be_made_of_is_left_out(base: Base, asked: str) -> None:
    draft = draft_phrasings(base, [asked, *ASKED], "sv", passage="bilder-samtycke")

    assert draft.phrasings == ASKED


def test_phrasings_that_stand_in_the_base_are_left_out(base: Base) -> None:
    known = "krävs samtycke för att visa en person på bild"
    draft = draft_phrasings(base, [known, *ASKED, ASKED[0]], "sv", passage="bilder-samtycke")

    assert draft.phrasings == ASKED
    assert known not in draft.text


def test_an_id_is_given_once(base: Base) -> None:
    first = passage_of(base).passage
    second = passage_of(base, taken={first}).passage

    assert first == "bilder-far-vi-flyga-dronare"
    assert second == "bilder-far-vi-flyga-dronare-2"


def test_todo_in_a_text_stops_a_start_at_its_line_and_column(folder: Path) -> None:
    path = folder / "passages" / "bilder.yaml"
    path.write_text(path.read_text("utf-8").replace("- bild samtycke", "- TODO"), "utf-8")
    (problem,) = read_folder(folder).problems

    assert (problem.code, problem.place.line, problem.place.column) == ("unfinished", 15, 11)
