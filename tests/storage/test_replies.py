"""Answers in the outbox: apart from notices, in order in their conversation, gone with a person."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.outbox import Delivery, PendingReply
from storage.database import Database
from storage.replies import SqlReplies
from storage.tables import outbox as outbox_table
from tests.storage.cases import NOON
from tests.storage.test_deliveries import OutboxClient, to
from tests.world.clock import Clock
from tests.world.people import ADA

MINUTE = timedelta(minutes=1)
LONGEST = "19:" + "x" * 980 + "@thread.tacv2;messageid=1"


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def outbox(database: Database, clock: Clock) -> OutboxClient:
    outbox = OutboxClient(database, clock)
    await outbox.meet(ADA)
    return outbox


@pytest.fixture
def replies(database: Database, clock: Clock) -> SqlReplies:
    return SqlReplies(database, clock=clock, on_reply=lambda: None, useful=10 * MINUTE)


def a_reply(key: str = "k", **changes: Any) -> PendingReply:
    card = {"type": "AdaptiveCard", "body": [{"text": "Räksmörgås 🙂 \u2028"}]}
    reply = PendingReply(
        key=key,
        service_url="https://smba.example/",
        conversation="a:id-ada",
        person=ADA.id,
        activity={"type": "message", "attachments": [{"content": card}]},
        reply_to="17",
    )
    return replace(reply, **changes)


def keys(deliveries: Sequence[Delivery]) -> list[str]:
    return [delivery.notice.key for delivery in deliveries]


@pytest.mark.parametrize("reply", [a_reply(), a_reply(conversation=LONGEST, reply_to=None)])
async def test_an_answer_comes_out_as_it_went_in(
    outbox: OutboxClient, replies: SqlReplies, clock: Clock, reply: PendingReply
) -> None:
    await replies.put(reply)
    (delivery,) = await outbox.claim()

    assert delivery.reply == reply
    assert delivery.expires_at == clock() + 10 * MINUTE


async def test_answers_in_one_conversation_are_handed_out_in_order_apart_from_notices(
    outbox: OutboxClient, replies: SqlReplies, clock: Clock
) -> None:
    await outbox.put(to(ADA, "n1"))
    for key in ("r1", "r2"):
        await replies.put(a_reply(key), wait=MINUTE if key == "r1" else timedelta())
    first = await outbox.claim()
    clock.pass_by(MINUTE)
    second = await outbox.claim()
    await outbox.deliveries.sent(second[0])

    assert (keys(first), keys(second)) == (["n1"], ["r1"])
    assert await outbox.keys() == ["r2"]


async def test_an_answer_put_twice_is_kept_once(outbox: OutboxClient, replies: SqlReplies) -> None:
    for _ in range(2):
        await replies.put(a_reply())

    assert await replies.waiting() == {"a:id-ada": 1}
    assert await outbox.keys() == ["k"]


async def test_an_answer_given_up_is_counted_and_waits_no_more(
    outbox: OutboxClient, replies: SqlReplies
) -> None:
    await replies.put(a_reply())
    (delivery,) = await outbox.claim()
    await outbox.deliveries.expired(delivery)

    assert await replies.waiting() == {}
    assert (await outbox.deliveries.backlog()).refused == 1


async def test_an_answer_goes_with_the_person_it_was_for(
    outbox: OutboxClient, replies: SqlReplies, database: Database
) -> None:
    await replies.put(a_reply("theirs", conversation="19:a@thread.tacv2"))
    await replies.put(a_reply("another's", person="id-bo"))
    await outbox.put(to(ADA, "n"))
    await outbox.transactions.write(lambda uow: uow.outbox.erase(ADA.id))
    left = await database.read(lambda c: c.scalars(select(outbox_table.c.key)).all())

    assert left == ["another's"]
