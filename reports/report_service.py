"""Closing a round, which makes its report; and reading a report, or how it would be by now."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from questions.asked import AskedCounts, AskedQuestion
from questions.clustering import MOST_MISSED
from questions.ports import QuestionReader
from readings.reading import figures_of
from reports.asked import asked_figures, unanswered_subjects
from reports.board_report import AskedFigures, BoardReport, RoundBefore
from reports.ports import ReportsUnitOfWork

FIRST_LOOKS_BACK = timedelta(days=365)
"""How far back the first round counts what was asked."""


@dataclass(frozen=True, slots=True)
class AskedInRound:
    """What the report of a round tells of, of all that was asked."""

    since: datetime
    counts: AskedCounts
    unanswered: Sequence[AskedQuestion]


class ReportService(Service[ReportsUnitOfWork, AccountsPolicy]):
    """What was asked is counted and grouped before the round is closed.

    After years it takes a second or two, in which others must be able to write.
    """

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
        at = self._policy.clock()
        return await self.close_with(by, round_id, seen, await self._asked(round_id, at), at)

    async def find(self, round_id: str) -> BoardReport | None:
        """Return a round's report, a preview while it is open; a link to it is leave to read it."""
        kept = await self.kept(round_id)
        if kept is not None:
            return kept
        at = self._policy.clock()
        return await self.preview(round_id, await self._asked(round_id, at), at)

    @reads
    def kept(self, uow: ReportsUnitOfWork, round_id: str) -> BoardReport | None:
        return uow.reports.get(round_id)

    @reads
    def asked_in(
        self, uow: ReportsUnitOfWork, round_id: str, until: datetime
    ) -> AskedInRound | None:
        """Return what was asked since the round before; None of a round there isn't."""
        round_ = uow.rounds.get(round_id)
        if round_ is None:
            return None
        since = _since(overview_of(uow, round_, now=until))
        return AskedInRound(
            since,
            uow.gaps.counts(since=since, until=until),
            uow.gaps.unanswered(since=since, until=until, most=MOST_MISSED),
        )

    @reads
    def preview(
        self, uow: ReportsUnitOfWork, round_id: str, asked: AskedFigures | None, at: datetime
    ) -> BoardReport | None:
        round_ = uow.rounds.get(round_id)
        return self._report(uow, round_, asked, at) if round_ and asked else None

    @writes
    def close_with(
        self,
        uow: ReportsUnitOfWork,
        by: Person,
        round_id: str,
        seen: int,
        asked: AskedFigures | None,
        at: datetime,
    ) -> RoundOverview:
        """Close a round in which that was *asked*, as of the moment it was counted."""
        self._policy.require_reviewer(uow, by)
        was_open = require_case(uow.rounds, round_id).is_open
        closed = close_round(uow, by, round_id, seen, at=at)
        if was_open and asked:
            uow.reports.add(self._report(uow, closed, asked, at))
        return overview_of(uow, closed, now=at)

    async def _asked(self, round_id: str, until: datetime) -> AskedFigures | None:
        asked = await self.asked_in(round_id, until)
        if asked is None:
            return None
        found, reader = asked.unanswered, self._reader()
        subjects = await asyncio.to_thread(unanswered_subjects, found, reader) if found else ()
        return asked_figures(asked.counts, subjects, self._topic, since=asked.since, until=until)

    def _report(
        self, uow: ReportsUnitOfWork, round_: Round, asked: AskedFigures, at: datetime
    ) -> BoardReport:
        overview = overview_of(uow, round_, now=at)
        latest = uow.revisions.latest()
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
            asked=asked,
            readings=readings,
            units={},
        )
        return replace(report, units=self._named(report))

    def _topic(self, passage_id: str) -> str:
        """Return the topic's title; of another routine than the one followed up, nothing."""
        base = self._base()
        passage = base.passages.get(passage_id)
        if passage is None or base.routine_of(passage).id != base.routine.id:
            return ""
        return base.topic(passage.topic).sv

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
    return RoundBefore(
        kept.name,
        kept.closed_at,
        figures.whole,
        figures.ownerless,
        unknown,
        by_unit=figures.by_unit,
        unreachable=figures.unreachable,
        handed_over=figures.handed_over,
        dropped=figures.dropped,
    )
