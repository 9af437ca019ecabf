"""Deleting what has been kept long enough, in one transaction, with counts for each kind."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    exists,
    or_,
    select,
)

from accounts.account import AccountStatus
from accounts.history import UNDER_WAY, RequestStatus
from core.appointments import AppointmentStanding
from core.clock import Clock
from core.retention import Retention
from questions.forwarded_question import ForwardedStatus
from storage.appointments import appointments
from storage.audit_log import PURGED, SqlAuditLog
from storage.database import Database
from storage.outbox import UNSENT
from storage.question_tables import forwarded_questions, gap_questions, gaps
from storage.tables import (
    account_requests,
    accounts,
    answers,
    greeted_conversations,
    outbox,
    people,
    posted_cards,
    votes,
)

logger = logging.getLogger(__name__)

EVERY = timedelta(days=1)

Counts = Mapping[str, int]
_NEVER_SENT = (RequestStatus.DISCARDED, RequestStatus.EXPIRED)
_CLOSED = (RequestStatus.WITHDRAWN, RequestStatus.DECLINED, RequestStatus.RETURNED)


class DryRun(Exception):
    """Ends a purge that is to delete nothing, with what it would have deleted."""

    def __init__(self, counts: Counts) -> None:
        super().__init__(counts)
        self.counts = counts


class SqlRetention:
    """Deletes by the settings; run by `dialogs/jobs.py` once a day, and by `operations purge`."""

    def __init__(self, database: Database, retention: Retention, *, clock: Clock) -> None:
        self._database = database
        self._retention = retention
        self._clock = clock
        self._last: datetime | None = None

    async def run_once(self) -> int:
        """Purge once a day and log the counts; return how many rows were deleted."""
        now = self._clock()
        if self._last is not None and now < self._last + EVERY:
            return 0
        counts = await self.purge()
        self._last = now
        logger.info("purged: %s", ", ".join(f"{kind} {n}" for kind, n in counts.items()))
        return sum(counts.values())

    async def purge(self, *, dry_run: bool = False) -> Counts:
        """Delete what is past its time, and return how much of each kind."""

        def work(connection: Connection) -> Counts:
            counts = dict(_Purge(connection, self._retention, self._clock()).counts())
            if dry_run:
                raise DryRun(counts)
            return counts

        try:
            counts = await self._database.write(work)
        except DryRun as would:
            return would.counts
        await self._database.checkpoint()
        return counts


class _Purge:
    """One purge; what is deleted of the cases leaves a line in the audit log."""

    def __init__(self, connection: Connection, retention: Retention, now: datetime) -> None:
        self._connection = connection
        self._retention = retention
        self._now = now

    def counts(self) -> Iterator[tuple[str, int]]:
        rules: Mapping[str, tuple[int, Callable[[datetime], int]]] = {
            "answers": (self._retention.answers, self._answers),
            "votes": (self._retention.votes, self._votes),
            "drafts": (self._retention.drafts, self._drafts),
            "requests": (self._retention.requests, self._requests),
            "questions": (self._retention.questions, self._questions),
            "people": (self._retention.people, self._people),
            "notices": (self._retention.notices, self._notices),
        }
        for kind, (days, purge) in rules.items():
            yield kind, purge(self._now - timedelta(days=days)) if days else 0

    def _answers(self, before: datetime) -> int:
        return self._delete(answers, answers.c.asked_at < before)

    def _votes(self, before: datetime) -> int:
        return self._delete(votes, votes.c.voted_at < before)

    def _notices(self, before: datetime) -> int:
        return self._delete(outbox, outbox.c.state.not_in(UNSENT), outbox.c.settled_at < before)

    def _drafts(self, before: datetime) -> int:
        table = account_requests
        is_over = (table.c.status.in_(_NEVER_SENT), table.c.changed_at < before)
        return self._delete_cases(table, "request", *is_over)

    def _requests(self, before: datetime) -> int:
        """A request that led to an account goes with it, once that is closed."""
        closed = [
            account
            for account in self._connection.scalars(
                select(accounts.c.content).where(accounts.c.standing == AccountStatus.CLOSED)
            )
            if account.changed_at < before
        ]
        table = account_requests
        is_over = and_(table.c.status.in_(_CLOSED), table.c.changed_at < before)
        led_here = table.c.id.in_([account.request_id for account in closed])
        deleted = self._delete_cases(table, "request", or_(is_over, led_here))
        ids = [account.id for account in closed]
        return deleted + self._delete_cases(accounts, "account", accounts.c.id.in_(ids))

    def _questions(self, before: datetime) -> int:
        table = forwarded_questions
        is_over = (
            table.c.standing != ForwardedStatus.WAITING,
            ~table.c.awaits_news,
            table.c.changed_at < before,
        )
        deleted = self._delete_cases(table, "enquiry", *is_over)
        closed = [
            gap.id
            for gap in self._connection.scalars(
                select(gaps.c.content).where(gaps.c.changed_at < before)
            )
            if not gap.is_open
        ]
        self._delete(gap_questions, gap_questions.c.gap.in_(closed))
        return deleted + self._delete_cases(gaps, "gap", gaps.c.id.in_(closed))

    def _people(self, before: datetime) -> int:
        gone = (people.c.met_at < before, ~_is_needed(self._now))
        conversations = select(people.c.conversation).where(*gone)
        for table in (greeted_conversations, posted_cards):
            self._delete(table, table.c.conversation.in_(conversations))
        return self._delete(people, *gone)

    def _delete(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        return self._connection.execute(delete(table).where(*conditions)).rowcount

    def _delete_cases(self, table: Table, kind: str, *conditions: ColumnElement[bool]) -> int:
        ids = self._connection.scalars(select(table.c.id).where(*conditions)).all()
        log = SqlAuditLog(self._connection)
        for case_id in ids:
            log.append(at=self._now, what=kind, subject=case_id, by=None, state=PURGED, content="")
        return self._delete(table, table.c.id.in_(ids))


def _is_needed(now: datetime) -> ColumnElement[bool]:
    """Whether somebody stands in anything under way, so that they must still be reached."""
    person, requests = people.c.person, account_requests.c
    return or_(
        exists().where(
            requests.status.in_(UNDER_WAY),
            or_(
                requests.requester == person,
                requests.manager == person,
                requests.confirmer == person,
            ),
        ),
        exists().where(
            accounts.c.responsible == person, accounts.c.standing != AccountStatus.CLOSED
        ),
        exists().where(forwarded_questions.c.asker == person),
        exists().where(
            appointments.c.reviewer == person,
            appointments.c.standing != AppointmentStanding.REFUSED,
            or_(appointments.c.ends_at.is_(None), appointments.c.ends_at > now),
        ),
        exists().where(outbox.c.recipient == person, outbox.c.state.in_(UNSENT)),
    )
