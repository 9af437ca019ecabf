"""The outbox worker, on a real outbox: what people get, and in which order."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from core.outbox import REVIEW_CHANNEL, Message, Notice, NoticeKind
from core.standing import VIEW, CaseView, ShownSubject, shown_earlier
from tests.channel.outbox_rig import CHANNEL, Call, OutboxRig, refusing

# What arrives, and how.


async def test_a_text_goes_to_the_persons_own_chat_in_their_language(outbox: OutboxRig) -> None:
    await outbox.meet("will", language="en")
    await outbox.put("will", "k")
    await outbox.deliver()

    assert outbox.rendered == [("k", "en")]
    assert outbox.teams.calls == [
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
    assert await outbox.backlog() == (0, 0)


async def test_a_card_goes_with_what_its_notification_says(outbox: OutboxRig) -> None:
    outbox.says = lambda notice: Message(card={"says": "card"}, text="Ditt ärende är avgjort.")
    await outbox.put("ada", "k")
    await outbox.deliver()
    (call,) = outbox.teams.calls

    assert call.payload["summary"] == "Ditt ärende är avgjort."
    assert call.payload["attachments"] == [
        {
            "contentType": "application/vnd.microsoft.card.adaptive",
            "content": {"says": "card"},
        }
    ]


async def test_a_notice_with_nothing_left_to_say_is_over(outbox: OutboxRig) -> None:
    outbox.says = lambda notice: None
    await outbox.put("ada", "k")
    await outbox.deliver()

    assert outbox.teams.calls == []
    assert await outbox.backlog() == (0, 0)


async def test_somebody_never_written_to_gets_a_conversation_of_their_own_once(
    outbox: OutboxRig,
) -> None:
    await outbox.meet("eva", conversation=False)
    await outbox.put("eva", "e1", "e2")
    await outbox.deliver()
    first, *rest = outbox.teams.calls

    assert first.payload == {
        "isGroup": False,
        "bot": {"id": "28:bot"},
        "members": [{"id": "29:eva"}],
        "tenantId": "tenant",
        "channelData": {"tenant": {"id": "tenant"}},
    }
    assert [(call.method, call.conversation) for call in rest] == [("POST", "a:eva")] * 2


async def test_without_a_review_channel_its_notices_wait_and_then_go_at_once(
    outbox: OutboxRig,
) -> None:
    await outbox.put(REVIEW_CHANNEL, "r")
    await outbox.deliver()
    before = list(outbox.teams.calls)
    await outbox.book.make_review_channel(CHANNEL)
    await outbox.deliver()

    assert before == []
    assert outbox.teams.said("19:granska@thread.tacv2") == ["r"]


# Order and concurrency.


async def test_messages_in_one_conversation_come_in_order(outbox: OutboxRig) -> None:
    keys = [f"{number:02}" for number in range(20)]
    await outbox.put("ada", *keys)
    await outbox.deliver()

    assert outbox.teams.said("a:ada") == keys


async def test_order_is_kept_when_the_first_of_them_must_be_tried_again(outbox: OutboxRig) -> None:
    outbox.teams.answers["a:ada"] = [refusing(503)]
    await outbox.put("ada", "a1", "a2")
    await outbox.deliver()
    outbox.clock.pass_by(timedelta(seconds=5))
    await outbox.deliver()

    assert outbox.teams.said("a:ada") == ["a1", "a1", "a2"]


async def test_a_slow_conversation_delays_no_other(outbox: OutboxRig) -> None:
    may_go_on = asyncio.Event()

    async def slowly() -> None:
        await may_go_on.wait()

    outbox.teams.answers["a:ada"] = [slowly]
    outbox.worker.start()
    await outbox.put("ada", "a1")
    await outbox.teams.until(1)
    await outbox.put("bo", "b1", "b2", "b3")
    await outbox.teams.until(4)

    assert outbox.teams.said() == ["a1", "b1", "b2", "b3"]
    may_go_on.set()


async def test_no_more_than_a_few_are_under_way_at_once(outbox: OutboxRig) -> None:
    people = [f"person{number}" for number in range(12)]
    await outbox.meet(*people)
    at_once = list[int]()
    under_way = 0

    async def counted() -> None:
        nonlocal under_way
        under_way += 1
        at_once.append(under_way)
        await asyncio.sleep(0)
        under_way -= 1

    for person in people:
        outbox.teams.answers[f"a:{person}"] = [counted]
        await outbox.put(person, person)
    await outbox.another(at_once=3).deliver_due()

    assert len(at_once) == 12
    assert max(at_once) <= 3


async def test_it_wakes_as_soon_as_something_is_put(outbox: OutboxRig) -> None:
    outbox.worker.start()
    for number in (1, 2, 3):
        await outbox.put("ada", f"a{number}")
        await outbox.teams.until(number)

    assert outbox.teams.said() == ["a1", "a2", "a3"]


# Cards that are kept up to date.


def review(*, says: Sequence[str]) -> Callable[[Notice], Message]:
    words = iter(says)
    return lambda notice: Message(
        card={"says": next(words)}, shows=ShownSubject(notice.subject, notice.kind), in_place=True
    )


def the_case(notice: Notice) -> Message:
    """What a notice says that shows a request, and a notice that renews it."""
    shows = ShownSubject(notice.subject, CaseView.OWN)
    if notice.kind == NoticeKind.CARD_RENEWED:
        return Message(card={"says": "as it is"}, shows=shows, in_place=True)
    if notice.kind == NoticeKind.CARD_MOVED:
        return Message(card={"says": "below"}, shows=shown_earlier(shows), in_place=True)
    return Message(card={"says": notice.key}, shows=shows)


async def renew(outbox: OutboxRig, subject: str, version: int, besides: str | None = None) -> None:
    await outbox.transactions.write(lambda uow: uow.outbox.renew(subject, version, besides=besides))
    await outbox.deliver()


def replaced(outbox: OutboxRig) -> list[tuple[str, str]]:
    """Return which messages were replaced, and by what."""
    return [(call.activity, call.says) for call in outbox.teams.calls if call.method == "PUT"]


async def put_reviews(outbox: OutboxRig, *keys: str, subject: str = "k-1") -> None:
    await outbox.put(REVIEW_CHANNEL, *keys, kind=NoticeKind.REVIEW, subject=subject)


async def test_a_review_card_is_posted_once_and_then_kept_up_to_date(outbox: OutboxRig) -> None:
    await outbox.book.make_review_channel(CHANNEL)
    outbox.says = review(says=["ny", "bekräftad", "godkänd"])
    await put_reviews(outbox, "v1", "v2", "v3")
    await outbox.deliver()

    assert [(call.method, call.activity, call.says) for call in outbox.teams.calls] == [
        ("POST", "", "ny"),
        ("PUT", "activity-1", "bekräftad"),
        ("PUT", "activity-1", "godkänd"),
    ]


async def test_each_request_has_a_review_card_of_its_own(outbox: OutboxRig) -> None:
    await outbox.book.make_review_channel(CHANNEL)
    outbox.says = review(says=["ett", "två"])
    await put_reviews(outbox, "a", subject="k-1")
    await put_reviews(outbox, "b", subject="k-2")
    await outbox.deliver()

    assert [call.method for call in outbox.teams.calls] == ["POST", "POST"]


async def test_of_several_messages_on_one_case_the_newest_alone_shows_it_and_is_renewed(
    outbox: OutboxRig,
) -> None:
    outbox.says = the_case
    await outbox.put("ada", "asked", "answered", kind=NoticeKind.DECIDED, subject="k-1")
    await outbox.put("ada", "of another", kind=NoticeKind.DECIDED, subject="k-2")
    await outbox.deliver()
    await outbox.put("ada", "decided", kind=NoticeKind.DECIDED, subject="k-1")
    await outbox.deliver()
    await renew(outbox, "k-1", 2)
    await renew(outbox, "k-1", 3, besides="ada")

    assert outbox.teams.said()[0] == "asked"
    assert replaced(outbox) == [
        ("activity-1", "below"),
        ("activity-2", "below"),
        ("activity-5", "as it is"),
    ]


async def test_a_message_that_somebody_deleted_is_forgotten(outbox: OutboxRig) -> None:
    outbox.says = the_case
    await outbox.put("ada", "asked", kind=NoticeKind.DECIDED, subject="k-1")
    await outbox.deliver()
    outbox.teams.answers["activity-1"] = [refusing(404)]
    await renew(outbox, "k-1", 2)
    await renew(outbox, "k-1", 3)

    assert replaced(outbox) == [("activity-1", "as it is")]


async def test_a_message_that_teams_gives_no_id_isnt_tried_to_be_replaced(
    outbox: OutboxRig,
) -> None:
    outbox.says, outbox.teams.gives_ids = the_case, False
    await outbox.put("ada", "asked", "decided", kind=NoticeKind.DECIDED, subject="k-1")
    await outbox.deliver()
    await renew(outbox, "k-1", 2)

    assert outbox.teams.said() == ["asked", "decided"]
    assert replaced(outbox) == []


async def test_an_earlier_card_that_cant_be_shortened_at_once_is_later_and_nothing_is_sent_twice(
    outbox: OutboxRig,
) -> None:
    outbox.says = the_case
    await outbox.put("ada", "asked", "decided", kind=NoticeKind.DECIDED, subject="k-1")
    outbox.teams.answers["activity-1"] = [refusing(503)]
    await outbox.deliver()
    outbox.clock.pass_by(timedelta(seconds=5))
    await renew(outbox, "k-1", 2)

    assert [call.says for call in outbox.teams.calls if call.method == "POST"] == [
        *("asked", "decided")
    ]
    assert replaced(outbox) == [
        ("activity-1", "below"),
        ("activity-1", "below"),
        ("activity-2", "as it is"),
    ]


async def test_where_nothing_shows_the_case_nothing_is_posted(outbox: OutboxRig) -> None:
    outbox.says = the_case
    notice = Notice("r", NoticeKind.CARD_RENEWED, "ada", "k-1", {VIEW: CaseView.OWN})
    await outbox.transactions.write(lambda uow: uow.outbox.put(notice))
    await outbox.deliver()

    assert outbox.teams.calls == []


async def test_a_review_card_that_somebody_deleted_is_posted_anew(outbox: OutboxRig) -> None:
    await outbox.book.make_review_channel(CHANNEL)
    outbox.says = review(says=["ny", "ändrad", "igen"])
    outbox.teams.answers["activity-1"] = [refusing(404)]
    await put_reviews(outbox, "v1", "v2", "v3")
    await outbox.deliver()

    assert [(call.method, call.activity) for call in outbox.teams.calls] == [
        ("POST", ""),
        ("PUT", "activity-1"),
        ("POST", ""),
        ("PUT", "activity-3"),
    ]
    assert outbox.teams.calls[2].key == "v2"


async def test_an_update_that_fails_is_tried_again_and_nothing_is_posted_beside_it(
    outbox: OutboxRig,
) -> None:
    await outbox.book.make_review_channel(CHANNEL)
    outbox.says = review(says=["ny", "ändrad", "ändrad"])
    outbox.teams.answers["activity-1"] = [refusing(503)]
    await put_reviews(outbox, "v1", "v2")
    await outbox.deliver()
    outbox.clock.pass_by(timedelta(seconds=5))
    await outbox.deliver()

    assert [call.method for call in outbox.teams.calls] == ["POST", "PUT", "PUT"]


async def test_a_new_review_channel_gets_cards_of_its_own(outbox: OutboxRig) -> None:
    await outbox.book.make_review_channel(CHANNEL)
    outbox.says = review(says=["ny", "ändrad"])
    await put_reviews(outbox, "v1")
    await outbox.deliver()
    await outbox.book.make_review_channel(replace(CHANNEL, conversation="19:ny@thread.tacv2"))
    await put_reviews(outbox, "v2")
    await outbox.deliver()

    assert [(call.method, call.conversation) for call in outbox.teams.calls] == [
        ("POST", "19:granska@thread.tacv2"),
        ("POST", "19:ny@thread.tacv2"),
    ]
