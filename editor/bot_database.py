"""The bot's database, as those who write the base may read it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.clock import utc_now
from storage.database import UNREACHABLE, Database
from storage.schema import is_current
from storage.sqlite import UnsuitableUrl
from storage.unit_of_work import Transactions


class NoDatabase(Exception):
    """The database can't be reached, or its tables are those of another version."""


@asynccontextmanager
async def transactions_of(database_url: str) -> AsyncIterator[Transactions]:
    """Open the database; one that the server hasn't made yet is not made here either.

    Raises:
        NoDatabase: where there is none that this version can read.
    """
    try:
        database = Database(database_url, may_be_new=False)
    except UnsuitableUrl as unsuitable:
        raise NoDatabase from unsuitable
    try:
        if not await database.read(is_current):
            raise NoDatabase
        yield Transactions(database, clock=utc_now, on_notice=lambda: None)
    except UNREACHABLE as unreachable:
        raise NoDatabase from unreachable
    finally:
        await database.close()
