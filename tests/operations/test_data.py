"""The commands on retention, one person's data, and the package for the archive."""

import asyncio
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from accounts.history import Event, EventKind, RequestStatus
from core.changes import save
from core.keys import Pseudonyms, derived_key
from operations.__main__ import main
from questions.asked import Verdict, Vote
from storage.database import Database
from storage.schema import upgrade
from storage.stores import Stores
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.conftest import SMALL_BASE
from tests.storage.cases import NOON, a_request
from tests.world.people import ADA

SENT = (Event(EventKind.STARTED, NOON, ADA), Event(EventKind.SENT, NOON, ADA))


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sent request of March 2026, and a draft thrown away that day."""
    url = f"sqlite:///{tmp_path / 'rutinboten.db'}"
    monkeypatch.setenv("BOT_DATABASE_URL", url)
    monkeypatch.setenv("BOT_BASE", str(SMALL_BASE))

    def work(uow: SqlUnitOfWork) -> None:
        for request in (
            replace(
                a_request("sm-sent", status=RequestStatus.IN_REVIEW, history=SENT, name="=Sala()"),
                diary_number="KS 2026/0123",
            ),
            a_request("sm-draft", status=RequestStatus.DISCARDED),
        ):
            uow.requests.add(request)
            save(uow, uow.requests, request, None, by=ADA)

    async def fill() -> None:
        database = Database(url)
        await upgrade(database)
        await SqlTransactions(database, clock=lambda: NOON).write(work)
        await database.close()

    asyncio.run(fill())


def test_a_dry_run_says_what_a_purge_then_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["purge", "--dry-run"]) == 0
    assert "Skulle radera: " in (would := capsys.readouterr().out)
    assert "utkast 1" in would
    assert main(["purge"]) == 0
    assert capsys.readouterr().out.startswith("Raderat: frågor 0")
    assert main(["purge", "--dry-run", "--lang", "en"]) == 0
    assert "drafts 0" in capsys.readouterr().out
    assert main(["verify-audit"]) == 0


def test_a_faulty_setting_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BOT_KEEP_VOTES_DAYS", "long")

    assert main(["purge"]) == 1
    assert capsys.readouterr().err == "BOT_KEEP_VOTES_DAYS: 'long' is not a whole number\n"


def test_a_persons_data_comes_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["person-data", ADA.id]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["requests"][0]["id"] == "sm-sent"
    assert main(["person-data", "nobody"]) == 1


NOW_KEY, OLD_KEY = "a key of this year " * 2, "a key of last year " * 2


def vote_of(person: str, secret: str) -> None:
    async def work() -> None:
        stores = Stores(os.environ["BOT_DATABASE_URL"], clock=lambda: NOON)
        voter = Pseudonyms([derived_key(secret.strip(), b"pseudonyms")])(person)
        await stores.questions.vote(Vote("a1", voter, "bilder", Verdict.HELPFUL, NOON))
        await stores.close()

    asyncio.run(work())


def test_votes_are_found_and_erased_under_each_key_there_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    vote_of(ADA.id, OLD_KEY)
    monkeypatch.setenv("BOT_SECRET_KEY", f"{NOW_KEY},{OLD_KEY}")
    assert main(["person-data", ADA.id]) == 0
    assert len(json.loads(capsys.readouterr().out)["votes"]) == 1
    assert main(["erase-person", ADA.id]) == 0
    assert capsys.readouterr().err == ""
    assert main(["person-data", ADA.id]) == 1


def test_without_a_key_it_is_told_what_is_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("BOT_SECRET_KEY", "BOT_APP_PASSWORD"):
        monkeypatch.delenv(name, raising=False)

    for command in ("person-data", "erase-person"):
        assert main([command, ADA.id]) == 0
        assert "De är inte med." in capsys.readouterr().err


def test_the_package_for_the_archive_is_whole_and_stands_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "arkiv"
    assert main(["export-archive", "2026-03-01", "2026-03-31", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("Antal ärenden: 1.")
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(sums) == files - {"SHA256SUMS"}
    for name, expected in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected

    page = (folder / "arenden" / "sm-sent.html").read_text()
    assert "<script" not in page
    assert "<style>" in page
    assert json.loads((folder / "arenden.json").read_text())[0]["id"] == "sm-sent"
    assert "KS 2026/0123" in page
    assert "sm-sent;KS 2026/0123;" in (folder / "arenden.csv").read_text("utf-8-sig")
    assert "KS 2026/0123" in (folder / "index.html").read_text()
    assert "'=Sala()" in (folder / "arenden.csv").read_text("utf-8-sig")


def test_what_happened_outside_the_period_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "arkiv"
    assert main(["export-archive", "2026-04-01", "2026-04-30", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("Antal ärenden: 0.")
    assert main(["export-archive", "2026-04-01", "2026-04-30", str(folder)]) == 1
    assert "är inte tom" in capsys.readouterr().err
