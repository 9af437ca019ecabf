"""A question forwarded to the routine's owner, from the press that sends it to the reply."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from core.entered_text import comparable
from core.errors import NoSuchCase
from core.person import Person
from questions.errors import AlreadyAnswered, OwnQuestion, ReplyMissing, Withdrawn
from questions.gap import SelectedQuestions


class ForwardedStatus(StrEnum):
    """Where a forwarded question stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class QuestionNotice(StrEnum):
    """The kinds of message about a forwarded question."""

    QUESTION = "question"
    """The card in the review channel: posted once, then updated in place."""
    REMINDED = "question-reminded"
    REPLIED = "question-replied"
    IN_BASE = "question-in-base"


PASSAGE = "passage"
"""The fact of an `IN_BASE` notice that holds the id of the passage which answers."""


@dataclass(frozen=True, slots=True)
class ShownPassages:
    """What the bot had shown when the question was forwarded."""

    passages: tuple[str, ...] = ()
    """The id of the one that was read, or of each that was suggested."""
    text: str = ""
    """A hash of the text that was read, which may since have changed under the same id."""

    def was_read(self, passage: str, text: str) -> bool:
        """Whether the asker had read that passage with just that text."""
        return bool(self.text) and passage in self.passages and text == self.text


NOTHING_SHOWN = ShownPassages()


@dataclass(frozen=True, slots=True)
class EditorReply:
    """What a reviewer answered."""

    by: Person
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ForwardedQuestion:
    """Immutable: each method returns a new version.

    The question itself never changes, so a card of any version may be pressed.
    """

    kind: ClassVar[str] = "enquiry"

    id: str
    answer_id: str
    """The id of the answer it was forwarded from, which is also its id in the answer log."""
    question: str
    """As asked, with personal data masked."""
    language: str
    asker: str | None
    """A person's id, for as long as they are owed something; their name is never stored."""
    sent_at: datetime
    changed_at: datetime
    nonce: str
    shown: ShownPassages = NOTHING_SHOWN
    version: int = 1
    standing: ForwardedStatus = ForwardedStatus.WAITING
    reply: EditorReply | None = None
    follows: bool = False
    """Whether the asker wants to know when the knowledge base has an answer."""
    in_base_at: datetime | None = None
    """When the asker was told that it has."""
    reminded: bool = False
    """Whether the reviewers have been reminded."""
    missing: str = field(default="", metadata={"later": True})
    """What the asker found missing in the answer shown, with personal data masked."""
    routine: str = field(default="", metadata={"later": True})
    """The id of the routine whose owner it went to; empty where the base had only one."""

    @property
    def state(self) -> str:
        return self.standing

    def require_seen(self, version: int) -> None:
        """Accept every version: what was asked never changes."""

    def require_asker(self, person: Person) -> None:
        """Raise `NoSuchCase` unless *person* asked."""
        if person.id != self.asker:
            raise NoSuchCase

    def is_again(self, question: str) -> bool:
        """Whether *question* is this one once more, while it is of use to find it."""
        if self.standing is ForwardedStatus.WITHDRAWN:
            return False
        return _bare(self.question) == _bare(question)

    @property
    def awaits_news(self) -> bool:
        """Whether the asker is still to be told of an answer in the base."""
        return self.follows and self.asker is not None and self.in_base_at is None

    def answered(self, reply: EditorReply) -> "ForwardedQuestion":
        """Return the question with *reply*.

        Raises:
            OwnQuestion: if the reviewer asked it.
            Withdrawn, AlreadyAnswered: if it no longer waits for a reply.
            ReplyMissing: if the reply is empty.
        """
        if reply.by.id == self.asker:
            raise OwnQuestion
        self._require_waiting()
        if not reply.text:
            raise ReplyMissing
        return replace(self._next(reply.at), standing=ForwardedStatus.ANSWERED, reply=reply)

    def withdrawn(self, *, at: datetime) -> "ForwardedQuestion":
        """Return the question withdrawn; raise as `answered` does if it no longer waits."""
        self._require_waiting()
        return replace(self._next(at), standing=ForwardedStatus.WITHDRAWN, follows=False)

    def followed(self, *, follows: bool, at: datetime) -> "ForwardedQuestion":
        """Return the question with its asker following it, or not; raise `Withdrawn`."""
        if self.standing is ForwardedStatus.WITHDRAWN:
            raise Withdrawn
        return replace(self._next(at), follows=follows)

    def in_base(self, *, at: datetime) -> "ForwardedQuestion":
        """Return the question with its asker told that the base has an answer."""
        return replace(self._next(at), in_base_at=at)

    def marked_reminded(self) -> "ForwardedQuestion":
        """Return the question with the reviewers reminded, which doesn't count as a change."""
        return replace(self, version=self.version + 1, reminded=True)

    def anonymized(self, *, nonce: str) -> "ForwardedQuestion":
        """Return the question without its asker.

        With the old nonce, a guess at the asker could be confirmed by the hashes in the audit log.
        """
        return replace(self, version=self.version + 1, asker=None, follows=False, nonce=nonce)

    def without(self, person_id: str, *, nobody: Person, nonce: str) -> "ForwardedQuestion":
        """Return the question with nothing that identifies the person."""
        reply = self.reply
        if reply is not None and reply.by.id == person_id:
            reply = replace(reply, by=nobody)
        changed = replace(self, reply=reply)
        if self.asker == person_id:
            return changed.anonymized(nonce=nonce)
        return replace(changed, version=self.version + 1, nonce=nonce)

    def selected(self) -> SelectedQuestions:
        """Return the question and its reply, to make a draft passage of."""
        return SelectedQuestions(
            asked=self.answer_id,
            answer_ids=frozenset({self.answer_id}),
            language=self.language,
            routine=self.routine,
            examples=(self.question,),
            unhelpful=frozenset(self.shown.passages if self.shown.text else ()),
            answer=self.reply.text if self.reply else "",
        )

    def _require_waiting(self) -> None:
        if self.standing is ForwardedStatus.WITHDRAWN:
            raise Withdrawn
        if self.reply is not None:
            raise AlreadyAnswered(self.reply.by, self.reply.at)

    def _next(self, at: datetime) -> "ForwardedQuestion":
        return replace(self, version=self.version + 1, changed_at=at)


def _bare(question: str) -> str:
    """Return its words alone: a comma or a capital makes no new question."""
    return " ".join(re.findall(r"\w+", comparable(question)))
