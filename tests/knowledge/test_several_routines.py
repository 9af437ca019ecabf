"""A base of several routines: what is told of their faults, and what belongs to which."""

from pathlib import Path

import pytest

from knowledge.routine import FIRST_ROUTINE
from knowledge.source.files import MORE_ROUTINES
from knowledge.source.loader import load, read_folder
from tests.world.bases import TRAVEL, alter, two_routines

FILE = MORE_ROUTINES.pattern.replace("*", TRAVEL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return two_routines(tmp_path)


def faults(folder: Path) -> list[tuple[str, str, int]]:
    problems = read_folder(folder).problems
    return [
        (each.code, each.path.relative_to(folder).as_posix(), each.place.line)
        for each in problems
        if each.code != "empty-contact"
    ]


def test_each_topic_passage_and_contact_belongs_to_a_routine(folder: Path) -> None:
    base = load(folder)
    first, travel = base.routines

    assert (first.id, travel.id) == (FIRST_ROUTINE, TRAVEL)
    assert base.routine_of(base.passages["hotell"]) is travel
    assert base.routine_of(base.passages["overtid"]) is first
    assert [group.id for group in base.groups_of(travel)] == [TRAVEL]
    assert {each.id for each in base.contacts()} == {"hr", "it", TRAVEL}
    assert base.routine_named("gone") is first


def test_each_routine_gives_as_many_examples(folder: Path) -> None:
    shown = [base_passage.id for base_passage in load(folder).examples(5)]

    assert shown == ["hur-manga-dagar", "hur-kommer-vi-overens", "vem-ager-tjansteresor"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("topics.yaml", f'routine: "{TRAVEL}"', "routine: resor", "unknown-routine"),
        ("topics.yaml", f'    routine: "{TRAVEL}"\n', "", "routine-without-topics"),
        (FILE, "revised:", "languages: [sv, en]\nrevised:", "first-routine-alone"),
        (FILE, 'municipality: "Lövdala', 'municipality: "Storby', "other-municipality"),
        (FILE, '  definite_name: "rutinen för tjänsteresor"\n', "", "field-missing"),
        (FILE, 'name: "Rutin för tjänsteresor"', 'name: "Rutin för distansarbete"', "repeated-id"),
        (FILE, f'id: "{TRAVEL}"\nsv:', "id: rutinen\nsv:", "repeated-id"),
        (FILE, f'  - id: "{TRAVEL}"', "  - id: hr", "repeated-id"),
        (FILE, "revised:", f"revision: {'x' * 55}\nrevised:", "text-too-long"),
        (FILE, f'source: "{TRAVEL}"', "source: nothing", "unknown-source"),
        (FILE, "[vem-ager-tjansteresor]", "[nothing]", "unknown-passage"),
    ],
)
def test_a_fault_of_one_routine_is_told_where_it_stands(
    folder: Path, file: str, old: str, new: str, code: str
) -> None:
    alter(folder / file, old, new)
    told_in = FILE if code == "routine-without-topics" else file

    assert (code, told_in) in [(found, place) for found, place, _ in faults(folder)]


def test_the_routine_itself_is_quoted_from_its_own_document(folder: Path) -> None:
    alter(
        folder / "passages/tjansteresor.yaml",
        f"source: {{id: {TRAVEL}}}",
        "source: {id: lovdala-rutin}",
    )

    assert [code for code, *_ in faults(folder)] == ["not-the-routine"]


def test_two_routines_are_a_whole_base(folder: Path) -> None:
    assert faults(folder) == []
