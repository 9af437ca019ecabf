"""The services of accounts and of questions, over one unit of work in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from accounts.account import Account
from accounts.account_service import AccountService
from accounts.correction_service import CorrectionService
from accounts.desk_service import DeskService
from accounts.draft_service import DraftService
from accounts.handover_service import HandoverService
from accounts.history import RequestStatus
from accounts.listing_service import ListingService
from accounts.manager_service import ManagerService
from accounts.policy import AccountsPolicy
from accounts.reminders import ReminderService
from accounts.request import AccountRequest
from accounts.review_service import ReviewService
from accounts.submission_service import SubmissionService
from accounts.walk import Move, StepInput
from core.errors import DomainError
from core.person import Person
from core.policy import Policy
from questions.asked import AskedQuestion, Outcome
from questions.closing import ClosingService
from questions.forwarded_question import ForwardedQuestion, ShownPassages
from questions.forwarding_service import ForwardingService, ReplyService
from questions.gap import Gap, Handling, PassageDraft, SelectedQuestions
from questions.gap_service import GapService
from questions.reminders import QuestionReminderService, RetentionService
from tests.world.builders import ACCOUNT_ID, ID, SECRET, a_form, a_request
from tests.world.clock import MORNING
from tests.world.memory import InMemoryTransactions, InMemoryUnitOfWork, Synchronous
from tests.world.people import ADA, ANNA, BO, EVA, KIM, REVIEWERS, RUT
from tests.world.question_stores import InMemoryGaps, InMemoryQuestions

FORWARDED, OTHER_FORWARDED = "fr-aaaaaaaaaaaa", "fr-bbbbbbbbbbbb"
GAP, OTHER_GAP = "lucka-aaaaaaaa", "lucka-bbbbbbbb"
QUESTION = "Får vi flyga drönare?"
DRAFT = PassageDraft("dronare-far-vi", "kanalval", "topic: kanalval\n")


@dataclass(frozen=True)
class FoundPassage:
    """A passage that answers."""

    id: str


@dataclass(frozen=True)
class ReadAs:
    """What is made of a question."""

    ours: float = 1.0
    is_elsewhere: bool = False
    is_talk: bool = False
    is_gibberish: bool = False
    routine: str = ""


@dataclass
class WordReader:
    """Reads a question as its words, all of the same weight, and answers what it is told to."""

    answers: dict[str, str] = field(default_factory=dict[str, str])
    """The id of the passage that answers each question."""
    read_as: dict[str, ReadAs] = field(default_factory=dict[str, ReadAs])
    """What is made of each question; of any other, that it is for the base."""
    base_hash: str = "base"

    def weights(self, question: str, language: str) -> dict[str, float]:
        words = question.lower().strip("?").split()
        return {f"{language}:{word}": len(set(words)) ** -0.5 for word in words}

    def answer(
        self, question: str, language: str, *, unless: Collection[str]
    ) -> FoundPassage | None:
        passage = self.answers.get(question)
        return FoundPassage(passage) if passage is not None and passage not in unless else None

    def read(self, question: str, language: str) -> ReadAs:
        return self.read_as.get(question, ReadAs())

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


class InMemoryServices:
    """A unit of work in memory and what services over it need; `now` may be changed any time."""

    def __init__(self, reviewers: frozenset[str]) -> None:
        self.now = MORNING
        self.asked = InMemoryQuestions()
        self.uow = InMemoryUnitOfWork(gaps=InMemoryGaps(self.asked))
        self.uow.appointments.appoint(*sorted(reviewers))
        self.transactions = InMemoryTransactions(self.uow)
        nonces = count()
        self._facts: dict[str, Any] = {
            "clock": lambda: self.now,
            "nonce": lambda: f"nonce-{next(nonces)}",
            "holds_personal_data": lambda text: SECRET in text,
        }

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def told(self, kind: str) -> list[str]:
        """Return who is owed a notice of that kind, in order."""
        return [notice.to for notice in self.uow.outbox.notices.values() if notice.kind == kind]

    @contextmanager
    def refuses(self, error: type[DomainError]) -> Iterator[pytest.ExceptionInfo[Any]]:
        """Expect *error*, and no stored data to be changed by what led to it."""
        before = self.uow.state()
        with pytest.raises(error) as caught:
            yield caught
        assert self.uow.state() == before

    @contextmanager
    def stays_as_it_is(self) -> Iterator[None]:
        """Expect no stored data to be changed, and nobody to be told anything."""
        before = self.uow.state()
        yield
        assert self.uow.state() == before


class AccountServices(InMemoryServices):
    """The services of accounts; `form` may be changed any time."""

    def __init__(self, reviewers: frozenset[str] = REVIEWERS) -> None:
        super().__init__(reviewers)
        self.form = a_form()
        self.uow.people.met = [ADA, BO, KIM, RUT, EVA]
        self.policy = AccountsPolicy(form=lambda: self.form, **self._facts)
        own = self.transactions, self.policy
        self.drafts = Synchronous(DraftService(*own))
        self.submissions = Synchronous(SubmissionService(*own))
        self.desk = Synchronous(DeskService(*own))
        self.listings = Synchronous(ListingService(*own))
        self.managers = Synchronous(ManagerService(*own))
        self.reviews = Synchronous(ReviewService(*own))
        self.accounts = Synchronous(AccountService(*own))
        self.handovers = Synchronous(HandoverService(*own))
        self.corrections = Synchronous(CorrectionService(*own))
        self.reminders = Synchronous(ReminderService(*own))

    def has(self, request: AccountRequest) -> AccountRequest:
        """Store a request as if it had always been there."""
        self.uow.requests.kept[request.id] = request
        return request

    def has_account(self, account: Account) -> Account:
        self.uow.register.kept[account.id] = account
        return account

    def request(self, request_id: str = ID) -> AccountRequest:
        return self.uow.requests.kept[request_id]

    def account(self, account_id: str = ACCOUNT_ID) -> Account:
        return self.uow.register.kept[account_id]

    def sent(self, **changes: Any) -> AccountRequest:
        """Store Ada's request, and send it."""
        return self.submissions.send(ADA, ID, self.has(a_request(**changes)).version)

    def enter(
        self,
        answers: Mapping[str, str],
        *,
        step: str = "vad",
        move: Move = Move.NEXT,
        seen: int | None = None,
        reasons: Mapping[str, str] | None = None,
        by: Person = ADA,
    ) -> Any:
        """Leave a step's card, by default the one that shows the request as it is."""
        seen = self.request().version if seen is None else seen
        return self.drafts.leave(by, StepInput(ID, seen, step, answers, reasons or {}), move)

    def decide(self, by: Person, seen: int, ruling: RequestStatus, **said: Any) -> AccountRequest:
        return self.reviews.decide(by, ID, seen, ruling, **said).request


