"""Answers that Teams doesn't take at once arrive when they can, in order, while they are of use."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import select

from channel.replies import Replies, Undelivered
from channel.sender import ConnectorSender, SendFailed
from core.outbox import PendingReply
from storage.replies import SqlReplies
from storage.tables import outbox as outbox_table
from tests.channel.outbox_rig import SERVICE, OutboxRig, refusing
from tests.world.replies import InMemoryReplies

MINUTE = timedelta(minutes=1)


class Room:
    """A conversation's way out, over an outbox."""

    def __init__(self, outbox: OutboxRig) -> None:
        self.outbox = outbox
        self.stored = SqlReplies(
            outbox.database, clock=outbox.clock, on_reply=outbox.filled.set, useful=10 * MINUTE
        )
        self.replies = Replies(cast(ConnectorSender, outbox.teams), self.stored)
        self.worker = outbox.another(on_settled=self.replies.settled)

    async def say(self, *keys: str, conversation: str = "a:ada") -> None:
        for key in keys:
            await self.replies.send(a_reply(key, conversation))

    async def deliver(self) -> None:
        await self.worker.deliver_due()

    def refuse(self, *answers: SendFailed, conversation: str = "a:ada") -> None:
        self.outbox.teams.answers[conversation] += answers

    def said(self, conversation: str = "a:ada") -> list[str]:
        return self.outbox.teams.said(conversation)


def a_reply(key: str = "k", conversation: str = "a:ada", **changes: str) -> PendingReply:
    return PendingReply(
        key=key,
        service_url=SERVICE,
        conversation=conversation,
        person="ada",
        activity={"type": "message", "text": key},
        reply_to="17",
        **changes,
    )


@pytest.fixture
async def room(outbox: OutboxRig) -> AsyncIterator[Room]:
    room = Room(outbox)
    yield room
    await room.worker.close()


PASSING = [401, 408, 412, 425, 429, 500, 502, 503, 504, 302, 409, None]


@pytest.mark.parametrize("status", PASSING)
async def test_what_teams_does_not_take_now_arrives_later(room: Room, status: int | None) -> None:
    room.refuse(refusing(status), refusing(status))
    await room.say("a1")
    await room.deliver()
    room.outbox.clock.pass_by(timedelta(seconds=2))
    await room.deliver()

    assert room.said() == ["a1"] * 3
    assert [call.key for call in room.outbox.teams.calls] == ["a1"] * 3
    assert await room.outbox.backlog() == (0, 0)


@pytest.mark.parametrize("status", [400, 403, 404, 413])
async def test_what_teams_will_never_take_is_told_at_once(room: Room, status: int) -> None:
    room.refuse(refusing(status))
    with pytest.raises(SendFailed):
        await room.say("a1")

    assert await room.outbox.backlog() == (0, 0)


async def test_the_pause_that_teams_asks_for_is_kept(room: Room) -> None:
    room.refuse(refusing(429, retry_after=90))
    await room.say("a1")
    room.outbox.clock.pass_by(timedelta(seconds=89))
    await room.deliver()
    before = room.said()
    room.outbox.clock.pass_by(timedelta(seconds=1))
    await room.deliver()

    assert (before, room.said()) == (["a1"], ["a1", "a1"])


async def test_what_is_said_later_waits_for_what_was_said_before(room: Room) -> None:
    room.refuse(refusing(503))
    await room.say("a1", "a2")
    await room.say("b1", conversation="a:bo")
    await room.say("a3")
    before = room.said()
    await room.deliver()
    await room.say("a4")

    assert before == ["a1"]
    assert room.said() == ["a1", "a1", "a2", "a3", "a4"]
    assert room.said("a:bo") == ["b1"]
    assert await room.outbox.backlog() == (0, 0)


