"""The questions forwarded to Kommunikationsenheten."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select, update

from core.errors import OutOfDate
from questions.forwarded_question import ForwardedQuestion, ForwardedStatus
from storage.inserts import insert_if_new
from storage.question_tables import forwarded_questions as table


class SqlForwardedQuestions:
    """The `ForwardedQuestions` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, forwarded_id: str) -> ForwardedQuestion | None:
        found = self._found(table.c.id == forwarded_id)
        return found[0] if found else None

    def add(self, forwarded: ForwardedQuestion) -> bool:
        statement = insert_if_new(table, self._connection.dialect.name)
        return self._connection.execute(statement, _row(forwarded)).rowcount == 1

    def save(self, forwarded: ForwardedQuestion, *, seen: int) -> None:
        is_the_one_seen = (table.c.id == forwarded.id, table.c.version == seen)
        statement = update(table).where(*is_the_one_seen).values(_row(forwarded))
        if self._connection.execute(statement).rowcount != 1:
            raise OutOfDate

    def from_answer(self, answer_id: str, asker: str) -> ForwardedQuestion | None:
        found = self._found(table.c.answer_id == answer_id, table.c.asker == asker)
        return found[0] if found else None

    def of_person(self, person_id: str) -> Sequence[ForwardedQuestion]:
        return self._found(table.c.asker == person_id, order=table.c.changed_at.desc())

    def waiting(self) -> Sequence[ForwardedQuestion]:
        return self._found(table.c.standing == ForwardedStatus.WAITING, order=table.c.sent_at)

    def awaiting_news(self) -> Sequence[ForwardedQuestion]:
        return self._found(table.c.awaits_news, order=table.c.sent_at)

    def with_asker(self) -> Sequence[ForwardedQuestion]:
        return self._found(table.c.asker.is_not(None), order=table.c.sent_at)

    def naming(self, person_id: str) -> Sequence[ForwardedQuestion]:
        return self._found(or_(table.c.asker == person_id, table.c.replier == person_id))

    def _found(
        self, *conditions: ColumnElement[bool], order: ColumnElement[Any] = table.c.id
    ) -> Sequence[ForwardedQuestion]:
        query = select(table.c.content).where(*conditions).order_by(order, table.c.id)
        return self._connection.scalars(query).all()


def _row(forwarded: ForwardedQuestion) -> Mapping[str, object]:
    return {
        "id": forwarded.id,
        "version": forwarded.version,
        "standing": forwarded.standing,
        "answer_id": forwarded.answer_id,
        "asker": forwarded.asker,
        "replier": forwarded.reply.by.id if forwarded.reply else None,
        "awaits_news": forwarded.awaits_news,
        "sent_at": forwarded.sent_at,
        "changed_at": forwarded.changed_at,
        "content": forwarded,
    }
