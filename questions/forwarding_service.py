"""What askers and reviewers do with forwarded questions: each call is one unit of work."""

import base64
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.changes import change_once, require_case, save, tell
from core.entered_text import normalized_text
from core.errors import NoSuchCase, TooLong
from core.person import Person
from core.policy import Policy
from core.ports import Transactions
from core.service import Service, reads, writes
from questions.errors import QuestionMissing
from questions.forwarded_question import (
    EditorReply,
    ForwardedQuestion,
    ForwardedStatus,
    QuestionNotice,
    ShownPassages,
)
from questions.ports import QuestionsUnitOfWork

LONGEST_REPLY = 2000
"""Characters of a reply, which is read in a card."""

LONGEST_QUESTION = 1000
LONGEST_MISSING = 500


@dataclass(frozen=True, slots=True)
class SentQuestion:
    """A question that was sent, or the same one by the same person, sent before."""

    forwarded: ForwardedQuestion
    is_known: bool


def new_forwarded_id() -> str:
    """Return an id that says nothing of the asker, for the audit log keeps it for good."""
    return f"fr-{base64.b32encode(secrets.token_bytes(8)).decode().lower()[:12]}"


class ForwardingService(Service[QuestionsUnitOfWork, Policy]):
    """What an asker can do. Every method raises `DomainError`."""

    def __init__(
        self,
        transactions: Transactions[QuestionsUnitOfWork],
        policy: Policy,
        *,
        new_id: Callable[[], str] = new_forwarded_id,
    ) -> None:
        super().__init__(transactions, policy)
        self._new_id = new_id

    @writes
    def send(
        self,
        uow: QuestionsUnitOfWork,
        by: Person,
        *,
        answer_id: str,
        question: str,
        language: str,
        shown: ShownPassages,
        routine: str = "",
        missing: str = "",
    ) -> SentQuestion:
        """Store the question and owe the owner of *routine* its card; sent again, it is the same.

        Raises:
            QuestionMissing: if there are no words in it.
            TooLong: if it, or what was found missing, is.
        """
        said = _required(question)
        missed = _within(normalized_text(missing), LONGEST_MISSING)
        known = uow.forwarded_questions.from_answer(answer_id, by.id)
        if known is not None:
            return SentQuestion(known, is_known=False)
        for earlier in uow.forwarded_questions.of_person(by.id):
            if earlier.is_again(said):
                return SentQuestion(earlier, is_known=True)
        at = self._policy.clock()
        forwarded = ForwardedQuestion(
            id=self._new_id(),
            answer_id=answer_id,
            question=said,
            missing=missed,
            routine=routine,
            language=language,
            asker=by.id,
            sent_at=at,
            changed_at=at,
            nonce=self._policy.nonce(),
            shown=shown,
        )
        if not uow.forwarded_questions.add(forwarded):
            raise NoSuchCase
        # What an asker does is logged without a person: the log never forgets.
        save(uow, uow.forwarded_questions, forwarded, None, by=None)
        told = self._policy.told_of_questions(uow, routine)
        tell(uow, forwarded, QuestionNotice.QUESTION, *told, by=None)
        return SentQuestion(forwarded, is_known=False)

    @reads
    def show(self, uow: QuestionsUnitOfWork, by: Person, forwarded_id: str) -> ForwardedQuestion:
        """Return a question of one's own."""
        return _own(uow, by, forwarded_id)

    @reads
    def mine(self, uow: QuestionsUnitOfWork, by: Person) -> Sequence[ForwardedQuestion]:
        """Return what *by* has forwarded, latest change first."""
        return uow.forwarded_questions.of_person(by.id)

    @writes
    def withdraw(
        self, uow: QuestionsUnitOfWork, by: Person, forwarded_id: str
    ) -> ForwardedQuestion:
        """Withdraw the question, unless it has been answered."""
        before = _own(uow, by, forwarded_id)
        after = change_once(
            uow,
            uow.forwarded_questions,
            before,
            lambda: before.withdrawn(at=self._policy.clock()),
            by=None,
            seen=None,
            is_done=before.standing is ForwardedStatus.WITHDRAWN,
        )
        if after is not before:
            told = self._policy.told_of_questions(uow, after.routine)
            tell(uow, after, QuestionNotice.QUESTION, *told, by=None)
        return after

    @writes
    def follow(
        self, uow: QuestionsUnitOfWork, by: Person, forwarded_id: str, *, follows: bool
    ) -> ForwardedQuestion:
        """Ask to be told, or no longer, when the knowledge base has an answer."""
        before = _own(uow, by, forwarded_id)
        is_withdrawn = before.standing is ForwardedStatus.WITHDRAWN
        return change_once(
            uow,
            uow.forwarded_questions,
            before,
            lambda: before.followed(follows=follows, at=self._policy.clock()),
            by=None,
            seen=None,
            is_done=before.follows == follows and not is_withdrawn,
        )


class ReplyService(Service[QuestionsUnitOfWork, Policy]):
    """What a reviewer can do. Every method raises `DomainError`, but for `posted`."""

    @reads
    def waiting(self, uow: QuestionsUnitOfWork, by: Person) -> Sequence[ForwardedQuestion]:
        """Return the questions that wait for a reply, longest wait first."""
        remit = self._policy.require_remit(uow, by)
        return [each for each in uow.forwarded_questions.waiting() if remit.covers(each.routine)]

    @reads
    def posted(self, uow: QuestionsUnitOfWork, forwarded_id: str) -> ForwardedQuestion | None:
        """Return what a notice tells of; who may see that was decided when it was addressed."""
        return uow.forwarded_questions.get(forwarded_id)

    @reads
    def show(self, uow: QuestionsUnitOfWork, by: Person, forwarded_id: str) -> ForwardedQuestion:
        """Return a question as a reviewer may see it."""
        return self._in_remit(uow, by, forwarded_id)

    @writes
    def reply(
        self, uow: QuestionsUnitOfWork, by: Person, forwarded_id: str, *, text: str
    ) -> ForwardedQuestion:
        """Answer the question; the asker gets the reply in their own chat."""
        before = self._in_remit(uow, by, forwarded_id)
        said = self._policy.accepted_text(text, longest=LONGEST_REPLY)
        after = change_once(
            uow,
            uow.forwarded_questions,
            before,
            lambda: before.answered(EditorReply(by, self._policy.clock(), said)),
            by=by,
            seen=None,
            is_done=before.reply is not None and (before.reply.by, before.reply.text) == (by, said),
        )
        if after is not before:
            asker = [after.asker] if after.asker is not None else []
            tell(uow, after, QuestionNotice.REPLIED, *asker, by=by)
            told = self._policy.told_of_questions(uow, after.routine)
            tell(uow, after, QuestionNotice.QUESTION, *told, by=by)
        return after

    def _in_remit(
        self, uow: QuestionsUnitOfWork, by: Person, forwarded_id: str
    ) -> ForwardedQuestion:
        remit = self._policy.require_remit(uow, by)
        forwarded = require_case(uow.forwarded_questions, forwarded_id)
        remit.require(forwarded.routine)
        return forwarded


def _required(question: str) -> str:
    said = _within(normalized_text(question), LONGEST_QUESTION)
    if not any(character.isalnum() for character in said):
        raise QuestionMissing
    return said


def _within(text: str, longest: int) -> str:
    if len(text) > longest:
        raise TooLong(longest)
    return text


def _own(uow: QuestionsUnitOfWork, by: Person, forwarded_id: str) -> ForwardedQuestion:
    forwarded = require_case(uow.forwarded_questions, forwarded_id)
    forwarded.require_asker(by)
    return forwarded
