"""The messenger when something goes wrong: nothing is lost, and nobody waits for another."""

import asyncio
import random
from datetime import timedelta
from typing import Any

import pytest

from channel.messenger import DELIVERY_SECONDS, Messenger
from channel.post import Post
from core.outbox import REVIEW_CHANNEL, Delivery, Notice
from storage.deliveries import LEASE, SqlDeliveries
from tests.channel.mailroom import CHANNEL, Mailroom, Said, refusing

# What goes wrong.


@pytest.mark.parametrize("status", [403, 404])
async def test_a_person_who_has_removed_the_bot_delays_nobody_and_gets_it_on_coming_back(
    room: Mailroom, status: int
):
    room.teams.answers["a:ada"] = [refusing(status)]
    await room.put("ada", "a1")
    await room.put("bo", "b1")
    await room.deliver()
    room.clock.pass_by(timedelta(days=2))
    await room.deliver()
    before = room.teams.said()
    refused = await room.backlog()
    await room.meet("ada")
    await room.deliver()

    assert (sorted(before), refused) == (["a1", "b1"], (0, 1))
    assert room.teams.said("a:ada") == ["a1", "a1"]


async def test_a_person_who_can_not_be_written_to_at_all_is_one_who_refuses(room: Mailroom):
    await room.meet("eva", conversation=False)
    room.teams.answers["29:eva"] = [refusing(403)]
    await room.put("eva", "e1")
    await room.deliver()

    assert await room.backlog() == (0, 1)


async def test_a_review_channel_that_shuts_us_out_is_tried_again(room: Mailroom):
    await room.book.make_review_channel(CHANNEL)
    room.teams.answers[CHANNEL.conversation] = [refusing(403)]
    await room.put(REVIEW_CHANNEL, "r")
    await room.deliver()
    room.clock.pass_by(timedelta(seconds=5))
    await room.deliver()

    assert room.teams.said() == ["r", "r"]


@pytest.mark.parametrize("status", [401, 412, 429, 500, 502, 503, None])
async def test_a_passing_fault_is_tried_again_after_longer_and_longer_pauses(
    room: Mailroom, status: int | None
):
    room.teams.answers["a:ada"] = [refusing(status)] * 12
    await room.put("ada", "a1")
    pauses = list[timedelta]()
    for _ in range(12):
        await room.deliver()
        due = await room.deliveries.next_due()
        assert due is not None
        pauses.append(due - room.clock())
        room.clock.now = due
    await room.deliver()

    assert pauses == [timedelta(seconds=min(5 * 2**n, 3600)) for n in range(12)]
    assert await room.backlog() == (0, 0)


async def test_pauses_differ_so_that_not_all_come_back_at_once(room: Mailroom):
    random.seed(7)
    messenger = Messenger(
        room.deliveries,
        room.render,
        Post(room.teams, "tenant"),
        clock=room.clock,
        mail=room.mail,
    )
    started = room.clock()
    for name in ("ada", "bo"):
        room.teams.answers[f"a:{name}"] = [refusing(503)]
        await room.put(name, name)
    await messenger.deliver_due()
    first = await room.deliveries.next_due()
    assert first is not None
    room.clock.now = first
    await messenger.deliver_due()
    second = await room.deliveries.next_due()
    assert second is not None

    assert timedelta(seconds=2.5) <= first - started < second - started <= timedelta(seconds=7.5)


@pytest.mark.parametrize(("retry_after", "seconds"), [(120.0, 120), (0.0, 1)])
async def test_the_pause_teams_asks_for_is_kept(room: Mailroom, retry_after: float, seconds: int):
    room.teams.answers["a:ada"] = [refusing(429, retry_after=retry_after)]
    await room.put("ada", "a1", "a2")
    await room.deliver()

    assert await room.deliveries.next_due() == room.clock() + timedelta(seconds=seconds)
    assert room.teams.said() == ["a1"]


