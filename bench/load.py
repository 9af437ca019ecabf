"""What is asked of the bots that are measured, as real use is: many people, in both languages."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from typing import Any

import orjson
import psutil
from aiohttp import ClientSession, TCPConnector

from bench.bots import REVIEWER
from knowledge.source.loader import load
from tests.world.wire import APP_ID, Connector, SigningKey, a_message, an_invoke

HERE = Path(__file__).parent.parent
AGENTS_PYTHON = HERE / ".venv-agents" / "bin" / "python"
"""Has the Agents SDK, which ours doesn't: `make bench` sets it up."""
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
            before, started = cpu_of(bot), time.perf_counter()
            workers = [self._worker(session, bot, requests) for _ in range(at_once)]
            waits = [wait for worker in await asyncio.gather(*workers) for wait in worker]
            elapsed, used = time.perf_counter() - started, cpu_of(bot) - before
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

    def headers(self) -> dict[str, str]:
        """Return those of a signed request."""
        return _headers(next(self._tokens))

    async def say(self, bot: Bot, text: str) -> None:
        """Write *text* as a reviewer, and wait until it has been answered."""
        await self._post_as_reviewer(bot, a_message(text, service_url=self._connector.url))

    async def press(self, bot: Bot, data: dict[str, str]) -> None:
        """Press, as a reviewer, a button that holds *data*, and wait for the card it shows."""
        press = {"action": {"type": "Action.Execute", "data": data}, "trigger": "manual"}
        service_url = self._connector.url
        invoke = an_invoke("adaptiveCard/action", press, service_url=service_url)
        await self._post_as_reviewer(bot, invoke)

    async def _post_as_reviewer(self, bot: Bot, activity: dict[str, Any]) -> None:
        activity["from"] |= {"id": "29:reviewer", "aadObjectId": REVIEWER}
        async with ClientSession() as session:
            await self._worker(session, bot, iter([(orjson.dumps(activity), next(self._tokens))]))

    async def _worker(
        self, session: ClientSession, bot: Bot, requests: Iterator[tuple[bytes, str]]
    ) -> list[float]:
        waits: list[float] = []
        for body, token in requests:
            headers = _headers(token)
            started = time.perf_counter()
            async with session.post(bot.url, data=body, headers=headers) as response:
                if response.status not in (200, 201, 202):
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


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}


def _questions() -> Sequence[str]:
    """Return the base's own test questions in both languages; its index has never seen them."""
    base = load(HERE / "knowledge" / "base")
    return [
        question
        for passage in base.passages.values()
        for text in map(passage.text_in, passage.given_in())
        for question in text.must_answer
    ]


def cpu_of(bot: Bot) -> float:
    """Return the CPU seconds of its process so far, user's and system's, of all its threads.

    By the clock that clock_getcpuclockid(3) gives: it counts nanoseconds, the process table ticks.
    """
    return time.clock_gettime((~bot.process.pid << 3) | 2)


@asynccontextmanager
async def a_bot(
    name: str, metadata_url: str, *arguments: str, database: str = ""
) -> AsyncIterator[Bot]:
    """Run one of the bots in a process of its own."""
    command = (sys.executable, "-m", "bench.echoes", name)
    if name == "ours":
        command = (sys.executable, "-m", "bench.bots", *arguments)
    elif name == "agents":
        command = (str(AGENTS_PYTHON), "-m", "bench.agents_echo")
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=HERE,
        env=os.environ
        | {
            "BENCH_METADATA_URL": metadata_url,
            "BENCH_APP_ID": APP_ID,
            "BENCH_DATABASE_URL": database,
            # The first start leaves compiled code for the others, as a deployment has it.
            "PYTHONDONTWRITEBYTECODE": "",
        },
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
