"""The unhandled gaps of the base: missed questions clustered by similarity."""

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from core.clock import Clock
from core.entered_text import comparable
from questions.gap import EXAMPLES_KEPT, Gap, GapKind, MissedQuestion, SelectedQuestions
from questions.ports import QuestionReader, QuestionsUnitOfWork, ReadQuestion

Weights = Mapping[str, float]
"""The weight of each term; the sum of their squares is at most 1."""
Floats = NDArray[np.float32]

SIMILAR = 0.4
"""Cosine similarity (0..1) from which two questions count as the same."""
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


def cluster(
    things: Sequence[Weights], known: Sequence[tuple[Weights, int]] = ()
) -> list[list[int]]:
    """Group *things* that are not similar to a known one; return positions, each centre first.

    Each known thing comes with how many of the first things it may take. All members of a group
    are similar to its centre, so no chain of weak similarities merges everything; the thing with
    most neighbours becomes a centre first. The result is deterministic.
    """
    similarities = _Similarities([*things, *(weights for weights, _ in known)])
    count = len(things)
    free = np.array([bool(weights) for weights in things], bool)
    for place, (_, may_take) in enumerate(known):
        is_similar = similarities.to(count + place)[:count] >= SIMILAR
        free[:may_take] &= ~is_similar[:may_take]
    return _stars(similarities, count, free)


def _stars(similarities: "_Similarities", count: int, free: NDArray[np.bool_]) -> list[list[int]]:
    def like(number: int) -> NDArray[np.bool_]:
        return free & (similarities.to(number)[:count] >= SIMILAR)

    alike = {number: np.count_nonzero(like(number)) for number in np.flatnonzero(free).tolist()}
    stars: list[list[int]] = []
    for centre in sorted(alike, key=lambda number: -alike[number]):
        if not free[centre]:
            continue
        free[centre] = False
        # Most questions are like no other, and needn't be compared again.
        others = np.flatnonzero(like(centre)).tolist() if alike[centre] > 1 else []
        free[others] = False
        stars.append([centre, *others])
    return stars


class _Similarities:
    """All things as an inverted file of their terms."""

    def __init__(self, things: Sequence[Weights]) -> None:
        numbers: dict[str, int] = {}
        terms = [numbers.setdefault(t, len(numbers)) for weights in things for t in weights]
        self._count = len(things)
        self._ends = np.cumsum([0, *map(len, things)])
        self._terms = np.array(terms, np.int32)
        self._weights = np.array([w for each in things for w in each.values()], np.float32)
        order = np.argsort(self._terms, kind="stable")
        self._rows = np.repeat(np.arange(len(things)), np.diff(self._ends))[order]
        self._postings = self._weights[order]
        lengths = np.bincount(self._terms, minlength=len(numbers))
        self._starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)

    def to(self, number: int) -> Floats:
        """Return the similarity of every thing to the one at that position."""
        own = slice(self._ends[number], self._ends[number + 1])
        terms, weights = self._terms[own], self._weights[own]
        starts = self._starts[terms]
        lengths = self._starts[terms + 1] - starts
        before = np.cumsum(lengths) - lengths
        places = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
        shares = self._postings[places] * np.repeat(weights, lengths)
        sums = np.bincount(self._rows[places], shares, self._count)
        return sums.astype(np.float32)


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
    missed: Sequence[MissedQuestion], handled: Sequence[Gap], reader: QuestionReader
) -> list[Cluster]:
    """Return the groups that nobody has handled and the base doesn't answer.

    Work comes first, what lies near the base before the rest, then the largest. Questions similar
    to those of a handled gap belong to it, unless asked after it was closed. A group counts as
    answered if its most typical question is. Of more groups than are read the largest count.
    """
    in_time = sorted(missed, key=lambda question: (question.asked_at, question.answer_id))
    moments = [question.asked_at for question in in_time]
    known = [
        (weights_of(example, gap.language, reader), _takes(gap, moments))
        for gap in handled
        if not gap.reopened
        for example in gap.examples[:EXAMPLES_COMPARED]
    ]
    things = [weights_of(question.question, question.language, reader) for question in in_time]
    groups = [_group([in_time[number] for number in each]) for each in cluster(things, known)]
    groups.sort(key=_size, reverse=True)
    left = [group for group in groups[:MOST_READ] if not _is_answered(group.typical, reader)]
    return sorted((_read(group, reader) for group in left), key=_rank)


def _read(group: Cluster, reader: QuestionReader) -> Cluster:
    """Return *group* with its kind, which is that of its most typical question."""
    read = reader.read(group.typical.question, group.typical.language)
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


def _is_answered(question: MissedQuestion, reader: QuestionReader) -> bool:
    answer = reader.answer(question.question, question.language, unless=question.unhelpful)
    return answer is not None


def _takes(gap: Gap, moments: Sequence[datetime]) -> int:
    """Return how many of the earliest questions the gap covers."""
    return len(moments) if gap.closed_at is None else bisect_right(moments, gap.closed_at)


def _group(questions: Sequence[MissedQuestion]) -> Cluster:
    typical, *others = questions
    others.sort(key=lambda question: question.asked_at, reverse=True)
    return Cluster((typical, *others))


def weights_of(question: str, language: str, reader: QuestionReader) -> Weights:
    """Return the weights by language and term: questions in two languages are never similar."""
    weights = reader.weights(question, language)
    return {f"{language}:{term}": weight for term, weight in weights.items()}


@dataclass(frozen=True, slots=True)
class MissedAndHandled:
    """What open gaps are found from."""

    missed: Sequence[MissedQuestion]
    handled: Sequence[Gap]


class OpenGaps:
    """Finds the groups of missed questions that are open; remembers the last result."""

    def __init__(self, reader: Callable[[], QuestionReader], clock: Clock) -> None:
        """*reader* returns the reader of the base in use."""
        self._reader = reader
        self._clock = clock
        self._last: tuple[object, list[Cluster]] | None = None

    def read(self, uow: QuestionsUnitOfWork) -> MissedAndHandled:
        """Return what `groups` needs, read within a unit of work."""
        missed = uow.gaps.missed(since=self._clock() - LOOKED_BACK, most=MOST_MISSED)
        return MissedAndHandled(missed, uow.gaps.all())

    async def groups(self, read: MissedAndHandled) -> list[Cluster]:
        """Return the open groups, work first; a second's work for 10,000 questions."""
        reader = self._reader()
        versions = tuple((gap.id, gap.version) for gap in read.handled)
        key = (reader.base_hash, tuple(read.missed), versions)
        if self._last is None or self._last[0] != key:
            groups = await asyncio.to_thread(open_groups, read.missed, read.handled, reader)
            self._last = (key, groups)
        return self._last[1]
