"""The outbox from the messenger's end: each notice to one taker, in order, and none forgotten."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.outbox import REVIEW_CHANNEL, Address, Backlog, Delivery, Notice
from core.person import Person
from storage.address_book import AddressBook
from storage.database import Database
from storage.deliveries import LEASE, SqlDeliveries
from storage.tables import outbox
from storage.turn_records import TurnRecords
from storage.unit_of_work import Transactions
from tests.fakes import Clock
from tests.storage.cases import ADA, BO, EVA, NOON
from tests.storage.test_address_book import ADA_MET, CHANNEL

MINUTE = timedelta(minutes=1)


class Office:
    """One instance: its ledger, its address book and its end of the outbox."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.calls = 0
        self.transactions = Transactions(database, clock=clock, on_notice=self._called)
        self.book = AddressBook(database, clock=clock, on_notice=self._called)
        self.records = TurnRecords(database, self.book, clock=clock)
        self.deliveries = SqlDeliveries(database, self.book, clock=clock)

    def _called(self) -> None:
        self.calls += 1

    async def put(self, *notices: Notice) -> None:
        for notice in notices:
            await self.transactions.write(lambda uow, notice=notice: uow.outbox.put(notice))

    async def meet(self, *people: Person) -> None:
        for person in people:
            met = replace(ADA_MET, id=person.id, name=person.name, channel_id=f"29:{person.id}")
            await self.records.add(met=replace(met, conversation=f"a:{person.id}"))

    async def claim(self, most: int = 10) -> list[Delivery]:
        return await self.deliveries.claim(most)

    async def keys(self) -> list[str]:
        return [delivery.notice.key for delivery in await self.claim()]


def to(person: Person | str, key: str = "k", **more: str) -> Notice:
    recipient = person if isinstance(person, str) else person.id
    return Notice(key, "decided", recipient, "konto-1", more)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def office(database: Database, clock: Clock) -> Office:
    office = Office(database, clock)
    await office.meet(ADA, BO)
    return office


async def test_a_notice_is_handed_out_with_where_it_goes(office: Office) -> None:
    await office.put(to(ADA, rung="first"))
    (delivery,) = await office.claim()

    assert delivery.notice == to(ADA, rung="first")
    assert delivery.address == Address(
        "https://smba.example/", "28:bot", "sv", "a:id-ada", "29:id-ada"
    )
    assert (delivery.attempts, delivery.posted) == (0, None)


async def test_what_is_handed_out_is_not_handed_out_again(office: Office, clock: Clock) -> None:
    await office.put(to(ADA))

    assert await office.keys() == ["k"]
    clock.pass_by(LEASE - MINUTE)
    assert await office.keys() == []


async def test_what_is_sent_is_over(office: Office, clock: Clock) -> None:
    await office.put(to(ADA))
    (delivery,) = await office.claim()
    await office.deliveries.sent(delivery)
    clock.pass_by(timedelta(days=1))
    await office.put(to(ADA))

    assert await office.keys() == []
    assert await office.deliveries.next_due() is None


async def test_notices_to_one_recipient_are_handed_out_in_order_one_at_a_time(
    office: Office,
) -> None:
    await office.put(to(ADA, "a1"), to(BO, "b1"), to(ADA, "a2"), to(ADA, "a3"))
    handed_out = list[list[str]]()
    while claimed := await office.claim():
        handed_out.append([delivery.notice.key for delivery in claimed])
        for delivery in claimed:
            await office.deliveries.sent(delivery)

    assert handed_out == [["a1", "b1"], ["a2"], ["a3"]]


async def test_no_more_are_handed_out_than_asked_for(office: Office) -> None:
    await office.put(to(ADA, "a"), to(BO, "b"))

    assert [delivery.notice.key for delivery in await office.claim(1)] == ["a"]


async def test_what_comes_back_waits_until_it_is_due_and_what_follows_waits_for_it(
    office: Office, clock: Clock
) -> None:
    await office.put(to(ADA, "a1"), to(ADA, "a2"), to(BO, "b1"))
    first, other = await office.claim()
    await office.deliveries.later(first, clock() + MINUTE, "503")
    await office.deliveries.sent(other)

    assert await office.keys() == []
    assert await office.deliveries.next_due() == clock() + MINUTE
    clock.pass_by(MINUTE)
    (again,) = await office.claim()
    assert (again.notice.key, again.attempts) == ("a1", 1)


