"""Which questions change answer between a revision in git and the folder as it is."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from editor.__main__ import main
from editor.diff import content_at
from editor.history import GitError
from tests.world.bases import alter

BLOCK = "passages/blockera.yaml"


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Anna", "-c", "user.email=anna@example.com"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    run = subprocess.run(
        ["git", *who, *arguments], cwd=folder, env=clean, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


@pytest.fixture
def base(copy: Path) -> Path:
    """The small base in a repository of its own, committed."""
    git(copy.parent, "init", "--quiet")
    git(copy.parent, "add", "base")
    git(copy.parent, "commit", "--quiet", "--message", "Begin")
    return copy


@pytest.fixture
def diff(base: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]):
    """Compare with a revision and return the exit status and what was printed."""
    cache = tmp_path_factory.getbasetemp() / "compared"

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["diff", "--base", str(base), "--cache", str(cache), *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def without_blocking(base: Path) -> Path:
    """The base after someone has taken out the passage on blocking."""
    (base / BLOCK).unlink()
    alter(base / "passages/bilder.yaml", "    related: [blockera-person]\n", "")
    alter(base / "topics.yaml", "      - {slug: blockera, sv: Blockera, en: Blocking}\n", "")
    return base


def test_nothing_differs_from_what_was_committed(diff) -> None:
    status, printed, _ = diff("HEAD")

    assert status == 0
    assert printed.endswith("0 vunna, 0 förlorade, 0 ändrade.\n")


def test_what_the_gone_passage_answered_is_lost(without_blocking: Path, diff) -> None:
    _, printed, _ = diff("HEAD")

    assert "Borttagna texter: blockera-person\n" in printed
    lost = printed[printed.index("Förlorade (") :].split("\n\n")[0]
    assert "blockera användare" in lost
    assert "svar: blockera-person" in lost


def test_seen_from_the_other_side_it_is_won(without_blocking: Path, diff) -> None:
    git(without_blocking.parent, "commit", "--quiet", "--all", "--message", "Take out")
    git(without_blocking.parent, "checkout", "--quiet", "HEAD~1", "--", ".")
    _, printed, _ = diff("HEAD")

    assert "Nya texter: blockera-person\n" in printed
    won = printed[printed.index("Vunna (") :].split("\n\n")[0]
    assert "blockera användare" in won


def test_a_new_wording_is_told_though_no_question_changes(base: Path, diff) -> None:
    alter(base / BLOCK, "falska konton.", "konton som är falska.")
    _, printed, _ = diff("HEAD")

    assert "Texter med ny lydelse: blockera-person\n" in printed


def test_a_phrasing_moved_to_another_passage_changes_the_answer(base: Path, diff) -> None:
    block, picture = base / BLOCK, base / "passages/bilder.yaml"
    moved = "        - Hur stänger vi av ett troll?\n"
    alter(block, moved, "")
    alter(picture, "      asked_as:\n", f"      asked_as:\n{moved}")
    _, printed, _ = diff("HEAD")

    assert "Hur stänger vi av ett troll?" in printed


def test_logged_questions_are_asked_too(without_blocking: Path, diff, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    rows = [{"question": "spärra ett troll nu", "language": "sv"}, {"q": "ban the troll"}]
    log.write_text("".join(f"{json.dumps(row)}\n" for row in rows) + "\n", "utf-8")
    _, printed, _ = diff("HEAD", "--log", str(log))

    told = [line.rstrip() for line in printed.splitlines() if "ställd fråga" in line]
    assert any(line.startswith("spärra ett troll nu") for line in told)
    assert any(line.startswith("ban the troll") for line in told)


def test_a_log_that_holds_no_questions_is_told_line_by_line(diff, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"question": "hej"}\n[]\nnope\n{"question": 1}\n', "utf-8")
    status, _, told = diff("HEAD", "--log", str(log))

    assert status == 1
    assert [line.split(":")[1] for line in told.splitlines()] == ["2", "3", "4"]


def test_a_pull_request_gets_tables_in_markdown(without_blocking: Path, diff) -> None:
    _, printed, _ = diff("HEAD", "--format", "markdown")

    assert "| fråga | slag | före | efter |\n| --- | --- | --- | --- |\n" in printed
    assert "| blockera användare | formulering | svar: blockera-person | " in printed


def test_the_work_tree_is_not_touched(without_blocking: Path, diff) -> None:
    before = git(without_blocking.parent, "status", "--porcelain")
    diff("HEAD")

    assert git(without_blocking.parent, "status", "--porcelain") == before
    assert not (without_blocking / BLOCK).exists()


@pytest.mark.parametrize("revision", ["no-such-branch", "--help", "HEAD; ls"])
def test_a_revision_that_is_none_is_told(diff, revision: str) -> None:
    status, printed, told = diff("--", revision)

    assert (status, printed) == (1, "")
    assert told.startswith(f"Versionen {revision} går inte att läsa ur git: ")


def test_faults_of_the_old_base_are_told_as_the_revisions(base: Path, diff) -> None:
    whole = (base / BLOCK).read_bytes()
    alter(base / BLOCK, "confirmed: false", "emergency: nej")
    git(base.parent, "commit", "--quiet", "--all", "--message", "Break")
    (base / BLOCK).write_bytes(whole)
    status, _, told = diff("HEAD")

    assert status == 1
    assert told == f"HEAD:/{BLOCK}:5:16: emergency ska vara true eller false. Menade du false?\n"


def test_links_in_an_old_base_are_left_out(base: Path) -> None:
    (base / "passages/link.yaml").symlink_to("/etc/hostname")
    git(base.parent, "add", ".")
    git(base.parent, "commit", "--quiet", "--message", "Link")

    names = content_at("HEAD", base).files
    assert "passages/link.yaml" not in names
    assert "passages/blockera.yaml" in names


def test_a_folder_outside_any_repository_has_no_revisions(tmp_path: Path) -> None:
    with pytest.raises(GitError):
        content_at("HEAD", tmp_path)
