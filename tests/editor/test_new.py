"""`python -m editor new`: every field is there, and what is still to be written says TODO."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from editor import new
from editor.__main__ import main
from editor.check import inspect
from knowledge.passage import Passage, PassageText
from knowledge.source.loader import load, read_folder
from tests.conftest import REAL_BASE
from tests.world.bases import a_copy, finished

TODAY = date.today()  # noqa: DTZ011 the day that the command writes
BLOCKING = "passages/blockera.yaml"


def begin(folder: Path, topic: str = "blockera", *more: str) -> int:
    return main(["new", topic, "--base", str(folder), *more])


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_passage_is_begun_with_every_field_explained(copy: Path) -> None:
    status = begin(copy)
    added = (copy / BLOCKING).read_text("utf-8").partition("- id: blockera\n")[2]
    names = {field.name for shape in (Passage, PassageText) for field in fields(shape)}
    lines = added.splitlines()

    assert status == 0
    # The workshop writes the ids a text has had; further languages are few bases' matter.
    for field in names - {"id", "topic", "formerly", "translations"}:
        at = next(n for n, line in enumerate(lines) if line.lstrip(" #").startswith(f"{field}:"))
        assert lines[at - 1].lstrip().startswith("# "), field
    assert "Textens fasta namn" not in added


def test_what_is_begun_is_unfinished_and_nothing_else_is_wrong_with_it(copy: Path) -> None:
    begin(copy)
    _, problems = inspect(copy, today=TODAY)
    codes = {problem.code for problem in problems if problem.level == "error"}

    assert codes == {"unfinished", "unknown-source"}


def test_once_written_it_is_part_of_the_base(copy: Path) -> None:
    begin(copy)
    path = copy / BLOCKING
    path.write_text(finished(path.read_text("utf-8")), "utf-8")
    passage = load(copy).passages["blockera"]

    assert (passage.confirmed, passage.reviewed) == (None, TODAY)


def test_several_may_be_begun_before_the_first_is_written(copy: Path) -> None:
    before = len(load(copy).passages)
    begin(copy)
    begin(copy)
    passages = [origin.value.id for origin in read_folder(copy).passages]

    assert len(set(passages)) == len(passages) == before + 2


def test_a_topic_without_a_file_gets_one_that_names_its_schema(copy: Path) -> None:
    (copy / BLOCKING).unlink()
    (copy / ".schema").mkdir()
    begin(copy)
    first, topic, *_ = (copy / BLOCKING).read_text("utf-8").splitlines()

    assert first == "# yaml-language-server: $schema=../.schema/passages.json"
    assert topic == "topic: blockera"


@pytest.mark.parametrize("ending", [b"", b"\n", b"\n# Slut.\n", b"\r\n"])
def test_what_stood_before_stands_byte_for_byte(tmp_path: Path, ending: bytes) -> None:
    base = a_copy(tmp_path / "real", REAL_BASE)
    path = base / BLOCKING
    before = path.read_bytes().rstrip(b"\n") + ending
    if ending == b"\r\n":
        before = path.read_bytes().replace(b"\n", ending)
    path.write_bytes(before)
    begin(base)
    after = path.read_bytes()

    assert after.startswith(before)
    assert len(after) > len(before)
    assert ending != b"\r\n" or after.count(b"\n") == after.count(b"\r\n")


def test_it_says_where_to_go_on(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin(copy)
    said = capsys.readouterr().out
    line = (copy / BLOCKING).read_text("utf-8").splitlines().index("  - id: blockera") + 1

    assert f"{BLOCKING}, rad {line}" in said
    assert "python -m editor edit" in said
    assert f"http://localhost:3979/#{BLOCKING}:{line}" in said


def test_the_workshop_opens_on_it_where_that_is_asked_for(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[str] = []

    def serve(*_parts: object, place: str) -> int:
        places.append(place)
        return 0

    monkeypatch.setattr(new, "serve", serve)
    begin(copy, "blockera", "--edit")

    assert places[0].startswith(f"{BLOCKING}:")


def test_a_misspelt_topic_is_told_with_the_one_that_is_meant(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(copy)
    status = begin(copy, "blokera")

    assert "Menade du blockera?" in capsys.readouterr().err
    assert (status, contents(copy)) == (1, before)


@pytest.mark.parametrize("topic", ["../outside", "a/b", "/tmp/x", "Blockera", "a b", ""])
def test_nothing_is_written_outside_the_folder(copy: Path, topic: str) -> None:
    before = contents(copy.parent)
    status = begin(copy, topic)

    assert (status, contents(copy.parent)) == (1, before)


def test_a_link_out_of_the_folder_is_not_written_through(copy: Path, tmp_path: Path) -> None:
    (copy / BLOCKING).rename(tmp_path / "outside.yaml")
    (copy / BLOCKING).symlink_to(tmp_path / "outside.yaml")
    before = contents(copy.parent)

    assert begin(copy) == 1
    assert contents(copy.parent) == before


@pytest.mark.parametrize("content", [b"topic: [", b"\xff\xfe"])
def test_a_faulty_base_is_left_as_it_is(
    copy: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / BLOCKING).write_bytes(content)
    before = contents(copy)

    assert begin(copy) == 1
    assert "blockera.yaml" in capsys.readouterr().err
    assert contents(copy) == before
