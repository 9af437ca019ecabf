"""python -m operations rollback-base: which bases there are, going back to one, and on again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.live.versions import BaseVersions
from knowledge.source.files import Content
from operations.__main__ import main

CONTENT = Content(Path(), {"routine.yaml": b"x: y\n"})
OTHER = Content(Path(), {"routine.yaml": b"x: z\n"})


@pytest.fixture
def versions(tmp_path: Path) -> BaseVersions:
    versions = BaseVersions(tmp_path / "bases")
    versions.add(CONTENT, passages=7, at=datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    versions.add(OTHER, passages=8, at=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    return versions


def run(versions: BaseVersions, *arguments: str) -> int:
    return main(["rollback-base", "--kept", str(versions.folder), *arguments])


def test_without_a_hash_the_bases_are_listed_the_last_used_first(
    versions: BaseVersions, capsys: pytest.CaptureFixture[str]
) -> None:
    versions.pin(CONTENT.hash)
    ended = run(versions)
    first, second = capsys.readouterr().out.splitlines()

    assert ended == 0
    assert first.startswith(f"{OTHER.hash}  i bruk 2026-11-23 ")
    assert first.endswith("  8 texter")
    assert second.startswith(f"{CONTENT.hash}  i bruk 2026-11-22 ")
    assert second.endswith("  7 texter  (låst)")


def test_a_folder_without_bases_is_said_to_be_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(BaseVersions(tmp_path / "none"), "--lang", "en") == 0
    assert capsys.readouterr().out == f"There are no kept knowledge bases in {tmp_path / 'none'}.\n"


def test_going_back_pins_the_base_and_says_how_to_go_on(
    versions: BaseVersions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(versions, CONTENT.hash) == 0
    assert versions.pinned() == CONTENT.hash
    assert "rollback-base --resume" in capsys.readouterr().out


def test_resuming_lets_go_of_it(versions: BaseVersions, capsys: pytest.CaptureFixture[str]) -> None:
    versions.pin(CONTENT.hash)
    ended = [run(versions, "--resume"), run(versions, "--resume")]

    assert (ended, versions.pinned()) == ([0, 0], None)
    assert capsys.readouterr().out.splitlines()[1] == "Ingen kunskapsbas är låst."


@pytest.mark.parametrize("named", ["0123456789abcdef", "../../etc/passwd"])
def test_a_base_that_is_not_kept_is_not_pinned(
    versions: BaseVersions, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    assert run(versions, named) == 1
    assert versions.pinned() is None
    assert capsys.readouterr().err == "Den kunskapsbasen finns inte bland de sparade.\n"


def test_a_damaged_base_is_not_pinned(
    versions: BaseVersions, capsys: pytest.CaptureFixture[str]
) -> None:
    (versions.folder / f"{CONTENT.hash}-7" / "routine.yaml").unlink()

    assert run(versions, CONTENT.hash) == 1
    assert versions.pinned() is None
    assert capsys.readouterr().err == "Den sparade kunskapsbasen är skadad.\n"


def test_the_folder_is_found_beside_the_database(
    versions: BaseVersions, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", f"sqlite:///{versions.folder.parent / 'bot.db'}")

    assert main(["rollback-base"]) == 0
    assert OTHER.hash in capsys.readouterr().out
