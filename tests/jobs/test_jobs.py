"""Jobs run one after the other, again and again, whatever becomes of one of them."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from accounts.history import RequestStatus
from core.clock import SWEDEN
from core.outbox import REVIEW_CHANNEL, Notice, NoticeKind
from core.schedule import JobState
from dialogs.notices import NoticeWriter
from jobs.job import Job, Run, every, weekly
from jobs.runner import Jobs
from knowledge.account_form import NoForm
from questions.forwarded_question import QuestionNotice, ShownPassages
from tests.world.builders import a_request
from tests.world.clock import Clock
from tests.world.dialog_bot import DialogBot
from tests.world.memory import InMemorySchedule
from tests.world.people import ADA
from tests.world.reading import words_of

EVERY_HOUR = every(timedelta(hours=1))


async def failing() -> int:
    raise OSError("the disk is full")


async def without_a_form() -> int:
    raise NoForm


async def two_cases() -> int:
    return 2


def jobs_of(*runs: Run, clock: Clock, schedule: InMemorySchedule | None = None) -> Jobs:
    named = [Job(name=f"{number}", run=run, next_due=EVERY_HOUR) for number, run in enumerate(runs)]
    return Jobs(named, schedule or InMemorySchedule(), clock)


async def test_a_job_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    ended = list[tuple[str, bool]]()
    jobs = [
        Job(name=run.__name__, run=run, next_due=EVERY_HOUR)
        for run in (failing, two_cases, without_a_form)
    ]
    runner = Jobs(
        jobs, InMemorySchedule(), Clock(), on_end=lambda name, well: ended.append((name, well))
    )

    assert await runner.run_due() == 2
    assert ended == [("failing", False), ("two_cases", True), ("without_a_form", True)]
    assert [record.getMessage()[:30] for record in caplog.records] == [
        "the job failing failed, error "
    ]


async def test_a_full_disk_is_told_once_though_each_look_meets_it_and_again_when_it_is_another(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Full(InMemorySchedule):
        async def ended(self, after: JobState) -> None:
            """Not how the job went, so that it is tried at each look."""

    words = ["disk is full", "disk is full", "disk is full", "disk I/O error", ""]

    async def job() -> int:
        if fault := words.pop(0):
            raise OSError(fault)
        return 1

    caplog.set_level("INFO")
    runner = jobs_of(job, clock=Clock(), schedule=Full())
    while words:
        await runner.run_due()

    assert [record.getMessage().rpartition(" error ")[0] for record in caplog.records] == [
        "the job 0 failed,",
        "the job 0 failed,",
        "no longer: the job 0 failed,",
    ]


async def test_a_job_that_fails_is_tried_again_ever_more_seldom() -> None:
    clock, schedule = Clock(), InMemorySchedule()
    tried, passed = list[int](), list[None]()

    async def job() -> int:
        tried.append(len(passed))
        raise OSError

    runner = jobs_of(job, clock=clock, schedule=schedule)
    while len(passed) < 20:
        await runner.run_due()
        passed.append(None)
        clock.pass_by(timedelta(minutes=1))

    assert tried == [0, 1, 3, 7, 15]
    assert schedule.kept["0"].failures == 5
    assert len(schedule.kept["0"].error) == 8


A_DAY_AHEAD = Clock.now + timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "is_due"),
    [
        pytest.param(JobState("job", A_DAY_AHEAD), True, id="it ran"),
        pytest.param(JobState("job", None, 3, A_DAY_AHEAD), True, id="it failed"),
        pytest.param(JobState("job", Clock.now + timedelta(hours=1)), False, id="an hour off"),
        pytest.param(
            JobState("job", None, 9, Clock.now + timedelta(hours=1)), False, id="failed just now"
        ),
    ],
)
def test_what_was_noted_before_the_clock_was_set_back_holds_no_job_up(
    state: JobState, is_due: bool
) -> None:
    job = Job(name="job", run=two_cases, next_due=EVERY_HOUR)

    assert job.is_due(state, Clock.now) is is_due


async def test_however_many_turns_were_missed_a_job_runs_once() -> None:
    clock = Clock()
    runner = jobs_of(two_cases, clock=clock)
    counts = [await runner.run_due(), await runner.run_due()]
    clock.pass_by(timedelta(days=10))
    counts += [await runner.run_due(), await runner.run_due()]

    assert counts == [2, 0, 2, 0]


async def test_a_job_is_woken_when_there_is_something_new() -> None:
    ran, woken = asyncio.Queue[None](), asyncio.Event()

    async def job() -> int:
        ran.put_nowait(None)
        return 0

    waiting = Job(name="job", run=job, next_due=EVERY_HOUR, woken_by=woken)
    async with Jobs([waiting], InMemorySchedule(), Clock()).running(), asyncio.timeout(5):
        await ran.get()
        woken.set()
        await ran.get()


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        pytest.param(datetime(2026, 11, 28, 20, 57, tzinfo=UTC), False, id="Saturday 21:57"),
        pytest.param(datetime(2026, 12, 25, 10, 0, tzinfo=UTC), False, id="Christmas Day"),
        pytest.param(datetime(2026, 6, 19, 10, 0, tzinfo=UTC), False, id="Midsummer Eve"),
        pytest.param(datetime(2026, 11, 27, 14, 30, tzinfo=UTC), True, id="Friday 15:30"),
    ],
)
def test_reminders_keep_office_hours(now: datetime, is_due: bool) -> None:
    job = Job(name="job", run=two_cases, next_due=EVERY_HOUR, in_working_time=True)

    assert job.is_due(JobState("job"), now) is is_due


def test_what_comes_weekly_comes_on_the_first_monday_after() -> None:
    for day in range(23, 30):
        assert weekly(datetime(2026, 11, day, 9, tzinfo=UTC)) == datetime(
            2026, 11, 30, tzinfo=SWEDEN
        )


async def test_what_falls_due_in_a_weekend_is_told_on_monday(bot: DialogBot) -> None:
    waits = a_request(RequestStatus.IN_REVIEW, waiting_since=bot.clock.now)
    await bot.services.forwarding.send(
        ADA, answer_id="a1", question="Får vi flyga drönare?", language="sv", shown=ShownPassages()
    )
    bot.uow.requests.kept[waits.id] = waits
    await bot.jobs.run_due()
    told_before = len(bot.told())
    bot.clock.now = datetime(2026, 11, 28, 20, 57, tzinfo=UTC)
    await bot.jobs.run_due()
    in_the_weekend = bot.told()[told_before:]
    bot.clock.now = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    await bot.jobs.run_due()

    assert in_the_weekend == []
    assert sorted(bot.told()[told_before:]) == [
        (NoticeKind.AUDIT_SEAL, REVIEW_CHANNEL),
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
