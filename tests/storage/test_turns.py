"""Turns over several instances: each activity to one of them, and none to a dead one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.schedule import JobState
from storage.database import Database
from storage.instance_tables import instances as instances_table
from storage.instance_tables import turns as turns_table
from storage.instances import ALIVE, Instances, time_of_server
from storage.sqlite import InUse
from storage.stores import Stores
from storage.turn_records import TurnRecords
from storage.turns import KEEP_TURNS, SqlTurns, Standing
from tests.storage.cases import NOON
from tests.storage.servers import Postgres, migrated, sqlite_url
from tests.storage.test_address_book import ADA_MET
from tests.storage.test_deadlines import book_over
from tests.storage.test_deliveries import to
from tests.world.clock import Clock
from tests.world.people import ADA
from wiring.conversation import turns_of


class Instance:
    """One process, with its turns."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.instances = Instances(database, clock=clock)
        self.turns = SqlTurns(database, self.instances)
        self.records = TurnRecords(database, book_over(database), clock=clock, turns=self.turns)

    async def lives(self) -> None:
        await self.instances.renew()

    async def ends(self, key: str, *, is_answered: bool = True) -> None:
        await self.records.end(key, is_answered=is_answered)
        await self.records.flush()


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def here(database: Database, clock: Clock) -> Instance:
    here = Instance(database, clock)
    await here.lives()
    return here


@pytest.fixture
async def there(another: Database, clock: Clock) -> Instance:
    there = Instance(another, clock)
    await there.lives()
    return there


async def test_an_activity_is_one_instances_until_it_is_answered_and_then_nobodys(
    here: Instance, there: Instance
) -> None:
    first = await here.turns.take("k")
    meanwhile = await there.turns.take("k")
    await here.ends("k")
    later = [await each.turns.take("k") for each in (here, there)]

    assert (first, meanwhile) == (Standing.OURS, Standing.ELSEWHERE)
    assert later == [Standing.ANSWERED, Standing.ANSWERED]


async def test_of_many_who_take_the_same_at_once_one_gets_it(
    here: Instance, there: Instance
) -> None:
    for number in range(20):
        key = f"k{number}"
        both = await asyncio.gather(here.turns.take(key), there.turns.take(key))
        assert sorted(both) == [Standing.ELSEWHERE, Standing.OURS]


async def test_what_a_dead_instance_was_at_work_on_is_free_within_seconds(
    here: Instance, there: Instance, clock: Clock
) -> None:
    await here.turns.take("k")
    clock.pass_by(ALIVE - timedelta(seconds=1))
    await there.lives()
    before = await there.turns.take("k")
    clock.pass_by(timedelta(seconds=1))

    assert before is Standing.ELSEWHERE
    assert await there.turns.take("k") is Standing.OURS


async def test_what_a_dead_instance_has_answered_stays_answered(
    here: Instance, there: Instance, clock: Clock
) -> None:
    await here.turns.take("k")
    await here.ends("k")
    clock.pass_by(2 * ALIVE)

    assert await there.turns.take("k") is Standing.ANSWERED


async def test_a_turn_without_an_answer_is_anybodys(here: Instance, there: Instance) -> None:
    await here.turns.take("k")
    await here.ends("k", is_answered=False)

    assert await there.turns.take("k") is Standing.OURS


async def test_what_was_answered_the_second_time_is_answered_though_both_are_noted_together(
    here: Instance, there: Instance
) -> None:
    for is_answered in (False, True):
        await here.records.end("k", is_answered=is_answered)
    await here.records.flush()

    assert await there.turns.take("k") is Standing.ANSWERED


async def test_what_was_answered_long_before_the_start_is_not_told(
    here: Instance, clock: Clock
) -> None:
    await here.ends("k")
    clock.pass_by(KEEP_TURNS + timedelta(minutes=1))

    assert await here.turns.answered() == set()


async def test_a_database_that_fails_as_what_was_answered_is_read_stops_no_start(
    tmp_path: Path, clock: Clock
) -> None:
    async with stores_over(migrated(sqlite_url(tmp_path)), clock) as stores:
        await stores.database.write(turns_table.drop)
        turns = await turns_of(stores)

    assert await turns.begin("k", may_wait=False) is Standing.OURS


