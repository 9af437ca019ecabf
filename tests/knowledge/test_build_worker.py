"""A base is tried in a process of its own, which says what is wrong or leaves what it built."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from knowledge.live.acceptance import accept, load_accepted
from knowledge.live.build_worker import PROCESSES, BuildWorker
from knowledge.live.worker import WorkerFailed, worker_lines
from knowledge.source.files import MAX_FILES, Content, read_content
from knowledge.source.loader import inspect_content
from tests.conftest import SMALL_BASE
from tests.knowledge.reloading import break_it
from tests.world.bases import a_copy

AT_WORK = 1 + PROCESSES if PROCESSES > 1 else 1
"""The worker, and those of its pool."""


def content_of(folder: Path) -> Content:
    return replace(read_content(folder), folder=Path())


async def test_a_good_base_is_in_the_cache_afterwards_as_if_built_here(tmp_path: Path) -> None:
    content = content_of(SMALL_BASE)
    async with BuildWorker(tmp_path / "there") as build:
        problems = await build(content)
    built_there = load_accepted(content, tmp_path / "there")
    accept(content, tmp_path / "here")
    built_here = load_accepted(content, tmp_path / "here")

    assert problems == []
    assert built_there is not None
    assert built_here is not None
    assert built_there.base == built_here.base
    for name in ("sv", "en"):
        there, here = built_there.indexes[name], built_here.indexes[name]
        assert there.scores("Får vi blockera?").total.tolist() == (
            here.scores("Får vi blockera?").total.tolist()
        )


async def test_a_faulty_base_comes_back_with_every_fault(tmp_path: Path) -> None:
    base = a_copy(tmp_path)
    break_it(base)
    (base / "glossary.yaml").write_text("terms: [\n", "utf-8")
    content = content_of(base)
    _, here = inspect_content(content)
    async with BuildWorker(tmp_path / "cache") as build:
        there = await build(content)

    assert len(there) == 2
    assert there == here
    assert load_accepted(content, tmp_path / "cache") is None


async def test_a_build_that_is_given_up_leaves_no_process(tmp_path: Path) -> None:
    build = asyncio.create_task(BuildWorker(tmp_path / "cache")(content_of(SMALL_BASE)))
    assert await _once(lambda: len(_own_workers()) == AT_WORK)
    begun = _own_workers()
    build.cancel()
    with pytest.raises(asyncio.CancelledError):
        await build

    assert _own_workers() == []
    assert await _once(lambda: not any(map(_is_at_work, begun))), "its pool ends by itself"


async def _once(happened: Callable[[], bool]) -> bool:
    """Wait until it has *happened*; say whether it did."""
    for _ in range(1000):
        if happened():
            return True
        await asyncio.sleep(0.01)
    return False


async def test_the_next_base_is_tried_by_the_same_process(tmp_path: Path) -> None:
    base = a_copy(tmp_path)
    async with BuildWorker(tmp_path / "cache") as build:
        good = await build(content_of(base))
        first = _own_workers()
        break_it(base)
        faulty = await build(content_of(base))
        second = _own_workers()

    assert (good, len(faulty)) == ([], 1)
    assert len(first) == 1
    assert second == first
    assert _own_workers() == []


def _own_workers() -> list[psutil.Process]:
    """Those of pools too, which are forked; tests beside this one have other processes."""
    return [*filter(_is_at_work, psutil.Process().children(recursive=True))]


def _is_at_work(process: psutil.Process) -> bool:
    try:
        is_alive = process.status() != psutil.STATUS_ZOMBIE
        return is_alive and "knowledge.live.build_worker" in process.cmdline()
    except psutil.NoSuchProcess:
        return False


async def test_a_process_that_breaks_is_a_failure_not_a_verdict(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file where the cache should be", "utf-8")
    with pytest.raises(WorkerFailed):
        await BuildWorker(in_the_way)(content_of(SMALL_BASE))

    assert "Traceback" in caplog.text


async def test_a_base_that_is_larger_than_any_is_not_tried(tmp_path: Path) -> None:
    files = {f"passages/{number}.yaml": b"" for number in range(MAX_FILES + 1)}
    with pytest.raises(ValueError, match="too large"):
        await BuildWorker(tmp_path)(Content(Path(), files))


async def test_a_worker_that_knows_no_such_work_is_a_failure() -> None:
    with pytest.raises(WorkerFailed):
        _ = [line async for line in worker_lines("editor.workshop.worker", "sing")]
