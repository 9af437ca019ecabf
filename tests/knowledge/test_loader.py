"""A fault in the base stops the start, and every fault is named with its place."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.source.loader import load, read_folder
from tests.conftest import REAL_BASE
from tests.world.bases import a_copy, alter
from yamlfile.problem import Faulty, Level

PASSAGES = "passages/diarieforing.yaml"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return a_copy(tmp_path, REAL_BASE)


def change(base: Path, name: str, old: str, new: str) -> int:
    return alter(base / name, old, new)


def found(base: Path) -> list[tuple[str, str, int]]:
    problems = read_folder(base).problems
    return [
        (fault.path.relative_to(base).as_posix(), fault.code, fault.place.line)
        for fault in problems
        if fault.level is Level.ERROR
    ]


def test_the_real_base_is_without_faults() -> None:
    assert len(load(Path("knowledge/base")).passages) > 15


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("confirmed: false", "emergency: kanske", "not-yes-or-no"),
        ("reviewed: 20", "reviewed: i går", "not-a-date"),
        ("basis: practice", "basis: rumour", "wrong-choice"),
        ("basis: practice", "basis: law", "basis-differs"),
        ("confirmed: false", "confirmd: false", "field-unknown"),
        ("{id: nacka-guide", "{id: no-such-source", "unknown-source"),
    ],
)
def test_a_fault_is_found_where_it_stands(base: Path, old: str, new: str, code: str) -> None:
    line = change(base, PASSAGES, old, new)

    assert (PASSAGES, code, line) in found(base)


def test_all_faults_are_told_at_once(base: Path) -> None:
    change(base, PASSAGES, "confirmed: false", "emergency: kanske")
    change(base, "passages/sekretess.yaml", "reviewed: 20", "reviewed: nyss")

    with pytest.raises(Faulty) as caught:
        load(base)

    assert {fault.path.name for fault in caught.value.problems} >= {
        "diarieforing.yaml",
        "sekretess.yaml",
    }


def test_faults_between_files_are_told_beside_those_of_shape(base: Path) -> None:
    change(base, PASSAGES, "confirmed: false", "emergency: kanske")
    line = change(base, "passages/gallring.yaml", "basis: law", "basis: practice")

    assert ("passages/gallring.yaml", "basis-differs", line) in found(base)


def test_what_points_to_an_unreadable_entry_is_not_blamed_for_it(base: Path) -> None:
    change(base, PASSAGES, "confirmed: false", "emergency: kanske")

    assert [code for _, code, _ in found(base)] == ["not-yes-or-no"]


def test_a_missing_file_is_a_fault(base: Path) -> None:
    (base / "topics.yaml").unlink()

    assert ("topics.yaml", "file-missing", 1) in found(base)


def test_the_hash_changes_with_any_word(base: Path) -> None:
    before = load(base).hash
    change(base, "routine.yaml", "Kommunikationsenheten", "Kommunikationen")

    assert load(base).hash != before


@pytest.mark.parametrize("command", [["app.py"], ["-m", "editor", "answers"]])
def test_a_faulty_base_stops_the_start_in_words(base: Path, command: list[str]) -> None:
    change(base, PASSAGES, "confirmed: false", "emergency: kanske")
    run: Callable[..., subprocess.CompletedProcess[str]] = subprocess.run
    arguments = ["--base", str(base)] if "editor" in command else []
    ended = run(
        [sys.executable, *command, *arguments],
        env={"BOT_DANGEROUSLY_LOCAL": "yes", "BOT_BASE": str(base)},
        input="",
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ended.returncode == 1
    assert "diarieforing.yaml:6:16: emergency ska vara true eller false." in ended.stderr


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "suggestion"),
    [
        (PASSAGES, "confirmed: false", "emergency: nej", "not-yes-or-no", "false"),
        (PASSAGES, "confirmed: false", "confirmd: false", "field-unknown", "confirmed"),
        (PASSAGES, "basis: practice", "basis: practise", "wrong-choice", "practice"),
        (PASSAGES, "{id: nacka-guide", "{id: nacka-guiden", "unknown-source", "nacka-guide"),
        (PASSAGES, "topic: diarieforing", "topic: diareforing", "unknown-topic", "diarieforing"),
        (PASSAGES, "\npassages:", "\npassage:", "field-unknown", "passages"),
        ("routine.yaml", "konto-steg,", "konto-stegg,", "unknown-passage", "starta-konto-steg"),
        (
            "routine.yaml",
            "source: sala-routine",
            "source: sala-rutin",
            "unknown-source",
            "sala-routine",
        ),
    ],
)
def test_the_fix_is_suggested_where_it_is_plain(
    base: Path, name: str, old: str, new: str, code: str, suggestion: str
) -> None:
    change(base, name, old, new)
    problems = read_folder(base).problems
    fault = next(fault for fault in problems if fault.code == code)

    assert fault.facts["suggestion"] == suggestion


def test_a_language_left_out_is_told_as_such(base: Path) -> None:
    change(base, "topics.yaml", "    en: Official documents\n", "")

    assert "language-missing" in {code for _, code, _ in found(base)}


def test_a_text_that_its_colon_made_a_field_is_told_as_such(base: Path) -> None:
    line = change(
        base, PASSAGES, "      asked_as:\n", "      asked_as:\n        - Obs: gäller det?\n"
    )

    assert (PASSAGES, "text-with-colon", line + 1) in found(base)


def test_a_topic_stands_once_at_the_top_of_its_file(base: Path) -> None:
    line = change(base, PASSAGES, "    confirmed: false", "    topic: sekretess")

    assert (PASSAGES, "field-unknown", line) in found(base)


def test_a_link_that_leads_out_of_the_folder_is_not_read(base: Path, tmp_path: Path) -> None:
    outside = (base / "glossary.yaml").rename(tmp_path / "outside.yaml")
    (base / "glossary.yaml").symlink_to(outside)

    assert ("glossary.yaml", "file-outside", 1) in found(base)


def test_unsaved_content_is_read_as_if_it_were_saved(base: Path) -> None:
    whole = (base / "routine.yaml").read_bytes()
    reading = read_folder(base, {"routine.yaml": whole.replace(b"Sala kommun", b"Salas kommun")})
    (base / "routine.yaml").write_bytes(whole.replace(b"Sala kommun", b"Salas kommun"))

    assert reading.routine is not None
    assert reading.routine.value.sv.municipality == "Salas kommun"
    assert reading.content.hash == load(base).hash


def test_passages_in_a_file_called_like_another_kind_are_passages(base: Path) -> None:
    (base / "known_misses.yaml").unlink()
    (base / "passages/diarieforing.yaml").rename(base / "passages/known_misses.yaml")

    assert load(base).known_misses == frozenset()
    assert found(base) == []
