"""`python -m editor missed` over a bot's own database."""

import asyncio
import json
from pathlib import Path

import pytest

from editor.__main__ import main
from editor.missed import gaps_as_json, groups_in
from knowledge.search.snapshot import Snapshot
from questions.asked import Outcome
from tests.editor.bots_database import a_database, missed
from tests.world.bases import MERMAIDS, a_copy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_copy(tmp_path)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A bot's database in which the mermaids have been missed, and something was answered."""
    answered = ("sv", "Får vi blockera någon?", Outcome.ANSWER)
    return asyncio.run(a_database(tmp_path, [*missed(*MERMAIDS), answered]))


def run(*arguments: str, url: str, folder: Path) -> int:
    return main([*arguments, "--database", url, "--base", str(folder)])


def test_missed_lists_the_groups(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run("missed", url=url, folder=folder)
    first, *examples = capsys.readouterr().out.splitlines()

    assert status == 0
    assert first.startswith("3 frågor, senast ")
    assert {first.partition(": ")[2], *(line.strip() for line in examples)} == set(MERMAIDS)


def test_missed_as_json_lines_is_every_question_logged(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run("missed", "--jsonl", url=url, folder=folder)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert status == 0
    assert [line["question"] for line in lines] == [*MERMAIDS, "Får vi blockera någon?"]
    assert {line["language"] for line in lines} == {"sv"}


def test_a_page_can_show_the_groups(url: str, small: Snapshot) -> None:
    shown = gaps_as_json(asyncio.run(groups_in(url, small)), small)
    (group,) = shown["groups"]

    assert (group["count"], group["language"], set(group["examples"])) == (3, "sv", set(MERMAIDS))


@pytest.mark.parametrize("command", ["missed", "drafts"])
def test_without_a_bots_database_it_says_so(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    for url in (f"sqlite:///{tmp_path / 'none.db'}", "mysql://x"):
        status = run(command, url=url, folder=folder)

        assert status == 1
        assert capsys.readouterr().err.startswith("Botens databas går inte att läsa")
    assert not (tmp_path / "none.db").exists()
