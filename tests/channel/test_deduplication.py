import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from channel.deduplication import SLOT_BYTES, IdempotencyCache, key_of
from tests.channel.rig import Clock
from tests.world.wire import ABSENT, a_message, an_invoke, read

KEY = "17"
Work = Callable[[], Coroutine[Any, Any, int]]


class Counter:
    """Work that says how often it has been done."""

    def __init__(self) -> None:
        self.times = 0
        self.may_finish = asyncio.Event()
        self.may_finish.set()

    async def work(self) -> int:
        self.times += 1
        await self.may_finish.wait()
        return self.times


def once(clock: Clock, *, most_bytes: int = 10**6) -> IdempotencyCache[int]:
    return IdempotencyCache(lambda answer: answer, clock, lifetime=60, most_bytes=most_bytes)


async def test_the_same_again_gets_the_first_answer(clock: Clock) -> None:
    held, counter = once(clock), Counter()

    answers = [await held.answer(KEY, counter.work) for _ in range(3)]

    assert answers == [1, 1, 1]


async def test_the_same_at_the_same_time_waits_for_the_first(clock: Clock) -> None:
    held, counter = once(clock), Counter()
    counter.may_finish.clear()
    waiting = [asyncio.create_task(held.answer(KEY, counter.work)) for _ in range(3)]
    await asyncio.sleep(0)
    counter.may_finish.set()

    assert await asyncio.gather(*waiting) == [1, 1, 1]


async def test_another_key_is_other_work(clock: Clock) -> None:
    held, counter = once(clock), Counter()

    assert [await held.answer(number, counter.work) for number in "abc"] == [1, 2, 3]


async def test_what_has_no_key_is_always_done(clock: Clock) -> None:
    held, counter = once(clock), Counter()

    assert [await held.answer(None, counter.work) for _ in range(2)] == [1, 2]


async def test_an_answer_is_forgotten_after_its_lifetime(clock: Clock) -> None:
    held, counter = once(clock), Counter()
    await held.answer(KEY, counter.work)
    clock.now += 61

    assert await held.answer(KEY, counter.work) == 2


async def test_the_oldest_make_room_for_the_newest_by_their_size(clock: Clock) -> None:
    held, sizes = once(clock, most_bytes=10 * SLOT_BYTES), [0, 0, 4 * SLOT_BYTES, 4 * SLOT_BYTES]
    for name, size in zip("abcd", sizes, strict=True):
        await held.answer(name, returning(size))

    again = {name: await held.answer(name, returning(1)) for name in "dc"}
    assert again == {"d": 4 * SLOT_BYTES, "c": 4 * SLOT_BYTES}
    assert await held.answer("a", returning(1)) == 1


async def test_what_is_larger_than_all_that_may_be_remembered_is_answered(clock: Clock) -> None:
    held = once(clock, most_bytes=5 * SLOT_BYTES)
    await held.answer("small", returning(0))

    assert await held.answer(KEY, returning(9 * SLOT_BYTES)) == 9 * SLOT_BYTES
    assert await held.answer(KEY, returning(1)) == 1
    assert await held.answer("small", returning(2)) == 0


def returning(answer: int) -> Work:
    async def work() -> int:
        return answer

    return work


async def test_work_that_fails_is_not_remembered(clock: Clock) -> None:
    held, counter = once(clock), Counter()

    async def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        await held.answer(KEY, fail)

    assert await held.answer(KEY, counter.work) == 1


async def test_a_caller_who_hangs_up_leaves_the_work_to_the_next(clock: Clock) -> None:
    held, counter = once(clock), Counter()
    counter.may_finish.clear()
    first = asyncio.create_task(held.answer(KEY, counter.work))
    await asyncio.sleep(0)
    first.cancel()
    second = asyncio.create_task(held.answer(KEY, counter.work))
    await asyncio.sleep(0)
    counter.may_finish.set()

    assert await second == 1


URL = "https://smba.trafficmanager.net/"
PLAIN = a_message(service_url=URL, id="17")


@pytest.mark.parametrize(
    "other",
    [
        PLAIN | {"id": "18"},
        PLAIN | {"conversation": {"id": "a:2"}},
        PLAIN | {"type": "messageUpdate"},
        PLAIN | {"channelId": "emulator"},
        an_invoke("adaptiveCard/action", service_url=URL, id="17"),
    ],
)
def test_activities_that_differ_have_different_keys(other: dict[str, Any]) -> None:
    assert key_of(read(other)) != key_of(read(PLAIN))


def test_an_activity_sent_again_has_the_same_key() -> None:
    again = a_message("Hej", service_url=URL, id="17", timestamp="2026-11-02T09:31:00Z")

    assert key_of(read(again)) == key_of(read(PLAIN))


def test_an_activity_without_an_id_has_no_key() -> None:
    activity = a_message(service_url=URL, type="conversationUpdate", id=ABSENT)

    assert key_of(read(activity)) is None
