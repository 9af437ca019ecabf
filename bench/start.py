"""What a start takes, up to the first answer, beside an echo by the stock SDK.

Ours finds its index and its database as an earlier start left them.
"""

import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from bench.load import Load, a_bot, cpu_of
from tests.world.wire import SigningKey, connector_server, metadata_server


@dataclass(frozen=True, slots=True)
class Start:
    """One start of one bot, in seconds since its process was begun; CPU time is its own."""

    bot: str
    listens: float
    answers: float
    cpu_seconds: float
    memory_mib: float


async def measure(rounds: int) -> list[Start]:
    """Return each bot's starts, interleaved, without the first, which makes what they find."""
    key = SigningKey()
    starts: list[Start] = []
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())
        metadata = await stack.enter_async_context(metadata_server(key))
        load = Load(key, await stack.enter_async_context(connector_server()))
        for _ in range(rounds + 1):
            for name in ("stock", "ours"):
                url, database = f"{metadata.url}/openid", f"sqlite:///{folder}/bot.db"
                began = time.perf_counter()
                async with a_bot(name, url, database=database) as bot:
                    listens = time.perf_counter() - began
                    await load.run(bot, 1, at_once=1)
                    answers, cpu = time.perf_counter() - began, cpu_of(bot)
                    memory = bot.process.memory_info().rss / 2**20
                    starts.append(Start(name, listens, answers, cpu, memory))
    return starts[2:]


def table(starts: Sequence[Start]) -> str:
    lines = [f"{'bot':<26}{'listens s':>11}{'answers s':>11}{'CPU s':>8}{'MiB':>7}"]
    for name, title in (("stock", "stock SDK, echo"), ("ours", "Rutinboten, whole answer")):
        rows = [start for start in starts if start.bot == name]
        listens = statistics.median(row.listens for row in rows)
        answers = statistics.median(row.answers for row in rows)
        cpu = statistics.median(row.cpu_seconds for row in rows)
        memory = statistics.median(row.memory_mib for row in rows)
        lines.append(f"{title:<26}{listens:>11.2f}{answers:>11.2f}{cpu:>8.2f}{memory:>7.0f}")
    return "\n".join(lines)
