"""Which file each window of the workshop has open, on whichever instance it asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Table, delete, insert, select

from core.person import Person
from storage.columns import UtcDateTime
from storage.tables import CHANNEL_ID, NAME, key_of, metadata, text_of

AWAY = timedelta(minutes=1)
"""After which a window that says nothing is taken for closed."""

open_files = Table(
    "open_files",
    metadata,
    key_of("person", CHANNEL_ID),
    key_of("window"),
    text_of("name", NAME),
    text_of("file", NAME),
    Column("seen_at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that somebody has open."""

    by: Person
    file: str


class SqlOpenFiles:
    """The open files of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, window: str, by: Person, file: str, at: datetime) -> Sequence[OpenFile]:
        """Note what a window has open, nothing if *file* is empty; return what others have."""
        table = open_files
        is_this = (table.c.person == by.id) & (table.c.window == window)
        is_away = is_this | (table.c.seen_at < at - AWAY)
        self._connection.execute(delete(table).where(is_away))
        if file:
            row = {"window": window, "person": by.id, "name": by.name, "file": file, "seen_at": at}
            self._connection.execute(insert(table).values(row))
        others = select(table.c.person, table.c.name, table.c.file).where(table.c.person != by.id)
        found = self._connection.execute(others.distinct().order_by(table.c.name, table.c.file))
        return [OpenFile(Person(row.person, row.name), row.file) for row in found]
