"""A question forwarded to Kommunikationsenheten, from the press that sends it to the reply."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from core.errors import NoSuchCase
from core.person import Person
from questions.errors import AlreadyAnswered, OwnQuestion, ReplyMissing, Withdrawn


class ForwardedStatus(StrEnum):
    """Where an enquiry stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ShownPassages:
    """What the bot had shown when the question was sent on."""

    passages: tuple[str, ...] = ()
    """One that was read, or those that were offered."""
    text: str = ""
    """A hash of the one that was read: it may be put right under the same name."""


NOTHING_SHOWN = ShownPassages()


@dataclass(frozen=True, slots=True)
class EditorReply:
    """What a reviewer answered."""

    by: Person
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ForwardedQuestion:
    """It never changes: each method returns a new one.

    What was asked stays as it is, so no card of it is ever too old to be pressed.
    """

    kind: ClassVar[str] = "enquiry"

    id: str
    answer_id: str
    """The answer it was sent on from; in the answer log the same question has that id."""
    question: str
    """As it was asked, with personal data masked."""
    language: str
    asker: str | None
    """A person's id, for as long as something is owed them; their name is never kept."""
    sent_at: datetime
    changed_at: datetime
    nonce: str
    shown: ShownPassages = NOTHING_SHOWN
    version: int = 1
    standing: ForwardedStatus = ForwardedStatus.WAITING
    reply: EditorReply | None = None
    follows: bool = False
    """Whether the asker wants to be told when the knowledge base has an answer."""
    in_base_at: datetime | None = None
    """When they were told so."""
    reminded: bool = False
    """Whether the reviewers have been reminded of it."""

    @property
    def state(self) -> str:
        return self.standing

    def require_seen(self, version: int) -> None:
        """No card of it is ever too old to be pressed."""

    def require_asker(self, person: Person) -> None:
        """Raise `NoSuchCase` unless *person* asked it."""
        if person.id != self.asker:
            raise NoSuchCase

    @property
    def awaits_news(self) -> bool:
        """Whether the asker is still to be told of an answer in the base."""
        return self.follows and self.asker is not None and self.in_base_at is None

    def answered(self, reply: EditorReply) -> "ForwardedQuestion":
        """Return this enquiry with the answer to it.

        Raises:
            OwnQuestion: where the reviewer asked it.
            Withdrawn, AlreadyAnswered: where there is nothing left to answer.
            ReplyMissing: where the answer is empty.
        """
        if reply.by.id == self.asker:
            raise OwnQuestion
        self._must_wait()
        if not reply.text:
            raise ReplyMissing
        return replace(self._next(reply.at), standing=ForwardedStatus.ANSWERED, reply=reply)

    def withdrawn(self, *, at: datetime) -> "ForwardedQuestion":
        """Return this enquiry taken back; nothing more is told of it."""
        self._must_wait()
        return replace(self._next(at), standing=ForwardedStatus.WITHDRAWN, follows=False)

    def followed(self, *, follows: bool, at: datetime) -> "ForwardedQuestion":
        """Return this enquiry with its asker to be told, or not, of an answer in the base."""
        if self.standing is ForwardedStatus.WITHDRAWN:
            raise Withdrawn
        return replace(self._next(at), follows=follows)

    def in_base(self, *, at: datetime) -> "ForwardedQuestion":
        """Return this enquiry with its asker told that the base has an answer."""
        return replace(self._next(at), in_base_at=at)

    def reminded_of(self) -> "ForwardedQuestion":
        """Return this enquiry with the reviewers reminded; it isn't younger for that."""
        return replace(self, version=self.version + 1, reminded=True)

    def cut_loose(self, *, nonce: str) -> "ForwardedQuestion":
        """Return this enquiry with nothing left that says who asked.

        A new nonce, for with the old one the hashes in the audit log could be tried on everybody.
        """
        return replace(self, version=self.version + 1, asker=None, follows=False, nonce=nonce)

    def without(self, person_id: str, *, nobody: Person, nonce: str) -> "ForwardedQuestion":
        """Return this enquiry with nothing left that says who the person was."""
        reply = self.reply
        if reply is not None and reply.by.id == person_id:
            reply = replace(reply, by=nobody)
        kept = replace(self, reply=reply)
        if self.asker == person_id:
            return kept.cut_loose(nonce=nonce)
        return replace(kept, version=self.version + 1, nonce=nonce)

    def _must_wait(self) -> None:
        if self.standing is ForwardedStatus.WITHDRAWN:
            raise Withdrawn
        if self.reply is not None:
            raise AlreadyAnswered(self.reply.by, self.reply.at)

    def _next(self, at: datetime) -> "ForwardedQuestion":
        return replace(self, version=self.version + 1, changed_at=at)


class QuestionNotice(StrEnum):
    """What a message about a question is about."""

    QUESTION = "question"
    """The card in the review channel: posted once, then kept up to date in place."""
    REMINDED = "question-reminded"
    REPLIED = "question-replied"
    IN_BASE = "question-in-base"
