"""The outbox from the messenger's end: each notice to one taker, in order, and none forgotten."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.outbox import REPLY, REVIEW_CHANNEL, Address, Backlog, Delivery, Notice, NoticeKind
from core.person import Person
from core.schedule import JobState
from core.standing import ShownSubject, StandingMessage
from storage.address_book import SqlAddressBook
from storage.database import Database
from storage.deliveries import SqlDeliveries
from storage.instances import ALIVE, Instances
from storage.schedule import SqlSchedule
from storage.standing_messages import standing_messages
from storage.tables import outbox as outbox_table
from storage.turn_records import TurnRecords
from storage.unit_of_work import SqlTransactions
from tests.storage.cases import NOON
from tests.storage.test_address_book import ADA_MET, CHANNEL
from tests.world.clock import Clock
from tests.world.people import ADA, BO, EVA

MINUTE = timedelta(minutes=1)
GATHERED = "manager-reminded"


class OutboxClient:
    """One instance: its ledger, its address book and its end of the outbox."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.calls = 0
        self.transactions = SqlTransactions(database, clock=clock, on_notice=self._called)
        self.book = SqlAddressBook(database, clock=clock, on_notice=self._called)
        self.records = TurnRecords(database, self.book, clock=clock)
        self.instances = Instances(database, clock=clock)
        self.deliveries = SqlDeliveries(
            database, self.book, clock=clock, instances=self.instances, gathers=[GATHERED]
        )

    def _called(self) -> None:
        self.calls += 1

    async def put(self, *notices: Notice) -> None:
        for notice in notices:
            await self.transactions.write(lambda uow, notice=notice: uow.outbox.put(notice))

    async def meet(self, *people: Person) -> None:
        for person in people:
            met = replace(ADA_MET, id=person.id, name=person.name, channel_id=f"29:{person.id}")
            await self.records.add(met=replace(met, conversation=f"a:{person.id}"))
        await self.records.flush()

    async def claim(self, most: int = 10) -> list[Delivery]:
        return await self.deliveries.claim(most)

    async def keys(self) -> list[str]:
        return [delivery.notice.key for delivery in await self.claim()]


def to(person: Person | str, key: str = "k", **more: str) -> Notice:
    recipient = person if isinstance(person, str) else person.id
    return Notice(key, "decided", recipient, "konto-1", more)


def standing(delivery: Delivery, activity: str, shown: ShownSubject) -> StandingMessage:
    conversation, recipient = delivery.address.conversation or "", delivery.notice.to
    return StandingMessage(conversation, activity, recipient, shown.subject, shown.kind)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def outbox(database: Database, clock: Clock) -> OutboxClient:
    outbox = OutboxClient(database, clock)
    await outbox.meet(ADA, BO)
    return outbox


async def test_a_notice_is_handed_out_with_where_it_goes(outbox: OutboxClient) -> None:
    await outbox.put(replace(to(ADA, rung="first"), by=Person(BO.id, "As Bo was called then")))
    (delivery,) = await outbox.claim()

    assert delivery.notice == replace(to(ADA, rung="first"), by=BO)
    assert delivery.address == Address(
        "https://smba.example/", "28:bot", "sv", "a:id-ada", "29:id-ada"
    )
    assert delivery.attempts == 0


async def test_what_is_handed_out_is_not_handed_out_again(
    outbox: OutboxClient, another: Database, clock: Clock
) -> None:
    elsewhere = OutboxClient(another, clock)
    await outbox.put(to(ADA))

    assert await outbox.keys() == ["k"]
    clock.pass_by(MINUTE)
    assert await outbox.keys() == []
    assert await elsewhere.keys() == []


async def test_a_clock_set_back_keeps_nothing_waiting_and_pauses_hold_all_the_same(
    outbox: OutboxClient, clock: Clock
) -> None:
    clock.pass_by(timedelta(days=1))
    await outbox.put(to(BO, "tried"))
    (tried,) = await outbox.claim()
    await outbox.deliveries.later(tried, clock() + MINUTE, "503")
    await outbox.put(to(ADA, "new"))
    clock.pass_by(timedelta(days=-1))
    claimed = await outbox.claim()
    for each in claimed:
        await outbox.deliveries.later(each, clock() + MINUTE, "503")
    at_once = await outbox.keys()
    clock.pass_by(MINUTE)

    assert {each.notice.key for each in claimed} == {"tried", "new"}
    assert at_once == []
    assert set(await outbox.keys()) == {"tried", "new"}


