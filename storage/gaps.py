"""Missed questions, and the gaps that editors have handled."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, literal_column, or_, select

from questions.asked import AskedCounts, AskedQuestion, Outcome, Verdict
from questions.gap import Gap, MissedQuestion
from storage.cases import SqlCases
from storage.inserts import insert_if_new
from storage.question_tables import answers, gap_questions, votes
from storage.question_tables import gaps as table

AT_ONCE = 1000
"""Answers whose votes are read at once."""
_UNHELPFUL = and_(votes.c.answer_id == answers.c.answer_id, votes.c.verdict == Verdict.NOT_HELPFUL)
_HAS_WORDS = answers.c.question != literal_column("''")
"""Written out, so that SQLite sees that the index of such questions holds them all."""
_MISSED = and_(
    or_(answers.c.outcome == Outcome.NONE, exists().where(_UNHELPFUL)),
    _HAS_WORDS,
    ~exists().where(gap_questions.c.answer_id == answers.c.answer_id),
)
_COUNTED = select(answers.c.shown_first, func.count()).group_by(answers.c.shown_first)
LOGGED = tuple(answers.c[each.name] for each in fields(AskedQuestion))


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
        found = self._connection.execute(latest).all()
        unhelpful = self._unhelpful([row.answer_id for row in found])
        return [MissedQuestion(*row, unhelpful=unhelpful.get(row.answer_id, ())) for row in found]

    def asked(self, *, since: datetime, most: int | None = None) -> Sequence[AskedQuestion]:
        latest = (
            select(*LOGGED)
            .where(answers.c.asked_at >= since, _HAS_WORDS)
            .order_by(answers.c.asked_at.desc(), answers.c.answer_id.desc())
            .limit(most)
        )
        found = [asked_from(row) for row in self._connection.execute(latest).mappings()]
        return found[::-1]

    def verdicts(self, answer_ids: Sequence[str]) -> Mapping[str, Mapping[Verdict, int]]:
        found: dict[str, dict[Verdict, int]] = {}
        for some in _in_turn(answer_ids):
            query = (
                select(votes.c.answer_id, votes.c.verdict, func.count())
                .where(votes.c.answer_id.in_(some))
                .group_by(votes.c.answer_id, votes.c.verdict)
            )
            for answer_id, verdict, count in self._connection.execute(query):
                found.setdefault(answer_id, {})[Verdict(verdict)] = count
        return found

    def counts(self, *, since: datetime, until: datetime) -> AskedCounts:
        counted = _COUNTED.where(_asked_within(since, until))

        def by_first(outcome: Outcome) -> dict[str, int]:
            # Of one outcome: of all, SQLite takes the index of times and sorts what it finds.
            rows = self._connection.execute(counted.where(answers.c.outcome == outcome))
            return {passage: count for passage, count in rows}

        counts = {outcome: by_first(outcome) for outcome in Outcome}
        outcomes = {outcome: sum(each.values()) for outcome, each in counts.items() if each}
        return AskedCounts(outcomes, counts[Outcome.ANSWER])

    def unanswered(self, *, since: datetime, until: datetime, most: int) -> Sequence[AskedQuestion]:
        outcome: ColumnElement[Any] = answers.c.outcome
        if self._connection.dialect.name == "sqlite":
            # By the index of outcomes it would read all that there are, and sort them.
            outcome = func.coalesce(outcome, "")
        latest = (
            select(*LOGGED)
            .where(_asked_within(since, until), outcome == Outcome.NONE)
            .order_by(answers.c.asked_at.desc(), answers.c.answer_id.desc())
            .limit(most)
        )
        found = [asked_from(row) for row in self._connection.execute(latest).mappings()]
        return found[::-1]

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

    def _unhelpful(self, answer_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for some in _in_turn(answer_ids):
            query = (
                select(votes.c.answer_id, votes.c.passage)
                .where(votes.c.answer_id.in_(some), votes.c.verdict == Verdict.NOT_HELPFUL)
                .distinct()
                .order_by(votes.c.answer_id, votes.c.passage)
            )
            for answer_id, passage in self._connection.execute(query):
                found[answer_id] = (*found.get(answer_id, ()), passage)
        return found


def _in_turn(answer_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(answer_ids), AT_ONCE):
        yield answer_ids[first : first + AT_ONCE]


def _asked_within(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(answers.c.asked_at.between(since, until), _HAS_WORDS)