async def test_what_was_answered_untaken_is_known_too(here: Instance, there: Instance) -> None:
    await there.turns.take("theirs")
    await here.ends("k")
    await here.ends("k2", is_answered=False)
    await here.ends("theirs")

    assert await there.turns.answered() == {"k"}


@asynccontextmanager
async def stores_over(url: str, clock: Clock) -> AsyncIterator[Stores]:
    """What a whole process has, by a clock of its own."""
    stores = Stores(url, clock=clock)
    await stores.open()
    yield stores
    await stores.close()


@pytest.mark.parametrize("hours", [-1, 1])
async def test_instances_whose_clocks_differ_take_nothing_of_each_others(
    postgres: Postgres, hours: int
) -> None:
    url, job = migrated(postgres.new_database()), JobState("reminders")
    there_it_is = Clock(NOON + timedelta(hours=hours))
    async with stores_over(url, Clock(NOON)) as here, stores_over(url, there_it_is) as there:
        await here.records.add(met=ADA_MET)
        await here.transactions.write(lambda uow: uow.outbox.put(to(ADA)))
        ours = [await here.turns.take("k"), await here.schedule.take(job)]
        ours.append(len(await here.deliveries.claim(10)))
        theirs = [await there.turns.take("k"), await there.schedule.take(job)]
        theirs.append(len(await there.deliveries.claim(10)))
        due_again = await there.deliveries.next_due()
        await here.records.end("k", is_answered=True)
        await there.turns.take("k2")
        await there.records.end("k2", is_answered=True)
        await here.records.flush()
        await there.records.flush()
        later = await there.turns.take("k")

    assert ours == [Standing.OURS, True, 1]
    assert theirs == [Standing.ELSEWHERE, False, 0]
    assert due_again is not None
    assert timedelta() < due_again - there_it_is() <= ALIVE
    assert later is Standing.ANSWERED


async def test_by_the_servers_clock_the_dead_are_dead_all_the_same(postgres: Postgres) -> None:
    url = migrated(postgres.new_database())
    silent = instances_table.update().values(alive_until=time_of_server(-timedelta(seconds=1)))
    async with stores_over(url, Clock(NOON)) as here, stores_over(url, Clock(NOON)) as there:
        await here.turns.take("k")
        before = await there.turns.take("k")
        await there.database.write(lambda connection: connection.execute(silent))

        assert before is Standing.ELSEWHERE
        assert await there.turns.take("k") is Standing.OURS


async def test_turns_are_forgotten_when_no_one_sends_them_again(
    here: Instance, clock: Clock
) -> None:
    await here.turns.take("old")
    clock.pass_by(KEEP_TURNS + timedelta(minutes=1))
    await here.turns.take("new")
    await here.ends("new")
    keys = await here.database.read(lambda c: c.scalars(select(turns_table.c.key)).all())

    assert keys == ["new"]


async def test_many_ends_are_written_together(here: Instance) -> None:
    for number in range(50):
        await here.turns.take(f"k{number}")
        await here.records.end(f"k{number}", is_answered=number % 5 != 0)
    await here.records.flush()
    answered = select(func.count()).where(turns_table.c.is_answered)

    assert await here.database.read(lambda c: c.scalar(answered)) == 40


@pytest.mark.parametrize("way", ["rutinboten.db", "link.db", "there/link.db", "x/../rutinboten.db"])
async def test_a_file_is_served_by_one_process_and_looked_at_by_others(
    tmp_path: Path, way: str
) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "there").symlink_to(tmp_path)
    (tmp_path / "link.db").symlink_to(tmp_path / "rutinboten.db")
    first, second = Database(sqlite_url(tmp_path)), Database(f"sqlite:///{tmp_path / way}")
    first.take()
    with pytest.raises(InUse, match="served by another process"):
        second.take()
    await second.read(lambda connection: connection.exec_driver_sql("SELECT 1"))
    await first.close()
    second.take()
    await second.close()
