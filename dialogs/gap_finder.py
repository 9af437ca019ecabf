"""Finds the gaps: what people have missed, grouped, and what the base in use has beside it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from cards.gaps import OpenedGroup
from dialogs.case_room import Ledger
from dialogs.room import Room
from knowledge.answers import Nothing, find
from knowledge.gap_reading import GapReading
from knowledge.language import of_locale
from questions.gap import Gap, MissedQuestion
from questions.gaps import Group, open_groups
from questions.ports import QuestionBooks

LOOKED_BACK = timedelta(days=365)
MOST = 10_000
"""Questions looked through at once; older ones have been missed long enough."""
NEAREST = 3


class GapFinder:
    """Groups on a thread of its own, for it takes a while, and remembers the last result."""

    def __init__(self, room: Room, ledger: Ledger) -> None:
        self._room = room
        self._ledger = ledger
        self._known: tuple[object, list[Group]] | None = None

    async def groups(self) -> list[Group]:
        """Return the gaps that nobody has handled and the base in use doesn't answer."""
        since = self._room.clock() - LOOKED_BACK

        def work(books: QuestionBooks) -> tuple[Sequence[MissedQuestion], Sequence[Gap]]:
            return books.gaps.missed(since=since, most=MOST), books.gaps.all()

        missed, handled = await self._ledger.read(work)
        snapshot = self._room.live.current
        key = (snapshot.base.hash, tuple(missed), tuple((gap.id, gap.version) for gap in handled))
        if self._known is None or self._known[0] != key:
            reading = GapReading(snapshot)
            groups = await asyncio.to_thread(open_groups, missed, handled, reading)
            self._known = (key, groups)
        return self._known[1]

    async def group_with(self, answer_id: str) -> Group | None:
        """Return the open group that holds that question."""
        for group in await self.groups():
            if any(question.answer_id == answer_id for question in group.questions):
                return group
        return None

    def opened(self, group: Group) -> OpenedGroup:
        """Return *group* with what the base in use has that is nearest."""
        typical = group.typical
        finding = find(self._room.live.current, typical.question, of_locale(typical.language))
        return OpenedGroup(
            group,
            shown_at=self._room.clock(),
            nearest=tuple(match.passage for match in finding.matches[:NEAREST]),
            area=finding.area if isinstance(finding, Nothing) else None,
        )
