"""What the operators are told in the review channel: credentials that end, the log's checksum."""

from datetime import timedelta

import pytest

from core.outbox import REVIEW_CHANNEL, Notice
from dialogs.notices import NoticeWriter
from dialogs.operators import EditorNotifier
from jobs.job import Job, weekly
from jobs.operators import AuditSealReport, CredentialsWatch, GivenUpReport
from jobs.runner import Jobs
from knowledge.live.current import BaseSwapped
from tests.world.dialog_bot import DialogBot
from tests.world.memory import InMemorySchedule, InMemoryTransactions


def notices(bot: DialogBot) -> list[Notice]:
    return list(bot.uow.outbox.notices.values())


def watch(bot: DialogBot, *, days: int) -> CredentialsWatch:
    end = bot.clock().date() + timedelta(days=days)
    return CredentialsWatch(InMemoryTransactions(bot.uow), bot.clock, end)


def scheduled(bot: DialogBot, *, days: int) -> Jobs:
    watching = watch(bot, days=days)
    job = Job(name="credentials", run=watching.run_once, next_due=watching.next_due)
    return Jobs([job], InMemorySchedule(), bot.clock)


@pytest.mark.parametrize("days", [31, 400])
async def test_nobody_is_told_while_there_is_time(bot: DialogBot, days: int) -> None:
    assert await watch(bot, days=days).run_once() == 0
    assert notices(bot) == []


async def test_from_thirty_days_on_it_is_told_ever_more_often(bot: DialogBot) -> None:
    watching = scheduled(bot, days=32)
    told: list[int] = []
    for day in range(34):
        if await watching.run_due():
            told.append(32 - day)
        bot.clock.pass_by(timedelta(days=1))

    assert told == [30, 14, 7, 3, 1, 0]
    assert {notice.to for notice in notices(bot)} == {REVIEW_CHANNEL}
    assert len(notices(bot)) == 6


async def test_after_a_restart_nothing_is_told_twice(bot: DialogBot) -> None:
    await watch(bot, days=20).run_once()
    await watch(bot, days=20).run_once()

    assert len(notices(bot)) == 1


@pytest.mark.parametrize(
    ("passed", "words"), [(0, "om 20 dagar"), (15, "om 5 dagar"), (21, "gick ut 2026-12-13")]
)
async def test_it_says_how_many_days_are_left_when_it_is_read(
    bot: DialogBot, passed: int, words: str
) -> None:
    await watch(bot, days=20).run_once()
    bot.clock.pass_by(timedelta(days=passed))
    message = await NoticeWriter(bot.services)(notices(bot)[0], "sv")

    assert message is not None
    assert message.text is not None
    assert words in message.text


def report(bot: DialogBot) -> AuditSealReport:
    return AuditSealReport(InMemoryTransactions(bot.uow), bot.clock)


def log_something(bot: DialogBot) -> None:
    bot.uow.audit.append(
        at=bot.clock(), what="request", subject="sm-1", by=None, state="draft", content=""
    )


async def test_the_logs_checksum_is_told_once_a_week(bot: DialogBot) -> None:
    log_something(bot)
    job = Job(name="audit-seal", run=report(bot).run_once, next_due=weekly)
    reporting, told = Jobs([job], InMemorySchedule(), bot.clock), list[int]()
    for _day in range(28):
        told.append(await reporting.run_due())
        bot.clock.pass_by(timedelta(days=1))

    assert told == [1, 0, 0, 0, 0, 0, 0] * 4
    assert {notice.to for notice in notices(bot)} == {REVIEW_CHANNEL}
    assert len(notices(bot)) == 4


async def test_the_checksum_of_a_week_is_told_by_one_instance(bot: DialogBot) -> None:
    log_something(bot)
    for instance in (report(bot), report(bot)):
        await instance.run_once()
        log_something(bot)

    assert len(notices(bot)) == 1


async def test_an_empty_log_has_no_checksum_to_tell(bot: DialogBot) -> None:
    reporting = report(bot)
    assert await reporting.run_once() == 0
    log_something(bot)

    assert await reporting.run_once() == 1


async def test_the_message_holds_the_checksum_and_how_it_is_tried(bot: DialogBot) -> None:
    log_something(bot)
    lines, seal = bot.uow.audit.seal()
    await report(bot).run_once()
    log_something(bot)
    message = await NoticeWriter(bot.services)(notices(bot)[0], "sv")

    assert message is not None
    assert message.text is not None
    assert f"verify-audit --expect {seal}" in message.text
    assert f"antal rader: {lines}." in message.text


async def test_news_of_the_base_are_told_once_by_all_instances_and_again_when_they_come_again(
    bot: DialogBot,
) -> None:
    swapped = BaseSwapped("b", "a")
    told = list[int]()
    for news in (swapped, BaseSwapped("a", "b"), swapped):
        for _instance in range(2):
            editors = EditorNotifier(
                InMemoryTransactions(bot.uow), bot.clock, after=lambda: told.append(1)
            )
            await editors.tell(news)
            bot.clock.pass_by(timedelta(seconds=1))

    assert [notice.subject for notice in notices(bot)] == ["b", "a", "b"]
    assert len(told) == 6, "the jobs run on every instance"


async def test_what_was_given_up_is_told_in_one_notice_with_its_number_and_the_command(
    bot: DialogBot,
) -> None:
    reporting = GivenUpReport(InMemoryTransactions(bot.uow), bot.clock)
    told = list[int]()
    for number in (0, 3, 0, 2):
        bot.uow.outbox.given_up += number
        told.append(await reporting.run_once())
        bot.clock.pass_by(timedelta(hours=1))
    message = await NoticeWriter(bot.services)(notices(bot)[0], "sv")

    assert told == [0, 1, 0, 1]
    assert [notice.facts["count"] for notice in notices(bot)] == ["3", "2"]
    assert message is not None
    assert message.text is not None
    assert "har gett upp: 3." in message.text
    assert "python -m operations outbox list" in message.text
