"""Jobs run one after the other, again and again, whatever becomes of one of them."""

import asyncio

import pytest

from dialogs.jobs import Jobs
from dialogs.services import NoForm


async def failing() -> int:
    raise OSError("the disk is full")


async def without_a_form() -> int:
    raise NoForm


async def two_cases() -> int:
    return 2


async def test_a_job_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    assert await Jobs((failing, two_cases, without_a_form, two_cases)).run_once() == 4
    assert [record.getMessage()[:19] for record in caplog.records] == ["a job failed, error"]


async def test_jobs_run_again_when_there_is_something_new() -> None:
    ran = asyncio.Queue[None]()

    async def job() -> int:
        ran.put_nowait(None)
        return 0

    jobs = Jobs((failing, job), every_seconds=3600)
    jobs.start()
    async with asyncio.timeout(5):
        await ran.get()
        jobs.wake()
        await ran.get()
    await jobs.close()
