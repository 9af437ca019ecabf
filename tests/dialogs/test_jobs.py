"""Jobs run one after the other, again and again, whatever becomes of one of them."""

import asyncio
from datetime import UTC, datetime

import pytest

from accounts.history import RequestStatus
from core.outbox import REVIEW_CHANNEL, Notice, NoticeKind
from dialogs.jobs import Jobs, all_jobs, in_working_time
from dialogs.notices import NoticeWriter
from dialogs.services import NoForm
from questions.forwarded_question import QuestionNotice, ShownPassages
from tests.world.builders import a_request
from tests.world.dialog_bot import DialogBot
from tests.world.people import ADA
from tests.world.reading import words_of


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


@pytest.mark.parametrize(
    ("now", "ran"),
    [
        pytest.param(datetime(2026, 11, 28, 20, 57, tzinfo=UTC), 0, id="Saturday 21:57"),
        pytest.param(datetime(2026, 12, 25, 10, 0, tzinfo=UTC), 0, id="Christmas Day"),
        pytest.param(datetime(2026, 6, 19, 10, 0, tzinfo=UTC), 0, id="Midsummer Eve"),
        pytest.param(datetime(2026, 11, 27, 14, 30, tzinfo=UTC), 2, id="Friday 15:30"),
    ],
)
async def test_reminders_keep_office_hours(now: datetime, ran: int) -> None:
    assert await in_working_time(lambda: now, two_cases)() == ran


async def test_what_falls_due_in_a_weekend_is_told_on_monday(bot: DialogBot) -> None:
    waits = a_request(RequestStatus.IN_REVIEW, waiting_since=bot.clock.now)
    await bot.services.forwarding.send(
        ADA, answer_id="a1", question="Får vi flyga drönare?", language="sv", shown=ShownPassages()
    )
    bot.uow.requests.kept[waits.id] = waits
    jobs = Jobs(all_jobs(bot.services))
    told_before = len(bot.told())
    bot.clock.now = datetime(2026, 11, 28, 20, 57, tzinfo=UTC)
    await jobs.run_once()
    in_the_weekend = bot.told()[told_before:]
    bot.clock.now = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    await jobs.run_once()

    assert in_the_weekend == []
    assert sorted(bot.told()[told_before:]) == [
        (QuestionNotice.REMINDED, REVIEW_CHANNEL),
        (NoticeKind.REVIEW_REMINDED, "aad-rolf"),
        (NoticeKind.REVIEW_REMINDED, "aad-rut"),
        (NoticeKind.REVIEW_REMINDED, REVIEW_CHANNEL),
    ]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (RequestStatus.RETURNED, NoticeKind.RETURNED_REMINDED),
        (RequestStatus.APPROVED, NoticeKind.APPROVED_REMINDED),
    ],
)
async def test_a_reminder_says_what_is_waited_for_unless_it_is_done(
    bot: DialogBot, status: RequestStatus, kind: NoticeKind
) -> None:
    request = a_request(status)
    bot.uow.requests.kept[request.id] = request
    notice, write = Notice("key", kind, ADA.id, request.id), NoticeWriter(bot.services)
    told = await write(notice, "sv")
    bot.uow.requests.kept[request.id] = request.withdrawn(at=bot.clock.now)

    assert told is not None
    assert bot.services.texts("sv").say(f"notice.{kind}") in words_of(told.card)
    assert await write(notice, "sv") is None
