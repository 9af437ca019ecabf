"""Passages are renamed, moved, merged and deleted, and nothing points at what is gone."""

from collections.abc import Mapping

import pytest

from editor.rearranging import Changed, IdTaken, deleted, merged, moved, renamed
from editor.replacing import with_words_replaced
from editor.yaml_splice import NoSuchPassage, NotEditable, document_of
from knowledge.base import Base
from knowledge.source.files import names_in
from knowledge.source.loader import base_in, read_content
from tests.conftest import SMALL_BASE
from tests.editor.workbench import BLOCKING

BLOCKED, PICTURES = "blockera-person", "bilder-samtycke"
PICTURE_FILE = "passages/bilder.yaml"
MISSES = """\
misses:
- passage: blockera-person
  language: sv
  question: Är det okej att blockera den som är otrevlig?
"""


@pytest.fixture
def files() -> dict[str, str]:
    names = names_in(SMALL_BASE)
    return {name: (SMALL_BASE / name).read_text("utf-8") for name in names}


def the_base_with(changed: Changed) -> Base:
    unsaved = {name: None if text is None else text.encode() for name, text in changed.items()}
    return base_in(read_content(SMALL_BASE, unsaved))


def test_a_new_id_is_used_wherever_the_old_was_and_the_old_still_finds_it(
    files: Mapping[str, str],
) -> None:
    base = the_base_with(renamed(files, PICTURES, "bilder-ja"))

    assert base.passages[PICTURES] is base.passages["bilder-ja"]
    assert base.passages[BLOCKED].related == ("bilder-ja",)
    assert PICTURES not in list(base.passages)


def test_an_id_that_another_has_or_had_is_refused(files: Mapping[str, str]) -> None:
    changed = renamed(files, PICTURES, "bilder-ja")
    now = {**files, **{name: text for name, text in changed.items() if text is not None}}

    with pytest.raises(IdTaken):
        renamed(files, PICTURES, BLOCKED)
    with pytest.raises(IdTaken):
        renamed(now, BLOCKED, PICTURES)


def test_a_passage_moves_with_its_comments_and_an_empty_file_goes(
    files: Mapping[str, str],
) -> None:
    text = files[BLOCKING].replace("  - id", "  # Stäm av med IT.\n  - id")
    changed = moved({**files, BLOCKING: text}, BLOCKED, "bilder", begin=lambda whole: whole)

    assert changed[BLOCKING] is None
    assert f"\n\n  # Stäm av med IT.\n  - id: {BLOCKED}\n" in (changed[PICTURE_FILE] or "")
    assert (changed[PICTURE_FILE] or "").startswith(files[PICTURE_FILE])
    assert the_base_with(changed).passages[BLOCKED].topic == "bilder"


def test_a_topic_without_a_file_gets_one(files: Mapping[str, str]) -> None:
    changed = moved(files, BLOCKED, "kris", begin=lambda whole: f"# Först.\n{whole}")

    assert (changed["passages/kris.yaml"] or "").startswith("# Först.\ntopic: kris\npassages:\n")


def test_two_passages_become_one_that_is_found_by_both(files: Mapping[str, str]) -> None:
    known = {**files, "known_misses.yaml": MISSES}
    changed = merged(known, BLOCKED, PICTURES)
    base = the_base_with(changed)

    assert base.passages[BLOCKED].id == PICTURES
    asked = base.passages[PICTURES].sv.asked_as
    assert asked[-7:] == (
        "Får vi blockera någon?",
        "Kan man blockera en person som är otrevlig?",
        "blockera användare",
        "Hur stänger vi av ett troll?",
        "Är det tillåtet att spärra en följare?",
        "Kan en otrevlig följare blockeras från sidan?",
        "Vem bestämmer om en blockering?",
    )
    assert PICTURES not in base.passages[PICTURES].related
    assert f"- passage: {PICTURES}\n" in (changed["known_misses.yaml"] or "")


def test_two_passages_become_one_in_every_language_they_are_written_in(
    files: Mapping[str, str],
) -> None:
    finnish = (
        "    translations:\n      fi:\n        title: Kuka?\n        asked_as:\n          - {}\n"
    )
    asked = {BLOCKING: "saako estää?", PICTURE_FILE: "saako kuvata?"}
    written = {
        name: f"{files[name].rstrip()}\n{finnish.format(question)}"
        for name, question in asked.items()
    }
    text = merged({**files, **written}, BLOCKED, PICTURES)[PICTURE_FILE] or ""

    assert document_of(text).value(("passages", 0, "translations", "fi")) == {
        "title": "Kuka?",
        "asked_as": ["saako kuvata?", "saako estää?"],
    }


def test_what_refers_to_a_deleted_passage_in_lists_loses_it(files: Mapping[str, str]) -> None:
    known = {**files, "known_misses.yaml": MISSES}
    without_pictures = deleted(files, PICTURES)
    without_blocking = deleted(known, BLOCKED)

    assert "related" not in (without_pictures[BLOCKING] or "")
    assert "misses: []" in (without_blocking["known_misses.yaml"] or "")
    assert without_blocking[BLOCKING] is None


def test_words_are_replaced_where_people_read_and_ask_and_every_place_is_told(
    files: Mapping[str, str],
) -> None:
    changed, places = with_words_replaced(files, "blockera", "porta")
    base = the_base_with(changed)

    assert base.passages[BLOCKED].sv.title == "Får vi porta någon?"
    assert base.passages[BLOCKED].sv.asked_as[2] == "porta användare"
    assert {place.passage for place in places} == {BLOCKED}
    assert ("blockera användare", "porta användare") in {(one.before, one.after) for one in places}
    assert list(changed) == [BLOCKING]


def test_a_list_is_renamed_wherever_phrasings_name_it(files: Mapping[str, str]) -> None:
    named = {
        **files,
        "lists.yaml": "lists:\n  - {id: person, sv: [en brukare], en: [a client]}\n",
        BLOCKING: files[BLOCKING].replace("blockera användare", "blockera {person}"),
    }
    changed, places = with_words_replaced(named, "{person}", "{den-som-bor}")
    base = the_base_with({**named, **changed})

    assert base.lists[0].id == "den-som-bor"
    assert "blockera en brukare" in [
        each for (each, *_) in base.asked_as(base.passages[BLOCKED], "sv")
    ]
    assert [(one.passage, one.after) for one in places] == [
        (BLOCKED, "blockera {den-som-bor}"),
        ("person", "den-som-bor"),
    ]


def test_what_is_not_there_is_told(files: Mapping[str, str]) -> None:
    for change in (
        lambda: deleted(files, "ingen"),
        lambda: merged(files, BLOCKED, "ingen"),
        lambda: renamed(files, "ingen", "en"),
    ):
        with pytest.raises(NoSuchPassage):
            change()
    with pytest.raises(NotEditable):
        merged(files, BLOCKED, BLOCKED)
