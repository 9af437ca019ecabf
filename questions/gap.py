"""Questions without a good answer in the base, and what editors make of them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from core.cases import Versioned
from core.errors import OutOfDate
from core.person import Person

EXAMPLES_KEPT = 20


@dataclass(frozen=True, slots=True)
class MissedQuestion:
    """A question that found nothing, or an answer that was no help; the asker is not stored."""

    answer_id: str
    asked_at: datetime
    language: str
    question: str
    unhelpful: tuple[str, ...] = ()
    """Ids of the passages that a reader found no help."""


class GapKind(StrEnum):
    """What a group of missed questions is for the editors, in the order of their lists."""

    WORK = "work"
    """What the base could answer one day."""
    TALK = "talk"
    """Talk that the bot didn't understand."""
    ELSEWHERE = "elsewhere"
    """What the bot already sends elsewhere."""
    GIBBERISH = "gibberish"
    """Keys struck at random."""


@dataclass(frozen=True, slots=True)
class SelectedQuestions:
    """The questions that an editor decides about."""

    asked: str
    """The answer id of the question that the card was opened by."""
    answer_ids: frozenset[str]
    language: str
    examples: tuple[str, ...]
    unhelpful: frozenset[str] = frozenset()
    """Ids of the passages that readers found no help."""
    answer: str = ""
    """What a reviewer has answered, if anything."""
    routine: str = ""
    """The id of the routine they are nearest to."""


class Handling(StrEnum):
    """What an editor decided about a gap."""

    PASSAGE = "passage"
    """A draft of a new passage."""
    PHRASING = "phrasing"
    """A draft of new phrasings for a passage there is."""
    NOT_OURS = "not-ours"
    JUNK = "junk"
    """No question at all."""
    IN_BASE = "in-base"
    """The base has an answer; those who follow their question are told."""


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """YAML for the editors' folder, made by code for an editor to finish."""

    passage: str
    """The id of the new passage, or of the one that gets new phrasings."""
    topic: str
    text: str
    """A whole file with one passage, or a passage's new phrasings."""
    phrasings: tuple[str, ...] = ()
    """The phrasings to add; none if the draft is a passage."""
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gap(Versioned):
    """Similar questions that an editor has handled. Immutable: each method returns a new version.

    Which questions it covers is stored beside it; a few of them are its examples.
    """

    kind: ClassVar[str] = "gap"

    id: str
    by: Person
    handled_at: datetime
    changed_at: datetime
    nonce: str
    handling: Handling
    language: str
    examples: tuple[str, ...]
    count: int
    draft: PassageDraft | None = None
    unhelpful: tuple[str, ...] = ()
    """Ids of passages that don't answer these questions, however sure the bot is."""
    version: int = 1
    closed_at: datetime | None = None
    """When the base in use began to answer."""
    reopened: bool = False
    """Whether the decision was undone; its questions are then unhandled again."""
    routine: str = field(default="", metadata={"later": True})
    """The id of the routine that the questions are nearest to."""

    @property
    def is_open(self) -> bool:
        """Whether a draft waits for the base to answer."""
        return self.draft is not None and self.closed_at is None and not self.reopened

    @property
    def has_draft_to_take(self) -> bool:
        return self.is_open and self.draft is not None and self.draft.taken_at is None

    @property
    def state(self) -> str:
        """One word for where the gap stands."""
        if self.reopened:
            return "reopened"
        if self.closed_at:
            return "closed"
        if self.draft and self.draft.taken_at:
            return "taken"
        return self.handling

    def taken(self, *, at: datetime) -> "Gap":
        """Return the gap with its draft in the editors' folder; raise `OutOfDate`."""
        if self.draft is None or not self.has_draft_to_take:
            raise OutOfDate
        return replace(self._next(at), draft=replace(self.draft, taken_at=at))

    def closed(self, *, at: datetime) -> "Gap":
        """Return the gap answered by the base; raise `OutOfDate`."""
        if not self.is_open:
            raise OutOfDate
        return replace(self._next(at), closed_at=at)

    def undone(self, *, at: datetime) -> "Gap":
        """Return the gap with its decision undone; raise `OutOfDate`."""
        if self.reopened:
            raise OutOfDate
        return replace(self._next(at), reopened=True)

    def without(self, *, nobody: Person, nonce: str) -> "Gap":
        """Return the gap with *nobody* in place of its editor, who is being erased."""
        return replace(self, version=self.version + 1, by=nobody, nonce=nonce)

    def _next(self, at: datetime) -> "Gap":
        return replace(self, version=self.version + 1, changed_at=at)
