"""The outbox as the outbox worker sees it: what is due, and what came of it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from core.clock import Clock
from core.outbox import REVIEW_CHANNEL, Address, Backlog, Delivery, Notice
from storage.address_book import SqlAddressBook
from storage.database import Database
from storage.inserts import insert_or_replace
from storage.instance_tables import instances as holders
from storage.instances import Instances
from storage.outbox import GIVEN_UP, UNSENT, State
from storage.replies import IS_REPLY, reply_in
from storage.tables import outbox, people, posted_cards, review_channel

KEEP_SENT = timedelta(days=7)

_earlier = outbox.alias("earlier")
_IS_NEXT = or_(
    outbox.c.state == State.STUCK,
    ~exists().where(
        _earlier.c.recipient == outbox.c.recipient,
        _earlier.c.state == State.WAITING,
        _earlier.c.number < outbox.c.number,
    ),
)
_HAS_ADDRESS = or_(IS_REPLY, people.c.person.is_not(None), review_channel.c.id.is_not(None))
_CONVERSATION = func.coalesce(people.c.conversation, review_channel.c.conversation)
_ADDRESSED = outbox.outerjoin(people, people.c.person == outbox.c.recipient).outerjoin(
    review_channel, outbox.c.recipient == REVIEW_CHANNEL
)
_UNSENT = outbox.c.state.in_(UNSENT)
_CLAIMABLE = (_UNSENT, _HAS_ADDRESS, _IS_NEXT)


class SqlDeliveries:
    """Gives each notice to one worker at a time, and to each recipient in order.

    Until a notice has been sent or given up, no later one to its recipient is handed out; one that
    is stuck through a fault of its own holds up nobody.
    """

    def __init__(
        self,
        database: Database,
        addresses: SqlAddressBook,
        *,
        clock: Clock,
        instances: Instances | None = None,
    ) -> None:
        self._database = database
        self._instances = instances or Instances(database, clock=clock)
        self._addresses = addresses
        self._clock = clock

    async def claim(self, most: int) -> list[Delivery]:
        """Take out at most *most* notices that are due; nobody else gets them while we hold them.

        What nobody has an address for stays, and isn't counted as tried.
        """

        def work(connection: Connection) -> list[Delivery]:
            is_free = self._instances.has_lost(outbox.c.leased_by)
            rows = connection.execute(_due(self._clock(), is_free).limit(most)).all()
            numbers = [row.number for row in rows]
            lease = update(outbox).where(outbox.c.number.in_(numbers))
            if numbers:
                connection.execute(lease.values(leased_by=self._instances.id))
            return [_delivery(row) for row in rows]

        await self._instances.renew()
        return await self._database.write(work)

    async def next_due(self) -> datetime | None:
        """Return when there will be something to claim, if nobody puts anything before."""
        alive_until = holders.c.alive_until
        moment = case((alive_until > outbox.c.due_at, alive_until), else_=outbox.c.due_at)
        held = _ADDRESSED.outerjoin(holders, holders.c.id == outbox.c.leased_by)
        query = select(func.min(moment)).select_from(held).where(*_CLAIMABLE)
        return await self._database.read(lambda connection: connection.scalar(query))

    async def sent(self, delivery: Delivery, *, standing: str | None = None) -> None:
        """Note that *delivery* has been sent; *standing* is the activity to update next time."""

        def work(connection: Connection) -> None:
            settled = {"state": State.SENT, "settled_at": self._clock(), "leased_by": None}
            if delivery.reply is not None:
                settled["facts"] = {}  # it has been said, so there's no reason to keep the words
            # Whoever holds the lease by now: sent is sent.
            connection.execute(
                update(outbox).where(outbox.c.number == delivery.number).values(settled)
            )
            if standing is not None:
                self._remember_card(connection, delivery, standing)

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
        waits = and_(_UNSENT, _HAS_ADDRESS)
        query = select(
            func.count().filter(waits),
            func.min(outbox.c.put_at).filter(waits),
            func.count().filter(outbox.c.state.in_(GIVEN_UP)),
            func.count().filter(_UNSENT, ~_HAS_ADDRESS),
            func.count().filter(outbox.c.state == State.STUCK),
        ).select_from(_ADDRESSED)
        row = await self._database.read(lambda connection: connection.execute(query).one())
        return Backlog(*row)

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
            outbox.c.number == delivery.number,
            outbox.c.leased_by == self._instances.id,
        )
        values = {"leased_by": None, "attempts": delivery.attempts + 1, **changes}
        statement = update(outbox).where(*ours).values(values)
        await self._database.write(lambda connection: connection.execute(statement))

    def _remember_card(self, connection: Connection, delivery: Delivery, activity: str) -> None:
        card = {
            "kind": delivery.notice.kind,
            "subject": delivery.notice.subject,
            "conversation": delivery.address.conversation,
            "activity": activity,
        }
        connection.execute(insert_or_replace(posted_cards, self._database.dialect), card)


def _due(now: datetime, is_free: ColumnElement[bool]) -> Select[*tuple[object, ...]]:
    card = and_(
        posted_cards.c.kind == outbox.c.kind,
        posted_cards.c.subject == outbox.c.subject,
        posted_cards.c.conversation == _CONVERSATION,
    )
    return (
        select(
            outbox,
            people.c.channel_id,
            _CONVERSATION.label("conversation"),
            func.coalesce(people.c.service_url, review_channel.c.service_url).label("service_url"),
            func.coalesce(people.c.bot_id, review_channel.c.bot_id).label("bot_id"),
            func.coalesce(people.c.language, review_channel.c.language).label("language"),
            posted_cards.c.activity,
        )
        .select_from(_ADDRESSED.outerjoin(posted_cards, card))
        .where(*_CLAIMABLE, outbox.c.due_at <= now, is_free)
        .order_by(outbox.c.due_at, outbox.c.number)
        .with_for_update(of=outbox, skip_locked=True)
    )


def _delivery(row: Row[*tuple[object, ...]]) -> Delivery:
    address = Address(row.service_url, row.bot_id, row.language, row.conversation, row.channel_id)
    reply = reply_in(row)
    notice = Notice(row.key, row.kind, row.recipient, row.subject, {} if reply else row.facts)
    return Delivery(
        row.number,
        notice,
        address,
        row.attempts,
        row.activity,
        reply,
        row.expires_at,
    )
