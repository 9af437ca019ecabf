"""What finding costs by the number of texts, beside other lexical engines: build, memory, question.

Each engine builds in a process of its own, so that nobody's memory is counted as another's.
"""

import multiprocessing
import random
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import psutil

from bench.peers import PEERS, Build
from bench.texts_alone import ours
from knowledge.base import Base
from knowledge.message.reading import sentences

SIZES = (100, 1_000, 10_000, 100_000)
SENTENCES = 4
"""Of the base's own, drawn anew for each text."""
QUESTIONS = 100
ASKING_SECONDS = 20.0
"""After which an engine is asked no more: one of them takes a second and more for a question."""
BEST = 10
SEED = 20190408
ENGINES: dict[str, Build] = {"Rutinboten": ours, **PEERS}


@dataclass(frozen=True, slots=True)
class SearchCost:
    """One engine at one size."""

    engine: str
    size: int
    build_cpu_seconds: float
    memory_mib: float
    """By which the process grew; some of it is the engine's own code."""
    p50_ms: float


def measure(
    base: Base, sizes: Sequence[int], rounds: int, told: Callable[[str], object]
) -> list[SearchCost]:
    """Return the rounds of all engines, interleaved; each is *told* of before it begins."""
    own = [one for each in base.passages.values() for one in sentences(each.sv.text)]
    asked = [one for each in base.passages.values() for one in each.sv.must_answer][:QUESTIONS]
    context = multiprocessing.get_context("spawn")
    measured: list[SearchCost] = []
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as processes:
        for size in sizes:
            texts = made_texts(own, size)
            for _ in range(rounds):
                for engine in ENGINES:
                    told(f"search: {engine}, {size} texts")
                    measured.append(processes.submit(_cost, engine, texts, asked).result())
    return measured


def made_texts(own: Sequence[str], size: int) -> list[str]:
    """Return *size* texts made of *own* sentences, the same each time."""
    dice = random.Random(SEED)
    return [" ".join(dice.sample(own, SENTENCES)) for _ in range(size)]


def _cost(engine: str, texts: Sequence[str], asked: Sequence[str]) -> SearchCost:
    process = psutil.Process()
    before, began = process.memory_info().rss, time.process_time()
    rank = ENGINES[engine](texts, "sv")
    built, grown = time.process_time() - began, process.memory_info().rss - before
    rank(asked[0], BEST)
    waits: list[float] = []
    until = time.perf_counter() + ASKING_SECONDS
    for question in asked:
        started = time.perf_counter()
        if started > until:
            break
        rank(question, BEST)
        waits.append(1000 * (time.perf_counter() - started))
    return SearchCost(engine, len(texts), built, grown / 2**20, statistics.median(waits))


def medians(measured: Sequence[SearchCost]) -> list[SearchCost]:
    """Return the medians over the rounds, of each size and engine."""
    rows: dict[tuple[str, int], list[SearchCost]] = {}
    for each in measured:
        rows.setdefault((each.engine, each.size), []).append(each)
    return [
        SearchCost(
            *place,
            statistics.median(each.build_cpu_seconds for each in some),
            statistics.median(each.memory_mib for each in some),
            statistics.median(each.p50_ms for each in some),
        )
        for place, some in rows.items()
    ]


def table(measured: Sequence[SearchCost]) -> str:
    """Return the medians over the rounds."""
    lines = [f"{'engine':<28}{'texts':>8}{'build CPU s':>13}{'MiB':>8}{'p50 ms':>9}"]
    for each in medians(measured):
        lines.append(
            f"{each.engine:<28}{each.size:>8}{each.build_cpu_seconds:>13.2f}"
            f"{each.memory_mib:>8.0f}{each.p50_ms:>9.2f}"
        )
    return "\n".join(lines)
