"""`python -m editor begin`: a base for another routine."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from editor.__main__ import main
from editor.begin import ASKED, begin_base
from knowledge.source.files import read_content
from knowledge.source.loader import inspect_content
from tests.world.made_up_language import a_base

ANSWERS = ["--name", "Rutin: resor", "--owner", 'ekonomi "E"', "--municipality", "Storvik"]
NAMES: dict[str, str] = dict.fromkeys((*ASKED, "name_en", "owner_en"), "X")


@pytest.mark.parametrize("languages", [("sv",), ("sv", "en")])
def test_what_is_begun_is_whole(languages: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "new"

    assert main(["begin", str(folder), *ANSWERS, "--languages", *languages]) == 0
    base, problems = inspect_content(read_content(folder))
    assert [each.code for each in problems] == ["empty-contact"]
    assert base is not None
    assert base.languages == languages
    assert base.routine.sv.name == "Rutin: resor"
    assert main(["schema", "--check", "--base", str(folder)]) == 0


def test_what_comes_into_the_folder_meanwhile_is_left_alone(tmp_path: Path) -> None:
    class AnotherWrites(dict[str, str]):
        """As the schemas are asked for, somebody else puts a file there."""

        def items(self) -> Any:
            (tmp_path / "topics.yaml").write_text("theirs")
            return super().items()

    with pytest.raises(FileExistsError):
        begin_base(tmp_path, NAMES, ["sv"], AnotherWrites(), today=date(2026, 11, 30))

    assert [path.name for path in tmp_path.iterdir()] == ["topics.yaml"]


def test_what_stands_in_a_folder_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    assert main(["begin", str(tmp_path), *ANSWERS]) == 1
    assert "inte tom" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_base_that_cannot_be_written_leaves_the_folder_as_it_was(
    tmp_path: Path, is_there: bool
) -> None:
    folder = tmp_path / "new"
    if is_there:
        folder.mkdir()
    with pytest.raises(OSError, match="too long"):
        begin_base(folder, NAMES, ["sv"], {"a" * 300: ""}, today=date(2026, 11, 30))

    assert [*tmp_path.rglob("*")] == ([folder] if is_there else [])


def test_what_is_not_told_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["begin", str(tmp_path / "new"), "--name", "Rutin"]) == 1
    assert "--owner" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_the_environment_names_the_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_BASE", str(tmp_path))

    assert main(["check", "--quick"]) == 1
    assert "python -m editor begin" in capsys.readouterr().out


ONE_MORE = ["--name", "Rutin B", "--owner", "HR", "--definite-name", "rutin B", "--matter", "lån"]


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.yaml")}


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    folder = tmp_path / "new"
    assert main(["begin", str(folder), *ANSWERS, "--languages", "sv"]) == 0
    return folder


def test_a_routine_is_added_to_a_base_in_its_languages(begun: Path) -> None:
    kept = held(begun)["talk.yaml"]
    assert main(["begin", str(begun), "--routine", "lan", *ONE_MORE]) == 0
    base, problems = inspect_content(read_content(begun))

    assert base is not None
    assert [each.id for each in base.routines] == ["rutinen", "lan"]
    assert "en:" not in (begun / "routines/lan.yaml").read_text("utf-8")
    left = [(each.code, each.path.name) for each in problems if each.code != "empty-contact"]
    assert left == [("field-missing", "routine.yaml")] * 2, "the first is to be told apart too"
    assert held(begun)["talk.yaml"] == kept


@pytest.mark.parametrize("routine", ["rutinen", "om-rutinen", "agaren", "Stort Namn", "x" * 41])
def test_an_id_that_is_taken_or_is_none_changes_nothing(begun: Path, routine: str) -> None:
    before = held(begun)

    assert main(["begin", str(begun), "--routine", routine, *ONE_MORE]) == 1
    assert held(begun) == before


def test_a_list_that_cannot_be_added_to_changes_nothing(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    topics = begun / "topics.yaml"
    one = "{id: om, sv: Om, topics: [{slug: om-rutinen, sv: Om}]}"
    topics.write_text(f"groups: [{one}]\n", "utf-8")
    before = held(begun)

    assert main(["begin", str(begun), "--routine", "lan", *ONE_MORE]) == 1
    assert "Inget är ändrat" in capsys.readouterr().err
    assert held(begun) == before


def test_a_routine_speaks_every_language_of_its_base(tmp_path: Path) -> None:
    folder = a_base(tmp_path / "base", "sv", "en", "fi")
    told = [*ONE_MORE, "--name-en", "Routine B", "--email", "hr@mellanby.example"]
    assert main(["begin", str(folder), "--routine", "lan", *told]) == 0
    base, problems = inspect_content(read_content(folder))

    left = {(each.code, each.path.name) for each in problems if each.code != "empty-contact"}
    assert left == {("field-missing", "routine.yaml")}
    assert base is not None
    assert base.routines[1].translations["fi"].name == "Rutin B"
    assert base.routines[1].contacts[0].email == "hr@mellanby.example"
    assert base.passages["vem-ager-lan"].given_in() == ("sv", "en", "fi")
