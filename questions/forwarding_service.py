"""Forwarding a question, following it, answering it, and its retention."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.changes import tell
from core.entered_text import normalized_text
from core.errors import NoSuchCase
from core.outbox import REVIEW_CHANNEL
from core.person import Person
from core.policy import Policy
from questions.changes import save_forwarded
from questions.errors import AlreadyAnswered
from questions.forwarded_question import (
    EditorReply,
    ForwardedQuestion,
    ForwardedStatus,
    QuestionNotice,
    ShownPassages,
)
from questions.ports import QuestionsUnitOfWork


@dataclass(frozen=True, slots=True)
class QuestionToForward:
    """A question as it is sent on."""

    answer_id: str
    question: str
    language: str
    shown: ShownPassages


class ForwardingService:
    """One method for each thing an asker can do. All raise `AccountsError`."""

    def __init__(self, around: Policy) -> None:
        self._policy = around

    def send(
        self, uow: QuestionsUnitOfWork, by: Person, sent: QuestionToForward, *, enquiry_id: str
    ) -> ForwardedQuestion:
        """Keep the question and owe the reviewers its card; sent again, it is the same one.

        *enquiry_id* must say nothing of who asks, for the audit log keeps it for good.
        """
        known = uow.enquiries.sent_on(sent.answer_id, by.id)
        if known is not None:
            return known
        at = self._policy.clock()
        enquiry = ForwardedQuestion(
            id=enquiry_id,
            answer_id=sent.answer_id,
            question=normalized_text(sent.question),
            language=sent.language,
            asker=by.id,
            sent_at=at,
            changed_at=at,
            nonce=self._policy.nonce(),
            shown=sent.shown,
        )
        if not uow.enquiries.add(enquiry):
            raise NoSuchCase
        save_forwarded(uow, enquiry, None)
        tell(uow, enquiry, QuestionNotice.QUESTION, REVIEW_CHANNEL)
        return enquiry

    def mine(self, uow: QuestionsUnitOfWork, by: Person) -> Sequence[ForwardedQuestion]:
        """Return what *by* has asked, latest change first."""
        return uow.enquiries.of_person(by.id)

    def show(self, uow: QuestionsUnitOfWork, by: Person, enquiry_id: str) -> ForwardedQuestion:
        """Return one's own enquiry."""
        enquiry = uow.enquiries.get(enquiry_id)
        if enquiry is None:
            raise NoSuchCase
        enquiry.require_asker(by)
        return enquiry

    def withdraw(self, uow: QuestionsUnitOfWork, by: Person, enquiry_id: str) -> ForwardedQuestion:
        """Take the question back, unless it has been answered."""
        before = self.show(uow, by, enquiry_id)
        if before.standing is ForwardedStatus.WITHDRAWN:
            return before
        after = before.withdrawn(at=self._policy.clock())
        save_forwarded(uow, after, before)
        tell(uow, after, QuestionNotice.QUESTION, REVIEW_CHANNEL)
        return after

    def follow(
        self, uow: QuestionsUnitOfWork, by: Person, enquiry_id: str, *, follows: bool
    ) -> ForwardedQuestion:
        """Ask to be told, or no longer, when the knowledge base has an answer."""
        before = self.show(uow, by, enquiry_id)
        after = before.followed(follows=follows, at=self._policy.clock())
        if before.follows == follows:
            return before
        save_forwarded(uow, after, before)
        return after


LONGEST_REPLY = 2000
"""Characters of an answer: it is read in a card."""


class ReplyService:
    """One method for each thing a reviewer can do. All raise `AccountsError`."""

    def __init__(self, around: Policy) -> None:
        self._policy = around

    def waiting(self, uow: QuestionsUnitOfWork, by: Person) -> Sequence[ForwardedQuestion]:
        """Return the questions that wait for an answer, longest wait first."""
        self._policy.require_reviewer(by)
        return uow.enquiries.waiting()

    def enquiry(self, uow: QuestionsUnitOfWork, enquiry_id: str) -> ForwardedQuestion:
        """Return what the card shows; who may see it is decided where it is sent."""
        enquiry = uow.enquiries.get(enquiry_id)
        if enquiry is None:
            raise NoSuchCase
        return enquiry

    def show(self, uow: QuestionsUnitOfWork, by: Person, enquiry_id: str) -> ForwardedQuestion:
        """Return an enquiry as a reviewer may see it."""
        self._policy.require_reviewer(by)
        return self.enquiry(uow, enquiry_id)

    def reply(
        self, uow: QuestionsUnitOfWork, by: Person, enquiry_id: str, *, text: str
    ) -> ForwardedQuestion:
        """Answer the question; the asker gets the answer in their own chat."""
        before = self.show(uow, by, enquiry_id)
        said = self._policy.accepted_text(text, longest=LONGEST_REPLY)
        reply = EditorReply(by, self._policy.clock(), said)
        try:
            after = before.answered(reply)
        except AlreadyAnswered:
            if before.reply and (before.reply.by, before.reply.text) == (by, said):
                return before
            raise
        save_forwarded(uow, after, before, by=by)
        if after.asker is not None:
            tell(uow, after, QuestionNotice.REPLIED, after.asker)
        tell(uow, after, QuestionNotice.QUESTION, REVIEW_CHANNEL)
        return after


REMIND_AFTER = timedelta(days=3)
ASKER_KEPT = timedelta(days=30)
"""How long it is remembered who asked, once nothing more is owed them."""
ASKER_KEPT_AT_MOST = timedelta(days=365)
"""However long they have waited; by then the question has gone the way of all that lies."""


class RetentionService:
    """Looks through the enquiries; doing it twice in a row does nothing the second time."""

    def __init__(self, around: Policy) -> None:
        self._policy = around

    def go_round(self, uow: QuestionsUnitOfWork) -> int:
        """Do what is due by now, and return how many enquiries it concerned."""
        now = self._policy.clock()
        return sum([*self._remind(uow, now), *self._forget(uow, now)])

    def _remind(self, uow: QuestionsUnitOfWork, now: datetime) -> list[bool]:
        due = [
            enquiry
            for enquiry in uow.enquiries.waiting()
            if not enquiry.reminded and enquiry.sent_at + REMIND_AFTER <= now
        ]
        for before in due:
            after = before.reminded_of()
            save_forwarded(uow, after, before, at=now)
            tell(uow, after, QuestionNotice.REMINDED, REVIEW_CHANNEL)
        return [True] * len(due)

    def _forget(self, uow: QuestionsUnitOfWork, now: datetime) -> list[bool]:
        due = [each for each in uow.enquiries.with_asker() if _is_over(each, now)]
        for before in due:
            after = before.cut_loose(nonce=self._policy.nonce())
            save_forwarded(uow, after, before, at=now)
        return [True] * len(due)


def _is_over(enquiry: ForwardedQuestion, now: datetime) -> bool:
    if enquiry.sent_at + ASKER_KEPT_AT_MOST <= now:
        return True
    is_owed = enquiry.standing is ForwardedStatus.WAITING or enquiry.awaits_news
    return not is_owed and enquiry.changed_at + ASKER_KEPT <= now