async def test_what_is_said_at_the_same_time_is_said_in_order(room: Room) -> None:
    """The first is still on its way, and will not be taken, when the second is to be said."""
    may_fail = asyncio.Event()

    async def fails_later() -> None:
        await may_fail.wait()
        raise refusing(503)

    room.outbox.teams.answers["a:ada"] += [fails_later]
    at_once = [asyncio.create_task(room.say(key)) for key in ("a1", "a2", "a3")]
    await room.outbox.teams.until(1)
    await room.say("b1", conversation="a:bo")
    may_fail.set()
    await asyncio.gather(*at_once)
    await room.deliver()

    assert room.said() == ["a1", "a1", "a2", "a3"]
    assert room.said("a:bo") == ["b1"]


async def test_whoever_has_pressed_does_not_wait_for_what_is_being_said(room: Room) -> None:
    never = asyncio.Event()

    async def hangs() -> None:
        await never.wait()

    room.outbox.teams.answers["a:ada"] += [hangs]
    slow = asyncio.create_task(room.say("a1"))
    await room.outbox.teams.until(1)
    pressed = asyncio.create_task(room.replies.send(a_reply("a2"), patience=0.01))
    await asyncio.sleep(0.05)
    never.set()

    assert (await pressed, await slow) == ("", None)
    await room.deliver()
    assert room.said() == ["a1", "a2"]


async def test_after_a_restart_what_is_said_waits_for_what_was_said_before_it(room: Room) -> None:
    room.refuse(refusing(503))
    await room.say("a1")
    again = Room(room.outbox)
    again.replies.count(await again.stored.waiting())
    await again.say("a2")
    await again.deliver()

    assert room.said() == ["a1", "a1", "a2"]


async def test_what_is_of_no_use_any_more_is_given_up_and_logged(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    room.refuse(refusing(429, retry_after=3600))
    await room.say("a1", "a2")
    await room.deliver()
    room.outbox.clock.pass_by(10 * MINUTE)
    await room.deliver()
    await room.say("a3")

    assert room.said() == ["a1", "a3"]
    assert await room.outbox.backlog() == (0, 2)
    assert "(reply) given up, too late" in caplog.text
    assert "2 given up since the start" in caplog.text


async def test_pauses_between_the_tries_of_an_answer_are_short(room: Room) -> None:
    room.refuse(*[refusing(500)] * 8)
    await room.say("a1")
    pauses = list[float]()
    for _ in range(7):
        await room.deliver()
        due = await room.outbox.deliveries.next_due()
        assert due is not None
        pauses.append((due - room.outbox.clock()).total_seconds())
        room.outbox.clock.now = due
    await room.deliver()

    assert pauses == [2, 4, 8, 16, 32, 60, 60]
    assert await room.outbox.backlog() == (0, 0)


async def test_a_card_is_put_in_place_of_another_when_it_can(room: Room) -> None:
    room.outbox.teams.answers["m-1"] = [refusing(None)]
    await room.replies.send(a_reply(replaces="m-1"))
    await room.deliver()

    calls = room.outbox.teams.calls
    assert [(call.method, call.activity) for call in calls] == [("PUT", "m-1")] * 2
    assert "channelData" not in calls[-1].payload


async def test_the_words_of_an_answer_are_forgotten_once_it_is_said(room: Room) -> None:
    room.refuse(refusing(503))
    await room.say("a1")
    await room.deliver()

    kept = await room.outbox.database.read(lambda c: c.scalars(select(outbox_table.c.facts)).all())
    assert kept == [{}]


async def test_where_the_outbox_fails_too_the_turn_is_to_be_run_again(outbox: OutboxRig) -> None:
    stored = InMemoryReplies(is_down=True)
    replies = Replies(cast(ConnectorSender, outbox.teams), stored)
    outbox.teams.answers["a:ada"] = [refusing(503)]
    with pytest.raises(Undelivered):
        await replies.send(a_reply())
    stored.is_down = False
    await replies.send(a_reply())

    assert list(stored.kept) == ["k"], "it may have been stored the first time, and be said twice"
    assert outbox.teams.said() == ["k"]
