"""Everything that reads and writes one database, put together."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError

from core.clock import Clock
from core.outbox import Backlog
from core.retention import Retention
from storage.address_book import SqlAddressBook
from storage.database import Database
from storage.deliveries import SqlDeliveries
from storage.faults import explained
from storage.questions import SqlQuestions
from storage.retention import SqlRetention
from storage.schema import NoDatabase, touch
from storage.turn_records import TurnRecords
from storage.unit_of_work import SqlTransactions


class Stores:
    """The stores over one database; make it where an event loop runs or will run."""

    def __init__(
        self, database_url: str, *, clock: Clock, retention: Retention | None = None
    ) -> None:
        self.database = Database(database_url)
        self.outbox_filled = asyncio.Event()
        """Set whenever there may be something to send."""
        notify = self.outbox_filled.set
        self.transactions = SqlTransactions(self.database, clock=clock, on_notice=notify)
        self.addresses = SqlAddressBook(self.database, clock=clock, on_notice=notify)
        self.records = TurnRecords(self.database, self.addresses, clock=clock)
        self.questions = SqlQuestions(self.database, self.records)
        self.deliveries = SqlDeliveries(self.database, self.addresses, clock=clock)
        self.retention = SqlRetention(self.database, retention or Retention(), clock=clock)

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
        except SQLAlchemyError as error:
            raise NoDatabase(explained(error)) from None
        return backlog

    async def close(self) -> None:
        """Write what is still to be written, and let go of the database."""
        await self.records.close()
        await self.database.close()