@pytest.mark.parametrize("status", [400, 413])
async def test_what_teams_will_never_take_is_given_up_and_logged_with_a_number(
    room: Mailroom, caplog: pytest.LogCaptureFixture, status: int
):
    room.teams.answers["a:ada"] = [refusing(status)]
    await room.put("ada", "a1", "a2")
    await room.deliver()
    room.clock.pass_by(timedelta(days=1))
    await room.meet("ada")
    await room.deliver()

    assert room.teams.said() == ["a1", "a2"]
    assert await room.backlog() == (0, 1)
    assert f"can never be sent, status {status}, error " in caplog.text


async def test_a_notice_that_can_not_be_drawn_is_logged_and_holds_up_nothing(
    room: Mailroom, caplog: pytest.LogCaptureFixture
):
    def broken(notice: Notice) -> Said:
        if notice.key == "a1":
            raise ZeroDivisionError
        return Said(text=notice.key)

    room.says = broken
    await room.put("ada", "a1", "a2")
    await room.deliver()
    room.says = lambda notice: Said(text=notice.key)
    room.clock.pass_by(timedelta(seconds=5))
    await room.deliver()

    assert room.teams.said() == ["a2", "a1"]
    assert "ZeroDivisionError" in caplog.text
    assert "failed, error " in caplog.text


async def test_a_database_that_fails_does_not_end_the_messenger(
    room: Mailroom, caplog: pytest.LogCaptureFixture
):
    class Failing(SqlDeliveries):
        failures = 1

        async def claim(self, most: int) -> list[Delivery]:
            if self.failures:
                self.failures -= 1
                room.mail.set()
                raise OSError("the disk is full")
            return await super().claim(most)

    messenger = room.another(Failing(room.database, room.book, clock=room.clock))
    await room.put("ada", "a1")
    messenger.start()
    await room.teams.until(1)
    await messenger.close()

    assert room.teams.said() == ["a1"]
    assert "the outbox can't be read" in caplog.text


# Crashes and restarts.


async def test_what_was_sent_just_before_a_crash_is_sent_again_under_the_same_key(
    room: Mailroom, caplog: pytest.LogCaptureFixture
):
    class Crashing(SqlDeliveries):
        """Loses its database between the sending and the note of it."""

        async def sent(self, delivery: Delivery, *, standing: str | None = None) -> None:
            raise OSError("the disk is full")

        async def later(self, *_: Any, **__: Any) -> None:
            raise OSError("the disk is full")

    await room.put("ada", "a1")
    crashing = room.another(Crashing(room.database, room.book, clock=room.clock))
    await crashing.deliver_due()
    await room.deliveries.release()
    await room.deliver()

    assert [call.key for call in room.teams.calls] == ["a1", "a1"]
    assert await room.backlog() == (0, 0)


async def test_a_restart_sends_what_the_process_before_it_held(room: Mailroom):
    await room.put("ada", "a1")
    await room.deliveries.claim(1)
    room.messenger.start()
    await room.teams.until(1)

    assert room.teams.said() == ["a1"]


async def test_closing_finishes_what_is_under_way_and_begins_nothing_more(room: Mailroom):
    may_go_on = asyncio.Event()

    async def slowly() -> None:
        await may_go_on.wait()

    room.teams.answers["a:ada"] = [slowly]
    await room.put("ada", "a1", "a2")
    room.messenger.start()
    await room.teams.until(1)
    closing = asyncio.create_task(room.messenger.close())
    await asyncio.sleep(0)
    may_go_on.set()
    await closing

    assert room.teams.said() == ["a1"]
    assert await room.backlog() == (1, 0)


async def test_closing_does_not_wait_for_ever(room: Mailroom):
    async def never() -> None:
        await asyncio.Event().wait()

    room.teams.answers["a:ada"] = [never]
    await room.put("ada", "a1")
    room.messenger.start()
    await room.teams.until(1)
    await room.messenger.close(patience=0.01)

    assert await room.backlog() == (1, 0)


def test_a_lease_outlasts_any_delivery():
    assert timedelta(seconds=DELIVERY_SECONDS + 20) < LEASE
