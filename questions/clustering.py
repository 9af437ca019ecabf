"""The unhandled gaps of the base: missed questions clustered by similarity."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from core.clock import Clock
from core.entered_text import comparable
from questions.gap import EXAMPLES_KEPT, Gap, GapKind, MissedQuestion, SelectedQuestions
from questions.likeness import stars
from questions.ports import QuestionReader, QuestionsUnitOfWork, ReadQuestion
from questions.remembering import Remembered

LOOKED_BACK = timedelta(days=365)
MOST_MISSED = 10_000
"""Missed questions clustered at once, the latest ones."""
NEAR_AT = 0.1
"""Probability that a question is for the base from which its group comes before larger ones."""
MOST_READ = 1_000
"""Groups read as the base reads a question, the largest ones: that costs more than grouping, and
after years most of thousands are of one question."""
EXAMPLES_COMPARED = 5
"""Examples of a handled gap that new questions are compared with."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Missed questions that are similar."""

    questions: tuple[MissedQuestion, ...]
    """The most typical first, then the latest first."""
    kind: GapKind = GapKind.WORK
    is_near: bool = True
    """Whether the base holds something like it."""
    routine: str = ""
    """The id of the routine that the most typical is nearest to."""

    @property
    def typical(self) -> MissedQuestion:
        return self.questions[0]

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def latest(self) -> datetime:
        return max(question.asked_at for question in self.questions)

    def holds(self, answer_id: str) -> bool:
        return any(question.answer_id == answer_id for question in self.questions)

    def examples(self, most: int) -> tuple[str, ...]:
        """Return different wordings, the most typical first."""
        wordings: dict[str, str] = {}
        for question in self.questions:
            wordings.setdefault(comparable(question.question), question.question)
        return tuple(wordings.values())[:most]

    def selected(self, asked: str, *, until: datetime) -> SelectedQuestions:
        """Return the questions asked by then, which are those that a card shown then was about.

        *asked* is the answer id of the question that the card was opened by.
        """
        seen = tuple(question for question in self.questions if question.asked_at <= until)
        return SelectedQuestions(
            asked=asked,
            answer_ids=frozenset(question.answer_id for question in seen),
            language=self.typical.language,
            examples=Cluster(seen).examples(EXAMPLES_KEPT),
            unhelpful=frozenset(passage for question in seen for passage in question.unhelpful),
            routine=self.routine,
        )


def open_groups(
    missed: Sequence[MissedQuestion],
    handled: Sequence[Gap],
    reader: QuestionReader,
    remembered: Remembered,
) -> list[Cluster]:
    """Return the groups that nobody has handled and the base doesn't answer.

    Work comes first, what lies near the base before the rest, then the largest. Questions similar
    to those of a handled gap belong to it, unless asked after it was closed. A group counts as
    answered if its most typical question is. Of more groups than are read the largest count.
    *remembered* is of the reader's base; what it holds already isn't made again.
    """
    in_time = sorted(missed, key=lambda question: (question.asked_at, question.answer_id))
    moments = [question.asked_at for question in in_time]
    known = [
        ((example, gap.language), _takes(gap, moments))
        for gap in handled
        if not gap.reopened
        for example in gap.examples[:EXAMPLES_COMPARED]
    ]
    texts = [(question.question, question.language) for question in in_time]
    likeness, numbers = remembered.likeness_of([*texts, *(text for text, _ in known)], reader)
    numbers, examples = numbers[: len(texts)], numbers[len(texts) :].tolist()
    free = np.ones(len(texts), np.bool_)
    for example, (_, may_take) in zip(examples, known, strict=True):
        free[:may_take] &= ~likeness.to(example)[numbers[:may_take]]
    found = stars(likeness, numbers, free)
    groups = [_group([in_time[number] for number in each]) for each in found]
    groups = sorted(groups, key=_size, reverse=True)[:MOST_READ]
    replies = remembered.replies([group.typical for group in groups], reader)
    open_ones = (_read(group, read) for group, read in zip(groups, replies, strict=True) if read)
    return sorted(open_ones, key=_rank)


def _read(group: Cluster, read: ReadQuestion) -> Cluster:
    """Return *group* with its kind, which is that of its most typical question."""
    is_near = read.ours >= NEAR_AT
    return replace(group, kind=_kind(read), is_near=is_near, routine=read.routine)


def _kind(read: ReadQuestion) -> GapKind:
    if read.is_gibberish:
        return GapKind.GIBBERISH
    if read.is_elsewhere:
        return GapKind.ELSEWHERE
    return GapKind.TALK if read.is_talk else GapKind.WORK


def _rank(group: Cluster) -> tuple[int, bool, int, float]:
    place = list(GapKind).index(group.kind)
    return (place, not group.is_near, -group.count, -group.latest.timestamp())


def _size(group: Cluster) -> tuple[int, float]:
    return (group.count, group.latest.timestamp())


def _takes(gap: Gap, moments: Sequence[datetime]) -> int:
    """Return how many of the earliest questions the gap covers."""
    return len(moments) if gap.closed_at is None else bisect_right(moments, gap.closed_at)


def _group(questions: Sequence[MissedQuestion]) -> Cluster:
    typical, *others = questions
    others.sort(key=lambda question: question.asked_at, reverse=True)
    return Cluster((typical, *others))


@dataclass(frozen=True, slots=True)
class MissedAndHandled:
    """What open gaps are found from."""

    missed: Sequence[MissedQuestion]
    handled: Sequence[Gap]


class OpenGaps:
    """Finds the groups of missed questions that are open; remembers what the next time needs."""

    def __init__(self, reader: Callable[[], QuestionReader], clock: Clock) -> None:
        """*reader* returns the reader of the base in use."""
        self._reader = reader
        self._clock = clock
        self._last: tuple[object, list[Cluster]] | None = None
        self._remembered: Remembered | None = None
        self._finding = asyncio.Lock()

    def read(self, uow: QuestionsUnitOfWork) -> MissedAndHandled:
        """Return what `groups` needs, read within a unit of work."""
        missed = uow.gaps.missed(since=self._clock() - LOOKED_BACK, most=MOST_MISSED)
        return MissedAndHandled(missed, uow.gaps.all())

    async def groups(self, read: MissedAndHandled) -> list[Cluster]:
        """Return the open groups, work first; seconds of work for 10,000 new questions."""
        async with self._finding:
            reader = self._reader()
            versions = tuple((gap.id, gap.version) for gap in read.handled)
            key = (reader.base_hash, tuple(read.missed), versions)
            if self._last is None or self._last[0] != key:
                self._last = (key, await asyncio.to_thread(self._find, read, reader))
            return self._last[1]

    def _find(self, read: MissedAndHandled, reader: QuestionReader) -> list[Cluster]:
        # Away while they are written to: whoever comes after one who gave up begins anew.
        remembered, self._remembered = self._remembered, None
        if remembered is None or remembered.base_hash != reader.base_hash:
            remembered = Remembered(reader.base_hash)
        groups = open_groups(read.missed, read.handled, reader, remembered)
        self._remembered = remembered
        return groups
