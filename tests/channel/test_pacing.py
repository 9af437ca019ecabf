"""What is sent stays inside Teams' limits, whatever is asked of us, and waits its turn."""

import asyncio
import selectors
from bisect import bisect_left
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from yarl import URL

from channel import pacing
from channel.pacing import Pace

OF_A_CONVERSATION = {1: 7, 2: 8, 30: 60, 3600: 1800}
"""What Teams takes within so many seconds."""


class SkippingSelector(selectors.DefaultSelector):
    """Waits for nothing: whoever would, finds that the time has passed."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.skipped += timeout or 0.0
        return super().select(0)


class SkippingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.selector = SkippingSelector()
        super().__init__(self.selector)

    def time(self) -> float:
        return super().time() + self.selector.skipped


def without_waiting(main: Callable[[], Coroutine[Any, Any, list[float]]]) -> list[float]:
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(main())


def place(number: int = 1, thread: str = "") -> URL:
    address = f"https://smba.example/v3/conversations/19%3A{number}{thread}/activities"
    return URL(address, encoded=True)


async def sent(pace: Pace, *urls: URL) -> list[float]:
    """Return when each was sent, in the order in which they were asked for."""
    now, moments = asyncio.get_running_loop().time, dict[int, float]()

    async def send(number: int, url: URL) -> None:
        await pace.turn(url)
        moments[number] = now()

    await asyncio.gather(*(send(number, url) for number, url in enumerate(urls)))
    return [moments[number] for number in range(len(urls))]


def most_within(seconds: float, moments: list[float]) -> int:
    moments = sorted(moments)
    return max(bisect_left(moments, at + seconds) - n for n, at in enumerate(moments))


def test_a_conversation_gets_no_more_than_teams_takes_in_order_and_all_of_it() -> None:
    moments = without_waiting(lambda: sent(Pace(50), *[place()] * 2000))
    within = {seconds: most_within(seconds, moments) for seconds in OF_A_CONVERSATION}

    assert moments == sorted(moments)
    assert {s: n for s, n in within.items() if n > OF_A_CONVERSATION[s]} == {}
    assert within[3600] > 1700, "nor does it wait longer than it must"


def test_the_tenant_gets_no_more_than_teams_takes() -> None:
    moments = without_waiting(lambda: sent(Pace(50), *map(place, range(500))))

    assert 40 <= most_within(1, moments) <= 50


def test_the_threads_of_a_channel_are_one_conversation() -> None:
    threads = [place(1, f"%3Bmessageid%3D{number}") for number in range(20)]
    moments = without_waiting(lambda: sent(Pace(50), *threads))

    assert most_within(1, moments) <= OF_A_CONVERSATION[1]


def test_a_busy_conversation_keeps_no_other_waiting() -> None:
    async def main() -> list[float]:
        pace, now = Pace(50), asyncio.get_running_loop().time
        busy = asyncio.create_task(sent(pace, *[place(1)] * 100))
        await asyncio.sleep(1)
        began_at = now()
        (other,) = await sent(pace, place(2))
        busy.cancel()
        return [other - began_at]

    assert without_waiting(main)[0] < 0.1


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "MOST_CONVERSATIONS", 10)
    pace = Pace(50)
    without_waiting(lambda: sent(pace, *map(place, range(100))))

    assert len(pace._conversations) == 10


def test_where_there_is_no_limit_nothing_waits() -> None:
    moments = without_waiting(lambda: sent(Pace(0), *[place()] * 100))

    assert moments[-1] - moments[0] < 1
