"""The outbox as the outbox worker sees it: what is due, and what came of it."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    delete,
    exists,
    or_,
    update,
)

from core.clock import Clock
from core.outbox import Backlog, Delivery
from core.standing import ShownSubject, StandingMessage
from storage.address_book import SqlAddressBook
from storage.database import Database
from storage.instance_tables import jobs
from storage.instances import NOW, Instances
from storage.outbox import State, note_shown
from storage.standing_messages import forget, messages_showing
from storage.tables import outbox, people
from storage.waiting import (
    ALL_WAITING,
    CLAIMABLE,
    EARLIER,
    HOW_IT_DOES,
    delivery_in,
    first_due,
    is_due,
    is_next,
    readable,
)

logger = logging.getLogger(__name__)

KEEP_SENT = timedelta(days=7)
RETRY = timedelta(hours=1)
MOST_TOGETHER = 10
"""Notices in one message; what is left comes in the next."""


class SqlDeliveries:
    """Gives each notice to one worker at a time, and to each recipient in order.

    Until a notice has been sent or given up, no later one to its recipient is handed out; one that
    is stuck through a fault of its own holds up nobody. Those of a kind that is gathered wait while
    jobs are at work, behind which later ones don't wait, and go out together.
    """

    def __init__(
        self,
        database: Database,
        addresses: SqlAddressBook,
        *,
        clock: Clock,
        instances: Instances | None = None,
        gathers: Collection[str] = (),
    ) -> None:
        """*gathers* names the kinds that go out in one message where several wait."""
        self._database = database
        self._instances = instances or Instances(database, clock=clock)
        self._addresses = addresses
        self._clock = clock
        self._gathers = gathers

    async def claim(self, most: int) -> list[Delivery]:
        """Take out at most *most* notices that are due; nobody else gets them while we hold them.

        What nobody has an address for stays, and isn't counted as tried.
        """

        def work(connection: Connection) -> list[Delivery]:
            due = self._due().where(*self._may_go()).limit(most)
            taken = (self._taken(connection, row) for row in connection.execute(due).all())
            claimed = [delivery for delivery in taken if delivery is not None]
            numbers = [each.number for taken in claimed for each in taken.whole]
            lease = update(outbox).where(outbox.c.number.in_(numbers))
            if numbers:
                connection.execute(lease.values(leased_by=self._instances.id))
            return claimed

        await self._instances.renew()
        return await self._database.write(work)

    async def next_due(self) -> datetime | None:
        """Return when there will be something to claim, if nobody puts anything before."""
        query = first_due(self._instances.time(NOW)).where(*self._may_go())
        due, until, shared_now = await self._database.read(lambda c: c.execute(query).one())
        # What another holds is told by the time that is shared, and waited for by our own.
        free = until and self._clock() + (until - shared_now)
        return min((each for each in (due, free) if each), default=None)

    async def standing(self, delivery: Delivery, shown: ShownSubject) -> Sequence[str]:
        """Return the messages where *delivery* goes that show the same."""
        conversation = delivery.address.conversation or ""
        return await self._database.read(
            lambda connection: messages_showing(connection, conversation, shown)
        )

    async def sent(
        self,
        delivery: Delivery,
        *,
        stands: StandingMessage | None = None,
        gone: Collection[str] = (),
    ) -> None:
        """Note that *delivery* has been sent; *stands* is the message to be replaced later.

        Those that are *gone* are not to be replaced any more.
        """

        def work(connection: Connection) -> None:
            settled = {"state": State.SENT, "settled_at": self._clock(), "leased_by": None}
            if delivery.reply is not None:
                settled["facts"] = {}  # it has been said, so there's no reason to keep the words
            # Whoever holds the lease by now: sent is sent.
            numbers = [each.number for each in delivery.whole]
            told = update(outbox).where(outbox.c.number.in_(numbers)).values(settled)
            is_known = connection.execute(told).rowcount > 0
            forget(connection, delivery.address.conversation or "", gone)
            # Whoever has been erased meanwhile is named nowhere any more.
            if stands is not None and is_known:
                note_shown(connection, stands, self._clock)

        await self._database.write(work)

    async def later(
        self, delivery: Delivery, due_at: datetime, fault: str, *, stuck: bool = False
    ) -> None:
        """Put *delivery* back until *due_at*; one that is *stuck* no longer holds up the others."""
        state = State.STUCK if stuck else State.WAITING
        await self._put_back(delivery, state=state, due_at=due_at, fault=fault)

    async def refused(self, delivery: Delivery, fault: str) -> None:
        """Keep *delivery* until its person turns to the bot again."""
        await self._put_back(delivery, state=State.REFUSED, fault=fault, settled_at=self._clock())
        self._addresses.lost(delivery.notice.to)

    async def unsendable(self, delivery: Delivery, fault: str) -> None:
        """Give *delivery* up, but keep it to be looked into."""
        await self._put_back(
            delivery, state=State.UNSENDABLE, fault=fault, settled_at=self._clock()
        )

    async def expired(self, delivery: Delivery) -> None:
        """Give up an answer that nobody waits for any more."""
        await self._put_back(delivery, state=State.EXPIRED, settled_at=self._clock())

    async def begun(self, delivery: Delivery, conversation: str) -> Delivery:
        """Remember the conversation begun with a person, and return *delivery* addressed to it."""
        theirs = update(people).where(people.c.person == delivery.notice.to)
        await self._database.write(
            lambda connection: connection.execute(theirs.values(conversation=conversation))
        )
        return replace(delivery, address=replace(delivery.address, conversation=conversation))

    async def backlog(self) -> Backlog:
        """Return how the outbox is doing."""
        row = await self._database.read(lambda connection: connection.execute(HOW_IT_DOES).one())
        return Backlog(**row._mapping)

    async def release(self, *, besides: Collection[int] = ()) -> None:
        """Take back what isn't being delivered, which are all *besides* those numbers.

        On a server that is what this instance holds; in a file, where there is one process, also
        what a killed one held.
        """
        held = outbox.c.leased_by == self._instances.id
        if self._database.dialect == "sqlite":
            held = outbox.c.leased_by.is_not(None)
        lost = update(outbox).where(held, outbox.c.number.not_in(besides)).values(leased_by=None)
        await self._database.write(lambda connection: connection.execute(lost))

    async def clear_away(self) -> None:
        """Forget what was sent a week ago; what was given up stays as long as the settings say."""
        old = (outbox.c.state == State.SENT, outbox.c.settled_at < self._clock() - KEEP_SENT)
        forget = delete(outbox).where(*old)
        await self._database.write(lambda connection: connection.execute(forget))

    async def _put_back(self, delivery: Delivery, **changes: object) -> None:
        """Change nothing where another instance has taken it over."""
        ours = (
            outbox.c.number.in_([each.number for each in delivery.whole]),
            outbox.c.leased_by == self._instances.id,
        )
        values = {"leased_by": None, "attempts": outbox.c.attempts + 1, **changes}
        statement = update(outbox).where(*ours).values(values)
        await self._database.write(lambda connection: connection.execute(statement))

    def _taken(self, connection: Connection, row: Row[Any]) -> Delivery | None:
        """Return what a row is to be sent as; one that can't be read is stuck, not in the way."""
        delivery = readable(row)
        if delivery is not None:
            return self._with_others(connection, delivery, row.state)
        logger.error("message %s can't be read", row.number)
        aside = {"state": State.STUCK, "due_at": self._clock() + RETRY, "fault": "unreadable"}
        connection.execute(update(outbox).where(outbox.c.number == row.number).values(aside))
        return None

    def _due(self) -> Select[*tuple[Any, ...]]:
        """Return what waits and is due, with where it goes, whatever else waits before it."""
        is_free = self._instances.has_lost(outbox.c.leased_by)
        return ALL_WAITING.where(*CLAIMABLE, is_due(self._clock()), is_free)

    def _may_go(self) -> tuple[ColumnElement[bool], ...]:
        """Whether it waits neither for the jobs nor for an earlier one, which doesn't either."""
        is_under_way = EARLIER.c.leased_by.is_not(None)
        goes_first = or_(is_under_way, self._needs_no_job(EARLIER))
        return self._needs_no_job(outbox), is_next(goes_first)

    def _needs_no_job(self, table: FromClause) -> ColumnElement[bool]:
        """Whether the jobs have put all that is gathered; what a person set off doesn't wait."""
        is_held = and_(jobs.c.held_by.is_not(None), ~self._instances.has_lost(jobs.c.held_by))
        is_prompt = or_(table.c.kind.not_in(self._gathers), table.c.set_off_by.is_not(None))
        return or_(is_prompt, ~exists().where(is_held))

    def _with_others(self, connection: Connection, first: Delivery, state: State) -> Delivery:
        """Return *first* with those that go out in the same message."""
        if first.notice.kind not in self._gathers or state != State.WAITING:
            return first
        others = self._due().where(
            outbox.c.recipient == first.notice.to,
            outbox.c.kind.in_(self._gathers),
            outbox.c.state == State.WAITING,
            outbox.c.number > first.number,
        )
        in_order = others.order_by(None).order_by(outbox.c.number).limit(MOST_TOGETHER - 1)
        rows = connection.execute(in_order).all()
        return replace(first, gathered=tuple(map(delivery_in, rows)))