async def test_who_is_erased_while_something_is_sent_to_them_is_named_nowhere_afterwards(
    outbox: OutboxClient, database: Database
) -> None:
    shown = ShownSubject("konto-1", "own")
    await outbox.put(to(ADA), to(BO, "b"))
    ada, bo = await outbox.claim()
    await outbox.transactions.write(
        lambda uow: (uow.people.erase(ADA.id), uow.outbox.erase(ADA.id))
    )
    for each in (ada, bo):
        await outbox.deliveries.sent(each, stands=standing(each, f"to {each.notice.to}", shown))
    named = select(standing_messages.c.recipient)

    assert await database.read(lambda c: c.scalars(named).all()) == [BO.id]
    assert await outbox.keys() == []


async def test_what_is_sent_is_over(outbox: OutboxClient, clock: Clock) -> None:
    await outbox.put(to(ADA))
    (delivery,) = await outbox.claim()
    await outbox.deliveries.sent(delivery)
    clock.pass_by(timedelta(days=1))
    await outbox.put(to(ADA))

    assert await outbox.keys() == []
    assert await outbox.deliveries.next_due() is None


async def test_notices_to_one_recipient_are_handed_out_in_order_one_at_a_time(
    outbox: OutboxClient,
) -> None:
    await outbox.put(to(ADA, "a1"), to(BO, "b1"), to(ADA, "a2"), to(ADA, "a3"))
    handed_out = list[list[str]]()
    while claimed := await outbox.claim():
        handed_out.append([delivery.notice.key for delivery in claimed])
        for delivery in claimed:
            await outbox.deliveries.sent(delivery)

    assert handed_out == [["a1", "b1"], ["a2"], ["a3"]]


async def test_what_is_gathered_is_handed_out_settled_and_put_back_together(
    outbox: OutboxClient, clock: Clock
) -> None:
    reminders = [replace(to(ADA, f"a{number}"), kind=GATHERED) for number in range(1, 13)]
    await outbox.put(reminders[0], to(ADA, "decided"), *reminders[1:])
    await outbox.put(replace(to(BO, "b1"), kind=GATHERED))
    first, bos = await outbox.claim()
    await outbox.deliveries.sent(bos)
    await outbox.deliveries.later(first, clock() + MINUTE, "503")
    meanwhile = await outbox.claim()
    clock.pass_by(MINUTE)
    (again,) = await outbox.claim()
    await outbox.deliveries.sent(again)
    (after,) = await outbox.claim()
    await outbox.deliveries.sent(after)
    (last,) = await outbox.claim()

    assert [each.notice.key for each in first.whole] == [f"a{number}" for number in range(1, 11)]
    assert bos.whole == (bos,)
    assert meanwhile == []
    assert {each.attempts for each in again.whole} == {1}
    assert (again.key, again.key == first.notice.key) == (first.key, False)
    assert after.notice.key == "decided"
    assert [each.notice.key for each in last.whole] == ["a11", "a12"]


async def test_what_is_gathered_waits_until_no_living_instance_runs_a_job(
    outbox: OutboxClient, another: Database, clock: Clock
) -> None:
    elsewhere = OutboxClient(another, clock)
    schedule = SqlSchedule(another, elsewhere.instances)
    await outbox.put(replace(to(ADA, "a1"), kind=GATHERED), to(BO, "b1"))
    await schedule.take(JobState("reminders"))
    (other,) = await outbox.claim()
    await outbox.deliveries.sent(other)
    while_at_work = [other.notice.key, await outbox.deliveries.next_due()]
    clock.pass_by(ALIVE)
    after_its_death = await outbox.keys()

    assert while_at_work == ["b1", None]
    assert after_its_death == ["a1"]