class QuestionServices(InMemoryServices):
    """The services of questions; `reader` answers what it is told to."""

    def __init__(self) -> None:
        super().__init__(REVIEWERS)
        self.reader = WordReader()
        self._forwarded_id, self._gap_id = FORWARDED, GAP
        own = self.transactions, Policy(**self._facts)
        self.forwarding = Synchronous(ForwardingService(*own, new_id=lambda: self._forwarded_id))
        self.replies = Synchronous(ReplyService(*own))
        self.gap_service = GapService(
            *own,
            reader=lambda: self.reader,
            drafter=OneDraft(),
            new_id=lambda: self._gap_id,
        )
        self.gaps = Synchronous(self.gap_service)
        self.closing = ClosingService(*own, reader=lambda: self.reader)
        self._timed = [
            Synchronous(QuestionReminderService(*own)),
            Synchronous(RetentionService(*own)),
        ]

    def forward(
        self,
        by: Person = ANNA,
        *,
        answer_id: str = "a1",
        new_id: str = FORWARDED,
        routine: str = "",
        **shown: Any,
    ) -> ForwardedQuestion:
        self._forwarded_id = new_id
        return self.forwarding.send(
            by,
            answer_id=answer_id,
            question=QUESTION,
            language="sv",
            shown=ShownPassages(**shown),
            routine=routine,
        ).forwarded

    def reply(self, by: Person = RUT, text: str = "Ja, med tillstånd.") -> ForwardedQuestion:
        return self.replies.reply(by, FORWARDED, text=text)

    def forwarded(self, forwarded_id: str = FORWARDED) -> ForwardedQuestion:
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

    def run_jobs(self) -> int:
        """Run reminders and retention, and return how many cases they concerned."""
        return sum(job.run_once() for job in self._timed)
