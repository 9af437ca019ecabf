"""Closing a round, which makes its report; and reading a report, or how it would be by now."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.form import UNIT
from accounts.policy import AccountsPolicy
from core.changes import require_case
from core.person import Person
from core.ports import Transactions
from core.service import Service, reads, writes
from followup.round import Round
from followup.round_service import RoundOverview, close_round, overview_of
from knowledge.base import Base
from questions.asked import AskedQuestion
from questions.ports import QuestionReader
from readings.reading import figures_of
from reports.asked import asked_figures, unanswered_subjects
from reports.board_report import BoardReport, RoundBefore, UnansweredSubject
from reports.ports import ReportsUnitOfWork

FIRST_LOOKS_BACK = timedelta(days=365)
"""How far back the first round counts what was asked."""


class ReportService(Service[ReportsUnitOfWork, AccountsPolicy]):
    """What was asked is grouped outside any unit of work: it can take a second."""

    def __init__(
        self,
        transactions: Transactions[ReportsUnitOfWork],
        policy: AccountsPolicy,
        *,
        base: Callable[[], Base],
        reader: Callable[[], QuestionReader],
    ) -> None:
        """*base* returns the base in use, and *reader* what reads questions as it does."""
        super().__init__(transactions, policy)
        self._base = base
        self._reader = reader

    async def close(self, by: Person, round_id: str, seen: int) -> RoundOverview:
        """Close a round for a reviewer, and keep its report as it is at that moment."""
        subjects = await self._subjects(await self.asked_in(round_id))
        return await self.close_with(by, round_id, seen, subjects)

    async def find(self, round_id: str) -> BoardReport | None:
        """Return a round's report, a preview while it is open; a link to it is leave to read it."""
        kept = await self.kept(round_id)
        if kept is not None:
            return kept
        subjects = await self._subjects(await self.asked_in(round_id))
        return await self.preview(round_id, subjects)

    @reads
    def kept(self, uow: ReportsUnitOfWork, round_id: str) -> BoardReport | None:
        return uow.reports.get(round_id)

    @reads
    def asked_in(self, uow: ReportsUnitOfWork, round_id: str) -> Sequence[AskedQuestion]:
        """Return what was asked since the round before; nothing of a round there isn't."""
        round_ = uow.rounds.get(round_id)
        if round_ is None:
            return ()
        overview = overview_of(uow, round_, now=self._policy.clock())
        return uow.gaps.asked(since=_since(overview))

    @reads
    def preview(
        self, uow: ReportsUnitOfWork, round_id: str, subjects: tuple[UnansweredSubject, ...]
    ) -> BoardReport | None:
        round_ = uow.rounds.get(round_id)
        return self._report(uow, round_, subjects) if round_ else None

    @writes
    def close_with(
        self,
        uow: ReportsUnitOfWork,
        by: Person,
        round_id: str,
        seen: int,
        subjects: tuple[UnansweredSubject, ...],
    ) -> RoundOverview:
        """Close a round whose questions without an answer are about *subjects*."""
        self._policy.require_reviewer(uow, by)
        was_open = require_case(uow.rounds, round_id).is_open
        closed = close_round(uow, by, round_id, seen, at=self._policy.clock())
        if was_open:
            uow.reports.add(self._report(uow, closed, subjects))
        return overview_of(uow, closed, now=self._policy.clock())

    async def _subjects(self, asked: Sequence[AskedQuestion]) -> tuple[UnansweredSubject, ...]:
        if not asked:
            return ()
        return await asyncio.to_thread(unanswered_subjects, asked, self._reader())

    def _report(
        self, uow: ReportsUnitOfWork, round_: Round, subjects: tuple[UnansweredSubject, ...]
    ) -> BoardReport:
        now = self._policy.clock()
        overview = overview_of(uow, round_, now=now)
        since, latest = _since(overview), uow.revisions.latest()
        asked = uow.gaps.asked(since=since)
        readings = figures_of(latest.id, uow.readings.of_revision(latest.id)) if latest else None
        report = BoardReport(
            round_id=round_.id,
            name=round_.name,
            unit=round_.unit,
            begun_at=round_.begun_at,
            last_day=round_.last_day,
            closed_at=round_.closed_at,
            figures=overview.figures,
            before=_before(uow, round_),
            asked=asked_figures(asked, subjects, self._topic, since=since, until=now),
            readings=readings,
            units={},
        )
        return replace(report, units=self._named(report))

    def _topic(self, passage_id: str) -> str:
        base = self._base()
        passage = base.passages.get(passage_id)
        return base.topic(passage.topic).sv if passage else ""

    def _named(self, report: BoardReport) -> dict[str, str]:
        """Return what the units of *report* are called now."""
        form = self._base().account_form
        told = [*report.figures.by_unit, *(report.readings.by_unit if report.readings else ())]
        units = {report.unit, *(unit for each in told for unit in each.units)} - {""}
        return {
            each: form.answer_text(UNIT, each, "sv") if form else each for each in sorted(units)
        }


def _since(overview: RoundOverview) -> datetime:
    return overview.figures.since or overview.round.begun_at - FIRST_LOOKS_BACK


def _before(uow: ReportsUnitOfWork, round_: Round) -> RoundBefore | None:
    """Return the report of the round before this one that was closed."""
    earlier = (each for each in uow.rounds.all() if each.begun_at < round_.begun_at)
    kept = next((report for each in earlier if (report := uow.reports.get(each.id))), None)
    if kept is None or kept.closed_at is None:
        return None
    figures = kept.figures
    unknown = sum(figures.unknown.values())
    return RoundBefore(kept.name, kept.closed_at, figures.whole, figures.ownerless, unknown)
