"""`python -m editor begin`: a base for another routine."""

from pathlib import Path

import pytest

from editor.__main__ import main
from knowledge.source.files import read_content
from knowledge.source.loader import inspect_content

ANSWERS = ["--name", "Rutin: resor", "--owner", 'ekonomi "E"', "--municipality", "Storvik"]


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


def test_what_stands_in_a_folder_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    assert main(["begin", str(tmp_path), *ANSWERS]) == 1
    assert "inte tom" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


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
