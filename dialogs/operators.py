"""What those who run the bot are told in the review channel, and the jobs that tell it."""

import logging
from collections.abc import Callable
from datetime import date

from core.clock import Clock
from core.outbox import REVIEW_CHANNEL, Message, Notice, NoticeKind
from core.ports import Transactions, UnitOfWork
from texts.catalogue import Catalogue

logger = logging.getLogger(__name__)

OPERATORS_KINDS = (NoticeKind.CREDENTIALS_END, NoticeKind.AUDIT_SEAL)


def operators_message(notice: Notice, today: date, texts: Catalogue) -> Message:
    """Return the message that a notice to the operators stands for."""
    if notice.kind == NoticeKind.AUDIT_SEAL:
        return Message(text=texts.say("operators.audit_seal", **notice.facts))
    end = date.fromisoformat(notice.subject)
    days = (end - today).days
    key = "operators.credentials_end" if days > 0 else "operators.credentials_ended"
    return Message(text=texts.say(key, day=end.isoformat(), days=days))


class CredentialsWatch:
    """A job: tells the operators that the bot's secret or certificate ends soon."""

    DAYS_BEFORE = (30, 14, 7, 3, 1, 0)

    def __init__(
        self, transactions: Transactions[UnitOfWork], clock: Clock, end: date | None
    ) -> None:
        self._transactions = transactions
        self._clock = clock
        self._end = end
        self._told: int | None = None

    async def run_once(self) -> int:
        """Put a notice once for each of the days it is told on; return how many."""
        if self._end is None:
            return 0
        left = (self._end - self._clock().date()).days
        due = min((days for days in self.DAYS_BEFORE if days >= left), default=None)
        if due is None or due == self._told:
            return 0
        logger.warning("the bot's secret or certificate ends in %s days", left)
        day = self._end.isoformat()
        key = f"{NoticeKind.CREDENTIALS_END}/{day}/{due}"
        notice = Notice(key, NoticeKind.CREDENTIALS_END, REVIEW_CHANNEL, day)
        await self._transactions.write(lambda uow: uow.outbox.put(notice))
        self._told = due
        return 1


class AuditSealReport:
    """A job: tells the audit log's checksum once a week, to be held against the log later.

    Whoever rewrites the whole log in the database can't rewrite what was told.
    """

    def __init__(self, transactions: Transactions[UnitOfWork], clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock
        self._told = ""

    async def run_once(self) -> int:
        """Put a notice once for each week in which there is a log; return how many."""
        year, week, _ = self._clock().isocalendar()
        named = f"{year}-{week:02}"
        if named == self._told:
            return 0
        self._told = named if await self._transactions.write(self._put(named)) else ""
        return int(bool(self._told))

    def _put(self, week: str) -> Callable[[UnitOfWork], bool]:
        def work(uow: UnitOfWork) -> bool:
            lines, seal = uow.audit.seal()
            if not lines:
                return False
            facts = {"week": week, "lines": str(lines), "seal": seal}
            key = f"{NoticeKind.AUDIT_SEAL}/{week}"
            uow.outbox.put(Notice(key, NoticeKind.AUDIT_SEAL, REVIEW_CHANNEL, week, facts))
            return True

        return work
