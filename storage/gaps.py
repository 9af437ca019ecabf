"""Missed questions, and the gaps that editors have handled."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select

from questions.asked import AskedQuestion, Outcome, Verdict
from questions.gap import Gap, MissedQuestion
from storage.cases import SqlCases
from storage.inserts import insert_if_new
from storage.question_tables import gap_questions
from storage.question_tables import gaps as table
from storage.tables import answers, votes

_UNHELPFUL = and_(votes.c.answer_id == answers.c.answer_id, votes.c.verdict == Verdict.NOT_HELPFUL)
_MISSED = and_(
    or_(answers.c.outcome == Outcome.NONE, exists().where(_UNHELPFUL)),
    answers.c.question != "",
    ~exists().where(gap_questions.c.answer_id == answers.c.answer_id),
)


def asked_from(row: Mapping[Any, Any]) -> AskedQuestion:
    """Return the asked question that *row* of its table holds."""
    return AskedQuestion(
        **{**row, "outcome": Outcome(row["outcome"]), "passages": tuple(row["passages"])}
    )


class SqlGaps(SqlCases[Gap]):
    """The `Gaps` of one transaction."""

    table = table

    def missed(self, *, since: datetime, most: int) -> Sequence[MissedQuestion]:
        latest = (
            select(answers.c.answer_id, answers.c.asked_at, answers.c.language, answers.c.question)
            .where(_MISSED, answers.c.asked_at >= since)
            .order_by(answers.c.asked_at.desc(), answers.c.answer_id)
            .limit(most)
        )
        unhelpful = self._unhelpful(since)
        return [
            MissedQuestion(*row, unhelpful=unhelpful.get(row.answer_id, ()))
            for row in self._connection.execute(latest)
        ]

    def asked(self, *, since: datetime) -> Sequence[AskedQuestion]:
        query = (
            select(answers)
            .where(answers.c.asked_at >= since, answers.c.question != "")
            .order_by(answers.c.asked_at, answers.c.answer_id)
        )
        return [asked_from(row) for row in self._connection.execute(query).mappings()]

    def add(self, gap: Gap, answer_ids: Collection[str]) -> bool:
        if not self._insert(gap):
            return False
        rows = [{"answer_id": answer_id, "gap": gap.id} for answer_id in sorted(answer_ids)]
        if rows:
            into = insert_if_new(gap_questions, self._connection.dialect.name)
            self._connection.execute(into, rows)
        return True

    def save(self, case: Gap, *, seen: int) -> None:
        super().save(case, seen=seen)
        if case.reopened:
            self._connection.execute(delete(gap_questions).where(gap_questions.c.gap == case.id))

    def with_question(self, answer_id: str) -> Gap | None:
        of_question = select(gap_questions.c.gap).where(gap_questions.c.answer_id == answer_id)
        return self._first(table.c.id.in_(of_question))

    def questions_of(self, gap_id: str) -> frozenset[str]:
        query = select(gap_questions.c.answer_id).where(gap_questions.c.gap == gap_id)
        return frozenset(self._connection.scalars(query))

    def naming(self, person_id: str) -> Sequence[Gap]:
        return self._found(table.c.editor == person_id)

    def all(self) -> Sequence[Gap]:
        return self._found(order=table.c.changed_at.desc())

    def _queried(self, case: Gap) -> Mapping[str, object]:
        return {"editor": case.by.id, "changed_at": case.changed_at}

    def _unhelpful(self, since: datetime) -> Mapping[str, tuple[str, ...]]:
        query = (
            select(votes.c.answer_id, votes.c.passage)
            .join(answers, _UNHELPFUL)
            .where(answers.c.asked_at >= since)
            .distinct()
            .order_by(votes.c.answer_id, votes.c.passage)
        )
        found: dict[str, tuple[str, ...]] = {}
        for answer_id, passage in self._connection.execute(query):
            found[answer_id] = (*found.get(answer_id, ()), passage)
        return found
