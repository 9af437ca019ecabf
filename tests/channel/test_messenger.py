"""The messenger, on a real outbox: what people get, and in which order."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from core.outbox import REVIEW_CHANNEL, Notice, NoticeKind
from tests.channel.mailroom import CHANNEL, Call, Mailroom, Said, refusing

# What arrives, and how.


async def test_a_text_goes_to_the_persons_own_chat_in_their_language(room: Mailroom):
    await room.meet("will", language="en")
    await room.put("will", "k")
    await room.deliver()

    assert room.rendered == [("k", "en")]
    assert room.teams.calls == [
        Call(
            "POST",
            "a:will",
            {
                "type": "message",
                "from": {"id": "28:bot"},
                "conversation": {"id": "a:will"},
                "text": "k",
                "textFormat": "plain",
                "channelData": {"rutinboten": {"message": "k"}},
            },
        )
    ]
    assert await room.backlog() == (0, 0)


async def test_a_card_goes_with_what_its_notification_says(room: Mailroom):
    room.says = lambda notice: Said(card={"says": "card"}, text="Ditt ärende är avgjort.")
    await room.put("ada", "k")
    await room.deliver()
    (call,) = room.teams.calls

    assert call.payload["summary"] == "Ditt ärende är avgjort."
    assert call.payload["attachments"] == [
        {
            "contentType": "application/vnd.microsoft.card.adaptive",
            "content": {"says": "card"},
        }
    ]


async def test_a_notice_with_nothing_left_to_say_is_over(room: Mailroom):
    room.says = lambda notice: None
    await room.put("ada", "k")
    await room.deliver()

    assert room.teams.calls == []
    assert await room.backlog() == (0, 0)


async def test_somebody_never_written_to_gets_a_conversation_of_their_own_once(room: Mailroom):
    await room.meet("eva", conversation=False)
    await room.put("eva", "e1", "e2")
    await room.deliver()
    first, *rest = room.teams.calls

    assert first.payload == {
        "isGroup": False,
        "bot": {"id": "28:bot"},
        "members": [{"id": "29:eva"}],
        "tenantId": "tenant",
        "channelData": {"tenant": {"id": "tenant"}},
    }
    assert [(call.method, call.conversation) for call in rest] == [("POST", "a:eva")] * 2


async def test_without_a_review_channel_its_notices_wait_and_then_go_at_once(room: Mailroom):
    await room.put(REVIEW_CHANNEL, "r")
    await room.deliver()
    before = list(room.teams.calls)
    await room.book.make_review_channel(CHANNEL)
    await room.deliver()

    assert before == []
    assert room.teams.said("19:granska@thread.tacv2") == ["r"]


# Order and concurrency.


async def test_messages_in_one_conversation_come_in_order(room: Mailroom):
    keys = [f"{number:02}" for number in range(20)]
    await room.put("ada", *keys)
    await room.deliver()

    assert room.teams.said("a:ada") == keys


async def test_order_is_kept_when_the_first_of_them_must_be_tried_again(room: Mailroom):
    room.teams.answers["a:ada"] = [refusing(503)]
    await room.put("ada", "a1", "a2")
    await room.deliver()
    room.clock.pass_by(timedelta(seconds=5))
    await room.deliver()

    assert room.teams.said("a:ada") == ["a1", "a1", "a2"]


async def test_a_slow_conversation_delays_no_other(room: Mailroom):
    may_go_on = asyncio.Event()

    async def slowly() -> None:
        await may_go_on.wait()

    room.teams.answers["a:ada"] = [slowly]
    room.messenger.start()
    await room.put("ada", "a1")
    await room.teams.until(1)
    await room.put("bo", "b1", "b2", "b3")
    await room.teams.until(4)

    assert room.teams.said() == ["a1", "b1", "b2", "b3"]
    may_go_on.set()


async def test_no_more_than_a_few_are_under_way_at_once(room: Mailroom):
    people = [f"person{number}" for number in range(12)]
    await room.meet(*people)
    at_once = list[int]()
    under_way = 0

    async def counted() -> None:
        nonlocal under_way
        under_way += 1
        at_once.append(under_way)
        await asyncio.sleep(0)
        under_way -= 1

    for person in people:
        room.teams.answers[f"a:{person}"] = [counted]
        await room.put(person, person)
    await room.another(at_once=3).deliver_due()

    assert len(at_once) == 12
    assert max(at_once) <= 3


async def test_it_wakes_as_soon_as_something_is_put(room: Mailroom):
    room.messenger.start()
    for number in (1, 2, 3):
        await room.put("ada", f"a{number}")
        await room.teams.until(number)

    assert room.teams.said() == ["a1", "a2", "a3"]


# Cards that are kept up to date.


def review(*, says: Sequence[str]) -> Callable[[Notice], Said]:
    words = iter(says)
    return lambda notice: Said(card={"says": next(words)}, replaces=True)


async def put_reviews(room: Mailroom, *keys: str, subject: str = "k-1") -> None:
    await room.put(REVIEW_CHANNEL, *keys, kind=NoticeKind.REVIEW, subject=subject)


async def test_a_review_card_is_posted_once_and_then_kept_up_to_date(room: Mailroom):
    await room.book.make_review_channel(CHANNEL)
    room.says = review(says=["ny", "bekräftad", "godkänd"])
    await put_reviews(room, "v1", "v2", "v3")
    await room.deliver()

    assert [(call.method, call.activity, call.says) for call in room.teams.calls] == [
        ("POST", "", "ny"),
        ("PUT", "activity-1", "bekräftad"),
        ("PUT", "activity-1", "godkänd"),
    ]


async def test_each_request_has_a_review_card_of_its_own(room: Mailroom):
    await room.book.make_review_channel(CHANNEL)
    room.says = review(says=["ett", "två"])
    await put_reviews(room, "a", subject="k-1")
    await put_reviews(room, "b", subject="k-2")
    await room.deliver()

    assert [call.method for call in room.teams.calls] == ["POST", "POST"]


async def test_a_review_card_that_somebody_deleted_is_posted_anew(room: Mailroom):
    await room.book.make_review_channel(CHANNEL)
    room.says = review(says=["ny", "ändrad", "igen"])
    room.teams.answers["activity-1"] = [refusing(404)]
    await put_reviews(room, "v1", "v2", "v3")
    await room.deliver()

    assert [(call.method, call.activity) for call in room.teams.calls] == [
        ("POST", ""),
        ("PUT", "activity-1"),
        ("POST", ""),
        ("PUT", "activity-3"),
    ]
    assert room.teams.calls[2].key == "v2"


async def test_an_update_that_fails_is_tried_again_and_nothing_is_posted_beside_it(
    room: Mailroom,
):
    await room.book.make_review_channel(CHANNEL)
    room.says = review(says=["ny", "ändrad", "ändrad"])
    room.teams.answers["activity-1"] = [refusing(503)]
    await put_reviews(room, "v1", "v2")
    await room.deliver()
    room.clock.pass_by(timedelta(seconds=5))
    await room.deliver()

    assert [call.method for call in room.teams.calls] == ["POST", "PUT", "PUT"]


async def test_a_new_review_channel_gets_cards_of_its_own(room: Mailroom):
    await room.book.make_review_channel(CHANNEL)
    room.says = review(says=["ny", "ändrad"])
    await put_reviews(room, "v1")
    await room.deliver()
    await room.book.make_review_channel(replace(CHANNEL, conversation="19:ny@thread.tacv2"))
    await put_reviews(room, "v2")
    await room.deliver()

    assert [(call.method, call.conversation) for call in room.teams.calls] == [
        ("POST", "19:granska@thread.tacv2"),
        ("POST", "19:ny@thread.tacv2"),
    ]
