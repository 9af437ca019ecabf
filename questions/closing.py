"""What becomes of handled gaps: drafts taken, gaps closed, and followers told of an answer."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from core.changes import require_case, save, tell
from core.policy import Policy
from core.ports import Transactions
from core.service import Service, reads, writes
from questions.forwarded_question import PASSAGE, ForwardedQuestion, QuestionNotice
from questions.gap import Gap
from questions.ports import QuestionReader, QuestionsUnitOfWork

ENOUGH = 0.5
"""Share of a gap's examples that must be answered for it to count as closed."""


class ClosingService(Service[QuestionsUnitOfWork, Policy]):
    """Asks each new base everything that waits for an answer; run by `jobs/`."""

    def __init__(
        self,
        transactions: Transactions[QuestionsUnitOfWork],
        policy: Policy,
        *,
        reader: Callable[[], QuestionReader],
    ) -> None:
        """*reader* returns the reader of the base in use."""
        super().__init__(transactions, policy)
        self._reader = reader
        self._asked: str | None = None
        """The hash of the base that was asked last."""

    async def run_once(self) -> int:
        """Close what the base in use answers, tell the followers, and return how many cases."""
        reader = self._reader()
        if reader.base_hash == self._asked:
            return 0
        gaps, followed = await self._waiting()
        closed = await asyncio.to_thread(_answered_gaps, reader, gaps)
        passages = await asyncio.to_thread(_answering_passages, reader, followed)
        count = await self._close(closed, passages) if closed or passages else 0
        self._asked = reader.base_hash
        return count

    @reads
    def _waiting(
        self, uow: QuestionsUnitOfWork
    ) -> tuple[Sequence[Gap], Sequence[ForwardedQuestion]]:
        """Return what waits for the base to answer."""
        gaps = [gap for gap in uow.gaps.all() if gap.is_open]
        return gaps, uow.forwarded_questions.awaiting_news()

    @writes
    def _close(
        self, uow: QuestionsUnitOfWork, gap_ids: Sequence[str], passages: Mapping[str, str]
    ) -> int:
        """Close what is still open: some of it may have changed since it was read."""
        now, awaiting = self._policy.clock(), uow.forwarded_questions.awaiting_news()
        followed = [each for each in awaiting if each.id in passages]
        for forwarded in followed:
            _tell(uow, forwarded, passages[forwarded.id], at=now)
        gaps = [gap for each in sorted(gap_ids) if (gap := require_case(uow.gaps, each)).is_open]
        for before in gaps:
            after = before.closed(at=now)
            save(uow, uow.gaps, after, before, by=None)
            tell_followers(uow, after, at=now)
        return len(followed) + len(gaps)


def mark_taken(uow: QuestionsUnitOfWork, gap_id: str, *, at: datetime) -> Gap:
    """Note that the draft is in the editors' folder; who put it there isn't known."""
    before = require_case(uow.gaps, gap_id)
    after = before.taken(at=at)
    save(uow, uow.gaps, after, before, by=None)
    return after


def tell_followers(uow: QuestionsUnitOfWork, gap: Gap, *, at: datetime) -> None:
    """Tell everybody who follows a question of *gap* that the base has an answer."""
    covered = uow.gaps.questions_of(gap.id)
    for forwarded in uow.forwarded_questions.awaiting_news():
        if forwarded.answer_id in covered:
            _tell(uow, forwarded, gap.draft.passage if gap.draft else "", at=at)


def _tell(
    uow: QuestionsUnitOfWork, before: ForwardedQuestion, passage: str, *, at: datetime
) -> None:
    after = before.in_base(at=at)
    save(uow, uow.forwarded_questions, after, before, by=None)
    if after.asker is not None:
        tell(uow, after, QuestionNotice.IN_BASE, after.asker, facts={PASSAGE: passage}, by=None)


def _answered_gaps(reader: QuestionReader, gaps: Sequence[Gap]) -> Sequence[str]:
    """Return the ids of the gaps that the base answers by now."""
    return [gap.id for gap in gaps if _is_answered(reader, gap)]


def _answering_passages(
    reader: QuestionReader, followed: Sequence[ForwardedQuestion]
) -> Mapping[str, str]:
    """Return the passage that answers each question, by their ids, where one does."""
    news = {each.id: _news_for(reader, each) for each in followed}
    return {each: passage for each, passage in news.items() if passage}


def _is_answered(reader: QuestionReader, gap: Gap) -> bool:
    answered = [
        reader.answer(example, gap.language, unless=gap.unhelpful) is not None
        for example in gap.examples
    ]
    return bool(answered) and sum(answered) >= ENOUGH * len(answered)


def _news_for(reader: QuestionReader, forwarded: ForwardedQuestion) -> str | None:
    """Return the id of the passage that answers, unless the asker had read just that text."""
    passage = reader.answer(forwarded.question, forwarded.language, unless=())
    if passage is None:
        return None
    text = reader.text_hash(passage.id, forwarded.language)
    return None if forwarded.shown.was_read(passage.id, text) else passage.id
