"""The measurements as pictures: what a turn costs by bot, and what a search does by size."""

from collections.abc import Callable, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench import search_speed, turn
from bench.load import Measured
from bench.search_speed import SearchCost
from bench.turn import TITLES

WIDTH, HEIGHT = 8.0, 3.6
"""Inches."""
DOTS = 120
"""In an inch."""


def draw_turns(measured: Sequence[Measured], path: Path) -> None:
    """Draw the CPU time of a turn as bars, a group for each level of concurrency."""
    found = turn.medians(measured)
    levels = list(dict.fromkeys(at_once for at_once, _ in found))
    bots = [name for name in TITLES if (levels[0], name) in found]
    figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
    axes = figure.subplots()
    for number, name in enumerate(bots):
        places = [group + number / (len(bots) + 1) for group in range(len(levels))]
        heights = [found[at_once, name].cpu_ms for at_once in levels]
        bars = axes.bar(places, heights, 1 / (len(bots) + 1.5), label=TITLES[name])
        axes.bar_label(bars, fmt="%.1f")
    middle = (len(bots) - 1) / (len(bots) + 1) / 2
    axes.set_xticks(
        [group + middle for group in range(len(levels))], [f"{each} at once" for each in levels]
    )
    axes.set_ylabel("CPU ms a turn")
    axes.margins(y=0.1)
    figure.legend(loc="outside upper center", ncols=len(bots), frameon=False, fontsize="small")
    _write(figure, path)


def draw_search(measured: Sequence[SearchCost], path: Path) -> None:
    """Draw what building and asking take, by the number of texts."""
    figure = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
    build, ask = figure.subplots(1, 2)
    costs = search_speed.medians(measured)
    _draw_by_size(build, costs, "build, CPU s", lambda cost: cost.build_cpu_seconds)
    _draw_by_size(ask, costs, "a question, p50 ms", lambda cost: cost.p50_ms)
    ask.legend(fontsize="small")
    _write(figure, path)


def _draw_by_size(
    axes: Axes, costs: Sequence[SearchCost], title: str, of: Callable[[SearchCost], float]
) -> None:
    for engine in dict.fromkeys(each.engine for each in costs):
        own = [each for each in costs if each.engine == engine]
        axes.plot([each.size for each in own], [of(each) for each in own], "o-", label=engine)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("texts")
    axes.set_title(title)


def _write(figure: Figure, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=DOTS)
