"""Which activities have been answered, and by which instance."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, select

from core.clock import Clock
from storage.database import Database
from storage.inserts import insert_if_new
from storage.instance_tables import turns
from storage.instances import NOW, Instances

KEEP_TURNS = timedelta(minutes=15)
"""Longer than Teams sends an activity again."""
CLEAR_EVERY = timedelta(minutes=1)


class Standing(StrEnum):
    """How it is with an activity."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    """Another instance is at work on it."""
    ANSWERED = "answered"


class SqlTurns:
    """Gives each activity to one instance; what a dead one was at work on is free again."""

    def __init__(self, database: Database, instances: Instances, *, clock: Clock) -> None:
        self._database = database
        self._instances = instances
        self._clock = clock
        self._cleared_at: datetime | None = None
        new = {"taken_at": instances.time(NOW), "instance": instances.id}
        self._insert = insert_if_new(turns, database.dialect).values(new)

    async def take(self, key: str, *, within: float | None = None) -> Standing:
        """Take the activity called *key* unless another instance has; raise of `UNREACHABLE`."""
        return await self._database.write(lambda c: self._take(c, key), within=within)

    def _take(self, connection: Connection, key: str) -> Standing:
        now, us = self._instances.time(NOW), self._instances.id
        if connection.execute(self._insert, {"key": key, "is_answered": False}).rowcount == 1:
            return Standing.OURS
        free = (turns.c.instance == us) | self._instances.has_lost(turns.c.instance)
        takeable = turns.update().where(turns.c.key == key, ~turns.c.is_answered, free)
        if connection.execute(takeable.values(instance=us, taken_at=now)).rowcount == 1:
            return Standing.OURS
        answered = connection.scalar(select(turns.c.is_answered).where(turns.c.key == key))
        return Standing.ANSWERED if answered else Standing.ELSEWHERE

    async def was_answered(self, key: str) -> bool:
        """Whether the activity called *key* was, in the last minutes; raise of `UNREACHABLE`."""
        answered = select(turns.c.key).where(turns.c.key == key, turns.c.is_answered)
        return await self._database.read(lambda c: c.scalar(answered) is not None)

    def note(self, connection: Connection, ended: Collection[tuple[str, bool]]) -> None:
        """Note the keys of turns of ours, and whether each is answered or anybody's again.

        One that was answered without having been taken is noted too: where nobody else answers, or
        the database was out of reach.
        """
        if not ended:
            return
        for answered in (True, False):
            keys = [key for key, is_answered in ended if is_answered is answered]
            ours = (turns.c.key.in_(keys), turns.c.instance == self._instances.id)
            if keys and answered:
                connection.execute(turns.update().where(*ours).values(is_answered=True))
                untaken = [{"key": key, "is_answered": True} for key in keys]
                connection.execute(self._insert, untaken)
            elif keys:
                connection.execute(delete(turns).where(*ours))
        now = self._clock()
        if self._cleared_at is None or now - self._cleared_at > CLEAR_EVERY:
            old = turns.c.taken_at < self._instances.time(-KEEP_TURNS)
            connection.execute(delete(turns).where(old))
            self._cleared_at = now
