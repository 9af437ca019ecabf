"""`python -m editor drafts`: a draft is written into the folder, and nothing else is touched."""

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest

from core.person import Person
from editor.__main__ import main
from editor.drafts import NotTaken, TakenDraft, take_passage, take_phrasings
from knowledge.drafting import Drafted, draft_passage, draft_phrasings
from knowledge.source.loader import load
from questions.asked import Outcome
from questions.gap import Gap, Handling, PassageDraft
from questions.ports import QuestionsUnitOfWork
from storage.database import Database
from storage.unit_of_work import SqlTransactions
from tests.editor.bots_database import NOW, a_database, clock, missed
from tests.world.bases import MERMAIDS, a_copy, finished

T = TypeVar("T")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_copy(tmp_path)


def a_passage(folder: Path, topic: str = "bilder") -> PassageDraft:
    answer = "Nej.\n\nSjöjungfrur ser bara vatten."
    return stored(
        draft_passage(
            load(folder), MERMAIDS, "sv", topic=topic, today=date(2026, 11, 25), answer=answer
        )
    )


def some_phrasings(folder: Path) -> PassageDraft:
    return stored(draft_phrasings(load(folder), MERMAIDS, "sv", passage="bilder-samtycke"))


def stored(drafted: Drafted) -> PassageDraft:
    return PassageDraft(drafted.passage, drafted.topic, drafted.text, drafted.phrasings)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_a_passage_is_put_last_in_its_topics_file(folder: Path) -> None:
    path = folder / "passages" / "bilder.yaml"
    path.write_bytes(b"# Om bilder.\n" + path.read_bytes() + b"# Slut.\n")
    before = path.read_bytes()
    taken = take_passage(folder, a_passage(folder))
    after = path.read_bytes()

    assert taken == TakenDraft("passages/bilder.yaml", 1)
    assert after.startswith(before.removesuffix(b"# Slut.\n"))
    assert b"# Slut." in after
    assert "# TODO: källans id i sources.yaml" in after.decode()
    path.write_text(finished(after.decode()), "utf-8")
    assert "bilder-askadliggor-sjojungfrur-fjarrskadning" in load(folder).passages


def test_a_passage_on_a_topic_without_a_file_becomes_a_new_one(folder: Path) -> None:
    (folder / "passages" / "bilder.yaml").rename(folder / "passages" / "annat.yaml")
    draft = a_passage(folder)
    take_passage(folder, draft)

    assert (folder / "passages" / "bilder.yaml").read_text("utf-8") == draft.text


def test_a_new_file_names_its_schema_where_the_folder_has_one(folder: Path) -> None:
    draft = a_passage(folder)
    (folder / "passages" / "bilder.yaml").unlink()
    (folder / ".schema").mkdir()
    (folder / ".schema" / "passages.json").write_text("{}")
    take_passage(folder, draft)

    text = (folder / "passages" / "bilder.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../.schema/passages.json\ntopic:")


def test_phrasings_are_added_and_all_else_stays_byte_for_byte(folder: Path) -> None:
    path = folder / "passages" / "bilder.yaml"
    lines = path.read_text("utf-8").splitlines()
    taken = take_phrasings(folder, some_phrasings(folder), "sv")
    after = path.read_text("utf-8").splitlines()
    added = [line for line in after if line not in lines]

    assert taken == TakenDraft("passages/bilder.yaml", 3)
    assert added == [f"        - {phrasing}" for phrasing in MERMAIDS]
    assert [line for line in after if line not in added] == lines
    assert load(folder).passages["bilder-samtycke"].sv.asked_as[-3:] == MERMAIDS


def test_phrasings_that_stand_there_already_are_not_added_again(folder: Path) -> None:
    draft = some_phrasings(folder)
    take_phrasings(folder, draft, "sv")
    before = contents(folder)

    assert take_phrasings(folder, draft, "sv") == TakenDraft("passages/bilder.yaml", 0)
    assert contents(folder) == before


def test_a_files_own_line_ends_are_kept(folder: Path) -> None:
    path = folder / "passages" / "bilder.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    take_phrasings(folder, some_phrasings(folder), "sv")

    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")


def test_an_id_that_is_in_the_folder_is_not_put_there_again(folder: Path) -> None:
    draft = a_passage(folder)
    take_passage(folder, draft)
    before = contents(folder)
    with pytest.raises(NotTaken, match="draft_there"):
        take_passage(folder, draft)

    assert contents(folder) == before


def test_phrasings_for_a_passage_that_is_gone_have_nowhere_to_stand(folder: Path) -> None:
    draft = some_phrasings(folder)
    (folder / "passages" / "bilder.yaml").unlink()
    before = contents(folder)
    with pytest.raises(NotTaken, match="draft_no_passage"):
        take_phrasings(folder, draft, "sv")

    assert contents(folder) == before


@pytest.mark.parametrize("topic", ["../escaped", "/tmp/escaped", "a/b", "", ".hidden", "BILDER"])
def test_no_topic_leads_out_of_the_folder(folder: Path, topic: str) -> None:
    before = contents(folder.parent)
    draft = PassageDraft("new-passage", topic, "topic: x\npassages: []\n")
    with pytest.raises(NotTaken, match="draft_no_place"):
        take_passage(folder, draft)

    assert contents(folder.parent) == before


def test_a_link_that_leads_out_of_the_folder_is_left_alone(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    path = folder / "passages" / "bilder.yaml"
    draft, phrasings = a_passage(folder), some_phrasings(folder)
    path.rename(outside)
    path.symlink_to(outside)
    before = outside.read_bytes()
    with pytest.raises(NotTaken):
        take_passage(folder, draft)
    with pytest.raises(NotTaken):
        take_phrasings(folder, phrasings, "sv")

    assert outside.read_bytes() == before


@pytest.mark.parametrize("content", [b"topic: [", b"", b"topic: bilder\n", b"- a\n", b"\xff\xfe"])
def test_a_file_that_is_no_base_file_is_left_as_it_is(folder: Path, content: bytes) -> None:
    draft = a_passage(folder)
    path = folder / "passages" / "bilder.yaml"
    path.write_bytes(content)
    with pytest.raises(NotTaken, match="draft_no_place"):
        take_passage(folder, draft)

    assert path.read_bytes() == content


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A bot's database in which the mermaids have been missed, and something was answered."""
    answered = ("sv", "Får vi blockera någon?", Outcome.ANSWER)
    return asyncio.run(a_database(tmp_path, [*missed(*MERMAIDS), answered]))


def in_database(url: str, work: Callable[[QuestionsUnitOfWork], T]) -> T:
    async def do() -> T:
        database = Database(url)
        transactions = SqlTransactions(database, clock=clock, on_notice=lambda: None)
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
    in_database(url, lambda uow: uow.gaps.add(gap, {"a0", "a1", "a2"}))
    return gap


def run(*arguments: str, url: str, folder: Path) -> int:
    return main([*arguments, "--database", url, "--base", str(folder)])


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
