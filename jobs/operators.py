"""What those who run the bot are told in the review channel as time passes."""

import logging
from datetime import date, datetime, time, timedelta

from core.clock import SWEDEN, Clock, swedish_day
from core.outbox import REVIEW_CHANNEL, Notice, NoticeKind
from core.ports import Transactions, UnitOfWork

NEVER = timedelta(days=36_500)

logger = logging.getLogger(__name__)


class CredentialsWatch:
    """Tells the operators that the bot's secret or certificate ends soon."""

    DAYS_BEFORE = (30, 14, 7, 3, 1, 0)

    def __init__(self, transactions: Transactions[UnitOfWork], clock: Clock, end: date) -> None:
        self._transactions = transactions
        self._clock = clock
        self._end = end

    def next_due(self, ran_at: datetime) -> datetime:
        """Return when the next of the days begins on which it is told."""
        left = (self._end - swedish_day(ran_at)).days
        days = next((each for each in self.DAYS_BEFORE if each < left), -1)
        if days < 0:
            return ran_at + NEVER
        return datetime.combine(self._end - timedelta(days=days), time(), SWEDEN)

    async def run_once(self) -> int:
        """Put a notice once for each of the days it is told on; return how many."""
        left = (self._end - swedish_day(self._clock())).days
        due = min((days for days in self.DAYS_BEFORE if days >= left), default=None)
        if due is None:
            return 0
        logger.warning("the bot's secret or certificate ends in %s days", left)
        day = self._end.isoformat()
        key = f"{NoticeKind.CREDENTIALS_END}/{day}/{due}"
        notice = Notice(key, NoticeKind.CREDENTIALS_END, REVIEW_CHANNEL, day)
        await self._transactions.write(lambda uow: uow.outbox.put(notice))
        return 1


class AuditSealReport:
    """Tells the audit log's checksum once a week, to be held against the log later.

    Whoever rewrites the whole log in the database can't rewrite what was told.
    """

    def __init__(self, transactions: Transactions[UnitOfWork], clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock

    async def run_once(self) -> int:
        """Put a notice once for each week in which there is a log; return how many."""
        year, week, _ = self._clock().isocalendar()
        return await self._transactions.write(lambda uow: self._put(uow, f"{year}-{week:02}"))

    def _put(self, uow: UnitOfWork, week: str) -> int:
        lines, seal = uow.audit.seal()
        if not lines:
            return 0
        facts = {"week": week, "lines": str(lines), "seal": seal}
        key = f"{NoticeKind.AUDIT_SEAL}/{week}"
        uow.outbox.put(Notice(key, NoticeKind.AUDIT_SEAL, REVIEW_CHANNEL, week, facts))
        return 1


class GivenUpReport:
    """Tells how many messages were given up since that was last told, in one notice."""

    def __init__(self, transactions: Transactions[UnitOfWork], clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock

    async def run_once(self) -> int:
        """Put a notice where there is something to tell, and none waits; return how many."""
        return await self._transactions.write(self._put)

    def _put(self, uow: UnitOfWork) -> int:
        count = uow.outbox.note_given_up()
        if not count:
            return 0
        now = self._clock().isoformat()
        key, facts = f"{NoticeKind.GIVEN_UP}/{now}", {"count": str(count)}
        uow.outbox.put(Notice(key, NoticeKind.GIVEN_UP, REVIEW_CHANNEL, now, facts))
        return 1
