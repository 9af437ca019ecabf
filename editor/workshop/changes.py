"""Which of the base's own questions get another reply when one base takes another's place."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from knowledge.answers import Answer, Nothing, Suggestions, find
from knowledge.base import Base
from knowledge.passage import LANGUAGES, Language
from knowledge.snapshot import Snapshot

TOLD_EVERY = 100


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the base itself, and the passage under which it stands."""

    language: Language
    text: str
    passage: str
    is_test: bool
    """Whether it stands in `must_answer`, which the index never sees."""


class Outcome(StrEnum):
    NONE = "none"
    SUGGESTIONS = "suggestions"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a question gets: an outcome and the passages shown."""

    outcome: Outcome
    passages: tuple[str, ...] = ()


class Kind(StrEnum):
    """How a question's reply has changed: for the better, for the worse, or to another."""

    ADDED = "added"
    LOST = "lost"
    CHANGED = "changed"
    NEW = "new"
    """The question itself is new."""


@dataclass(frozen=True, slots=True)
class Change:
    kind: Kind
    question: Question
    before: Reply | None
    after: Reply


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changes, and how many questions do not."""

    changes: tuple[Change, ...]
    unchanged: int
    removed: int
    """Questions that are no longer asked."""
    titles: Mapping[str, Mapping[Language, str]]
    """Of every passage named."""


Tell: TypeAlias = Callable[[int, int], None]
"""Takes how many questions have been asked, and of how many."""


def compare(before: Snapshot, after: Snapshot, tell: Tell) -> Changes:
    """Ask both bases all their own questions, and return where the replies differ."""
    old = {(each.language, each.text): each for each in questions_of(before.base)}
    new = {(each.language, each.text): each for each in questions_of(after.base)}
    found: list[Change] = []
    for number, (key, question) in enumerate(new.items()):
        if number % TOLD_EVERY == 0:
            tell(number, len(new))
        earlier = reply(before, question) if key in old else None
        now = reply(after, question)
        if (kind := kind_of(earlier, now)) is not None:
            found.append(Change(kind, question, earlier, now))
    return Changes(
        changes=tuple(found),
        unchanged=len(new) - len(found),
        removed=len(old.keys() - new.keys()),
        titles=_titles(found, before.base, after.base),
    )


def questions_of(base: Base) -> Iterator[Question]:
    """Yield every question that stands in *base*, test questions first."""
    for passage in base.passages.values():
        for language in LANGUAGES:
            text = passage.text_in(language)
            for asked in text.must_answer:
                yield Question(language, asked, passage.id, is_test=True)
            for asked in text.asked_as:
                yield Question(language, asked, passage.id, is_test=False)


def reply(snapshot: Snapshot, question: Question) -> Reply:
    finding = find(snapshot, question.text, question.language)
    match finding:
        case Answer(passage=passage):
            return Reply(Outcome.ANSWER, (passage.id,))
        case Suggestions(choices=choices):
            return Reply(Outcome.SUGGESTIONS, tuple(choice.id for choice in choices))
        case Nothing():
            return Reply(Outcome.NONE)


def kind_of(before: Reply | None, after: Reply) -> Kind | None:
    """Return how a reply has changed; the order among suggestions is no change."""
    if before is None:
        return Kind.NEW
    rank = list(Outcome).index
    if rank(after.outcome) != rank(before.outcome):
        return Kind.ADDED if rank(after.outcome) > rank(before.outcome) else Kind.LOST
    return Kind.CHANGED if set(before.passages) != set(after.passages) else None


def _titles(
    changes: list[Change], before: Base, after: Base
) -> Mapping[str, Mapping[Language, str]]:
    named = {
        passage
        for change in changes
        for reply in (change.before, change.after)
        for passage in (change.question.passage, *(reply.passages if reply else ()))
    }
    titles: dict[str, Mapping[Language, str]] = {}
    for name in sorted(named):
        passage = after.passages.get(name) or before.passages[name]
        titles[name] = {language: passage.text_in(language).title for language in LANGUAGES}
    return titles
