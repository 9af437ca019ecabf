"""The drill: a backup of a filled database, put back into an empty one, on every database."""

import asyncio
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from core.changes import save
from core.clock import utc_now
from operations.__main__ import main
from storage.database import Database
from storage.schema import upgrade
from storage.stores import Stores
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.storage.cases import NOON, a_request, appoint
from tests.storage.servers import Postgres, migrated, sqlite_url, tools
from tests.storage.test_upgrade import migrate_to
from tests.world.people import ADA

_numbers = count(1)
NO_PARTS: Mapping[str, bytes] = {}


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


@pytest.fixture
def kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A backup of a filled SQLite database, which the environment names."""
    url, file = sqlite_url(tmp_path), tmp_path / "kopia.zip"
    fill(url)
    use(monkeypatch, url, tmp_path / "kept")
    assert main(["backup", str(file)]) == 0
    capsys.readouterr()
    return file


def bent(
    kept: Path,
    manifest: Callable[[Any], Any] = lambda told: told,
    *,
    database: bytes | None = None,
    parts: Mapping[str, bytes] = NO_PARTS,
) -> Path:
    """Return a backup with another manifest and other parts, and the right checksums of them."""
    with zipfile.ZipFile(kept) as whole, zipfile.ZipFile(kept.with_name("b.zip"), "w") as written:
        told = json.loads(whole.read("manifest.json"))
        whole_one = whole.read("database")
        content = {"database": whole_one if database is None else database, **parts}
        told["sha256"] = {name: sha256(part).hexdigest() for name, part in content.items()}
        written.writestr("manifest.json", json.dumps(manifest(told)))
        for name, part in content.items():
            written.writestr(name, part)
    return kept.with_name("b.zip")


def without(name: str) -> Callable[[Any], Any]:
    return lambda told: {key: value for key, value in told.items() if key != name}


def a_database(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in statements:
            made.execute(statement)
        made.commit()
        return made.serialize()


VERSION = "create table alembic_version (version_num text)"
BENT: dict[str, Callable[[Path], Path]] = {
    "no zip": lambda kept: Path(__file__),
    "cut short": lambda kept: _written(kept, kept.read_bytes()[:-50]),
    "a byte of the database": lambda kept: _written(
        kept, kept.read_bytes()[:200] + b"??" + kept.read_bytes()[202:]
    ),
    "manifest no object": lambda kept: bent(kept, lambda _: []),
    "kind not told": lambda kept: bent(kept, without("kind")),
    "moment not told": lambda kept: bent(kept, without("at")),
    "moment in words": lambda kept: bent(kept, lambda told: {**told, "at": "yesterday"}),
    "no checksums": lambda kept: bent(kept, without("sha256")),
    "no database": lambda kept: bent(kept, lambda told: {**told, "sha256": {}}),
    "a wrong checksum": lambda kept: bent(kept, lambda t: {**t, "sha256": {"database": "0" * 64}}),
    "a newer version": lambda kept: bent(kept, lambda told: {**told, "schema": "9999"}),
    "an empty database": lambda kept: bent(kept, database=b""),
    "words for a database": lambda kept: bent(kept, database=b"no database " * 500),
    "half a database": lambda kept: bent(kept, database=zipped(kept, "database")[:8192]),
    "another program's": lambda kept: bent(kept, database=a_database("create table x (y)")),
    "nothing's": lambda kept: bent(kept, database=a_database(VERSION)),
    "a path upwards": lambda kept: bent(kept, parts={"bases/../../evil": b"x"}),
    "a path from the root": lambda kept: bent(kept, parts={"/evil": b"x"}),
    "a folder": lambda kept: bent(kept, parts={"bases/": b""}),
}


def zipped(kept: Path, name: str) -> bytes:
    with zipfile.ZipFile(kept) as whole:
        return whole.read(name)


def _written(kept: Path, content: bytes) -> Path:
    broken = kept.with_name("trasig.zip")
    broken.write_bytes(content)
    return broken


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT)
def test_what_is_no_whole_backup_is_refused_and_the_database_stays(
    kept: Path, capsys: pytest.CaptureFixture[str], bend: Callable[[Path], Path]
) -> None:
    assert main(["restore", str(bend(kept)), "--replace"]) == 1
    assert "är ingen hel säkerhetskopia" in capsys.readouterr().err
    assert main(["verify-audit"]) == 0
    assert "Antal rader: 3." in capsys.readouterr().out


@pytest.mark.parametrize("held", [b"", b"no database " * 500, a_database(VERSION)])
def test_a_damaged_database_is_restored(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], held: bytes
) -> None:
    for journal in ("-wal", "-shm"):
        (tmp_path / f"rutinboten.db{journal}").write_bytes(b"of before")
    (tmp_path / "rutinboten.db").write_bytes(held)

    assert main(["restore", str(kept), "--replace"]) == 0
    assert "Loggen är hel. Antal rader: 3." in capsys.readouterr().out


def test_nothing_is_restored_under_a_bot_that_runs(
    kept: Path, urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def while_it_runs() -> int:
        stores = Stores(urls[1], clock=utc_now)
        await stores.open()
        try:
            return await asyncio.to_thread(main, ["restore", str(file), "--replace"])
        finally:
            await stores.close()

    file = tmp_path / "another.zip"
    fill(urls[0])
    use(monkeypatch, urls[0], tmp_path / "kept")
    assert main(["backup", str(file)]) == 0
    use(monkeypatch, urls[1], tmp_path / "kept")

    assert asyncio.run(while_it_runs()) == 1
    assert main(["restore", str(file), "--replace"]) == 0


def test_a_backup_of_an_earlier_version_is_brought_up_to_this_one(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def older() -> bytes:
        database = Database(f"sqlite:///{kept.with_name('older.db')}")
        await database.write(partial(migrate_to, revision="0005"))
        await database.close()
        return kept.with_name("older.db").read_bytes()

    earlier = bent(kept, lambda told: {**told, "schema": "0005"}, database=asyncio.run(older()))

    assert main(["restore", str(earlier), "--replace"]) == 0
    assert "Loggen är hel. Antal rader: 0." in capsys.readouterr().out


@pytest.mark.parametrize("place", ["no/folder/x.zip", "../../../proc/x.zip"])
def test_a_place_that_cannot_be_written_to_is_told(
    kept: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    assert main(["backup", str(kept.parent / place)]) == 1
    assert "går inte att skriva" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_an_url_nobody_can_read_is_told(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.setenv("BOT_DATABASE_URL", "nonsense")
    file = kept if command == "restore" else kept.with_name("another.zip")

    assert main([command, str(file)]) == 2
    assert "går inte att öppna" in capsys.readouterr().err


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