async def test_what_is_stuck_holds_up_nothing_and_is_tried_again(
    office: Office, clock: Clock
) -> None:
    await office.put(to(ADA, "a1"), to(ADA, "a2"))
    (first,) = await office.claim()
    await office.deliveries.later(first, clock() + MINUTE, "KeyError", stuck=True)

    assert await office.keys() == ["a2"]
    clock.pass_by(MINUTE)
    assert "a1" in await office.keys()


async def test_what_is_given_up_holds_up_nothing_and_is_not_tried_again(
    office: Office, clock: Clock
) -> None:
    await office.put(to(ADA, "a1"), to(ADA, "a2"))
    (first,) = await office.claim()
    await office.deliveries.unsendable(first, "400")
    clock.pass_by(timedelta(days=1))
    await office.meet(ADA)

    assert await office.keys() == ["a2"]


async def test_what_a_person_refused_is_due_at_once_when_they_turn_to_the_bot(
    office: Office, clock: Clock
) -> None:
    await office.put(to(ADA, "a1"), to(BO, "b1"))
    for delivery in await office.claim():
        await office.deliveries.refused(delivery, "403")
    clock.pass_by(timedelta(seconds=1))
    before = await office.keys()
    calls = office.calls
    await office.meet(ADA)

    assert before == []
    assert office.calls == calls + 1
    (again,) = await office.claim()
    assert (again.notice.key, again.attempts) == ("a1", 0)


async def test_another_instance_learns_of_a_refusal_within_minutes(
    office: Office, another: Database, clock: Clock
) -> None:
    elsewhere = Office(another, clock)
    await elsewhere.meet(ADA)
    await office.put(to(ADA))
    (delivery,) = await office.claim()
    await office.deliveries.refused(delivery, "403")
    clock.pass_by(5 * MINUTE)
    await elsewhere.meet(ADA)

    assert await elsewhere.keys() == ["k"]


async def test_a_notice_to_somebody_never_met_waits_untried_until_they_are(
    office: Office, clock: Clock
) -> None:
    await office.put(to(EVA))
    clock.pass_by(timedelta(days=3))
    before = await office.keys()
    calls = office.calls
    await office.meet(EVA)

    assert before == []
    assert office.calls == calls + 1
    (delivery,) = await office.claim()
    assert (delivery.notice.key, delivery.attempts) == ("k", 0)


async def test_meeting_somebody_whom_nothing_waits_for_calls_nobody(office: Office) -> None:
    calls = office.calls
    await office.meet(EVA)

    assert office.calls == calls


async def test_a_notice_to_the_reviewers_waits_until_they_have_a_channel(
    office: Office, clock: Clock
) -> None:
    await office.put(to(REVIEW_CHANNEL, "r1"), to(REVIEW_CHANNEL, "r2"), to(ADA, "a1"))

    assert await office.keys() == ["a1"]
    clock.pass_by(MINUTE)
    await office.book.make_review_channel(CHANNEL)
    (delivery,) = await office.claim()
    assert (delivery.notice.key, delivery.attempts) == ("r1", 0)
    assert delivery.address == Address(
        "https://smba.example/", "28:bot", "sv", "19:granska@thread.tacv2"
    )


async def test_a_new_review_channel_gets_at_once_what_the_old_one_did_not_take(
    office: Office, clock: Clock
) -> None:
    await office.book.make_review_channel(CHANNEL)
    await office.put(to(REVIEW_CHANNEL))
    (delivery,) = await office.claim()
    await office.deliveries.later(delivery, clock() + timedelta(hours=1), "403")
    await office.book.make_review_channel(replace(CHANNEL, conversation="19:ny@thread.tacv2"))
    (again,) = await office.claim()

    assert again.address.conversation == "19:ny@thread.tacv2"


async def test_a_card_that_stands_is_handed_out_with_the_next_notice_on_its_subject(
    office: Office,
) -> None:
    await office.book.make_review_channel(CHANNEL)
    await office.put(to(REVIEW_CHANNEL, "r1"), to(REVIEW_CHANNEL, "r2"))
    (first,) = await office.claim()
    await office.deliveries.sent(first, standing="17")
    (second,) = await office.claim()
    await office.book.make_review_channel(replace(CHANNEL, conversation="19:ny@thread.tacv2"))
    await office.put(to(REVIEW_CHANNEL, "r3"))
    await office.deliveries.sent(second, standing="17")
    (in_the_new_channel,) = await office.claim()

    assert (first.posted, second.posted) == (None, "17")
    assert in_the_new_channel.posted is None


