"""Which notices that are nobody's duty people have turned off."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from storage.tables import muted_topics as table


class SqlMutedTopics:
    """The `MutedTopics` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_person(self, person_id: str) -> frozenset[str]:
        found = select(table.c.topic).where(table.c.person == person_id)
        return frozenset(self._connection.scalars(found))

    def put(self, person_id: str, topics: Collection[str]) -> None:
        self._connection.execute(delete(table).where(table.c.person == person_id))
        rows = [{"person": person_id, "topic": each} for each in sorted(topics)]
        if rows:
            self._connection.execute(insert(table), rows)
