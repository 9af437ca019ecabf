"""The gaps of the base: missed questions clustered by likeness, without those already handled."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from questions.gap import Gap, MissedQuestion

Weights = Mapping[str, float]
"""How much each term says; the sum of their squares is 1 at most."""
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

LIKE = 0.4
"""How like one must be to another (0..1) to count as the same."""


@dataclass(frozen=True, slots=True)
class Clustering:
    """Which things are in which group, by their numbers."""

    known: Mapping[int, Sequence[int]]
    """What is like a known thing, by that one's number."""
    new: Sequence[Sequence[int]]
    """The other groups, each with its middle first."""


def cluster(things: Sequence[Weights], known: Sequence[tuple[Weights, int]] = ()) -> Clustering:
    """Put each of *things* with the known thing it is most like, or else into a group of its own.

    Each known thing takes only from so many of the first things. A group's members are all like
    its middle, so that no chain of small likenesses makes one group of everything; the thing that
    most others are like becomes a middle first. The same things in the same order give the same
    groups.
    """
    everything = [*things, *(weights for weights, _ in known)]
    likes = _Similarities(everything)
    taken = np.zeros(len(things), bool)
    taken[[number for number, weights in enumerate(things) if not weights]] = True
    by_known = _with_known(likes, len(things), [first for _, first in known], taken)
    return Clustering(by_known, _stars(likes, len(things), taken))


def _with_known(
    likes: "_Similarities", count: int, known: Sequence[int], taken: NDArray[np.bool_]
) -> dict[int, list[int]]:
    best = np.full(count, LIKE, np.float32)
    owner = np.full(count, -1)
    for place, first in enumerate(known):
        may = np.arange(count) < first
        like = likes.to(count + place)[:count]
        better = may & ~taken & (like >= best) & ((owner < 0) | (like > best))
        best[better], owner[better] = like[better], place
    taken |= owner >= 0
    return {
        place: [int(number) for number in np.flatnonzero(owner == place)]
        for place in range(len(known))
        if (owner == place).any()
    }


def _stars(likes: "_Similarities", count: int, taken: NDArray[np.bool_]) -> list[list[int]]:
    free = ~taken
    friends = [
        int((likes.to(number)[:count][free] >= LIKE).sum()) if free[number] else 0
        for number in range(count)
    ]
    stars: list[list[int]] = []
    for middle in sorted(np.flatnonzero(free).tolist(), key=lambda number: -friends[number]):
        if free[middle]:
            like = np.flatnonzero(free & (likes.to(middle)[:count] >= LIKE))
            free[like] = free[middle] = False
            stars.append([middle, *(int(number) for number in like if number != middle)])
    return stars


class _Similarities:
    """Everything's terms as an inverted file."""

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
        """Return how like everything is to the thing with that number."""
        own = slice(self._ends[number], self._ends[number + 1])
        terms, weights = self._terms[own], self._weights[own]
        starts = self._starts[terms]
        lengths = self._starts[terms + 1] - starts
        before = np.cumsum(lengths) - lengths
        places = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
        shares = self._postings[places] * np.repeat(weights, lengths)
        sums = np.bincount(self._rows[places], shares, self._count)
        return sums.astype(np.float32)


EXAMPLES_COMPARED = 5
"""So many of a handled gap's examples are held against new questions."""


class QuestionReader(Protocol):
    """How the base in use reads questions."""

    def weights(self, question: str, language: str) -> Weights:
        """Return how much each term of the question says."""
        ...

    def is_answered(self, question: str, language: str, *, unless: Collection[str]) -> bool:
        """Whether the base answers, by another passage than those."""
        ...


@dataclass(frozen=True, slots=True)
class Cluster:
    """Missed questions that are alike."""

    questions: tuple[MissedQuestion, ...]
    """The most typical first, then the latest first."""

    @property
    def typical(self) -> MissedQuestion:
        return self.questions[0]

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def latest(self) -> datetime:
        return max(question.asked_at for question in self.questions)

    def seen_until(self, moment: datetime) -> tuple[MissedQuestion, ...]:
        """Return the questions asked by then: what a card shown at that time was about."""
        return tuple(question for question in self.questions if question.asked_at <= moment)

    def examples(self, most: int) -> tuple[str, ...]:
        """Return different wordings, the most typical first."""
        wordings: dict[str, str] = {}
        for question in self.questions:
            wordings.setdefault(normalized(question.question), question.question)
        return tuple(wordings.values())[:most]


def normalized(question: str) -> str:
    """Return what *question* has in common with those that are worded the same."""
    return " ".join(question.casefold().split()).rstrip("?!. ")


def open_groups(
    missed: Sequence[MissedQuestion], handled: Sequence[Gap], reading: QuestionReader
) -> list[Cluster]:
    """Return the groups that nobody has handled and the base doesn't answer, the largest first.

    Questions like those of a handled gap belong to that, unless the gap was closed before. A group
    is answered where its most typical question is.
    """
    in_time = sorted(missed, key=lambda question: (question.asked_at, question.answer_id))
    moments = [question.asked_at for question in in_time]
    known = [
        (_weights(example, gap.language, reading), _takes(gap, moments))
        for gap in handled
        if not gap.reopened
        for example in gap.examples[:EXAMPLES_COMPARED]
    ]
    things = [_weights(question.question, question.language, reading) for question in in_time]
    groups = [_group([in_time[number] for number in each]) for each in cluster(things, known).new]
    left = [group for group in groups if not _is_answered(group.typical, reading)]
    return sorted(left, key=lambda group: (group.count, group.latest), reverse=True)


def _is_answered(question: MissedQuestion, reading: QuestionReader) -> bool:
    return reading.is_answered(question.question, question.language, unless=question.unhelpful)


def _takes(gap: Gap, moments: Sequence[datetime]) -> int:
    """Return how many of the first moments the gap covers."""
    return len(moments) if gap.closed_at is None else bisect_right(moments, gap.closed_at)


def _group(questions: Sequence[MissedQuestion]) -> Cluster:
    typical, *others = questions
    others.sort(key=lambda question: question.asked_at, reverse=True)
    return Cluster((typical, *others))


def _weights(question: str, language: str, reading: QuestionReader) -> Weights:
    """Questions in different languages are never alike, however they are spelt."""
    weights = reading.weights(question, language)
    return {f"{language}:{term}": weight for term, weight in weights.items()}
