"""A worker that is kept answers each with their own answer, whoever leaves and however it ends."""

import asyncio
import logging
from collections.abc import AsyncIterator

import psutil
import pytest

from knowledge.live.kept_worker import KeptWorker
from knowledge.live.worker import WorkerFailed

MODULE = "tests.world.kept"


@pytest.fixture
async def worker() -> AsyncIterator[KeptWorker]:
    worker = KeptWorker(MODULE)
    yield worker
    await worker.close()


async def test_one_process_answers_all(worker: KeptWorker) -> None:
    told = await asyncio.gather(*(worker.ask({"number": number}) for number in range(3)))

    assert [each["asked"]["number"] for each in told] == [0, 1, 2]
    assert len({each["process"] for each in told}) == 1


async def test_the_next_isnt_given_the_answer_that_somebody_left(worker: KeptWorker) -> None:
    await worker.ask({})
    left = asyncio.ensure_future(worker.ask({"number": 1, "seconds": 0.2}))
    await asyncio.sleep(0)
    left.cancel()
    told = await worker.ask({"number": 2})

    assert left.cancelled()
    assert told["asked"] == {"number": 2}


async def test_one_that_works_long_ends_when_it_is_left() -> None:
    worker = KeptWorker(MODULE, ends_when_left=True)
    process = (await worker.ask({}))["process"]
    left = asyncio.ensure_future(worker.ask({"seconds": 60}))
    await asyncio.sleep(0)
    left.cancel()
    told = await worker.ask({"number": 2})
    await worker.close()

    assert not psutil.pid_exists(process)
    assert told["asked"] == {"number": 2}


async def test_after_one_that_ended_comes_another(
    worker: KeptWorker, caplog: pytest.LogCaptureFixture
) -> None:
    first = await worker.ask({})
    with caplog.at_level(logging.ERROR), pytest.raises(WorkerFailed, match="exit status 3"):
        await worker.ask("end")
    second = await worker.ask({})

    assert "it was to end" in caplog.text
    assert second["process"] != first["process"]


async def test_one_that_was_killed_while_nobody_asked_is_replaced(worker: KeptWorker) -> None:
    first = await worker.ask({})
    psutil.Process(first["process"]).kill()
    async with asyncio.timeout(30):
        while psutil.pid_exists(first["process"]):  # noqa: ASYNC110 it is another process
            await asyncio.sleep(0.05)
    second = await worker.ask({"number": 2})

    assert second["asked"] == {"number": 2}
    assert second["process"] != first["process"]


async def test_what_one_says_that_is_no_answer_is_given_to_nobody(worker: KeptWorker) -> None:
    with pytest.raises(WorkerFailed, match="invalid literal"):
        await worker.ask("babble")

    assert (await worker.ask({"number": 2}))["asked"] == {"number": 2}


async def test_one_that_takes_too_long_is_ended_and_that_is_told() -> None:
    worker = KeptWorker(MODULE, timeout_seconds=3.0)
    process = (await worker.ask({}))["process"]
    with pytest.raises(WorkerFailed, match="no answer in 3 seconds"):
        await worker.ask({"seconds": 60})

    assert not psutil.pid_exists(process)
    await worker.close()


async def test_the_next_isnt_given_the_answer_that_somebody_left_twice(worker: KeptWorker) -> None:
    await worker.ask({})
    left = asyncio.ensure_future(worker.ask({"number": 1, "seconds": 0.5}))
    for _ in range(2):
        await asyncio.sleep(0.05)
        left.cancel()
    told = await worker.ask({"number": 2})

    assert left.cancelled()
    assert told["asked"] == {"number": 2}


async def test_one_that_nobody_asks_ends() -> None:
    worker = KeptWorker(MODULE, idle_seconds=0.0)
    process = (await worker.ask({}))["process"]
    async with asyncio.timeout(30):
        while psutil.pid_exists(process):  # noqa: ASYNC110 it is another process
            await asyncio.sleep(0.05)

    assert (await worker.ask({}))["process"] != process
    await worker.close()
