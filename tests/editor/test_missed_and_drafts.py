"""`python -m editor missed` and `drafts` over a bot's own database."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from core.person import Person
from editor.__main__ import main
from editor.missed import as_json, groups_in
from knowledge.drafting import draft_phrasings
from knowledge.search.snapshot import Snapshot
from knowledge.source.loader import load
from questions.asked import Outcome
from questions.gap import Gap, Handling, PassageDraft
from questions.ports import QuestionsUnitOfWork
from storage.database import Database
from storage.unit_of_work import Transactions
from tests.copies import a_copy
from tests.editor.bots_database import NOW, a_database, clock, missed
from tests.mended import MERMAIDS

T = TypeVar("T")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_copy(tmp_path)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A bot's database in which the mermaids have been missed, and something was answered."""
    answered = ("sv", "Får vi blockera någon?", Outcome.ANSWER)
    return asyncio.run(a_database(tmp_path, [*missed(*MERMAIDS), answered]))


def in_books(url: str, work: Callable[[QuestionsUnitOfWork], T]) -> T:
    async def do() -> T:
        database = Database(url)
        transactions = Transactions(database, clock=clock, mail=lambda: None)
        try:
            return await transactions.write(work)
        finally:
            await database.close()

    return asyncio.run(do())


def handle(url: str, folder: Path) -> Gap:
    """Make phrasings of the mermaids, as an editor does in Teams."""
    made = draft_phrasings(load(folder), MERMAIDS, "sv", passage="bilder-samtycke")
    draft = PassageDraft(made.passage, made.topic, made.text, made.phrasings)
    rut = Person("rut", "Rut")
    gap = Gap("lucka-aaaaaaaa", rut, NOW, NOW, "n", Handling.PHRASING, "sv", MERMAIDS, 3, draft)
    in_books(url, lambda uow: uow.gaps.add(gap, {"a0", "a1", "a2"}))
    return gap


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
    (group,) = as_json(asyncio.run(groups_in(url, small)))

    assert (group["count"], group["language"], set(group["examples"])) == (3, "sv", set(MERMAIDS))


def test_a_draft_is_listed_taken_and_then_no_longer_waits(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gap = handle(url, folder)
    run("drafts", url=url, folder=folder)
    listed = capsys.readouterr().out
    status = run("drafts", "take", gap.id, url=url, folder=folder)
    said = capsys.readouterr().out
    run("drafts", url=url, folder=folder)
    left = capsys.readouterr().out

    assert listed.startswith(f"{gap.id}  formuleringar  bilder-samtycke")
    assert (status, said) == (0, "3 formuleringar är tillagda i passages/bilder.yaml.\n")
    assert left == "Inga utkast väntar.\n"
    assert load(folder).passages["bilder-samtycke"].sv.asked_as[-3:] == MERMAIDS


@pytest.mark.parametrize("gap_id", ["lucka-zzzzzzzz", "", "x" * 500])
def test_a_draft_that_there_is_not_can_not_be_taken(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str], gap_id: str
) -> None:
    status = run("drafts", "take", gap_id, url=url, folder=folder)

    assert status == 1
    assert capsys.readouterr().err.startswith("Det finns inget utkast som heter")


@pytest.mark.parametrize("command", ["missed", "drafts"])
def test_without_a_bots_database_it_says_so(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    for url in (f"sqlite:///{tmp_path / 'none.db'}", "mysql://x"):
        status = run(command, url=url, folder=folder)

        assert status == 1
        assert capsys.readouterr().err.startswith("Botens databas går inte att läsa")
    assert not (tmp_path / "none.db").exists()
