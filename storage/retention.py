"""Deleting what has been kept long enough, a batch a transaction, with counts for each kind."""

import logging
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from core.clock import Clock
from core.retention import Retention
from storage.database import Database
from storage.purge import KINDS, SECONDS, Purge

logger = logging.getLogger(__name__)

BATCH = 500
"""Rows of a transaction: a first purge of years leaves room for those who write in between."""

Counts = Mapping[str, int]


class DryRun(Exception):
    """Ends a purge that is to delete nothing, with what it would have deleted."""

    def __init__(self, counts: Counts) -> None:
        super().__init__(counts)
        self.counts = counts


class SqlRetention:
    """Deletes by the settings; run by `jobs/` once a day, and by `operations purge`."""

    def __init__(self, database: Database, retention: Retention, *, clock: Clock) -> None:
        self._database = database
        self._retention = retention
        self._clock = clock

    async def run_once(self) -> int:
        """Purge and log the counts; return how many rows were deleted."""
        counts = await self.purge()
        logger.info("purged: %s", ", ".join(f"{kind} {n}" for kind, n in counts.items()))
        return sum(counts.values())

    async def purge(self, *, dry_run: bool = False) -> Counts:
        """Delete what is past its time, and return how much of each kind."""
        now = self._clock()
        if dry_run:
            return await self._would_be_deleted(now)
        counts = {kind: await self._purge_kind(kind, now) for kind in KINDS}
        await self._database.checkpoint()
        return counts

    async def _would_be_deleted(self, now: datetime) -> Counts:
        def work(connection: Connection) -> None:
            purge = Purge(connection, self._retention, now, most=None)
            raise DryRun({kind: purge.delete(kind) for kind in KINDS})

        try:
            await self._database.write(work, within=SECONDS)
        except DryRun as would:
            return would.counts
        raise AssertionError("a dry run always ends by raising")

    async def _purge_kind(self, kind: str, now: datetime) -> int:
        def work(connection: Connection) -> int:
            return Purge(connection, self._retention, now, most=BATCH).delete(kind)

        deleted = batch = await self._database.write(work, within=SECONDS)
        while batch >= BATCH:
            batch = await self._database.write(work, within=SECONDS)
            deleted += batch
        return deleted