async def test_what_waits_for_a_job_holds_up_nothing_that_does_not(
    outbox: OutboxClient, another: Database, clock: Clock
) -> None:
    schedule = SqlSchedule(another, OutboxClient(another, clock).instances)
    await outbox.put(replace(to(BO, "b1"), kind=GATHERED), to(BO, "b2"))
    (under_way,) = await outbox.claim()
    await schedule.take(JobState("reminders"))
    await outbox.put(replace(to(ADA, "a1"), kind=GATHERED), to(ADA, "a2"))
    while_at_work = await outbox.keys()
    await outbox.deliveries.sent(under_way)

    assert while_at_work == ["a2"]
    assert await outbox.keys() == ["b2"]


async def test_no_more_are_handed_out_than_asked_for(outbox: OutboxClient) -> None:
    await outbox.put(to(ADA, "a"), to(BO, "b"))

    assert [delivery.notice.key for delivery in await outbox.claim(1)] == ["a"]


async def test_what_comes_back_waits_until_it_is_due_and_what_follows_waits_for_it(
    outbox: OutboxClient, clock: Clock
) -> None:
    await outbox.put(to(ADA, "a1"), to(ADA, "a2"), to(BO, "b1"))
    first, other = await outbox.claim()
    await outbox.deliveries.later(first, clock() + MINUTE, "503")
    await outbox.deliveries.sent(other)

    assert await outbox.keys() == []
    assert await outbox.deliveries.next_due() == clock() + MINUTE
    clock.pass_by(MINUTE)
    (again,) = await outbox.claim()
    assert (again.notice.key, again.attempts) == ("a1", 1)


async def test_what_is_stuck_holds_up_nothing_and_is_tried_again(
    outbox: OutboxClient, clock: Clock
) -> None:
    await outbox.put(to(ADA, "a1"), to(ADA, "a2"))
    (first,) = await outbox.claim()
    await outbox.deliveries.later(first, clock() + MINUTE, "KeyError", stuck=True)

    assert await outbox.keys() == ["a2"]
    clock.pass_by(MINUTE)
    assert "a1" in await outbox.keys()


@pytest.mark.parametrize(
    "unreadable",
    [
        {"kind": REPLY, "facts": {}},
        {"kind": REPLY, "facts": {"of": "a newer version"}},
        {"kind": REPLY, "facts": None},
        {"kind": REPLY, "facts": ["key"]},
    ],
)
async def test_what_cannot_be_read_is_stuck_and_holds_up_nothing(
    outbox: OutboxClient, database: Database, clock: Clock, unreadable: dict[str, object]
) -> None:
    await outbox.put(to(ADA, "a1"), to(ADA, "a2"), to(BO, "b1"))
    first = outbox_table.update().where(outbox_table.c.key == "a1").values(unreadable)
    await database.write(lambda connection: connection.execute(first))

    assert await outbox.keys() == ["b1"]
    assert await outbox.keys() == ["a2"]
    assert (await outbox.deliveries.backlog()).stuck == 1
    clock.pass_by(timedelta(days=1))
    assert await outbox.keys() == []


async def test_what_is_given_up_holds_up_nothing_and_is_not_tried_again(
    outbox: OutboxClient, clock: Clock
) -> None:
    await outbox.put(to(ADA, "a1"), to(ADA, "a2"))
    (first,) = await outbox.claim()
    await outbox.deliveries.unsendable(first, "400")
    clock.pass_by(timedelta(days=1))
    await outbox.meet(ADA)

    assert await outbox.keys() == ["a2"]


async def test_what_a_person_refused_is_due_at_once_when_they_turn_to_the_bot(
    outbox: OutboxClient, clock: Clock
) -> None:
    await outbox.put(to(ADA, "a1"), to(BO, "b1"))
    for delivery in await outbox.claim():
        await outbox.deliveries.refused(delivery, "403")
    clock.pass_by(timedelta(seconds=1))
    before = await outbox.keys()
    calls = outbox.calls
    await outbox.meet(ADA)

    assert before == []
    assert outbox.calls == calls + 1
    (again,) = await outbox.claim()
    assert (again.notice.key, again.attempts) == ("a1", 0)


