"""What is stored of a person outside the cases."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select, update

from core.person import Person
from core.personal_data import DataKind, Records, moment
from storage.muted_topics import muted_topics
from storage.open_files import open_files
from storage.outbox import replies_to
from storage.question_tables import votes
from storage.readings import passage_reviews, readings
from storage.releases import SqlReleases
from storage.standing_messages import standing_messages
from storage.tables import (
    audit_log,
    audit_names,
    greeted_conversations,
    last_questions,
    outbox,
    people,
    review_channel,
)

_UNTOLD = frozenset(
    {"folded_name", "voter", "person", "recipient", "number", "key", "facts", "set_off_by"}
)
"""Columns that repeat others, or only say who it is."""


class SqlTraces:
    """The `Traces` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_person(self, person_id: str, pseudonyms: Sequence[str]) -> Mapping[DataKind, Records]:
        known = self._rows(people, people.c.person == person_id)
        places = [row["conversation"] for row in known if row["conversation"]]
        channel = self._rows(review_channel, review_channel.c.made_by == person_id)
        in_chat = [
            *self._rows(greeted_conversations, greeted_conversations.c.conversation.in_(places)),
            *self._rows(standing_messages, standing_messages.c.recipient == person_id),
            *self._rows(open_files, open_files.c.person == person_id),
        ]
        asked = last_questions.c.person.in_(pseudonyms)
        return {
            DataKind.CONTACT: [*known, *channel, *in_chat],
            DataKind.LAST_QUESTIONS: self._rows(last_questions, asked),
            DataKind.VOTES: self._rows(votes, votes.c.voter.in_(pseudonyms)),
            DataKind.READINGS: self._rows(readings, readings.c.person == person_id),
            DataKind.PASSAGE_REVIEWS: self._rows(
                passage_reviews, passage_reviews.c.person == person_id
            ),
            DataKind.RELEASES: [*self._releases(person_id)],
            DataKind.MUTED_TOPICS: self._rows(muted_topics, muted_topics.c.person == person_id),
            DataKind.NOTICES: [*self._messages(person_id)],
            DataKind.LOG: [*self._log(person_id)],
        }

    def erase(self, person_id: str, pseudonyms: Sequence[str]) -> int:
        statements = (
            delete(votes).where(votes.c.voter.in_(pseudonyms)),
            delete(readings).where(readings.c.person == person_id),
            delete(muted_topics).where(muted_topics.c.person == person_id),
            delete(open_files).where(open_files.c.person == person_id),
            delete(last_questions).where(last_questions.c.person.in_(pseudonyms)),
            # What was said of the text still holds, whoever said it.
            update(passage_reviews)
            .where(passage_reviews.c.person == person_id)
            .values(person="", name=""),
        )
        changed = SqlReleases(self._connection).forget(Person(person_id, ""))
        return changed + sum(self._connection.execute(each).rowcount for each in statements)

    def _releases(self, person_id: str) -> Iterator[Mapping[str, str]]:
        for each in SqlReleases(self._connection).naming(person_id):
            at = moment(each.changed_at)
            yield {"id": each.id, "event": each.standing.value, "changed_at": at}

    def _rows(self, table: Table, condition: ColumnElement[bool]) -> Sequence[Mapping[str, Any]]:
        rows = self._connection.execute(select(table).where(condition)).mappings()
        # SQLAlchemy's names are no plain strings, which JSON would refuse.
        return [
            {
                str(name): _plain(row[name])
                for name in row
                if not (name in _UNTOLD or row[name] == "")
            }
            for row in rows
        ]

    def _messages(self, person_id: str) -> Iterator[Mapping[str, Any]]:
        """Yield what is owed or was sent to them, and to others of what they did.

        Of an answer that waits, what it says.
        """
        theirs = or_(outbox.c.recipient == person_id, outbox.c.set_off_by == person_id)
        yield from self._rows(outbox, theirs)
        answers = select(outbox.c.kind, outbox.c.put_at, outbox.c.state, outbox.c.facts)
        for row in self._connection.execute(answers.where(replies_to(person_id))):
            said = row.facts["activity"]
            yield {"kind": row.kind, "put_at": moment(row.put_at), "state": row.state, "said": said}

    def _log(self, person_id: str) -> Iterator[Mapping[str, str]]:
        """Yield what the log says they did, in order."""
        lines = (
            select(audit_log)
            .join(audit_names, audit_names.c.audit_name == audit_log.c.actor)
            .where(audit_names.c.person == person_id)
            .order_by(audit_log.c.sequence)
        )
        for line in self._connection.execute(lines):
            yield {
                "at": moment(line.at),
                "event": f"{line.what} {line.state}",
                "subject": line.subject,
                "known_as": line.actor,
            }


def _plain(value: object) -> Any:
    return moment(value) if isinstance(value, datetime) else value
