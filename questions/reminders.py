"""What falls due for forwarded questions as time passes; run by `jobs/`.

Every job is safe to repeat: run twice in a row, it does nothing the second time.
"""

from datetime import datetime, timedelta

from core.changes import save, tell
from core.policy import Policy
from core.service import Service, writes
from core.working_time import working_days_between
from questions.forwarded_question import ForwardedQuestion, ForwardedStatus, QuestionNotice
from questions.ports import QuestionsUnitOfWork

REMIND_AFTER = 3
"""Working days."""
ASKER_KEPT = timedelta(days=30)
"""How long the asker is remembered once nothing more is owed them."""
ASKER_KEPT_AT_MOST = timedelta(days=365)
"""How long the asker is remembered at most, answered or not."""


class QuestionReminderService(Service[QuestionsUnitOfWork, Policy]):
    """Reminds the reviewers of questions that have waited too long."""

    @writes
    def run_once(self, uow: QuestionsUnitOfWork) -> int:
        """Remind of every question that is due, and return how many there were."""
        now = self._policy.clock()
        due = [
            forwarded
            for forwarded in uow.forwarded_questions.waiting()
            if not forwarded.reminded
            and working_days_between(forwarded.sent_at, now) >= REMIND_AFTER
        ]
        for before in due:
            after = before.marked_reminded()
            save(uow, uow.forwarded_questions, after, before, by=None, at=now)
            told = self._policy.told_of_questions(uow, after.routine)
            tell(uow, after, QuestionNotice.REMINDED, *told, by=None)
        return len(due)


class RetentionService(Service[QuestionsUnitOfWork, Policy]):
    """Forgets who asked a question when nothing more is owed them."""

    @writes
    def run_once(self, uow: QuestionsUnitOfWork) -> int:
        """Forget every asker whose time is up, and return how many there were."""
        now = self._policy.clock()
        due = [each for each in uow.forwarded_questions.with_asker() if _is_over(each, now)]
        for before in due:
            after = before.anonymized(nonce=self._policy.nonce())
            save(uow, uow.forwarded_questions, after, before, by=None, at=now)
        return len(due)


def _is_over(forwarded: ForwardedQuestion, now: datetime) -> bool:
    if forwarded.sent_at + ASKER_KEPT_AT_MOST <= now:
        return True
    is_owed = forwarded.standing is ForwardedStatus.WAITING or forwarded.awaits_news
    return not is_owed and forwarded.changed_at + ASKER_KEPT <= now