async def test_a_conversation_begun_is_remembered(office: Office) -> None:
    await office.records.add(met=replace(ADA_MET, id=EVA.id, conversation=None))
    await office.put(to(EVA, "e1"), to(EVA, "e2"))
    (first,) = await office.claim()
    begun = await office.deliveries.begun(first, "a:eva")
    await office.deliveries.sent(begun, standing="17")
    (second,) = await office.claim()

    assert first.address.conversation is None
    assert (begun.address.conversation, second.address.conversation) == ("a:eva", "a:eva")
    assert second.posted == "17"


async def test_what_a_vanished_process_held_is_handed_out_when_its_lease_has_run_out(
    office: Office, another: Database, clock: Clock
) -> None:
    elsewhere = Office(another, clock)
    await office.put(to(ADA))
    (lost,) = await office.claim()

    assert await elsewhere.deliveries.next_due() == clock() + LEASE
    clock.pass_by(LEASE)
    (taken_over,) = await elsewhere.claim()
    await office.deliveries.later(lost, clock(), "503")
    assert await office.keys() == []
    await elsewhere.deliveries.sent(taken_over)
    assert await office.deliveries.next_due() is None


async def test_what_a_killed_process_held_is_handed_out_at_once_where_there_is_only_one(
    office: Office, database: Database
) -> None:
    await office.put(to(ADA))
    await office.claim()
    await office.deliveries.release()

    assert await office.keys() == (["k"] if database.dialect == "sqlite" else [])


async def test_what_several_messengers_claim_at_once_never_overlaps(
    office: Office, another: Database, clock: Clock
) -> None:
    elsewhere = Office(another, clock)
    people = [Person(f"id-{number}", "N") for number in range(30)]
    await office.meet(*people)
    await office.put(*(to(person, f"{person.id}/{n}") for n in (1, 2) for person in people))
    claimed = list[Delivery]()
    for _ in range(2):
        rounds = await asyncio.gather(*(each.claim(7) for each in [office, elsewhere] * 6))
        fresh = [delivery for claim in rounds for delivery in claim]
        claimed += fresh
        for delivery in fresh:
            await office.deliveries.sent(delivery)
    keys = [delivery.notice.key for delivery in claimed]

    assert len(set(keys)) == len(keys)
    for person in people:
        theirs = [key for key in keys if key.startswith(f"{person.id}/")]
        assert theirs == sorted(theirs)


async def test_the_backlog_tells_what_waits_for_how_long_and_what_is_given_up(
    office: Office, clock: Clock
) -> None:
    await office.put(to(ADA, "a1"))
    clock.pass_by(MINUTE)
    await office.put(to(ADA, "a2"), to(BO, "b1"), to(EVA, "e1"), to(REVIEW_CHANNEL, "r1"))
    claimed = await office.claim()
    bos = next(delivery for delivery in claimed if delivery.notice.to == BO.id)
    await office.deliveries.refused(bos, "403")

    assert await office.deliveries.backlog() == Backlog(
        waiting=2, oldest=NOON, refused=1, unaddressed=2
    )


async def test_an_empty_outbox_has_no_backlog(office: Office) -> None:
    assert await office.deliveries.backlog() == Backlog(0, None, 0, 0)


@pytest.mark.parametrize(("days", "kept"), [(6, 3), (8, 2), (91, 1)])
async def test_what_was_sent_or_given_up_long_ago_is_cleared_away(
    office: Office, database: Database, clock: Clock, days: int, kept: int
) -> None:
    await office.put(to(ADA, "sent"), to(BO, "refused"), to(EVA, "waiting"))
    sent, refused = await office.claim()
    await office.deliveries.sent(sent)
    await office.deliveries.refused(refused, "403")
    clock.pass_by(timedelta(days=days))
    await office.deliveries.clear_away()
    count = select(func.count()).select_from(outbox)

    assert await database.read(lambda connection: connection.scalar(count)) == kept
