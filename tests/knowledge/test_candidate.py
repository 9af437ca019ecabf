"""A base is tried in a process of its own, that says what is wrong or leaves what it built."""

import asyncio
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from knowledge.live.acceptance import accept, remembered
from knowledge.live.build_worker import BuildFailed, BuildWorker
from knowledge.source.files import Content, read_content
from knowledge.source.loader import inspect_content
from tests.conftest import SMALL_BASE
from tests.copies import a_copy
from tests.knowledge.changing import break_it


def content_of(folder: Path) -> Content:
    return replace(read_content(folder), folder=Path())


async def test_a_good_base_is_in_the_cache_afterwards_as_if_built_here(tmp_path: Path) -> None:
    content = content_of(SMALL_BASE)
    problems = await BuildWorker(tmp_path / "there")(content)
    built_there = remembered(content, tmp_path / "there")
    built_here, _ = accept(content, tmp_path / "here")

    assert problems == []
    assert built_there is not None
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
    there = await BuildWorker(tmp_path / "cache")(content)

    assert len(there) == 2
    assert there == here
    assert remembered(content, tmp_path / "cache") is None


async def test_a_trial_that_is_given_up_leaves_no_process(tmp_path: Path) -> None:
    trial = asyncio.create_task(BuildWorker(tmp_path / "cache")(content_of(SMALL_BASE)))
    begun: list[int] = []
    for _ in range(500):
        if begun := _own_trials():
            break
        await asyncio.sleep(0.01)
    trial.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trial

    assert begun
    assert _own_trials() == []


def _own_trials() -> list[int]:
    alive = [
        child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE
    ]
    return [child.pid for child in alive if "knowledge.live.build_worker" in child.cmdline()]


async def test_a_process_that_breaks_is_a_failure_not_a_verdict(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file where the cache should be", "utf-8")
    with pytest.raises(BuildFailed):
        await BuildWorker(in_the_way)(content_of(SMALL_BASE))

    assert "Traceback" in caplog.text
