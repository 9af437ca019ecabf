"""What a signed question → answer turn costs, beside an echo by the stock SDK and a bare server.

The bare server reads a request and posts a card of a usual size: what no bot of ours goes below.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path

import orjson
import psutil
from aiohttp import ClientSession, TCPConnector

from knowledge.source.loader import load
from tests.world.wire import Connector, SigningKey, a_message, connector_server, metadata_server

HERE = Path(__file__).parent.parent
AT_ONCE = (1, 16, 64)
TITLES = {
    "stock": "stock SDK, echo",
    "ours": "Rutinboten, whole answer",
    "floor": "bare server, one POST",
}
WARM_UP = 300
"""Turns before measuring: the first ones fill caches and are dearer."""

PEOPLE = 200

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Measured:
    """One bot at one level of concurrency."""

    bot: str
    at_once: int
    turns: int
    cpu_ms: float
    """CPU time of the bot's own process, each turn."""
    per_second: float
    p50_ms: float
    p99_ms: float


async def measure(turns: int, rounds: int) -> list[Measured]:
    """Return the bots' figures, the rounds interleaved so that a busy machine hits all."""
    key = SigningKey()
    measured: list[Measured] = []
    async with metadata_server(key) as metadata, connector_server() as connector:
        url = f"{metadata.url}/openid"
        async with (
            a_bot("stock", url) as stock,
            a_bot("ours", url) as ours,
            a_bot("floor", url) as floor,
        ):
            load = Load(key, connector)
            for bot in (stock, ours, floor):
                await load.run(bot, WARM_UP, at_once=16)
            for _ in range(rounds):
                for at_once in AT_ONCE:
                    measured.append(await load.run(stock, turns // 4, at_once=at_once))
                    measured.append(await load.run(ours, turns, at_once=at_once))
                    measured.append(await load.run(floor, turns, at_once=at_once))
    return measured


@dataclass(frozen=True, slots=True)
class Bot:
    name: str
    url: str
    process: psutil.Process


class Load:
    """Sends signed questions, each with its own id, and waits for each to be answered."""

    def __init__(self, key: SigningKey, connector: Connector) -> None:
        self._connector = connector
        self._tokens = cycle(
            [key.token(serviceurl=connector.url, number=number) for number in range(64)]
        )
        self._questions = cycle(_questions())

    async def run(self, bot: Bot, turns: int, *, at_once: int) -> Measured:
        requests = iter([self._request() for _ in range(turns)])
        self._connector.sent.clear()
        async with ClientSession(connector=TCPConnector(limit=at_once)) as session:
            before, started = _cpu(bot), time.perf_counter()
            workers = [self._worker(session, bot, requests) for _ in range(at_once)]
            waits = [wait for worker in await asyncio.gather(*workers) for wait in worker]
            elapsed, used = time.perf_counter() - started, _cpu(bot) - before
        answered = sum(sent.is_message for sent in self._connector.sent)
        if answered != turns:
            raise RuntimeError(f"{bot.name}: {turns} questions, {answered} answers")
        waits.sort()
        return Measured(
            bot.name,
            at_once,
            turns,
            cpu_ms=1000 * used / turns,
            per_second=turns / elapsed,
            p50_ms=1000 * waits[len(waits) // 2],
            p99_ms=1000 * waits[int(len(waits) * 0.99)],
        )

    async def _worker(
        self, session: ClientSession, bot: Bot, requests: Iterator[tuple[bytes, str]]
    ) -> list[float]:
        waits: list[float] = []
        for body, token in requests:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            started = time.perf_counter()
            async with session.post(bot.url, data=body, headers=headers) as response:
                if response.status not in (200, 201):
                    raise RuntimeError(f"{bot.name}: {response.status} {await response.text()}")
                await response.read()
            waits.append(time.perf_counter() - started)
        return waits

    def _request(self) -> tuple[bytes, str]:
        number = next(_numbers)
        activity = a_message(next(self._questions), service_url=self._connector.url)
        # Many people, each in their own chat: whom the bot has met in another place is news to it.
        person = number % PEOPLE
        activity["conversation"] |= {"id": f"a:{person}"}
        activity["from"] |= {"id": f"29:{person}", "aadObjectId": f"aad-{person}"}
        return orjson.dumps(activity), next(self._tokens)


def _questions() -> Sequence[str]:
    """Return the base's own test questions in both languages; its index has never seen them."""
    base = load(HERE / "knowledge" / "base")
    return [
        question
        for passage in base.passages.values()
        for text in (passage.sv, passage.en)
        for question in text.must_answer
    ]


def _cpu(bot: Bot) -> float:
    times = bot.process.cpu_times()
    return times.user + times.system


@asynccontextmanager
async def a_bot(name: str, metadata_url: str, *arguments: str) -> AsyncIterator[Bot]:
    """Run one of the bots in `bench.bots` in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.bots", name, *arguments),
        cwd=HERE,
        env=os.environ | {"BENCH_METADATA_URL": metadata_url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        port = int(await process.stdout.readline())
        yield Bot(name, f"http://127.0.0.1:{port}/api/messages", psutil.Process(process.pid))
    finally:
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 30)


def table(measured: Sequence[Measured]) -> str:
    """Return the medians over the rounds, with the ratio that matters."""
    lines = [
        f"{'bot':<26}{'at once':>8}{'CPU ms/turn':>13}{'turns/s':>9}{'p50 ms':>8}{'p99 ms':>8}"
    ]
    medians: dict[tuple[str, int], tuple[float, float]] = {}
    for at_once in AT_ONCE:
        for name, title in TITLES.items():
            rows = [row for row in measured if (row.bot, row.at_once) == (name, at_once)]
            cpu = statistics.median(row.cpu_ms for row in rows)
            rate = statistics.median(row.per_second for row in rows)
            p50 = statistics.median(row.p50_ms for row in rows)
            p99 = statistics.median(row.p99_ms for row in rows)
            medians[name, at_once] = (cpu, rate)
            lines.append(f"{title:<26}{at_once:>8}{cpu:>13.2f}{rate:>9.0f}{p50:>8.1f}{p99:>8.1f}")
    for at_once in AT_ONCE:
        (stock_cpu, stock_rate), (cpu, rate) = medians["stock", at_once], medians["ours", at_once]
        lines.append(
            f"at {at_once:>2} at once: {rate / stock_rate:.1f} times the echo's rate, "
            f"{stock_cpu / cpu:.1f} times less CPU"
        )
    return "\n".join(lines)
