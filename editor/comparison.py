"""Two versions of a base side by side: which questions are answered otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from editor.asking import Question, questions_of
from editor.outcome import Result, result_of
from knowledge.answers import find
from knowledge.passage import LANGUAGES, Passage
from knowledge.snapshot import Snapshot
from questions.asked import Outcome

_RANKS = {Outcome.NONE: 0, Outcome.SUGGESTIONS: 1, Outcome.ANSWER: 2}


class Change(StrEnum):
    """What became of a question."""

    ADDED = "added"
    """It gets more than before: an answer instead of suggestions, something instead of nothing."""
    LOST = "lost"
    CHANGED = "changed"
    """It gets as much as before, but another text."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that is answered otherwise."""

    question: Question
    change: Change
    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs for those who ask."""

    asked: int
    differences: tuple[Difference, ...]
    new: tuple[str, ...]
    """Passages that weren't there before."""
    gone: tuple[str, ...]
    reworded: tuple[str, ...]
    """Passages whose title or text says something else."""

    def of(self, change: Change) -> list[Difference]:
        return [one for one in self.differences if one.change is change]


def compare(old: Snapshot, new: Snapshot, logged: Sequence[Question] = ()) -> Comparison:
    """Return how *new* answers otherwise than *old* what both ask of themselves, and *logged*."""
    questions = list(dict.fromkeys((*questions_of(new.base), *questions_of(old.base), *logged)))
    before, after = old.base.passages, new.base.passages
    return Comparison(
        asked=len(questions),
        differences=tuple(_differences(old, new, questions)),
        new=tuple(name for name in after if name not in before),
        gone=tuple(name for name in before if name not in after),
        reworded=tuple(
            name
            for name in after
            if name in before and _wording(after[name]) != _wording(before[name])
        ),
    )


def _wording(passage: Passage) -> list[str]:
    texts = [passage.text_in(language) for language in LANGUAGES]
    return [part for text in texts for part in (text.title, text.text)]


def _differences(
    old: Snapshot, new: Snapshot, questions: Iterable[Question]
) -> Iterator[Difference]:
    for question in questions:
        before = result_of(find(old, question.text, question.language))
        after = result_of(find(new, question.text, question.language))
        if before != after:
            yield Difference(question, _change(before, after), before, after)


def _change(before: Result, after: Result) -> Change:
    step = _RANKS[after.outcome] - _RANKS[before.outcome]
    if step == 0:
        return Change.CHANGED
    return Change.ADDED if step > 0 else Change.LOST
