"""What waits in the outbox, as queries: what may be sent next, and where it goes."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    true,
)

from core.clock import SKEW
from core.outbox import REVIEW_CHANNEL, Address, Delivery, Notice
from core.person import Person
from storage.instance_tables import instances
from storage.outbox import GIVEN_UP, UNSENT, State
from storage.replies import IS_REPLY, reply_in
from storage.tables import outbox, people, review_channel

_who = people.alias("who")
EARLIER = outbox.alias("earlier")
HAS_ADDRESS = or_(IS_REPLY, people.c.person.is_not(None), review_channel.c.id.is_not(None))
_CONVERSATION = func.coalesce(people.c.conversation, review_channel.c.conversation)
ADDRESSED = outbox.outerjoin(people, people.c.person == outbox.c.recipient).outerjoin(
    review_channel, outbox.c.recipient == REVIEW_CHANNEL
)
IS_UNSENT = outbox.c.state.in_(UNSENT)
CLAIMABLE = (IS_UNSENT, HAS_ADDRESS)

ALL_WAITING = (
    select(
        outbox,
        people.c.channel_id,
        _CONVERSATION.label("conversation"),
        func.coalesce(people.c.service_url, review_channel.c.service_url).label("service_url"),
        func.coalesce(people.c.bot_id, review_channel.c.bot_id).label("bot_id"),
        func.coalesce(people.c.language, review_channel.c.language).label("language"),
        _who.c.name.label("set_off_name"),
    )
    .select_from(ADDRESSED.outerjoin(_who, _who.c.person == outbox.c.set_off_by))
    .order_by(outbox.c.due_at, outbox.c.number)
    .with_for_update(of=outbox, skip_locked=True)
)


def is_due(now: datetime) -> ColumnElement[bool]:
    """Whether the time of what waits has come, or was set by a clock that has been set back since:
    no pause between two tries is as long."""
    return or_(outbox.c.due_at <= now, outbox.c.due_at > now + SKEW)


def first_due(now: ColumnElement[datetime]) -> Select[Any, Any, datetime]:
    """Return the query of when what nobody holds is due, until when the rest is held, and *now*."""
    alive_until = instances.c.alive_until
    is_held = func.coalesce(alive_until > now, false())
    columns = (func.min(outbox.c.due_at).filter(~is_held), func.min(alive_until).filter(is_held))
    held = ADDRESSED.outerjoin(instances, instances.c.id == outbox.c.leased_by)
    return select(*columns, now).select_from(held).where(*CLAIMABLE)


def is_next(goes_first: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether nothing is to be sent to the recipient before; *goes_first* is asked of `EARLIER`."""
    before = (
        EARLIER.c.recipient == outbox.c.recipient,
        EARLIER.c.state == State.WAITING,
        EARLIER.c.number < outbox.c.number,
    )
    return or_(outbox.c.state == State.STUCK, ~exists().where(*before, goes_first))


_WAITS = and_(IS_UNSENT, HAS_ADDRESS)
_REFUSED_THERE = and_(
    outbox.c.attempts > 0, func.coalesce(outbox.c.fault.in_(["403", "404"]), false())
)
"""By that person or channel; what the bot says elsewhere may well get through."""
_HELD_UP = and_(outbox.c.state == State.WAITING, HAS_ADDRESS, ~_REFUSED_THERE, is_next(true()))
_ITS_TURN_CAME = case((outbox.c.attempts == 0, outbox.c.due_at), else_=outbox.c.put_at)
"""One that is due anew, after its person has come back, has waited since then alone."""

HOW_IT_DOES = select(
    func.count().filter(_WAITS).label("waiting"),
    func.min(outbox.c.put_at).filter(_WAITS).label("oldest"),
    func.min(_ITS_TURN_CAME).filter(_HELD_UP).label("held_up_since"),
    func.max(outbox.c.settled_at).filter(outbox.c.state == State.SENT).label("last_sent"),
    func.count().filter(outbox.c.state.in_(GIVEN_UP)).label("refused"),
    func.count().filter(IS_UNSENT, ~HAS_ADDRESS).label("unaddressed"),
    func.count().filter(outbox.c.state == State.STUCK).label("stuck"),
).select_from(ADDRESSED)
"""The query of a `Backlog`."""


def delivery_in(row: Row[*tuple[object, ...]]) -> Delivery:
    address = Address(row.service_url, row.bot_id, row.language, row.conversation, row.channel_id)
    reply = reply_in(row)
    by = Person(row.set_off_by, row.set_off_name) if row.set_off_name else None
    facts = {} if reply else row.facts
    notice = Notice(row.key, row.kind, row.recipient, row.subject, facts, by)
    return Delivery(
        row.number,
        notice,
        address,
        row.attempts,
        reply=reply,
        expires_at=row.expires_at,
    )


def readable(row: Row[*tuple[object, ...]]) -> Delivery | None:
    """Return what a row is to be sent as; None where only another version knows how to read it."""
    try:
        return delivery_in(row)
    except (TypeError, KeyError, AttributeError):
        return None
