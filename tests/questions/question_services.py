"""The services of questions over one unit of work in memory."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from core.errors import DomainError
from core.person import Person
from core.policy import Policy
from questions.asked import AskedQuestion, Outcome
from questions.closing import ClosingService
from questions.forwarded_question import ForwardedQuestion, ShownPassages
from questions.forwarding_service import ForwardingService, QuestionToForward, ReplyService
from questions.gap import Gap, Handling, PassageDraft, SelectedQuestions
from questions.gap_service import GapService
from questions.reminders import QuestionReminderService, RetentionService
from tests.world.memory import InMemoryTransactions, InMemoryUnitOfWork, Synchronous
from tests.world.question_stores import InMemoryGaps, InMemoryQuestions

ANNA, BO = Person("anna", "Anna"), Person("bo", "Bo")
"""They ask."""
RUT, EVA = Person("rut", "Rut Lind"), Person("eva", "Eva Björk")
"""They answer."""
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ID, OTHER_ID = "fr-aaaaaaaaaaaa", "fr-bbbbbbbbbbbb"
GAP, OTHER_GAP = "lucka-aaaaaaaa", "lucka-bbbbbbbb"
SECRET = "19121212-1212"
QUESTION = "Får vi flyga drönare?"
DRAFT = PassageDraft("dronare-far-vi", "kanalval", "topic: kanalval\n")


@dataclass(frozen=True)
class Passage:
    """A passage that answers."""

    id: str


@dataclass
class WordReader:
    """Reads a question as its words, all of the same weight, and answers what it is told to."""

    answers: dict[str, str] = field(default_factory=dict[str, str])
    """The id of the passage that answers each question."""
    base_hash: str = "base"

    def weights(self, question: str, language: str) -> dict[str, float]:
        words = question.lower().strip("?").split()
        return {word: len(set(words)) ** -0.5 for word in words}

    def answer(self, question: str, language: str, *, unless: Collection[str]) -> Passage | None:
        passage = self.answers.get(question)
        return Passage(passage) if passage is not None and passage not in unless else None

    def text_hash(self, passage_id: str, language: str) -> str:
        return f"{passage_id} in {language}"


class OneDraft:
    """A drafter that always makes the same draft."""

    def passage(
        self, examples: Sequence[str], language: str, *, answer: str, taken: Collection[str]
    ) -> PassageDraft:
        return DRAFT

    def phrasings(self, examples: Sequence[str], language: str, passage: str) -> PassageDraft:
        return DRAFT


class QuestionServices:
    """All services over one unit of work in memory."""

    def __init__(self) -> None:
        self.now = MORNING
        self.asked = InMemoryQuestions()
        self.uow = InMemoryUnitOfWork(gaps=InMemoryGaps(self.asked))
        self.reader = WordReader()
        self._forwarded_id, self._gap_id = ID, GAP
        nonces = count()
        policy = Policy(
            reviewers=frozenset({"rut", "eva"}),
            clock=lambda: self.now,
            nonce=lambda: f"nonce-{next(nonces)}",
            holds_personal_data=lambda text: SECRET in text,
        )
        transactions = InMemoryTransactions(self.uow)
        self.forwarding = Synchronous(
            ForwardingService(transactions, policy, new_id=lambda: self._forwarded_id)
        )
        self.replies = Synchronous(ReplyService(transactions, policy))
        self.gap_service = GapService(
            transactions,
            policy,
            reader=lambda: self.reader,
            drafter=OneDraft(),
            new_id=lambda: self._gap_id,
        )
        self.gaps = Synchronous(self.gap_service)
        self.closing = ClosingService(transactions, policy, reader=lambda: self.reader)
        self._timed = [
            Synchronous(QuestionReminderService(transactions, policy)),
            Synchronous(RetentionService(transactions, policy)),
        ]

    def forward(
        self, by: Person = ANNA, *, answer_id: str = "a1", new_id: str = ID, **shown: Any
    ) -> ForwardedQuestion:
        self._forwarded_id = new_id
        sent = QuestionToForward(answer_id, QUESTION, "sv", ShownPassages(**shown))
        return self.forwarding.send(by, sent)

    def reply(self, by: Person = RUT, text: str = "Ja, med tillstånd.") -> ForwardedQuestion:
        return self.replies.reply(by, ID, text=text)

    def forwarded(self, forwarded_id: str = ID) -> ForwardedQuestion:
        return self.uow.forwarded_questions.kept[forwarded_id]

    def gap(self, gap_id: str = GAP) -> Gap:
        return self.uow.gaps.kept[gap_id]

    def miss(self, *answer_ids: str) -> None:
        """Ask questions that find nothing."""
        for answer_id in answer_ids:
            question = f"Får vi flyga drönare {answer_id}?"
            asked = AskedQuestion(
                answer_id, self.now, "sv", question, Outcome.NONE, (), 0.0, "hash"
            )
            self.asked.append(asked)

    def handle(
        self,
        handling: Handling = Handling.PASSAGE,
        *,
        by: Person = RUT,
        asked: tuple[str, ...] = ("a1",),
        new_id: str = GAP,
    ) -> Gap:
        self._gap_id = new_id
        selected = SelectedQuestions(asked[0], frozenset(asked), "sv", (QUESTION,))
        return self.gaps.handle(by, selected, handling)

    def open_ids(self) -> list[str]:
        """Return the ids of the missed questions that nobody has handled."""
        missed = self.uow.gaps.missed(since=MORNING - timedelta(days=1), most=100)
        return sorted(each.answer_id for each in missed)

    def told(self, kind: str) -> list[str]:
        """Return who is owed a notice of that kind, in order."""
        return [notice.to for notice in self.uow.outbox.notices.values() if notice.kind == kind]

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def run_jobs(self) -> int:
        """Run reminders and retention, and return how many cases they concerned."""
        return sum(job.run_once() for job in self._timed)

    def state(self) -> Any:
        uow = self.uow
        stored = (uow.forwarded_questions.kept, uow.gaps.kept, uow.gaps.taken)
        return deepcopy((*stored, uow.outbox.notices, uow.audit.lines))

    @contextmanager
    def refuses(self, error: type[DomainError]) -> Iterator[pytest.ExceptionInfo[Any]]:
        """Expect *error*, and no stored data to be changed by what led to it."""
        before = self.state()
        with pytest.raises(error) as caught:
            yield caught
        assert self.state() == before

    @contextmanager
    def stays_as_it_is(self) -> Iterator[None]:
        before = self.state()
        yield
        assert self.state() == before
