"""Which activities have been answered, and by which instance."""

from collections.abc import Collection
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, select

from storage.database import Database
from storage.inserts import insert_if_new, insert_or_replace
from storage.instance_tables import turns
from storage.instances import NOW, Instances

KEEP_TURNS = timedelta(minutes=15)
"""Longer than Teams sends an activity again."""


class Standing(StrEnum):
    """How it is with an activity."""

    OURS = "ours"
    ELSEWHERE = "elsewhere"
    """Another instance is at work on it."""
    ANSWERED = "answered"


class SqlTurns:
    """Gives each activity to one instance; what a dead one was at work on is free again."""

    def __init__(self, database: Database, instances: Instances) -> None:
        self._database = database
        self._instances = instances
        new = {"taken_at": instances.time(NOW), "instance": instances.id}
        self._insert = insert_if_new(turns, database.dialect).values(new)
        own = insert_or_replace(turns, database.dialect, if_same="instance")
        self._end_own = own.values(**new, is_answered=True)

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

    async def answered(self) -> frozenset[str]:
        """Return the keys of what Teams may send again though it was answered.

        Raises one of `UNREACHABLE`.
        """
        is_recent = turns.c.taken_at >= self._instances.time(-KEEP_TURNS)
        keys = select(turns.c.key).where(turns.c.is_answered, is_recent)
        return await self._database.read(lambda c: frozenset(c.scalars(keys)))

    def note(self, connection: Connection, ended: Collection[tuple[str, bool]]) -> None:
        """Note the keys of turns of ours, and whether each is answered or anybody's again.

        One that was answered without having been taken is noted too: where nobody else answers, or
        the database was out of reach.
        """
        latest = dict(ended)  # sent again, it may have been answered the second time
        if answered := [{"key": key} for key, is_answered in latest.items() if is_answered]:
            connection.execute(self._end_own, answered)
        if unanswered := [key for key, is_answered in latest.items() if not is_answered]:
            is_ours = turns.c.instance == self._instances.id
            connection.execute(delete(turns).where(turns.c.key.in_(unanswered), is_ours))

    def clear(self, connection: Connection) -> None:
        """Forget the turns that Teams won't send again."""
        is_old = turns.c.taken_at < self._instances.time(-KEEP_TURNS)
        connection.execute(delete(turns).where(is_old))
