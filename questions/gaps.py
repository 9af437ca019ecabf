"""The gaps of the base: missed questions by likeness, without those that are taken care of."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from questions.gap import Gap, MissedQuestion
from questions.grouping import Weights, grouped

EXAMPLES_COMPARED = 5
"""So many of a handled gap's examples are held against new questions."""


class Reading(Protocol):
    """How the base in use reads questions."""

    def weights(self, question: str, language: str) -> Weights:
        """Return how much each term of the question says."""
        ...

    def is_answered(self, question: str, language: str, *, unless: Collection[str]) -> bool:
        """Whether the base answers, by another passage than those."""
        ...


@dataclass(frozen=True, slots=True)
class Group:
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
            wordings.setdefault(folded(question.question), question.question)
        return tuple(wordings.values())[:most]


def folded(question: str) -> str:
    """Return what *question* has in common with those that are worded the same."""
    return " ".join(question.casefold().split()).rstrip("?!. ")


def open_groups(
    missed: Sequence[MissedQuestion], handled: Sequence[Gap], reading: Reading
) -> list[Group]:
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
    groups = [_group([in_time[number] for number in each]) for each in grouped(things, known).new]
    left = [group for group in groups if not _is_answered(group.typical, reading)]
    return sorted(left, key=lambda group: (group.count, group.latest), reverse=True)


def _is_answered(question: MissedQuestion, reading: Reading) -> bool:
    return reading.is_answered(question.question, question.language, unless=question.unhelpful)


def _takes(gap: Gap, moments: Sequence[datetime]) -> int:
    """Return how many of the first moments the gap covers."""
    return len(moments) if gap.closed_at is None else bisect_right(moments, gap.closed_at)


def _group(questions: Sequence[MissedQuestion]) -> Group:
    typical, *others = questions
    others.sort(key=lambda question: question.asked_at, reverse=True)
    return Group((typical, *others))


def _weights(question: str, language: str, reading: Reading) -> Weights:
    """Questions in different languages are never alike, however they are spelt."""
    weights = reading.weights(question, language)
    return {f"{language}:{term}": weight for term, weight in weights.items()}
