"""Two versions of a base side by side: what each makes of the questions that either is asked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from core.language import Language
from editor.queries import Query, QueryResult, queries_of
from editor.reply_cache import ReplyCache
from knowledge.base import Base
from knowledge.passage import Miss, Passage
from knowledge.search.snapshot import Snapshot
from questions.asked import Outcome

TOLD_EVERY = 2_000
"""Questions that are asked together."""
_RANKS = {Outcome.NONE: 0, Outcome.SUGGESTIONS: 1, Outcome.ANSWER: 2}

Tell: TypeAlias = Callable[[int, int], object]
"""Takes how many questions have been asked, and of how many."""


class ResultChange(StrEnum):
    """What became of a question."""

    ADDED = "added"
    """It gets more than before: an answer instead of suggestions, something instead of nothing."""
    LOST = "lost"
    CHANGED = "changed"
    """It gets as much as before, but another text."""


@dataclass(frozen=True, slots=True)
class ComparedQuery:
    """One question, and what it gets from each version."""

    question: Query
    before: QueryResult
    after: QueryResult
    is_new: bool = False
    """Whether it stands in the new version alone."""
    is_gone: bool = False
    """Whether it stands in the old version alone."""
    is_missed: bool = False
    """Whether it is a test question that the new version doesn't meet."""

    @property
    def change(self) -> ResultChange | None:
        """What became of it; suggestions in another order are the same suggestions."""
        step = _RANKS[self.after.outcome] - _RANKS[self.before.outcome]
        if step:
            return ResultChange.ADDED if step > 0 else ResultChange.LOST
        return None if set(self.before.shown) == set(self.after.shown) else ResultChange.CHANGED


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that may differ for those who ask."""

    compared: tuple[ComparedQuery, ...]
    new: tuple[str, ...]
    """Passages that weren't there before."""
    gone: tuple[str, ...]
    reworded: tuple[str, ...]
    """Passages whose title or text says something else."""
    lost: tuple[Miss, ...] = ()
    """Test questions that keep the new version from being answered from."""

    def of(self, change: ResultChange) -> list[ComparedQuery]:
        return [one for one in self.compared if one.change is change]


def compare(
    old: Snapshot,
    new: Snapshot,
    *,
    logged: Sequence[Query] = (),
    cache: Path | None = None,
    tell: Tell = lambda done, of: None,
    tell_near: Callable[["Comparison"], object] = lambda near: None,
) -> Comparison:
    """Return what *old* and *new* answer to the questions that stand in either, and to *logged*.

    Those near what has changed come first, and are told of by themselves: they are what was meant
    to change, and few. Others may change as well. What the bases reply is kept in *cache*.
    """
    standing, stood = _by_words(queries_of(new.base)), _by_words(queries_of(old.base))
    asked = _by_words((*standing.values(), *stood.values(), *logged))
    before, after = ReplyCache(old, cache), ReplyCache(new, cache)
    touched, differing = _touched(old.base, new.base), standing.keys() ^ stood.keys()
    near = [
        words
        for words, question in asked.items()
        if words in differing or not touched.isdisjoint(before.named_by(question))
    ]
    is_near = frozenset(near)
    rest = [words for words in asked if words not in is_near]
    parts = [near, *(rest[first : first + TOLD_EVERY] for first in range(0, len(rest), TOLD_EVERY))]
    compared: list[ComparedQuery] = []
    for part in parts:
        tell(len(compared), len(asked))
        questions = [asked[words] for words in part]
        replies = zip(part, questions, before.to(questions), after.to(questions), strict=True)
        for words, question, was, reply in replies:
            is_gone = words in stood and words not in standing
            compared.append(
                ComparedQuery(
                    question,
                    before=was.result,
                    after=reply.result,
                    is_new=words in standing and words not in stood,
                    is_gone=is_gone,
                    is_missed=reply.is_missed and not is_gone,
                )
            )
        if part is near and near:
            tell_near(_comparison(old.base, new.base, compared))
    before.keep()
    after.keep()
    return _comparison(old.base, new.base, compared)


def _comparison(old: Base, new: Base, compared: Sequence[ComparedQuery]) -> Comparison:
    before, after = old.passages, new.passages
    missed = {
        Miss(one.question.passage or "", one.question.language, one.question.text)
        for one in compared
        if one.is_missed
    }
    return Comparison(
        compared=tuple(compared),
        new=tuple(name for name in after if name not in before),
        gone=tuple(name for name in before if name not in after),
        reworded=tuple(
            name
            for name in after
            if name in before and _wording(after[name]) != _wording(before[name])
        ),
        lost=tuple(sorted(missed - new.known_misses)),
    )


def _touched(old: Base, new: Base) -> frozenset[str]:
    """Return the passages of every topic in which one is new, gone or other than it was."""
    before, after = old.passages, new.passages
    changed = {
        one.topic
        for one in (*before.values(), *after.values())
        if before.get(one.id) != after.get(one.id)
    }
    return frozenset(one.id for one in (*before.values(), *after.values()) if one.topic in changed)


def _by_words(questions: Iterable[Query]) -> dict[tuple[Language, str], Query]:
    asked: dict[tuple[Language, str], Query] = {}
    for question in questions:
        asked.setdefault((question.language, question.text), question)
    return asked


def _wording(passage: Passage) -> list[str]:
    texts = [passage.text_in(language) for language in passage.given_in()]
    return [part for text in texts for part in (text.title, text.text)]
