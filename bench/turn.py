"""What a signed question → answer turn costs, beside echoes by Microsoft's SDKs and a bare server.

The bare server reads a request and posts a card of a usual size: what no bot of ours goes below.
"""

import statistics
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, fields

from bench.load import AGENTS_PYTHON, Bot, Load, Measured, a_bot
from tests.world.wire import SigningKey, connector_server, metadata_server

AT_ONCE = (1, 16, 64)
TITLES = {
    "stock": "stock SDK, echo",
    "agents": "Agents SDK, echo",
    "ours": "Rutinboten, whole answer",
    "floor": "bare server, one POST",
}
SHARES = {"ours": 1.0, "floor": 1.0, "stock": 0.25, "agents": 0.25}
"""Of the turns asked for, how many each gets: the echoes are slow, and no dearer later on."""
WARM_UP = 1500
"""Turns before measuring, each test question once: the first ones fill caches and are dearer."""

CHEAPER_BY = 2.1
"""Times less CPU than the stock echo's that a turn of ours must take for CI to be content. On a
busy machine 3.2 to 3.4 were measured: below this something has become half as dear again."""


def bots() -> list[str]:
    """Return those that can be measured here."""
    return [name for name in TITLES if name != "agents" or AGENTS_PYTHON.exists()]


async def measure(
    names: Sequence[str],
    turns: int,
    rounds: int,
    *,
    at_once: Sequence[int] = AT_ONCE,
    warm_up: int = WARM_UP,
) -> list[Measured]:
    """Return the bots' figures, the rounds interleaved so that a busy machine hits all."""
    key = SigningKey()
    measured: list[Measured] = []
    async with (
        metadata_server(key) as metadata,
        connector_server() as connector,
        AsyncExitStack() as running,
    ):
        url = f"{metadata.url}/openid"
        begun = [await running.enter_async_context(a_bot(name, url)) for name in names]
        load = Load(key, connector)
        for bot in begun:
            await load.run(bot, _share(bot, warm_up), at_once=16)
        for _ in range(rounds):
            for number in at_once:
                for bot in begun:
                    measured.append(await load.run(bot, _share(bot, turns), at_once=number))
    return measured


async def measure_briefly() -> list[Measured]:
    """Return ours beside the stock SDK's echo, in some ten seconds."""
    return await measure(("stock", "ours"), 120, 5, at_once=(16,), warm_up=120)


def is_cheap_enough(measured: Sequence[Measured]) -> bool:
    """Whether a turn of ours takes so much less CPU than the echo's as it should."""
    found = medians(measured)
    return found[16, "stock"].cpu_ms >= CHEAPER_BY * found[16, "ours"].cpu_ms


def _share(bot: Bot, turns: int) -> int:
    return max(1, round(turns * SHARES[bot.name]))


@dataclass(frozen=True, slots=True)
class Median:
    """One bot at one level of concurrency, over the rounds."""

    cpu_ms: float
    per_second: float
    p50_ms: float
    p99_ms: float


def medians(measured: Sequence[Measured]) -> dict[tuple[int, str], Median]:
    """Return the medians by level and bot."""
    rows: dict[tuple[int, str], list[Measured]] = {}
    for each in measured:
        rows.setdefault((each.at_once, each.bot), []).append(each)
    names = [part.name for part in fields(Median)]
    return {
        place: Median(*(statistics.median(getattr(row, name) for row in some) for name in names))
        for place, some in rows.items()
    }


def table(measured: Sequence[Measured]) -> str:
    """Return the medians over the rounds, with the ratios that matter."""
    lines = [
        f"{'bot':<26}{'at once':>8}{'CPU ms/turn':>13}{'turns/s':>9}{'p50 ms':>8}{'p99 ms':>8}"
    ]
    found = medians(measured)
    for (at_once, name), each in found.items():
        lines.append(
            f"{TITLES[name]:<26}{at_once:>8}{each.cpu_ms:>13.2f}{each.per_second:>9.0f}"
            f"{each.p50_ms:>8.1f}{each.p99_ms:>8.1f}"
        )
    for (at_once, name), echo in found.items():
        if name in ("stock", "agents"):
            ours = found[at_once, "ours"]
            lines.append(
                f"at {at_once:>2} at once, against the {TITLES[name]}: "
                f"{ours.per_second / echo.per_second:.1f} times its rate, "
                f"{echo.cpu_ms / ours.cpu_ms:.1f} times less CPU"
            )
    return "\n".join(lines)
