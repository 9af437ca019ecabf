"""Finds the gaps: what people have missed, grouped, and what the base in use has beside it."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from cards.gaps import OpenedGroup
from core.ports import Transactions
from knowledge.live.current import CurrentBase
from knowledge.search.answers import Nothing, find
from knowledge.search.gap_reading import GapReading
from knowledge.search.language import of_locale
from questions.clustering import Cluster, open_groups
from questions.gap import Gap, MissedQuestion
from questions.ports import QuestionsUnitOfWork

LOOKED_BACK = timedelta(days=365)
MOST = 10_000
"""Questions looked through at once; older ones have been missed long enough."""
NEAREST = 3


class GapFinder:
    """Groups on a thread of its own, for it takes a while, and remembers the last result."""

    def __init__(
        self,
        live: CurrentBase,
        clock: Callable[[], datetime],
        transactions: Transactions[QuestionsUnitOfWork],
    ) -> None:
        self._live = live
        self._clock = clock
        self._transactions = transactions
        self._known: tuple[object, list[Cluster]] | None = None

    async def groups(self) -> list[Cluster]:
        """Return the gaps that nobody has handled and the base in use doesn't answer."""
        since = self._clock() - LOOKED_BACK

        def work(uow: QuestionsUnitOfWork) -> tuple[Sequence[MissedQuestion], Sequence[Gap]]:
            return uow.gaps.missed(since=since, most=MOST), uow.gaps.all()

        missed, handled = await self._transactions.read(work)
        snapshot = self._live.current
        key = (snapshot.base.hash, tuple(missed), tuple((gap.id, gap.version) for gap in handled))
        if self._known is None or self._known[0] != key:
            reading = GapReading(snapshot)
            groups = await asyncio.to_thread(open_groups, missed, handled, reading)
            self._known = (key, groups)
        return self._known[1]

    async def group_with(self, answer_id: str) -> Cluster | None:
        """Return the open group that holds that question."""
        for group in await self.groups():
            if any(question.answer_id == answer_id for question in group.questions):
                return group
        return None

    def opened(self, group: Cluster) -> OpenedGroup:
        """Return *group* with what the base in use has that is nearest."""
        typical = group.typical
        finding = find(self._live.current, typical.question, of_locale(typical.language))
        return OpenedGroup(
            group,
            shown_at=self._clock(),
            nearest=tuple(match.passage for match in finding.matches[:NEAREST]),
            area=finding.area if isinstance(finding, Nothing) else None,
        )
