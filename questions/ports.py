"""What the conversation needs from a store of questions; `storage/` implements it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from core.ports import UnitOfWork
from questions.asked import AskedQuestion, LastQuestion, Vote
from questions.forwarded_question import ForwardedQuestion
from questions.gap import Gap, MissedQuestion


class AnswerLog(Protocol):
    """Takes notes after the reply; may write them a moment later, in batches."""

    def append(self, asked: AskedQuestion) -> None:
        """Note an answered question."""
        ...

    def remember(self, last: LastQuestion) -> None:
        """Keep *last* as the question before, in place of an older one of the same person."""
        ...


class QuestionStore(Protocol):
    """Each method is one unit of work."""

    async def vote(self, vote: Vote) -> None:
        """Store *vote* in place of the voter's earlier one on the same answer."""
        ...

    async def last_question(
        self, conversation: str, person: str, *, since: datetime
    ) -> LastQuestion | None:
        """Return the person's question before in that conversation, asked at *since* or later."""
        ...

    async def greet_once(self, conversation: str, at: datetime) -> bool:
        """Return True the first time it is asked for *conversation*, and never again."""
        ...


class ForwardedQuestions(Protocol):
    """The questions sent to Kommunikationsenheten."""

    def get(self, enquiry_id: str) -> ForwardedQuestion | None: ...
    def add(self, enquiry: ForwardedQuestion) -> bool:
        """Keep a new enquiry; False where its id is known, or its asker has sent that on."""
        ...

    def save(self, enquiry: ForwardedQuestion, *, seen: int) -> None:
        """Keep *enquiry* in place of its version *seen*; raise `OutOfDate` otherwise."""
        ...

    def sent_on(self, answer_id: str, asker: str) -> ForwardedQuestion | None:
        """Return what *asker* has sent on from that answer."""
        ...

    def of_person(self, person_id: str) -> Sequence[ForwardedQuestion]:
        """Return what the person has asked, latest change first."""
        ...

    def waiting(self) -> Sequence[ForwardedQuestion]:
        """Return those that wait for an answer, longest wait first."""
        ...

    def awaiting_news(self) -> Sequence[ForwardedQuestion]:
        """Return those whose askers are to be told of an answer in the base, oldest first."""
        ...

    def with_asker(self) -> Sequence[ForwardedQuestion]:
        """Return every one that still says who asked, oldest first."""
        ...

    def naming(self, person_id: str) -> Sequence[ForwardedQuestion]:
        """Return what the person has asked or answered."""
        ...


class Gaps(Protocol):
    """What the base had no good answer to, and what editors have made of it."""

    def missed(self, *, since: datetime, most: int) -> Sequence[MissedQuestion]:
        """Return the latest questions that nobody has handled, latest first."""
        ...

    def asked(self, *, since: datetime) -> Sequence[AskedQuestion]:
        """Return every question asked since then, oldest first."""
        ...

    def get(self, gap_id: str) -> Gap | None: ...
    def add(self, gap: Gap, answer_ids: Collection[str]) -> bool:
        """Keep a new gap and which questions it takes; False where its id is known.

        A question that belongs to another gap stays there.
        """
        ...

    def save(self, gap: Gap, *, seen: int) -> None:
        """Keep *gap* in place of its version *seen*; raise `OutOfDate` otherwise.

        One that was taken back lets go of its questions.
        """
        ...

    def with_question(self, answer_id: str) -> Gap | None:
        """Return the gap that has taken that question."""
        ...

    def questions_of(self, gap_id: str) -> frozenset[str]:
        """Return the answer ids of the questions that the gap has taken."""
        ...

    def naming(self, person_id: str) -> Sequence[Gap]:
        """Return what the person has decided about."""
        ...

    def all(self) -> Sequence[Gap]:
        """Return every gap that somebody has handled, latest change first."""
        ...


class QuestionsUnitOfWork(UnitOfWork, Protocol):
    """The books with what is kept of questions, all within one transaction."""

    @property
    def enquiries(self) -> ForwardedQuestions: ...
    @property
    def gaps(self) -> Gaps: ...
