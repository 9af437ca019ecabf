"""Questions that found nothing, or an answer that didn't help, and what editors do about them."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from core.errors import OutOfDate
from core.person import Person


@dataclass(frozen=True, slots=True)
class MissedQuestion:
    """A question that the base had no good answer to; who asked is not kept."""

    answer_id: str
    asked_at: datetime
    language: str
    question: str
    unhelpful: tuple[str, ...] = ()
    """The passages that a reader found no help."""


class Handling(StrEnum):
    """What an editor has made of a gap."""

    PASSAGE = "passage"
    """A draft of a new passage."""
    PHRASING = "phrasing"
    """A draft of new phrasings for a passage there is."""
    NOT_OURS = "not-ours"
    IN_BASE = "in-base"
    """There is an answer; those who asked to know are told."""


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """What is to be put into the editors' folder, made by code for an editor to finish."""

    passage: str
    """The id of the new passage, or of the one that the phrasings are for."""
    topic: str
    text: str
    """YAML: a whole file of one passage, or the passage's new phrasings."""
    phrasings: tuple[str, ...] = ()
    """What to add; none where the draft is a passage."""
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions alike that an editor has handled. It never changes: each method returns a new one.

    Which questions those are stands beside it; a few of them are its examples.
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
    """Passages that are no answer to these questions, however sure the bot is of them."""
    version: int = 1
    closed_at: datetime | None = None
    """Since when the base in use answers."""
    reopened: bool = False
    """Whether it was taken back: its questions are open again."""

    def require_seen(self, version: int) -> None:
        """Raise `OutOfDate` unless *version* is this one."""
        if version != self.version:
            raise OutOfDate

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the base to answer."""
        return self.draft is not None and self.closed_at is None and not self.reopened

    @property
    def has_draft_to_take(self) -> bool:
        return self.is_open and self.draft is not None and self.draft.taken_at is None

    @property
    def state(self) -> str:
        """One word for how it stands."""
        if self.reopened:
            return "reopened"
        if self.closed_at:
            return "closed"
        if self.draft and self.draft.taken_at:
            return "taken"
        return self.handling

    def taken(self, *, at: datetime) -> "Gap":
        """Return this gap with its draft in the editors' folder."""
        if self.draft is None or not self.has_draft_to_take:
            raise OutOfDate
        return replace(self._next(at), draft=replace(self.draft, taken_at=at))

    def closed(self, *, at: datetime) -> "Gap":
        """Return this gap as one that the base answers."""
        if not self.is_open:
            raise OutOfDate
        return replace(self._next(at), closed_at=at)

    def taken_back(self, *, at: datetime) -> "Gap":
        """Return this gap as if nobody had handled it."""
        if self.reopened:
            raise OutOfDate
        return replace(self._next(at), reopened=True)

    def without(self, *, nobody: Person, nonce: str) -> "Gap":
        """Return this gap with *nobody* in place of the editor, who is to be forgotten."""
        return replace(self, version=self.version + 1, by=nobody, nonce=nonce)

    def _next(self, at: datetime) -> "Gap":
        return replace(self, version=self.version + 1, changed_at=at)
