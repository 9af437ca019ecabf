"""What the world can do to a start: one sentence with what to do, and an exit code by kind."""

import asyncio
import ctypes
import json
import resource
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import app
from storage.database import Database
from storage.schema import make_ready
from tests.conftest import SMALL_BASE
from tests.storage.servers import Postgres
from tests.test_start import settings_in
from tests.world.bases import a_copy
from tests.world.entra import an_authority, self_signed
from tests.world.forked import fork
from tests.world.served_bot import environment

SETTINGS, DATABASE, ADDRESS, IDENTITY, INDEX = 2, 3, 4, 5, 6
ENDS_WITHIN_SECONDS = 60
BASE: dict[str, str] = {"BOT_BASE": str(SMALL_BASE)}


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One index for all starts."""
    BASE["BOT_CACHE"] = str(tmp_path_factory.mktemp("cache"))


Ended = tuple[int | None, str, str]
"""The exit code, the log, and the sentence it ends with."""


def start(folder: Path, before: Callable[[], object] | None, settings: dict[str, str]) -> Ended:
    log = folder / "start.log"
    process = fork(app.main, settings_in(folder) | settings, log=log, before=before)
    try:
        process.join(ENDS_WITHIN_SECONDS)
    finally:
        process.kill()
    said = log.read_text()
    return process.exitcode, said, said.rstrip("\n").rpartition("\n")[2]


def local(folder: Path, *, before: Callable[[], object] | None = None, **settings: str) -> Ended:
    told = {"BOT_DANGEROUSLY_LOCAL": "yes", "BOT_PORT": "0"} | BASE
    return start(folder, before, told | settings)


def a_file(folder: Path, content: bytes) -> str:
    path = folder / "broken.db"
    path.write_bytes(content)
    return f"sqlite:///{path}"


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    code, log, sentence = local(tmp_path, BOT_DATABASE_URL=a_file(tmp_path, b"no database " * 500))

    assert (code, "Traceback" in log) == (DATABASE, False)
    assert sentence == (
        "BOT_DATABASE_URL: the file is no database; name another, or restore a backup"
    )


def test_a_damaged_database(tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    with sqlite3.connect(whole) as connection:
        connection.execute("create table alembic_version (version_num text)")
        connection.executemany("insert into alembic_version values (?)", [("x" * 500,)] * 200)
    connection.close()
    content = whole.read_bytes()
    url = a_file(tmp_path, content[:4096] + b"\xff" * (len(content) - 4096))
    code, log, sentence = local(tmp_path, BOT_DATABASE_URL=url)

    assert (code, "Traceback" in log) == (DATABASE, False)
    assert sentence == "BOT_DATABASE_URL: the file is damaged; restore a backup"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://bot:hush@127.0.0.1:1/bot", "the server can't be reached"),
        ("mysql://bot:hush@127.0.0.1/bot", "only sqlite:/// and postgresql://"),
        ("hush", "the database's URL can't be read"),
        ("sqlite://", "SQLite needs the path of a file"),
        ("sqlite:////proc/none/x.db", "the file can't be made there"),
        ("sqlite:////tmp", "that is a folder"),
        (f"sqlite:////tmp/{'a' * 300}", "the file can't be made there (File name too long)"),
        ("sqlite:////tmp/x.db?timeout=soon", "SQLite's URL takes no options"),
        ("postgresql://bot:hush@127.0.0.1:port/bot", "the database's URL can't be read"),
        ("postgresql://bot:hush@127.0.0.1:1/bot?hush=1", "the URL has an option"),
        ("postgresql://bot:hush@127.0.0.1:1/bot?sslmode=1", "the URL's sslmode is none"),
    ],
)
def test_a_database_that_cannot_be_had(tmp_path: Path, url: str, words: str) -> None:
    code, log, sentence = local(tmp_path, BOT_DATABASE_URL=url)

    assert (code, "Traceback" in log, "hush" in log) == (DATABASE, False, False)
    assert sentence.startswith(f"BOT_DATABASE_URL: {words}")


def a_bots_database(folder: Path) -> Path:
    """Return a database that the bot has made."""
    path = folder / "made.db"

    async def make() -> None:
        database = Database(f"sqlite:///{path}")
        await make_ready(database)
        await database.close()

    asyncio.run(make())
    return path


def give_up_rights() -> None:
    """Root may write everywhere; without its capabilities it is a user like any other."""
    version_3, this_process, none = 0x20080522, 0, (0,) * 6
    header = (ctypes.c_uint32 * 2)(version_3, this_process)
    assert ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)(*none)) == 0


def test_a_database_that_cannot_be_written_to(tmp_path: Path) -> None:
    path = a_bots_database(tmp_path)
    path.chmod(0o444)
    code, log, sentence = local(
        tmp_path, before=give_up_rights, BOT_DATABASE_URL=f"sqlite:///{path}"
    )

    assert (code, "Traceback" in log) == (DATABASE, False)
    assert sentence == (
        "BOT_DATABASE_URL: it can't be written to; "
        "let the bot's user write to the file and its folder"
    )


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    path = a_bots_database(tmp_path)
    tmp_path.chmod(0o555)
    for beside in tmp_path.glob("made.db-*"):
        beside.unlink()
    code, log, sentence = local(
        tmp_path, before=give_up_rights, BOT_DATABASE_URL=f"sqlite:///{path}"
    )

    assert (code, "Traceback" in log) == (DATABASE, False)
    assert sentence.startswith("BOT_DATABASE_URL: ")
    assert sentence.endswith("let the bot's user write to the file and its folder")


def fill_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))


def leave_no_room_for_an_index() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def leave_no_room_for_a_base() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))


@pytest.mark.parametrize(
    ("leave_no_room", "why"),
    [
        pytest.param(leave_no_room_for_an_index, "exit status 1", id="the index has no room"),
        pytest.param(
            leave_no_room_for_a_base, "[Errno 27] File too large", id="the base has none either"
        ),
    ],
)
def test_an_index_that_can_not_be_built(
    tmp_path: Path, leave_no_room: Callable[[], object], why: str
) -> None:
    cache = str(tmp_path / "cache")
    code, log, sentence = local(tmp_path, before=leave_no_room, BOT_CACHE=cache)

    assert (code, "File too large" in log) == (INDEX, True)
    assert sentence == f"the index can't be built ({why}); the log says why"


def test_a_full_disk(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'full.db'}"
    code, log, sentence = local(tmp_path, before=fill_disk, BOT_DATABASE_URL=url)

    assert (code, "Traceback" in log) == (DATABASE, False)
    assert "disk" in sentence


def test_a_database_of_a_newer_version(tmp_path: Path) -> None:
    path = a_bots_database(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    connection.close()
    code, log, sentence = local(tmp_path, BOT_DATABASE_URL=f"sqlite:///{path}")

    assert (code, "Traceback" in log) == (DATABASE, False)
    assert sentence.startswith("BOT_DATABASE_URL: a newer version of the bot has changed it")


def test_a_server_on_which_the_bot_has_no_right(tmp_path: Path, postgres: Postgres) -> None:
    url = f"{postgres.new_database()}%20-crole%3Dpg_monitor"
    code, log, sentence = local(tmp_path, BOT_DATABASE_URL=url)

    assert (code, "Traceback" in log) == (DATABASE, False)
    assert sentence == (
        "BOT_DATABASE_URL: the bot's user has no right to its tables; grant it that"
    )


@pytest.mark.parametrize("cache", ["/proc/x", __file__])
def test_a_cache_that_cannot_be_written_to(tmp_path: Path, cache: str) -> None:
    code, log, sentence = local(tmp_path, BOT_CACHE=cache)

    assert (code, "Traceback" in log) == (SETTINGS, False)
    assert sentence.startswith(f"BOT_CACHE: {cache} can't be written to (")


@pytest.mark.parametrize("name", ["BOT_BASE", "BOT_KEPT_BASES"])
def test_a_folder_that_reviewers_could_not_save_to(tmp_path: Path, name: str) -> None:
    base = a_copy(tmp_path)
    folders = {"BOT_BASE": base / "passages", "BOT_KEPT_BASES": tmp_path / "kept"}
    folders["BOT_KEPT_BASES"].mkdir()
    folders[name].chmod(0o555)
    code, log, sentence = in_production(
        tmp_path,
        before=give_up_rights,
        BOT_WORKSHOP="yes",
        BOT_BASE=str(base),
        BOT_KEPT_BASES=str(folders["BOT_KEPT_BASES"]),
    )

    assert (code, "Traceback" in log) == (SETTINGS, False)
    assert sentence == (
        f"{name}: {folders[name]} can't be written to (Permission denied); "
        "let the bot's user write there, or name another folder"
    )


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, log, sentence = local(tmp_path, BOT_PORT=str(port))

    assert (code, "Traceback" in log) == (ADDRESS, False)
    assert sentence == (
        f"127.0.0.1:{port} can't be listened on: "
        "another process listens there; end it, or set BOT_PORT to another port"
    )


def in_production(
    folder: Path, *, before: Callable[[], object] | None = None, **settings: Any
) -> Ended:
    told = {"BOT_HOST": "127.0.0.1", "BOT_PORT": "0"} | BASE
    return start(folder, before, environment("http://127.0.0.1:1", folder) | told | settings)


def test_in_production_the_log_is_json(tmp_path: Path) -> None:
    _code, log, _sentence = in_production(
        tmp_path, BOT_HOST="192.0.2.1", BOT_AUTHORITY="https://127.0.0.1:1"
    )
    *lines, _sentence = log.splitlines()

    assert {"event", "level", "logger", "time"} <= set(json.loads(lines[0]))
    assert "BOT_SECRET_KEY is not set" in log


def test_an_address_of_another_machine(tmp_path: Path) -> None:
    code, log, sentence = in_production(
        tmp_path, BOT_HOST="192.0.2.1", BOT_AUTHORITY="https://127.0.0.1:1"
    )

    assert (code, "Traceback" in log) == (ADDRESS, False)
    assert sentence == (
        "192.0.2.1:0 can't be listened on: "
        "it is no address of this machine; correct BOT_HOST or leave it empty"
    )


def test_a_client_secret_that_entra_refuses(tmp_path: Path) -> None:
    with an_authority(tmp_path, error="invalid_client") as authority:
        code, log, sentence = in_production(
            tmp_path, BOT_AUTHORITY=authority.url, REQUESTS_CA_BUNDLE=str(authority.trusted)
        )

    assert (code, "Traceback" in log) == (IDENTITY, False)
    assert sentence == (
        "Entra refuses the bot (invalid_client): make a new client secret for the app and put "
        "it into BOT_APP_PASSWORD, and check BOT_APP_ID and BOT_TENANT_ID"
    )


def test_a_certificate_that_entra_refuses(tmp_path: Path) -> None:
    pem = tmp_path / "bot.pem"
    pem.write_bytes(self_signed("bot").with_key())
    with an_authority(tmp_path, error="invalid_client") as authority:
        code, _log, sentence = in_production(
            tmp_path,
            BOT_APP_PASSWORD="",
            BOT_CERTIFICATE=str(pem),
            BOT_SECRET_KEY="a-key-for-tests-of-thirty-two-letters",
            BOT_AUTHORITY=authority.url,
            REQUESTS_CA_BUNDLE=str(authority.trusted),
        )

    assert code == IDENTITY
    assert "upload the certificate in BOT_CERTIFICATE to the app" in sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "it can't be read (No such file or directory)"),
        (b"hush", "it holds no key and certificate in PEM or PFX, or its password is another"),
        (self_signed("bot").alone(), "it holds no key and certificate in PEM or PFX"),
    ],
)
def test_a_certificate_that_cannot_be_used(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "bot.pem"
    if content is not None:
        path.write_bytes(content)
    code, log, sentence = in_production(
        tmp_path,
        BOT_APP_PASSWORD="",
        BOT_CERTIFICATE=str(path),
        BOT_SECRET_KEY="a-key-for-tests-of-thirty-two-letters",
    )

    assert (code, "Traceback" in log, "hush" in log) == (IDENTITY, False, False)
    assert sentence.startswith(f"BOT_CERTIFICATE: {words}")
