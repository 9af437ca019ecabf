"""The address book: whom the bot has met, noted in passing, and the reviewers' channel."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from core.outbox import ConversationReference, ReviewChannel
from storage.address_book import SqlAddressBook
from storage.database import Database, T, Work
from storage.tables import people
from storage.turn_records import TurnRecords
from storage.unit_of_work import SqlTransactions
from tests.storage.cases import NOON
from tests.world.clock import Clock
from tests.world.people import ADA, BO

ADA_MET = ConversationReference(
    ADA.id, "Ada Berg", "29:ada", "https://smba.example/", "28:bot", "sv", "a:ada"
)
CHANNEL = ReviewChannel(
    "19:granska@thread.tacv2", "https://smba.example/", "28:bot", "sv", NOON, BO.id
)


class CountingDatabase(Database):
    """Counts what is written, and may be made to fail."""

    writes = 0
    is_down = False

    async def write(self, work: Work[T], *, within: float | None = None) -> T:
        self.writes += 1
        if self.is_down:
            raise OperationalError("INSERT", {}, Exception("the disk is full"))
        return await super().write(work)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def counting(database: Database, database_url: str) -> AsyncIterator[CountingDatabase]:
    counting = CountingDatabase(database_url)
    yield counting
    await counting.close()


@pytest.fixture
def book(counting: CountingDatabase, clock: Clock) -> SqlAddressBook:
    return SqlAddressBook(counting, clock=clock, on_notice=lambda: None)


@pytest.fixture
def records(counting: CountingDatabase, book: SqlAddressBook, clock: Clock) -> TurnRecords:
    return TurnRecords(counting, book, clock=clock, period=0.001)


async def known(database: Database) -> list[dict[str, str | None]]:
    def work(connection: Connection) -> list[dict[str, str | None]]:
        return [dict(row) for row in connection.execute(select(people)).mappings()]

    return await database.read(work)


async def test_whoever_turns_to_the_bot_is_known_from_then_on(
    records: TurnRecords, database: Database
) -> None:
    await records.add(met=ADA_MET)

    assert await known(database) == [
        {
            "person": ADA.id,
            "name": "Ada Berg",
            "folded_name": " ada berg ",
            "channel_id": "29:ada",
            "service_url": "https://smba.example/",
            "bot_id": "28:bot",
            "conversation": "a:ada",
            "language": "sv",
            "met_at": NOON,
        }
    ]


async def test_a_turn_that_tells_nothing_new_writes_nothing(
    records: TurnRecords, counting: CountingDatabase
) -> None:
    for met in (ADA_MET, ADA_MET, replace(ADA_MET, conversation=None)):
        await records.add(met=met)

    assert counting.writes == 1


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Ada Bergström"},
        {"service_url": "https://smba.example/emea/"},
        {"language": "en"},
        {"conversation": "a:another"},
    ],
)
async def test_what_has_changed_is_written(
    records: TurnRecords, database: Database, change: dict[str, str]
) -> None:
    await records.add(met=ADA_MET)
    await records.add(met=replace(ADA_MET, **change))
    (row,) = await known(database)

    assert change.items() <= row.items()


async def test_a_turn_in_a_channel_leaves_the_persons_own_chat_known(
    records: TurnRecords, database: Database
) -> None:
    await records.add(met=ADA_MET)
    await records.add(met=replace(ADA_MET, conversation=None, name="Ada B"))
    (row,) = await known(database)

    assert (row["name"], row["conversation"]) == ("Ada B", "a:ada")


async def test_what_was_written_is_written_again_after_a_while(
    records: TurnRecords, counting: CountingDatabase, clock: Clock
) -> None:
    await records.add(met=ADA_MET)
    clock.pass_by(timedelta(minutes=6))
    await records.add(met=ADA_MET)

    assert counting.writes == 2


async def test_the_memory_of_what_is_written_is_bounded(
    counting: CountingDatabase, clock: Clock
) -> None:
    book = SqlAddressBook(counting, clock=clock, on_notice=lambda: None, capacity=2)
    records = TurnRecords(counting, book, clock=clock)
    for number in (1, 2, 3, 3, 2, 1):
        await records.add(met=replace(ADA_MET, id=f"id-{number}"))

    assert counting.writes == 4


async def test_a_database_that_can_not_be_reached_costs_no_turn(
    records: TurnRecords,
    counting: CountingDatabase,
    database: Database,
    caplog: pytest.LogCaptureFixture,
) -> None:
    counting.is_down = True
    await records.add(met=ADA_MET)
    missed = await known(database)
    counting.is_down = False
    await records.flush()

    assert missed == []
    assert len(await known(database)) == 1
    assert "turn records: notes wait: " in caplog.text
    assert "Ada" not in caplog.text


@pytest.mark.parametrize(
    "written", ["eva öberg", "Öberg, Eva", "EVA  OBERG", "eva oberg (skola)", "Eva Öberg"]
)
async def test_people_are_found_by_the_words_of_their_name(
    records: TurnRecords, database: Database, clock: Clock, written: str
) -> None:
    names = {"1": "Eva Öberg (Skola)", "2": "ÖBERG  Eva, skola ", "3": "Eva Åberg", "4": "Eva 100%"}
    for person_id, name in names.items():
        await records.add(met=replace(ADA_MET, id=person_id, name=name))
    transactions = SqlTransactions(database, clock=clock, on_notice=lambda: None)
    found = await transactions.read(lambda uow: uow.people.named(written))

    assert {(person.id, person.name) for person in found} == {
        (person_id, names[person_id]) for person_id in ("1", "2")
    }


@pytest.mark.parametrize("written", ["", "%", "_", "va", "()"])
async def test_a_part_of_a_word_or_a_sign_finds_nobody(
    records: TurnRecords, database: Database, clock: Clock, written: str
) -> None:
    await records.add(met=ADA_MET)
    transactions = SqlTransactions(database, clock=clock, on_notice=lambda: None)

    assert await transactions.read(lambda uow: uow.people.named(written)) == []


async def test_whoever_turns_up_is_told_of_once(
    database: Database, clock: Clock, counting: CountingDatabase
) -> None:
    met: list[str] = []
    book = SqlAddressBook(
        counting, clock=clock, on_notice=lambda: None, on_met=lambda: met.append("somebody")
    )
    records = TurnRecords(counting, book, clock=clock)
    for _ in range(3):
        await records.add(met=ADA_MET)

    assert met == ["somebody"]


async def test_there_is_no_review_channel_before_one_is_made(book: SqlAddressBook) -> None:
    assert await book.review_channel() is None


async def test_the_review_channel_is_the_one_made_last(book: SqlAddressBook) -> None:
    await book.make_review_channel(CHANNEL)
    other = replace(CHANNEL, conversation="19:annan@thread.tacv2", language="en", made_by=ADA.id)
    await book.make_review_channel(other)

    assert await book.review_channel() == other
