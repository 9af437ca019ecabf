"""Which notices that are nobody's duty people have turned off."""

from collections.abc import Collection

from sqlalchemy import Connection, Table, delete, insert, select

from storage.tables import CHANNEL_ID, key_of, metadata

muted_topics = Table("muted_topics", metadata, key_of("person", CHANNEL_ID), key_of("topic"))


class SqlMutedTopics:
    """The `MutedTopics` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_person(self, person_id: str) -> frozenset[str]:
        found = select(muted_topics.c.topic).where(muted_topics.c.person == person_id)
        return frozenset(self._connection.scalars(found))

    def put(self, person_id: str, topics: Collection[str]) -> None:
        self._connection.execute(delete(muted_topics).where(muted_topics.c.person == person_id))
        rows = [{"person": person_id, "topic": each} for each in sorted(topics)]
        if rows:
            self._connection.execute(insert(muted_topics), rows)
