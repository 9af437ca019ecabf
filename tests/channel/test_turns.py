"""The same activity at several instances: one answers, none answers twice, none falls silent."""

import asyncio
from dataclasses import dataclass, field

import pytest
from sqlalchemy.exc import TimeoutError as NoConnection

from channel.turns import (
    ELSEWHERE_SECONDS,
    RESTART_SECONDS,
    WITHOUT_SECONDS,
    AloneTurns,
    SharedTurns,
)
from storage.deadlines import DatabaseTimeout
from storage.turns import KEEP_TURNS, Standing
from tests.channel.rig import Clock

KEY = "17" * 32


@dataclass
class Store:
    """Says what it is told to, in order, the last again and again; and remembers what ended."""

    says: list[Standing | None] = field(default_factory=lambda: [Standing.OURS])
    asked: int = 0
    hangs: bool = True
    """Whether the database hangs, or is gone, where it says nothing."""
    ended: list[bool] = field(default_factory=list[bool])
    keys: list[str] = field(default_factory=list[str])

    async def take(self, key: str, *, within: float | None = None) -> Standing:
        assert within is not None
        assert len(key) == 64
        self.asked += 1
        says = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if says is None:
            raise DatabaseTimeout if self.hangs else NoConnection
        return says

    async def end(self, key: str, *, is_answered: bool) -> None:
        self.ended.append(is_answered)
        self.keys.append(key)


def shared(store: Store, clock: Clock) -> SharedTurns:
    async def sleep(seconds: float) -> None:
        clock.now += seconds

    return SharedTurns(store, store, clock=clock, sleep=sleep)


@pytest.mark.parametrize("standing", [Standing.OURS, Standing.ANSWERED])
async def test_what_is_settled_is_settled(clock: Clock, standing: Standing) -> None:
    assert await shared(Store([standing]), clock).begin(KEY, may_wait=True) is standing


@pytest.mark.parametrize("outcome", [Standing.OURS, Standing.ANSWERED])
async def test_another_that_is_at_work_is_waited_for(clock: Clock, outcome: Standing) -> None:
    store = Store([Standing.ELSEWHERE, Standing.ELSEWHERE, outcome])

    assert await shared(store, clock).begin(KEY, may_wait=True) is outcome


async def test_another_is_not_waited_for_too_long(clock: Clock) -> None:
    started = clock.now
    standing = await shared(Store([Standing.ELSEWHERE]), clock).begin(KEY, may_wait=True)

    assert standing is Standing.ELSEWHERE
    assert clock.now - started == pytest.approx(ELSEWHERE_SECONDS, abs=0.5)


async def test_a_press_waits_for_no_other(clock: Clock) -> None:
    started = clock.now
    standing = await shared(Store([Standing.ELSEWHERE]), clock).begin(KEY, may_wait=False)

    assert (standing, clock.now) == (Standing.ELSEWHERE, started)


async def test_without_the_database_it_is_answered_and_the_next_do_not_wait(clock: Clock) -> None:
    store = Store([None, Standing.ANSWERED])
    turns = shared(store, clock)
    standings = [await turns.begin(KEY, may_wait=True) for _ in range(5)]
    asked = store.asked
    clock.now += WITHOUT_SECONDS

    assert standings == [Standing.OURS] * 5
    assert asked == 1
    assert await turns.begin(KEY, may_wait=True) is Standing.ANSWERED


async def test_a_database_that_restarts_is_waited_for(clock: Clock) -> None:
    store = Store([None, None, Standing.ANSWERED], hangs=False)

    assert await shared(store, clock).begin(KEY, may_wait=True) is Standing.ANSWERED


async def test_a_database_that_is_gone_is_not_waited_for_too_long(clock: Clock) -> None:
    started = clock.now
    standing = await shared(Store([None], hangs=False), clock).begin(KEY, may_wait=True)

    assert standing is Standing.OURS
    assert clock.now - started == pytest.approx(RESTART_SECONDS, abs=0.3)


async def test_one_turn_asks_whether_a_database_that_was_gone_is_back(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store([None], hangs=False)
    turns = shared(store, clock)
    await turns.begin(KEY, may_wait=True)
    clock.now += WITHOUT_SECONDS
    started, asked = clock.now, store.asked
    gone = await asyncio.gather(*(turns.begin(KEY, may_wait=True) for _ in range(9)))
    clock.now += WITHOUT_SECONDS
    waited, asked_since = clock.now - started - WITHOUT_SECONDS, store.asked - asked
    store.says = [Standing.ANSWERED]
    back = [await turns.begin(KEY, may_wait=True) for _ in range(3)]

    assert gone == [Standing.OURS] * 9
    assert (waited, asked_since) == (0, 1)
    assert len(caplog.records) == 1
    assert back == [Standing.ANSWERED] * 3


async def test_one_that_answers_alone_knows_for_a_while_what_was_answered_before_its_start(
    clock: Clock,
) -> None:
    noted = Store()
    await AloneTurns((), noted, clock=clock).end(KEY, is_answered=True)
    turns = AloneTurns(frozenset(noted.keys), Store(), clock=clock)
    at_first = await turns.begin(KEY, may_wait=True)
    another = await turns.begin("18" * 32, may_wait=True)
    clock.now += KEEP_TURNS.total_seconds()
    later = await turns.begin(KEY, may_wait=True)

    assert (at_first, another, later) == (Standing.ANSWERED, Standing.OURS, Standing.OURS)


async def test_one_that_answers_alone_notes_what_it_has_answered(clock: Clock) -> None:
    store = Store()
    turns = AloneTurns((), store, clock=clock)
    await turns.end(KEY, is_answered=False)
    await turns.end(KEY, is_answered=True)

    assert store.ended == [True]


async def test_how_a_turn_ended_is_noted(clock: Clock) -> None:
    store = Store()
    await shared(store, clock).end(KEY, is_answered=True)

    assert store.ended == [True]
