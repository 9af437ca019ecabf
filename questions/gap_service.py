"""What an editor can do about a gap, and what follows when the base has an answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.changes import tell
from core.errors import NoSuchCase
from core.person import Person
from core.policy import Policy
from questions.changes import save_forwarded, save_gap
from questions.errors import AlreadyHandled, NothingLeft
from questions.forwarded_question import ForwardedQuestion, QuestionNotice
from questions.gap import Gap, Handling, PassageDraft
from questions.ports import QuestionsUnitOfWork

EXAMPLES_KEPT = 20
PASSAGE = "passage"
"""The fact of a notice that names the passage which answers now."""


@dataclass(frozen=True, slots=True)
class SelectedQuestions:
    """The questions that an editor has decided about."""

    asked: str
    """The answer id of the question that the card was opened by."""
    answer_ids: frozenset[str]
    language: str
    examples: tuple[str, ...]
    unhelpful: frozenset[str] = frozenset()
    """The passages that readers found no help."""


class GapService:
    """One method for each thing an editor can do, who is a reviewer. All raise `AccountsError`."""

    def __init__(self, around: Policy) -> None:
        self._policy = around

    def handle(
        self,
        uow: QuestionsUnitOfWork,
        by: Person,
        picked: SelectedQuestions,
        handling: Handling,
        *,
        gap_id: str,
        draft: PassageDraft | None = None,
    ) -> Gap:
        """Decide about questions that are alike; they don't come back.

        Raises:
            AlreadyHandled: where somebody was first.
            NothingLeft: where there are no such questions any more.
        """
        self._policy.require_reviewer(by)
        known = uow.gaps.with_question(picked.asked)
        if known is not None:
            if (known.by, known.handling) == (by, handling):
                return known
            raise AlreadyHandled(known.by, known.handled_at)
        if not picked.answer_ids:
            raise NothingLeft
        gap = self._new(by, picked, handling, gap_id=gap_id, draft=draft)
        if not uow.gaps.add(gap, picked.answer_ids):
            raise NoSuchCase
        save_gap(uow, gap, None, by=by)
        if handling is Handling.IN_BASE:
            self._tell_followers(uow, gap)
        return gap

    def show(self, uow: QuestionsUnitOfWork, by: Person, gap_id: str) -> Gap:
        """Return a gap as an editor may see it."""
        self._policy.require_reviewer(by)
        return _gap(uow, gap_id)

    def handled(self, uow: QuestionsUnitOfWork, by: Person) -> Sequence[Gap]:
        """Return what has been handled, latest change first."""
        self._policy.require_reviewer(by)
        return uow.gaps.all()

    def close(self, uow: QuestionsUnitOfWork, by: Person, gap_id: str, seen: int) -> Gap:
        """Say that the base has an answer by now, and tell those who asked to know."""
        before = self.show(uow, by, gap_id)
        if before.closed_at is not None:
            return before
        before.require_seen(seen)
        return self._closed(uow, before, by=by)

    def reopen(self, uow: QuestionsUnitOfWork, by: Person, gap_id: str, seen: int) -> Gap:
        """Take back what was decided: the draft is thrown away, and the questions come back."""
        before = self.show(uow, by, gap_id)
        if before.reopened:
            return before
        before.require_seen(seen)
        after = before.taken_back(at=self._policy.clock())
        save_gap(uow, after, before, by=by)
        return after

    def answered_now(
        self, uow: QuestionsUnitOfWork, gap_ids: Collection[str], enquiries: Mapping[str, str]
    ) -> int:
        """Close the gaps that the base in use answers, and tell everybody who asked to know.

        *enquiries* names the passage that answers each enquiry. Returns how many were told or
        closed; done twice, the second time does nothing.
        """
        told = [each for each in uow.enquiries.awaiting_news() if each.id in enquiries]
        for enquiry in told:
            self._tell(uow, enquiry, enquiries[enquiry.id])
        closed = [gap for gap_id in sorted(gap_ids) if (gap := _gap(uow, gap_id)).is_open]
        for gap in closed:
            self._closed(uow, gap)
        return len(told) + len(closed)

    def _new(
        self,
        by: Person,
        picked: SelectedQuestions,
        handling: Handling,
        *,
        gap_id: str,
        draft: PassageDraft | None,
    ) -> Gap:
        at = self._policy.clock()
        return Gap(
            id=gap_id,
            by=by,
            handled_at=at,
            changed_at=at,
            nonce=self._policy.nonce(),
            handling=handling,
            language=picked.language,
            examples=picked.examples[:EXAMPLES_KEPT],
            count=len(picked.answer_ids),
            draft=draft,
            unhelpful=tuple(sorted(picked.unhelpful - {draft.passage if draft else ""})),
            closed_at=at if handling is Handling.IN_BASE else None,
        )

    def _closed(self, uow: QuestionsUnitOfWork, before: Gap, *, by: Person | None = None) -> Gap:
        after = before.closed(at=self._policy.clock())
        save_gap(uow, after, before, by=by)
        self._tell_followers(uow, after)
        return after

    def _tell_followers(self, uow: QuestionsUnitOfWork, gap: Gap) -> None:
        theirs = uow.gaps.questions_of(gap.id)
        for enquiry in uow.enquiries.awaiting_news():
            if enquiry.answer_id in theirs:
                self._tell(uow, enquiry, gap.draft.passage if gap.draft else "")

    def _tell(self, uow: QuestionsUnitOfWork, before: ForwardedQuestion, passage: str) -> None:
        after = before.in_base(at=self._policy.clock())
        save_forwarded(uow, after, before)
        if after.asker is not None:
            tell(uow, after, QuestionNotice.IN_BASE, after.asker, facts={PASSAGE: passage})


def mark_taken(uow: QuestionsUnitOfWork, gap_id: str, *, at: datetime) -> Gap:
    """Note that the draft stands in the editors' folder; who took it there isn't known."""
    before = _gap(uow, gap_id)
    after = before.taken(at=at)
    save_gap(uow, after, before)
    return after


def _gap(uow: QuestionsUnitOfWork, gap_id: str) -> Gap:
    gap = uow.gaps.get(gap_id)
    if gap is None:
        raise NoSuchCase
    return gap