async def test_another_instance_learns_of_a_refusal_within_minutes(
    outbox: OutboxClient, another: Database, clock: Clock
) -> None:
    elsewhere = OutboxClient(another, clock)
    await elsewhere.meet(ADA)
    await outbox.put(to(ADA))
    (delivery,) = await outbox.claim()
    await outbox.deliveries.refused(delivery, "403")
    clock.pass_by(5 * MINUTE)
    await elsewhere.meet(ADA)

    assert await elsewhere.keys() == ["k"]


async def test_a_notice_to_somebody_never_met_waits_untried_until_they_are(
    outbox: OutboxClient, clock: Clock
) -> None:
    await outbox.put(to(EVA))
    clock.pass_by(timedelta(days=3))
    before = await outbox.keys()
    calls = outbox.calls
    await outbox.meet(EVA)

    assert before == []
    assert outbox.calls == calls + 1
    (delivery,) = await outbox.claim()
    assert (delivery.notice.key, delivery.attempts) == ("k", 0)


async def test_meeting_somebody_whom_nothing_waits_for_calls_nobody(outbox: OutboxClient) -> None:
    calls = outbox.calls
    await outbox.meet(EVA)

    assert outbox.calls == calls


async def test_a_notice_to_the_reviewers_waits_until_they_have_a_channel(
    outbox: OutboxClient, clock: Clock
) -> None:
    await outbox.put(to(REVIEW_CHANNEL, "r1"), to(REVIEW_CHANNEL, "r2"), to(ADA, "a1"))

    assert await outbox.keys() == ["a1"]
    clock.pass_by(MINUTE)
    await outbox.book.make_review_channel(CHANNEL)
    (delivery,) = await outbox.claim()
    assert (delivery.notice.key, delivery.attempts) == ("r1", 0)
    assert delivery.address == Address(
        "https://smba.example/", "28:bot", "sv", "19:granska@thread.tacv2"
    )


async def test_a_new_review_channel_gets_at_once_what_the_old_one_did_not_take(
    outbox: OutboxClient, clock: Clock
) -> None:
    await outbox.book.make_review_channel(CHANNEL)
    await outbox.put(to(REVIEW_CHANNEL))
    (delivery,) = await outbox.claim()
    await outbox.deliveries.later(delivery, clock() + timedelta(hours=1), "403")
    await outbox.book.make_review_channel(replace(CHANNEL, conversation="19:ny@thread.tacv2"))
    (again,) = await outbox.claim()

    assert again.address.conversation == "19:ny@thread.tacv2"


async def test_the_messages_that_show_the_same_are_known_until_they_are_gone(
    outbox: OutboxClient,
) -> None:
    shown = ShownSubject("konto-1", "own-case")
    await outbox.put(to(ADA, "a1"), to(ADA, "a2"), to(BO, "b1"))
    for activity, one in zip(("17", "18"), await outbox.claim(), strict=True):
        await outbox.deliveries.sent(one, stands=standing(one, activity, shown))
    (again,) = await outbox.claim()

    assert await outbox.deliveries.standing(again, shown) == ["17"]
    assert await outbox.deliveries.standing(again, replace(shown, kind="review-case")) == []
    assert await outbox.deliveries.standing(again, replace(shown, subject="konto-2")) == []
    await outbox.deliveries.sent(again, gone=["17"])
    assert await outbox.deliveries.standing(again, shown) == []


async def test_a_conversation_begun_is_remembered(outbox: OutboxClient) -> None:
    await outbox.records.add(met=replace(ADA_MET, id=EVA.id, conversation=None))
    await outbox.put(to(EVA, "e1"), to(EVA, "e2"))
    (first,) = await outbox.claim()
    begun = await outbox.deliveries.begun(first, "a:eva")
    await outbox.deliveries.sent(begun)
    (second,) = await outbox.claim()

    assert first.address.conversation is None
    assert (begun.address.conversation, second.address.conversation) == ("a:eva", "a:eva")


