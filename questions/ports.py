"""What this room needs from outside: stores, in `storage/`, and the base in use."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.cases import Repository
from core.ports import UnitOfWork
from questions.asked import (
    AnsweredMessage,
    AskedCounts,
    AskedQuestion,
    LastQuestion,
    Verdict,
    Vote,
)
from questions.forwarded_question import ForwardedQuestion
from questions.gap import Gap, MissedQuestion, PassageDraft


class QuestionStore(Protocol):
    """Votes, previous questions and greetings; each method is one transaction."""

    async def vote(self, vote: Vote) -> None:
        """Store *vote* in place of the voter's earlier one on the same answer."""
        ...

    async def last_question(
        self, conversation: str, person: str, *, since: datetime
    ) -> LastQuestion | None:
        """Return the person's previous question there, if asked at *since* or later."""
        ...

    async def answered_with(self, *, since: datetime) -> Mapping[str, int]:
        """Return how often each passage has answered since then; nothing where that takes long."""
        ...

    async def forget_last(self, conversation: str, person: str) -> None:
        """Forget the person's previous question there."""
        ...

    async def answered(self, message: str, *, since: datetime) -> AnsweredMessage | None:
        """Return what answers *message*, if that was answered at *since* or later."""
        ...

    async def quoted(self, reply: str, *, since: datetime) -> AskedQuestion | None:
        """Return what our message *reply* answers, if that was answered at *since* or later."""
        ...

    async def claim_edit(self, answered: AnsweredMessage, edit: str) -> bool:
        """Return True to the first who is to answer *edit*, while *answered* is as it was."""
        ...

    async def greet_once(self, conversation: str, at: datetime, *, activity: str) -> bool:
        """Return True the first time it is asked for *conversation*, and then for *activity* alone.

        For it may not have been greeted then, and Teams sends the activity again.
        """
        ...


class ForwardedQuestions(Repository[ForwardedQuestion], Protocol):
    """The questions forwarded to the routine's owner."""

    def add(self, forwarded: ForwardedQuestion) -> bool:
        """Store a new one; False if its id is taken or its asker has forwarded that answer."""
        ...

    def from_answer(self, answer_id: str, asker: str) -> ForwardedQuestion | None:
        """Return what *asker* has forwarded from that answer."""
        ...

    def of_person(self, person_id: str) -> Sequence[ForwardedQuestion]:
        """Return what the person has asked, latest change first."""
        ...

    def waiting(self) -> Sequence[ForwardedQuestion]:
        """Return those that wait for a reply, longest wait first."""
        ...

    def awaiting_news(self) -> Sequence[ForwardedQuestion]:
        """Return those whose askers are to be told of an answer in the base, oldest first."""
        ...

    def with_asker(self) -> Sequence[ForwardedQuestion]:
        """Return those that still say who asked, oldest first."""
        ...

    def naming(self, person_id: str) -> Sequence[ForwardedQuestion]:
        """Return what the person has asked or answered."""
        ...


class Gaps(Repository[Gap], Protocol):
    """Questions without a good answer, and what editors have made of them."""

    def missed(self, *, since: datetime, most: int) -> Sequence[MissedQuestion]:
        """Return the *most* latest unhandled questions, latest first."""
        ...

    def asked(self, *, since: datetime, most: int | None = None) -> Sequence[AskedQuestion]:
        """Return every question asked since then, or the *most* latest, oldest first."""
        ...

    def verdicts(self, answer_ids: Sequence[str]) -> Mapping[str, Mapping[Verdict, int]]:
        """Return how many readers thought what of those answers that somebody has voted on."""
        ...

    def counts(self, *, since: datetime, until: datetime) -> AskedCounts:
        """Return how many questions asked from *since* to *until* came to what."""
        ...

    def unanswered(self, *, since: datetime, until: datetime, most: int) -> Sequence[AskedQuestion]:
        """Return the *most* latest questions that found nothing, oldest first."""
        ...

    def add(self, gap: Gap, answer_ids: Collection[str]) -> bool:
        """Store a new gap and the questions it covers; False if its id is taken.

        A question that belongs to another gap stays there.
        """
        ...

    def save(self, gap: Gap, /, *, seen: int) -> None:
        """Store *gap* as any case is stored; an undone one lets go of its questions."""
        ...

    def with_question(self, answer_id: str) -> Gap | None:
        """Return the gap that covers that question."""
        ...

    def questions_of(self, gap_id: str) -> frozenset[str]:
        """Return the answer ids of the questions that the gap covers."""
        ...

    def naming(self, person_id: str) -> Sequence[Gap]:
        """Return the gaps that the person has handled."""
        ...

    def all(self) -> Sequence[Gap]:
        """Return every handled gap, latest change first."""
        ...


class QuestionsUnitOfWork(UnitOfWork, Protocol):
    """The unit of work of forwarded questions and gaps."""

    @property
    def forwarded_questions(self) -> ForwardedQuestions: ...
    @property
    def gaps(self) -> Gaps: ...


class AnsweringPassage(Protocol):
    """A passage that answers a question."""

    @property
    def id(self) -> str: ...


class ReadQuestion(Protocol):
    """What a base makes of a question that it doesn't answer."""

    @property
    def ours(self) -> float:
        """The probability (0..1) that it is for the base at all."""
        ...

    @property
    def is_elsewhere(self) -> bool:
        """Whether the base knows whom else to ask."""
        ...

    @property
    def is_talk(self) -> bool:
        """Whether it is more like talk than like a question."""
        ...

    @property
    def is_gibberish(self) -> bool:
        """Whether none of its words looks like one."""
        ...

    @property
    def routine(self) -> str:
        """The id of the routine that it is nearest to."""
        ...


class QuestionReader(Protocol):
    """Reads questions as one version of the base does."""

    @property
    def base_hash(self) -> str:
        """Names the version."""
        ...

    def weights(self, question: str, language: str) -> Mapping[str, float]:
        """Return the weight of each term; the sum of their squares is at most 1.

        Two languages have no term in common.
        """
        ...

    def answer(
        self, question: str, language: str, *, unless: Collection[str]
    ) -> AnsweringPassage | None:
        """Return the passage that answers, unless its id is in *unless*."""
        ...

    def read(self, question: str, language: str) -> ReadQuestion:
        """Return what the base makes of *question*."""
        ...

    def text_hash(self, passage_id: str, language: str) -> str:
        """Return a hash of the passage's text as readers see it."""
        ...


class Drafter(Protocol):
    """Makes drafts of what people asked, for the base in use."""

    def passage(
        self, examples: Sequence[str], language: str, *, answer: str, taken: Collection[str]
    ) -> PassageDraft:
        """Return a new passage; its id is none of those *taken*."""
        ...

    def phrasings(self, examples: Sequence[str], language: str, passage: str) -> PassageDraft:
        """Return new phrasings for a passage; raise `NoPassage` or `NothingToAdd`."""
        ...
