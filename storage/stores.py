"""Everything that reads and writes one database, put together."""

import asyncio
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from core.clock import Clock
from core.outbox import Backlog
from core.retention import Retention
from storage.address_book import SqlAddressBook
from storage.database import Database
from storage.deadlines import DatabaseTimeout, Limits
from storage.deliveries import SqlDeliveries
from storage.faults import explained
from storage.instances import Instances, time_of_server
from storage.no_database import NoDatabase
from storage.questions import SqlQuestions
from storage.replies import SqlReplies
from storage.retention import SqlRetention
from storage.schedule import SqlSchedule
from storage.schema import make_ready, touch
from storage.turn_records import TurnRecords
from storage.turns import SqlTurns
from storage.unit_of_work import SqlTransactions


class Stores:
    """The stores over one database; make it where an event loop runs or will run."""

    def __init__(
        self,
        database_url: str,
        *,
        clock: Clock,
        retention: Retention | None = None,
        limits: Limits | None = None,
        replies_useful: timedelta = timedelta(minutes=10),
        gathers: Collection[str] = (),
    ) -> None:
        """*gathers* names the kinds of notices of which one message tells where several wait."""
        self.database = Database(database_url, limits)
        self.outbox_filled = asyncio.Event()
        """Set whenever there may be something to send."""
        self.people_met = asyncio.Event()
        """Set whenever somebody has turned to the bot who may be waited for."""
        notify = self.outbox_filled.set
        self.transactions = SqlTransactions(self.database, clock=clock, on_notice=notify)
        self.addresses = SqlAddressBook(
            self.database, clock=clock, on_notice=notify, on_met=self.people_met.set
        )
        self.instances = Instances(
            self.database, clock=clock, time=time_of_server if self.is_shared else None
        )
        self.turns = SqlTurns(self.database, self.instances)
        self.records = TurnRecords(self.database, self.addresses, clock=clock, turns=self.turns)
        self.questions = SqlQuestions(self.database, self.records)
        self.deliveries = SqlDeliveries(
            self.database,
            self.addresses,
            clock=clock,
            instances=self.instances,
            gathers=gathers,
        )
        self.replies = SqlReplies(
            self.database, clock=clock, on_reply=notify, useful=replies_useful
        )
        self.schedule = SqlSchedule(self.database, self.instances, on_ended=notify)
        self.retention = SqlRetention(self.database, retention or Retention(), clock=clock)

    async def open(self) -> None:
        """Migrate the database, and take part in what is done over it; call `close` in the end.

        Raises:
            NoDatabase: where it can't be used, or is a file that another process serves.
        """
        await make_ready(self.database)
        await self.instances.start()

    @property
    def is_shared(self) -> bool:
        """Whether other instances may be at work on it."""
        return self.database.dialect != "sqlite"

    async def settle(self) -> None:
        """Write what is noted of turns, so that none of it comes after an erasure."""
        await self.records.flush()

    async def forget(self, person_id: str) -> None:
        """Forget in memory, and in SQLite's journal, somebody who has been erased."""
        self.addresses.lost(person_id)
        await self.database.checkpoint()

    async def backlog(self) -> Backlog:
        """Return what waits to be sent, having read and written.

        Raises:
            NoDatabase: where either can't be done; says why.
        """
        try:
            backlog = await self.deliveries.backlog()
            await self.database.write(touch)
        except (SQLAlchemyError, DatabaseTimeout) as error:
            raise NoDatabase(explained(error)) from None
        return backlog

    async def close(self) -> None:
        """Write what is still to be written, and let go of the database."""
        await self.records.close()
        await self.instances.close()
        await self.database.close()
