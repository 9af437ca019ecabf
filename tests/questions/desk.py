"""Kommunikationsenheten's desk: its people, its clock, its books, and the services over them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest

from accounts.form import Form
from accounts.policy import AccountsPolicy
from core.errors import DomainError
from core.person import Person
from questions.asked import AskedQuestion, Outcome
from questions.forwarded_question import ForwardedQuestion, ShownPassages
from questions.forwarding_service import (
    ForwardingService,
    QuestionToForward,
    ReplyService,
    RetentionService,
)
from questions.gap import Gap, Handling, PassageDraft
from questions.gap_service import GapService, SelectedQuestions
from tests.fakes import InMemoryQuestions
from tests.memory import InMemoryUnitOfWork
from tests.question_memory import InMemoryGaps

ANNA, BO = Person("anna", "Anna"), Person("bo", "Bo")
"""They ask."""
RUT, EVA = Person("rut", "Rut Lind"), Person("eva", "Eva Björk")
"""They answer."""
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ID, GAP = "fr-aaaaaaaaaaaa", "lucka-aaaaaaaa"
SECRET = "19121212-1212"
DRAFT = PassageDraft("dronare-far-vi", "kanalval", "topic: kanalval\n")


class Doing:
    """A service whose every call is one transaction."""

    def __init__(self, service: object, uow: InMemoryUnitOfWork) -> None:
        self._service, self._books = service, uow

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._do, getattr(self._service, name))

    def _do(self, method: Callable[..., Any], *facts: Any, **named: Any) -> Any:
        return self._books.do(lambda uow: method(uow, *facts, **named))


class Desk:
    """All services over one set of books."""

    def __init__(self) -> None:
        self.now = MORNING
        self.noted = InMemoryQuestions()
        self.uow = InMemoryUnitOfWork(gaps=InMemoryGaps(self.noted))
        nonces = count()
        around = AccountsPolicy(
            form=lambda: Form((), ()),
            reviewers=frozenset({"rut", "eva"}),
            clock=lambda: self.now,
            nonce=lambda: f"nonce-{next(nonces)}",
            holds_personal_data=lambda text: SECRET in text,
        )
        self.ask = Doing(ForwardingService(around), self.uow)
        self.answer = Doing(ReplyService(around), self.uow)
        self.mend = Doing(GapService(around), self.uow)
        self.time = Doing(RetentionService(around), self.uow)

    def sent(
        self, by: Person = ANNA, *, answer_id: str = "a1", enquiry_id: str = ID, **shown: Any
    ) -> ForwardedQuestion:
        sent = QuestionToForward(answer_id, "Får vi flyga drönare?", "sv", ShownPassages(**shown))
        return self.ask.send(by, sent, enquiry_id=enquiry_id)

    def answered(self, by: Person = RUT, text: str = "Ja, med tillstånd.") -> ForwardedQuestion:
        enquiry = self.enquiry()
        return self.answer.reply(by, enquiry.id, text=text)

    def enquiry(self, enquiry_id: str = ID) -> ForwardedQuestion:
        return self.uow.enquiries.kept[enquiry_id]

    def gap(self, gap_id: str = GAP) -> Gap:
        return self.uow.gaps.kept[gap_id]

    def missed(self, *answer_ids: str) -> None:
        for answer_id in answer_ids:
            question = f"Får vi flyga drönare {answer_id}?"
            asked = AskedQuestion(
                answer_id, self.now, "sv", question, Outcome.NONE, (), 0.0, "hash"
            )
            self.noted.append(asked)

    def handled(
        self,
        handling: Handling = Handling.PASSAGE,
        *,
        by: Person = RUT,
        asked: tuple[str, ...] = ("a1",),
        gap_id: str = GAP,
    ) -> Gap:
        draft = DRAFT if handling in (Handling.PASSAGE, Handling.PHRASING) else None
        picked = SelectedQuestions(asked[0], frozenset(asked), "sv", ("Får vi flyga drönare?",))
        return self.mend.handle(by, picked, handling, gap_id=gap_id, draft=draft)

    def open_ids(self) -> list[str]:
        """Return the ids of the missed questions that nobody has handled."""
        missed = self.uow.gaps.missed(since=MORNING - timedelta(days=1), most=100)
        return sorted(each.answer_id for each in missed)

    def told(self, kind: str) -> list[str]:
        """Return who has been told so, in order."""
        return [notice.to for notice in self.uow.outbox.notices.values() if notice.kind == kind]

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def state(self) -> Any:
        uow = self.uow
        kept = (uow.enquiries.kept, uow.gaps.kept, uow.gaps.taken)
        return deepcopy((*kept, uow.outbox.notices, uow.audit.lines))

    @contextmanager
    def refuses(self, error: type[DomainError]) -> Iterator[pytest.ExceptionInfo[Any]]:
        """Expect *error*, and nothing in the books to be changed by what led to it."""
        before = self.state()
        with pytest.raises(error) as caught:
            yield caught
        assert self.state() == before

    @contextmanager
    def stays_as_it_is(self) -> Iterator[None]:
        before = self.state()
        yield
        assert self.state() == before
