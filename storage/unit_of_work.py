"""Everything a service reads and writes within one transaction."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection

from core.clock import Clock, utc_now
from storage.account_requests import SqlRequests
from storage.accounts import SqlAccounts
from storage.address_book import SqlPeople
from storage.appointments import SqlAppointments
from storage.audit_log import SqlAuditLog
from storage.board_reports import SqlBoardReports
from storage.cases import SqlCases
from storage.database import Database
from storage.follow_up import (
    SqlDeviations,
    SqlRounds,
    SqlSelfChecks,
    SqlUnknownAccounts,
    SqlYearlyChecks,
)
from storage.forwarded_questions import SqlForwardedQuestions
from storage.gaps import SqlGaps
from storage.muted_topics import SqlMutedTopics
from storage.open_files import SqlOpenFiles
from storage.outbox import SqlOutbox
from storage.readings import SqlPassageReviews, SqlReadings, SqlRevisions
from storage.releases import SqlReleases
from storage.traces import SqlTraces

T = TypeVar("T")


class SqlUnitOfWork:
    """The `ReportsUnitOfWork` of one transaction."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.requests = SqlRequests(connection)
        self.register = SqlAccounts(connection)
        self.people = SqlPeople(connection)
        self.forwarded_questions = SqlForwardedQuestions(connection)
        self.gaps = SqlGaps(connection)
        self.rounds = SqlRounds(connection)
        self.self_checks = SqlSelfChecks(connection)
        self.deviations = SqlDeviations(connection)
        self.unknown_accounts = SqlUnknownAccounts(connection)
        self.yearly_checks = SqlYearlyChecks(connection)
        self.revisions = SqlRevisions(connection)
        self.readings = SqlReadings(connection)
        self.passage_reviews = SqlPassageReviews(connection)
        self.reports = SqlBoardReports(connection)
        self.releases = SqlReleases(connection)
        self.open_files = SqlOpenFiles(connection)
        self.outbox = SqlOutbox(connection, clock)
        self.muted_topics = SqlMutedTopics(connection)
        self.audit = SqlAuditLog(connection)
        self.appointments = SqlAppointments(connection)
        self.traces = SqlTraces(connection)


def case_stores(connection: Connection) -> Sequence[SqlCases[Any]]:
    """Return where each kind of case is kept."""
    stores = vars(SqlUnitOfWork(connection, utc_now)).values()
    return [each for each in stores if isinstance(each, SqlCases)]


class SqlTransactions:
    """Runs units of work; those that write run one after the other, on several instances too.

    So of two people who press at once, the second is told what the first did.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock = utc_now,
        on_notice: Callable[[], None] = lambda: None,
    ) -> None:
        """*on_notice* is called whenever something has been put into the outbox."""
        self._database = database
        self._clock = clock
        self._on_notice = on_notice

    async def read(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        """Return what *work* reads, all of it as it was at one moment; it can't write."""
        return await self._database.read(lambda connection: work(self._unit_of_work(connection)))

    async def write(self, work: Callable[[SqlUnitOfWork], T]) -> T:
        """Return what *work* does, committed; or raise what it raises, with nothing changed."""

        def whole(connection: Connection) -> tuple[T, bool]:
            # Every change adds a line to the audit log, so its head is waited for sooner or later;
            # locked first, it also keeps two units of work apart.
            uow = self._unit_of_work(connection)
            uow.audit.lock()
            return work(uow), uow.outbox.has_new

        done, has_notices = await self._database.write(whole)
        if has_notices:
            self._on_notice()
        return done

    def _unit_of_work(self, connection: Connection) -> SqlUnitOfWork:
        return SqlUnitOfWork(connection, self._clock)
