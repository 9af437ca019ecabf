"""The outbox worker when something goes wrong: nothing is lost, and nobody waits for another."""

import asyncio
import random
from datetime import timedelta
from typing import Any

import pytest

from core.outbox import REVIEW_CHANNEL, Delivery, Message, Notice
from storage.deliveries import SqlDeliveries
from tests.channel.outbox_rig import CHANNEL, OutboxRig, refusing

# What goes wrong.


@pytest.mark.parametrize("status", [403, 404])
async def test_a_person_who_has_removed_the_bot_delays_nobody_and_gets_it_on_coming_back(
    outbox: OutboxRig, status: int
) -> None:
    outbox.teams.answers["a:ada"] = [refusing(status)]
    await outbox.put("ada", "a1")
    await outbox.put("bo", "b1")
    await outbox.deliver()
    outbox.clock.pass_by(timedelta(days=2))
    await outbox.deliver()
    before = outbox.teams.said()
    refused = await outbox.backlog()
    await outbox.meet("ada")
    await outbox.deliver()

    assert (sorted(before), refused) == (["a1", "b1"], (0, 1))
    assert outbox.teams.said("a:ada") == ["a1", "a1"]


async def test_a_person_who_can_not_be_written_to_at_all_is_one_who_refuses(
    outbox: OutboxRig,
) -> None:
    await outbox.meet("eva", conversation=False)
    outbox.teams.answers["29:eva"] = [refusing(403)]
    await outbox.put("eva", "e1")
    await outbox.deliver()

    assert await outbox.backlog() == (0, 1)


async def test_a_review_channel_that_shuts_us_out_is_tried_again(outbox: OutboxRig) -> None:
    await outbox.book.make_review_channel(CHANNEL)
    outbox.teams.answers[CHANNEL.conversation] = [refusing(403)]
    await outbox.put(REVIEW_CHANNEL, "r")
    await outbox.deliver()
    outbox.clock.pass_by(timedelta(seconds=5))
    await outbox.deliver()

    assert outbox.teams.said() == ["r", "r"]


@pytest.mark.parametrize("status", [401, 412, 429, 500, 502, 503, None])
async def test_a_passing_fault_is_tried_again_after_longer_and_longer_pauses(
    outbox: OutboxRig, status: int | None
) -> None:
    outbox.teams.answers["a:ada"] = [refusing(status)] * 12
    await outbox.put("ada", "a1")
    pauses = list[timedelta]()
    for _ in range(12):
        await outbox.deliver()
        due = await outbox.deliveries.next_due()
        assert due is not None
        pauses.append(due - outbox.clock())
        outbox.clock.now = due
    await outbox.deliver()

    assert pauses == [timedelta(seconds=min(5 * 2**n, 3600)) for n in range(12)]
    assert await outbox.backlog() == (0, 0)


async def test_pauses_differ_so_that_not_all_come_back_at_once(outbox: OutboxRig) -> None:
    random.seed(7)
    worker = outbox.another(jitter=lambda: random.uniform(0.5, 1.5))
    started = outbox.clock()
    for name in ("ada", "bo"):
        outbox.teams.answers[f"a:{name}"] = [refusing(503)]
        await outbox.put(name, name)
    await worker.deliver_due()
    first = await outbox.deliveries.next_due()
    assert first is not None
    outbox.clock.now = first
    await worker.deliver_due()
    second = await outbox.deliveries.next_due()
    assert second is not None

    assert timedelta(seconds=2.5) <= first - started < second - started <= timedelta(seconds=7.5)


@pytest.mark.parametrize(("retry_after", "seconds"), [(120.0, 120), (0.0, 1)])
async def test_the_pause_teams_asks_for_is_kept(
    outbox: OutboxRig, retry_after: float, seconds: int
) -> None:
    outbox.teams.answers["a:ada"] = [refusing(429, retry_after=retry_after)]
    await outbox.put("ada", "a1", "a2")
    await outbox.deliver()

    assert await outbox.deliveries.next_due() == outbox.clock() + timedelta(seconds=seconds)
    assert outbox.teams.said() == ["a1"]