async def test_what_a_vanished_process_held_is_handed_out_within_seconds(
    outbox: OutboxClient, another: Database, clock: Clock
) -> None:
    elsewhere = OutboxClient(another, clock)
    await outbox.put(to(ADA))
    (lost,) = await outbox.claim()

    assert timedelta(seconds=15) >= ALIVE
    assert await elsewhere.deliveries.next_due() == clock() + ALIVE
    clock.pass_by(ALIVE)
    (taken_over,) = await elsewhere.claim()
    await outbox.deliveries.later(lost, clock(), "503")
    assert await outbox.keys() == []
    await elsewhere.deliveries.sent(taken_over)
    assert await outbox.deliveries.next_due() is None


async def test_a_living_process_keeps_what_it_holds_for_as_long_as_that_takes(
    outbox: OutboxClient, another: Database, clock: Clock
) -> None:
    elsewhere = OutboxClient(another, clock)
    await outbox.put(to(ADA))
    await outbox.claim()
    for _ in range(20):
        clock.pass_by(ALIVE / 2)
        await outbox.instances.renew()
        assert await elsewhere.keys() == []


async def test_what_a_process_held_is_free_at_once_when_it_has_closed(
    outbox: OutboxClient, another: Database, clock: Clock
) -> None:
    elsewhere = OutboxClient(another, clock)
    await outbox.put(to(ADA))
    await outbox.claim()
    await outbox.instances.close()

    assert await elsewhere.keys() == ["k"]


async def test_what_a_killed_process_held_is_handed_out_at_once_where_there_is_only_one(
    outbox: OutboxClient, another: Database, database: Database, clock: Clock
) -> None:
    after = OutboxClient(another, clock)
    await outbox.put(to(ADA))
    await outbox.claim()
    await after.deliveries.release()

    assert await after.keys() == (["k"] if database.dialect == "sqlite" else [])


async def test_what_is_held_but_not_delivered_is_taken_back(outbox: OutboxClient) -> None:
    await outbox.put(to(ADA, "a"), to(BO, "b"))
    _, being_delivered = await outbox.claim()
    await outbox.deliveries.release(besides={being_delivered.number})

    assert await outbox.keys() == ["a"]


async def test_what_several_messengers_claim_at_once_never_overlaps(
    outbox: OutboxClient, another: Database, clock: Clock
) -> None:
    elsewhere = OutboxClient(another, clock)
    people = [Person(f"id-{number}", "N") for number in range(30)]
    await outbox.meet(*people)
    await outbox.put(*(to(person, f"{person.id}/{n}") for n in (1, 2) for person in people))
    claimed = list[Delivery]()
    for _ in range(2):
        rounds = await asyncio.gather(*(each.claim(7) for each in [outbox, elsewhere] * 6))
        fresh = [delivery for claim in rounds for delivery in claim]
        claimed += fresh
        for delivery in fresh:
            await outbox.deliveries.sent(delivery)
    keys = [delivery.notice.key for delivery in claimed]

    assert len(set(keys)) == len(keys)
    for person in people:
        theirs = [key for key in keys if key.startswith(f"{person.id}/")]
        assert theirs == sorted(theirs)


async def test_the_backlog_tells_what_waits_for_how_long_and_what_is_given_up(
    outbox: OutboxClient, clock: Clock
) -> None:
    await outbox.put(to(ADA, "a1"))
    clock.pass_by(MINUTE)
    await outbox.put(to(ADA, "a2"), to(BO, "b1"), to(EVA, "e1"), to(REVIEW_CHANNEL, "r1"))
    claimed = await outbox.claim()
    bos = next(delivery for delivery in claimed if delivery.notice.to == BO.id)
    await outbox.deliveries.refused(bos, "403")

    assert await outbox.deliveries.backlog() == Backlog(
        waiting=2, oldest=NOON, refused=1, unaddressed=2, held_up_since=NOON
    )


async def test_what_is_refused_where_it_goes_holds_up_nothing_else(
    outbox: OutboxClient, clock: Clock
) -> None:
    await outbox.book.make_review_channel(CHANNEL)
    await outbox.put(to(REVIEW_CHANNEL, "r1"), to(REVIEW_CHANNEL, "r2"))
    (first,) = await outbox.claim()
    await outbox.deliveries.later(first, clock() + MINUTE, "403")
    backlog = await outbox.deliveries.backlog()

    assert (backlog.waiting, backlog.oldest, backlog.held_up_since) == (2, NOON, None)


