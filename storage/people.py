"""Whom the bot has met, and where each of them is reached."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from accounts.people import Person, folded
from storage.tables import people as table


class SqlPeople:
    """The `People` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def named(self, name: str) -> Sequence[Person]:
        query = select(table.c.person, table.c.name).where(table.c.folded_name == folded(name))
        return [Person(row.person, row.name) for row in self._connection.execute(query)]
