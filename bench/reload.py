"""What those who ask notice while the base is swapped, beside a quiet stretch of the same run."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession

from bench.load import HERE, Bot, Load, a_bot
from tests.world.wire import SigningKey, connector_server, metadata_server

WARM_UP = 300
PAUSE_SECONDS = 0.01
"""Between an answer and the next question: some hundred people at their busiest."""
QUIET_SECONDS = 6.0
PATIENCE_SECONDS = 120.0

Over = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each answer took while something went on, shortest first."""

    meanwhile: str
    lasted_seconds: float
    milliseconds: list[float]


async def measure(rounds: int) -> list[Waits]:
    """Return the waits of each round: while nothing happens, and while the base is swapped."""
    key = SigningKey()
    measured: list[Waits] = []
    async with metadata_server(key) as metadata, connector_server() as connector:
        with tempfile.TemporaryDirectory(prefix="rutinboten-bench-") as folder:
            base = Path(shutil.copytree(HERE / "knowledge" / "base", Path(folder) / "base"))
            async with a_bot("ours", f"{metadata.url}/openid", str(base)) as bot:
                load = Load(key, connector)
                await load.run(bot, WARM_UP, at_once=1)
                for _ in range(rounds):
                    measured += await _round(bot, load, base)
    return measured


async def _round(bot: Bot, load: Load, base: Path) -> list[Waits]:
    async with ClientSession() as session:
        first = await _hash(session, bot)
        until = time.perf_counter() + QUIET_SECONDS

        async def is_past() -> bool:
            return time.perf_counter() > until

        async def is_swapped() -> bool:
            return await _hash(session, bot) != first

        quiet = await _waits("nothing", is_past, bot, load)
        with (base / "glossary.yaml").open("a") as file:
            file.write(f"# {time.time_ns()}\n")  # never built before
        return [quiet, await _waits("a swap", is_swapped, bot, load)]


async def _waits(meanwhile: str, is_over: Over, bot: Bot, load: Load) -> Waits:
    waits: list[float] = []
    started = time.perf_counter()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await is_over():
            waits.append((await load.run(bot, 1, at_once=1)).p50_ms)
            await asyncio.sleep(PAUSE_SECONDS)
    return Waits(meanwhile, time.perf_counter() - started, sorted(waits))


async def _hash(session: ClientSession, bot: Bot) -> str:
    async with session.get(bot.url.replace("/api/messages", "/readyz")) as response:
        return (await response.json())["base"]["hash"]


def table(measured: Sequence[Waits]) -> str:
    """Return one row for each stretch of each round."""
    lines = [
        f"{'meanwhile':<12}{'seconds':>9}{'asked':>7}{'p50 ms':>8}{'p99 ms':>8}{'longest ms':>12}"
    ]
    for waits in measured:
        times = waits.milliseconds
        lines.append(
            f"{waits.meanwhile:<12}{waits.lasted_seconds:>9.1f}{len(times):>7}"
            f"{times[len(times) // 2]:>8.1f}{times[int(len(times) * 0.99)]:>8.1f}{times[-1]:>12.1f}"
        )
    return "\n".join(lines)