async def test_of_what_is_stuck_only_the_later_ones_count_as_held_up(
    outbox: OutboxClient, clock: Clock
) -> None:
    await outbox.put(to(ADA, "a1"))
    (first,) = await outbox.claim()
    await outbox.deliveries.later(first, clock() + MINUTE, "KeyError", stuck=True)
    alone = (await outbox.deliveries.backlog()).held_up_since
    clock.pass_by(MINUTE)
    await outbox.put(to(ADA, "a2"))

    assert (alone, (await outbox.deliveries.backlog()).held_up_since) == (None, clock())


async def test_what_is_due_anew_has_waited_since_then(outbox: OutboxClient, clock: Clock) -> None:
    await outbox.put(to(ADA, "a1"))
    (first,) = await outbox.claim()
    await outbox.deliveries.refused(first, "403")
    clock.pass_by(timedelta(days=7))
    await outbox.meet(ADA)

    assert (await outbox.deliveries.backlog()).held_up_since == clock()


async def test_when_something_was_sent_last_is_told(outbox: OutboxClient, clock: Clock) -> None:
    await outbox.put(to(ADA, "a1"))
    (delivery,) = await outbox.claim()
    clock.pass_by(MINUTE)
    await outbox.deliveries.sent(delivery)

    assert (await outbox.deliveries.backlog()).last_sent == clock()


async def test_an_empty_outbox_has_no_backlog(outbox: OutboxClient) -> None:
    assert await outbox.deliveries.backlog() == Backlog(0, None, 0, 0)


@pytest.mark.parametrize(("days", "kept"), [(6, 3), (8, 2), (91, 2)])
async def test_what_was_sent_long_ago_is_cleared_away(
    outbox: OutboxClient, database: Database, clock: Clock, days: int, kept: int
) -> None:
    await outbox.put(to(ADA, "sent"), to(BO, "refused"), to(EVA, "waiting"))
    sent, refused = await outbox.claim()
    await outbox.deliveries.sent(sent)
    await outbox.deliveries.refused(refused, "403")
    clock.pass_by(timedelta(days=days))
    await outbox.deliveries.clear_away()
    count = select(func.count()).select_from(outbox_table)

    assert await database.read(lambda connection: connection.scalar(count)) == kept


async def test_what_is_stuck_for_an_hour_is_told_once_too(
    outbox: OutboxClient, clock: Clock
) -> None:
    async def untold() -> int:
        return await outbox.transactions.write(lambda uow: uow.outbox.note_given_up())

    await outbox.put(to(ADA, "a1"), to(BO, "b1"))
    first, second = await outbox.claim()
    await outbox.deliveries.later(first, clock() + MINUTE, "KeyError", stuck=True)
    await outbox.deliveries.later(second, clock() + MINUTE, "503")
    at_first = await untold()
    clock.pass_by(timedelta(hours=2))

    assert (at_first, await untold(), await untold()) == (0, 1, 0)


async def test_what_was_given_up_is_told_once_and_anew_when_it_is_given_up_again(
    outbox: OutboxClient,
) -> None:
    async def untold() -> int:
        return await outbox.transactions.write(lambda uow: uow.outbox.note_given_up())

    await outbox.put(to(ADA, "a1"), to(BO, "b1"))
    first, second = await outbox.claim()
    await outbox.deliveries.unsendable(first, "413")
    await outbox.deliveries.refused(second, "403")
    told = [await untold(), await untold()]
    await outbox.meet(BO)
    (revived,) = await outbox.claim()
    await outbox.deliveries.refused(revived, "403")
    waiting = Notice("g1", NoticeKind.GIVEN_UP, BO.id, "", {"count": "2"})
    await outbox.put(waiting)

    assert told == [2, 0]
    assert await untold() == 0, "one waits to be told already"
    (delivery,) = await outbox.claim()
    await outbox.deliveries.unsendable(delivery, "413")
    assert await untold() == 1, "and what tells of others is never told of"
