"""The drill: a backup of a filled database, put back into an empty one, on every database."""

import asyncio
import os
import shutil
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from core.changes import save
from operations.__main__ import main
from storage.database import Database
from storage.schema import upgrade
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.storage.cases import NOON, a_request, appoint
from tests.storage.servers import Postgres, migrated, sqlite_url, tools
from tests.world.people import ADA

_numbers = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A database to back up, and an empty one to restore to."""
    if request.param == "sqlite":
        (tmp_path / "a").mkdir()
        yield sqlite_url(tmp_path / "a"), sqlite_url(tmp_path / "b")
        return
    uri = request.getfixturevalue("postgres").uri
    yield whole_database(uri), whole_database(uri)


def whole_database(uri: str) -> str:
    """Make one, where others make a schema do: pg_dump takes a database whole."""
    name = f"whole_{next(_numbers)}"
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return uri.replace("/postgres?", f"/{name}?")


@pytest.fixture(autouse=True)
def right_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tools()}{os.pathsep}{os.environ['PATH']}")


def fill(url: str) -> None:
    def work(uow: SqlUnitOfWork) -> None:
        uow.requests.add(a_request())
        save(uow, uow.requests, a_request(), None, by=ADA)

    async def run() -> None:
        database = Database(url)
        await upgrade(database)
        transactions = SqlTransactions(database, clock=lambda: NOON)
        await transactions.write(work)
        await appoint(transactions)
        await database.close()

    asyncio.run(run())


def use(monkeypatch: pytest.MonkeyPatch, url: str, bases: Path) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", url)
    monkeypatch.setenv("BOT_KEPT_BASES", str(bases))


def test_what_was_backed_up_is_restored_whole(
    urls: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (one, other), file = urls, tmp_path / "kopia.zip"
    fill(one)
    (tmp_path / "kept" / "abc-1").mkdir(parents=True)
    (tmp_path / "kept" / "abc-1" / "routine.yaml").write_text("x: y\n")
    monkeypatch.setenv("BOT_APP_PASSWORD", "hush-hush")
    use(monkeypatch, one, tmp_path / "kept")
    assert main(["backup", str(file)]) == 0
    assert "Loggen är hel. Antal rader: 3." in capsys.readouterr().out
    manifest = zipfile.ZipFile(file).read("manifest.json").decode()
    assert '"BOT_APP_PASSWORD"' in manifest
    assert "hush-hush" not in manifest
    assert file.stat().st_mode & 0o077 == 0

    use(monkeypatch, other, tmp_path / "put-back")
    assert main(["restore", str(file)]) == 0
    assert "Loggen är hel. Antal rader: 3." in capsys.readouterr().out
    assert (tmp_path / "put-back" / "abc-1" / "routine.yaml").read_text() == "x: y\n"
    assert main(["reviewers", "list"]) == 0
    assert "id-rut" in capsys.readouterr().out

    assert main(["restore", str(file)]) == 1
    assert "är inte tom" in capsys.readouterr().err
    assert main(["restore", str(file), "--replace"]) == 0


def test_a_damaged_backup_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url, file = sqlite_url(tmp_path), tmp_path / "kopia.zip"
    fill(url)
    use(monkeypatch, url, tmp_path / "kept")
    main(["backup", str(file)])
    broken = tmp_path / "trasig.zip"
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(broken, "w") as written:
        written.writestr("manifest.json", whole.read("manifest.json"))
        written.writestr("database", whole.read("database")[:-1] + b"x")

    for damaged in (broken, Path(__file__)):
        assert main(["restore", str(damaged), "--replace"]) == 1
        assert "är ingen hel säkerhetskopia" in capsys.readouterr().err


def test_a_file_that_is_there_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url, file = sqlite_url(tmp_path), tmp_path / "kopia.zip"
    fill(url)
    use(monkeypatch, url, tmp_path / "kept")
    file.write_text("something else")

    assert main(["backup", str(file)]) == 1
    assert file.read_text() == "something else"
    assert "finns redan" in capsys.readouterr().err


def test_a_missing_tool_is_named(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    postgres: Postgres,
) -> None:
    use(monkeypatch, migrated(postgres.new_database()), tmp_path / "kept")
    monkeypatch.setattr(shutil, "which", lambda _tool: None)

    assert main(["backup", str(tmp_path / "x.zip")]) == 2
    assert "pg_dump finns inte på den här maskinen." in capsys.readouterr().err
    assert not (tmp_path / "x.zip").exists()