@pytest.mark.parametrize("status", [400, 413])
async def test_what_teams_will_never_take_is_given_up_and_logged_with_a_number(
    outbox: OutboxRig, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    outbox.teams.answers["a:ada"] = [refusing(status)]
    await outbox.put("ada", "a1", "a2")
    await outbox.deliver()
    outbox.clock.pass_by(timedelta(days=1))
    await outbox.meet("ada")
    await outbox.deliver()

    assert outbox.teams.said() == ["a1", "a2"]
    assert await outbox.backlog() == (0, 1)
    assert f"given up, status {status}, error " in caplog.text


async def test_a_notice_that_can_not_be_drawn_is_logged_and_holds_up_nothing(
    outbox: OutboxRig, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(notice: Notice) -> Message:
        if notice.key == "a1":
            raise ZeroDivisionError
        return Message(text=notice.key)

    outbox.says = broken
    await outbox.put("ada", "a1", "a2")
    await outbox.deliver()
    outbox.says = lambda notice: Message(text=notice.key)
    outbox.clock.pass_by(timedelta(seconds=5))
    await outbox.deliver()

    assert outbox.teams.said() == ["a2", "a1"]
    assert "ZeroDivisionError" in caplog.text
    assert "failed, error " in caplog.text


async def test_a_database_that_fails_does_not_end_the_worker(
    outbox: OutboxRig, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(SqlDeliveries):
        failures = 1

        async def claim(self, most: int) -> list[Delivery]:
            if self.failures:
                self.failures -= 1
                outbox.filled.set()
                raise OSError("the disk is full")
            return await super().claim(most)

    worker = outbox.another(Failing(outbox.database, outbox.book, clock=outbox.clock))
    await outbox.put("ada", "a1")
    worker.start()
    await outbox.teams.until(1)
    await worker.close()

    assert outbox.teams.said() == ["a1"]
    assert "the outbox can't be read" in caplog.text


# Crashes and restarts.


async def test_what_was_sent_just_before_a_crash_is_sent_again_under_the_same_key(
    outbox: OutboxRig, caplog: pytest.LogCaptureFixture
) -> None:
    class Crashing(SqlDeliveries):
        """Loses its database between the sending and the note of it."""

        async def sent(self, *_: Any, **__: Any) -> None:
            raise OSError("the disk is full")

        async def later(self, *_: Any, **__: Any) -> None:
            raise OSError("the disk is full")

    await outbox.put("ada", "a1")
    crashing = outbox.another(Crashing(outbox.database, outbox.book, clock=outbox.clock))
    await crashing.deliver_due()
    await outbox.deliveries.release()
    await outbox.deliver()

    assert [call.key for call in outbox.teams.calls] == ["a1", "a1"]
    assert await outbox.backlog() == (0, 0)


async def test_a_restart_sends_what_the_process_before_it_held(outbox: OutboxRig) -> None:
    await outbox.put("ada", "a1")
    await outbox.deliveries.claim(1)
    outbox.worker.start()
    await outbox.teams.until(1)

    assert outbox.teams.said() == ["a1"]


async def test_closing_finishes_what_is_under_way_and_begins_nothing_more(
    outbox: OutboxRig,
) -> None:
    may_go_on = asyncio.Event()

    async def slowly() -> None:
        await may_go_on.wait()

    outbox.teams.answers["a:ada"] = [slowly]
    await outbox.put("ada", "a1", "a2")
    outbox.worker.start()
    await outbox.teams.until(1)
    closing = asyncio.create_task(outbox.worker.close())
    await asyncio.sleep(0)
    may_go_on.set()
    await closing

    assert outbox.teams.said() == ["a1"]
    assert await outbox.backlog() == (1, 0)


async def test_closing_does_not_wait_for_ever(outbox: OutboxRig) -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    outbox.teams.answers["a:ada"] = [never]
    await outbox.put("ada", "a1")
    outbox.worker.start()
    await outbox.teams.until(1)
    await outbox.worker.close(patience=0.01)

    assert await outbox.backlog() == (1, 0)
