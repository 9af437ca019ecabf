"""python -m operations rollback-base: which bases are kept, going back to one, and on again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.live.versions import BaseVersions
from knowledge.source.files import Content
from operations.__main__ import main

CONTENT = Content(Path(), {"routine.yaml": b"x: y\n"})
OTHER = Content(Path(), {"routine.yaml": b"x: z\n"})


@pytest.fixture
def kept(tmp_path: Path) -> BaseVersions:
    kept = BaseVersions(tmp_path / "bases")
    kept.add(CONTENT, passages=7, at=datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    kept.add(OTHER, passages=8, at=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    return kept


def run(kept: BaseVersions, *arguments: str) -> int:
    return main(["rollback-base", "--kept", str(kept.folder), *arguments])


def test_without_a_hash_the_bases_are_listed_the_last_used_first(
    kept: BaseVersions, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.pin(CONTENT.hash)
    ended = run(kept)
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
    kept: BaseVersions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(kept, CONTENT.hash) == 0
    assert kept.pinned() == CONTENT.hash
    assert "rollback-base --resume" in capsys.readouterr().out


def test_resuming_lets_go_of_it(kept: BaseVersions, capsys: pytest.CaptureFixture[str]) -> None:
    kept.pin(CONTENT.hash)
    ended = [run(kept, "--resume"), run(kept, "--resume")]

    assert (ended, kept.pinned()) == ([0, 0], None)
    assert capsys.readouterr().out.splitlines()[1] == "Ingen kunskapsbas är låst."


@pytest.mark.parametrize("named", ["0123456789abcdef", "../../etc/passwd"])
def test_a_base_that_is_not_kept_is_not_pinned(
    kept: BaseVersions, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    assert run(kept, named) == 1
    assert kept.pinned() is None
    assert capsys.readouterr().err == "Den kunskapsbasen finns inte bland de sparade.\n"


def test_a_damaged_base_is_not_pinned(
    kept: BaseVersions, capsys: pytest.CaptureFixture[str]
) -> None:
    (kept.folder / f"{CONTENT.hash}-7" / "routine.yaml").unlink()

    assert run(kept, CONTENT.hash) == 1
    assert kept.pinned() is None
    assert capsys.readouterr().err == "Den sparade kunskapsbasen är skadad.\n"


def test_the_folder_is_found_beside_the_database(
    kept: BaseVersions, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", f"sqlite:///{kept.folder.parent / 'bot.db'}")

    assert main(["rollback-base"]) == 0
    assert OTHER.hash in capsys.readouterr().out
