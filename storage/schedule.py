"""When each job ran last, and which instance is at work on it."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, select

from core.schedule import JobState
from storage.database import Database
from storage.inserts import insert_if_new, row_of
from storage.instance_tables import jobs as table
from storage.instances import Instances

_STATE = (table.c.name, table.c.ran_at, table.c.failures, table.c.retry_at, table.c.error)


class SqlSchedule:
    """The `Schedule` over one database; what a dead instance was at work on is free again."""

    def __init__(
        self,
        database: Database,
        instances: Instances,
        *,
        on_ended: Callable[[], None] = lambda: None,
    ) -> None:
        """*on_ended* is called after each job: there may be something that waited for it."""
        self._database = database
        self._instances = instances
        self._on_ended = on_ended

    async def states(self) -> Mapping[str, JobState]:
        def work(connection: Connection) -> Mapping[str, JobState]:
            return {row.name: JobState(*row) for row in connection.execute(select(*_STATE))}

        return await self._database.read(work)

    async def take(self, seen: JobState) -> bool:
        us = self._instances.id

        def work(connection: Connection) -> bool:
            connection.execute(insert_if_new(table, self._database.dialect), row_of(seen))
            takeable = table.update().where(
                table.c.name == seen.name,
                table.c.ran_at.is_not_distinct_from(seen.ran_at),
                table.c.failures == seen.failures,
                # What we hold ourselves is left from one whose end couldn't be stored.
                (table.c.held_by == us) | self._instances.has_lost(table.c.held_by),
            )
            return connection.execute(takeable.values(held_by=us)).rowcount == 1

        await self._instances.renew()
        return await self._database.write(work)

    async def ended(self, after: JobState) -> None:
        """Change nothing where another instance has taken it over."""
        ours = (table.c.name == after.name, table.c.held_by == self._instances.id)
        note = table.update().where(*ours).values(held_by=None, **row_of(after))
        await self._database.write(lambda connection: connection.execute(note))
        self._on_ended()
