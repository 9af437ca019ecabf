"""Each job to one instance at a time, and what a dead one had is free again."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from accounts.policy import AccountsPolicy
from core.appointment_service import AppointmentService
from core.outbox import Notice
from core.schedule import JobState
from followup.reminders import FollowUpReminderService
from followup.round_service import RoundPlan, RoundService
from jobs.job import Job, daily
from jobs.runner import Jobs
from storage.database import Database
from storage.instances import ALIVE, Instances
from storage.schedule import SqlSchedule
from tests.storage.cases import NOON
from tests.storage.test_address_book import CHANNEL
from tests.storage.test_deliveries import OutboxClient
from tests.world.builders import a_form, an_account
from tests.world.clock import Clock
from tests.world.follow_up import ROUND, SECTIONS
from tests.world.people import ADA, RUT

NEVER_RUN = JobState("reminders")
_numbers = count()


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


def schedule_of(database: Database, clock: Clock) -> SqlSchedule:
    return SqlSchedule(database, Instances(database, clock=clock))


async def test_a_job_is_given_to_one_instance(
    database: Database, another: Database, clock: Clock
) -> None:
    here, there = schedule_of(database, clock), schedule_of(another, clock)
    taken = await asyncio.gather(here.take(NEVER_RUN), there.take(NEVER_RUN))

    assert sorted(taken) == [False, True]


async def test_what_another_has_run_since_is_not_taken(
    database: Database, another: Database, clock: Clock
) -> None:
    here, there = schedule_of(database, clock), schedule_of(another, clock)
    await here.take(NEVER_RUN)
    await here.ended(replace(NEVER_RUN, ran_at=NOON))

    assert await there.take(NEVER_RUN) is False
    assert await there.states() == {"reminders": JobState("reminders", NOON)}
    assert await there.take(JobState("reminders", NOON)) is True


async def test_what_a_dead_instance_had_is_free(
    database: Database, another: Database, clock: Clock
) -> None:
    here, there = schedule_of(database, clock), schedule_of(another, clock)
    failed = JobState("reminders", None, 1, NOON + timedelta(minutes=1), "abcdef01")
    await here.take(NEVER_RUN)
    clock.pass_by(ALIVE)

    assert await there.take(NEVER_RUN) is True
    await here.ended(replace(NEVER_RUN, ran_at=NOON))
    await there.ended(failed)
    assert await here.states() == {"reminders": failed}


async def test_what_an_instance_holds_itself_it_may_take_again(
    database: Database, clock: Clock
) -> None:
    here = schedule_of(database, clock)
    await here.take(NEVER_RUN)

    assert await here.take(NEVER_RUN) is True


async def test_two_instances_send_each_reminder_once(
    database: Database, another: Database, clock: Clock
) -> None:
    instances = [OutboxClient(each, clock) for each in (database, another)]
    runners = [
        Jobs([reminding(client)], schedule_of(each, clock), clock)
        for client, each in zip(instances, (database, another), strict=True)
    ]
    await instances[0].meet(ADA)
    sent = list[str]()
    for _day in range(5):
        await asyncio.gather(*(runner.run_due() for runner in runners))
        for client in instances:
            while deliveries := await client.deliveries.claim(10):
                sent += [each.notice.key for each in deliveries]
                await asyncio.gather(*(client.deliveries.sent(each) for each in deliveries))
        clock.pass_by(timedelta(days=1))

    assert len(sent) == 5


async def test_two_instances_tell_of_a_round_once(
    database: Database, another: Database, clock: Clock
) -> None:
    nonces = count()
    policy = AccountsPolicy(
        form=a_form,
        clock=clock,
        nonce=lambda: f"nonce-{next(nonces)}",
        holds_personal_data=lambda _: False,
    )
    instances = [OutboxClient(each, clock) for each in (database, another)]
    runners = [
        Jobs(rounds_jobs(client, policy), schedule_of(each, clock), clock)
        for client, each in zip(instances, (database, another), strict=True)
    ]
    transactions = instances[0].transactions
    await instances[0].meet(ADA)
    await instances[0].book.make_review_channel(CHANNEL)
    await AppointmentService(transactions, policy).seed([RUT.id])
    await transactions.write(lambda uow: uow.register.add(an_account()))
    plan = RoundPlan("Våren", (clock() + timedelta(days=14)).date())
    await RoundService(transactions, policy).begin(RUT, ROUND, plan, SECTIONS)
    sent = list[str]()
    for _day in range(21):
        await asyncio.gather(*(runner.run_due() for runner in runners))
        for client in instances:
            while deliveries := await client.deliveries.claim(10):
                sent += [each.notice.kind for each in deliveries]
                await asyncio.gather(*(client.deliveries.sent(each) for each in deliveries))
        clock.pass_by(timedelta(days=1))

    asked, *reminded, late, told = sent
    assert (asked, reminded) == ("check-asked", ["checks-reminded"] * 2)
    assert {late, told} == {"checks-late", "round-late"}


def rounds_jobs(client: OutboxClient, policy: AccountsPolicy) -> list[Job]:
    """The jobs of a round, as often as they can be."""
    reminders = FollowUpReminderService(client.transactions, policy)
    return [
        Job(name="follow-up", run=reminders.keep_up, next_due=daily),
        Job(name="reminders", run=reminders.run_once, next_due=daily, in_working_time=True),
    ]


def reminding(client: OutboxClient) -> Job:
    """A job that reminds again each time it is run."""

    async def run() -> int:
        await client.put(Notice(f"reminder {next(_numbers)}", "reminded", ADA.id, "sm-1"))
        return 1

    return Job(name="reminders", run=run, next_due=daily)
