"""Whom the bot has met, and where each of them is reached."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Executable, delete, select, update

from core.person import Person, folded
from storage.tables import (
    greeted_conversations,
    last_questions,
    posted_cards,
    review_channel,
)
from storage.tables import people as table


class SqlPeople:
    """The `People` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def named(self, name: str) -> Sequence[Person]:
        query = select(table.c.person, table.c.name).where(table.c.folded_name == folded(name))
        return [Person(row.person, row.name) for row in self._connection.execute(query)]

    def erase(self, person_id: str) -> Person | None:
        known = self._connection.execute(select(table).where(table.c.person == person_id)).first()
        for statement in self._erasures(person_id, known.conversation if known else None):
            self._connection.execute(statement)
        return Person(known.person, known.name) if known else None

    def _erasures(self, person_id: str, conversation: str | None) -> Iterator[Executable]:
        yield delete(table).where(table.c.person == person_id)
        made_it = review_channel.c.made_by == person_id
        yield update(review_channel).where(made_it).values(made_by=None)
        if conversation:
            for place in (greeted_conversations, last_questions, posted_cards):
                yield delete(place).where(place.c.conversation == conversation)
