"""The questions forwarded to the routine's owner."""

from collections.abc import Mapping, Sequence

from sqlalchemy import or_

from questions.forwarded_question import ForwardedQuestion, ForwardedStatus
from storage.cases import SqlCases
from storage.question_tables import forwarded_questions as table


class SqlForwardedQuestions(SqlCases[ForwardedQuestion]):
    """The `ForwardedQuestions` of one transaction."""

    table = table

    def add(self, forwarded: ForwardedQuestion) -> bool:
        return self._insert(forwarded)

    def from_answer(self, answer_id: str, asker: str) -> ForwardedQuestion | None:
        return self._first(table.c.answer_id == answer_id, table.c.asker == asker)

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

    def _queried(self, case: ForwardedQuestion) -> Mapping[str, object]:
        return {
            "standing": case.standing,
            "answer_id": case.answer_id,
            "asker": case.asker,
            "replier": case.reply.by.id if case.reply else None,
            "awaits_news": case.awaits_news,
            "sent_at": case.sent_at,
            "changed_at": case.changed_at,
        }
