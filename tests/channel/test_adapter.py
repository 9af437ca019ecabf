import gc
import logging
import time
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from aiohttp import ClientSession
from botbuilder.core import TurnContext
from botbuilder.core.invoke_response import InvokeResponse
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    ConversationReference,
    DeliveryModes,
    ResourceResponse,
)

from channel import codec
from channel.adapter import PRESS_SECONDS, Apology, Logic, TeamsAdapter
from channel.replies import Undelivered
from channel.translation import to_sdk
from storage.deadlines import DatabaseTimeout
from tests.world.replies import InMemoryReplies, replies_through
from tests.world.wire import Connector, Told, a_message, an_invoke, connector_server, read

APOLOGY_BODY = {
    "statusCode": 200,
    "type": "application/vnd.microsoft.activity.message",
    "value": "Förlåt",
}


@dataclass
class Teams:
    """An adapter with a connector to send to."""

    adapter: TeamsAdapter
    connector: Connector
    outbox: InMemoryReplies

    async def run(self, activity: dict[str, Any], logic: Logic) -> InvokeResponse | None:
        return await self.adapter.process(read(activity), logic=logic)

    async def message(self, logic: Logic, **changes: Any) -> InvokeResponse | None:
        return await self.run(a_message(service_url=self.connector.url, **changes), logic)

    async def invoke(self, logic: Logic, name: str = "adaptiveCard/action") -> Any:
        response = await self.run(an_invoke(name, {}, service_url=self.connector.url), logic)
        assert response is not None
        return response.status, orjson.loads(codec.encode(response.body))


def apologise(_locale: str | None, _error_id: str) -> str:
    return "Förlåt"


@asynccontextmanager
async def teams(apology: Apology = apologise) -> AsyncIterator[Teams]:
    async with connector_server() as connector, ClientSession() as session:
        outbox = InMemoryReplies()
        yield Teams(TeamsAdapter(replies_through(session, outbox), apology), connector, outbox)


def sending(*activities: Activity) -> Logic:
    async def logic(context: TurnContext) -> None:
        await context.send_activities(list(activities))

    return logic


def answering(body: object, *, status: int = 200) -> Logic:
    answer = InvokeResponse(status=status, body=body)
    return sending(Activity(type=ActivityTypes.invoke_response, value=answer))


async def silent(_context: TurnContext) -> None:
    pass


async def broken(_context: TurnContext) -> None:
    raise LookupError("the bot is broken")


async def test_a_reply_goes_back_to_where_the_message_came_from() -> None:
    async with teams() as there:
        await there.message(sending(Activity(text="Hej")), id="17")

    [sent] = there.connector.sent
    assert sent.path == "/v3/conversations/a%3A1/activities/17"
    assert sent.payload["from"]["id"] == "28:bot"
    assert sent.payload["recipient"]["id"] == "29:ada"
    assert sent.payload["conversation"]["tenantId"]


async def test_the_bot_learns_the_id_of_what_it_sent() -> None:
    ids: list[ResourceResponse] = []

    async def logic(context: TurnContext) -> None:
        ids.extend(await context.send_activities([Activity(text="a"), Activity(type="trace")]))

    async with teams() as there:
        await there.message(logic)

    assert [response.id for response in ids] == ["sent-1", ""]


async def test_a_turn_leaves_nothing_to_the_garbage_collector() -> None:
    turns: list[weakref.ref[TurnContext]] = []

    async def logic(context: TurnContext) -> None:
        turns.append(weakref.ref(context))
        await context.send_activities([Activity(text="Hej")])

    async with teams() as there:
        gc.disable()
        try:
            await there.message(logic)
            is_freed = turns[0]() is None
        finally:
            gc.enable()

    assert is_freed


async def test_traces_and_delays_are_not_sent() -> None:
    async with teams() as there:
        await there.message(sending(Activity(type="trace"), Activity(type="delay", value=9000)))

    assert there.connector.sent == []


async def test_typing_is_sent() -> None:
    async with teams() as there:
        await there.message(sending(Activity(type="typing")))

    assert there.connector.sent[0].payload["type"] == "typing"


async def test_an_activity_sent_before_is_replaced_and_deleted() -> None:
    async def logic(context: TurnContext) -> None:
        await context.update_activity(Activity(type="message", id="sent-9", text="New"))
        await context.delete_activity("sent-9")
        reference = TurnContext.get_conversation_reference(context.activity)
        await context.delete_activity(_with_id(reference, "sent-8"))

    async with teams() as there:
        await there.message(logic)

    path = "/v3/conversations/a%3A1/activities/sent-"
    requests = [(sent.method, sent.path) for sent in there.connector.sent]
    assert requests == [("PUT", f"{path}9"), ("DELETE", f"{path}9"), ("DELETE", f"{path}8")]
    assert there.connector.sent[0].payload["text"] == "New"


def _with_id(reference: ConversationReference, activity_id: str) -> ConversationReference:
    reference.activity_id = activity_id
    return reference


async def test_a_message_has_nothing_to_answer_the_request_with() -> None:
    async with teams() as there:
        assert await there.message(silent) is None


async def test_an_invoke_is_answered_with_the_body_the_bot_gave() -> None:
    async with teams() as there:
        assert await there.invoke(answering({"card": 1})) == (200, {"card": 1})


@pytest.mark.parametrize(
    "logic",
    [
        pytest.param(broken, id="the bot failed"),
        pytest.param(silent, id="the bot said nothing"),
        pytest.param(answering(None, status=501), id="the SDK didn't know it"),
        pytest.param(answering({"card": object()}), id="the answer is no JSON"),
        pytest.param(sending(Activity(type="invokeResponse", value=5)), id="no answer at all"),
    ],
)
async def test_a_button_without_an_answer_gets_an_apology(logic: Logic) -> None:
    async with teams() as there:
        assert await there.invoke(logic) == (200, APOLOGY_BODY)
        assert there.connector.sent == []


@pytest.mark.parametrize("logic", [silent, broken, answering(None, status=501)])
async def test_any_other_invoke_without_an_answer_gets_an_empty_object(logic: Logic) -> None:
    async with teams() as there:
        assert await there.invoke(logic, "message/submitAction") == (200, {})


async def test_an_invoke_that_is_answered_without_a_body_gets_none() -> None:
    async with teams() as there:
        invoke = an_invoke("adaptiveCard/action", {}, service_url=there.connector.url)
        response = await there.run(invoke, answering(None))

    assert response is not None
    assert response.body is None


async def test_an_answer_given_before_the_failure_is_taken_back() -> None:
    async def logic(context: TurnContext) -> None:
        await answering({"saved": True})(context)
        await broken(context)

    async with teams() as there:
        assert await there.invoke(logic) == (200, APOLOGY_BODY)


async def test_a_failed_turn_is_apologised_for_and_logged_with_the_id_it_was_given(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with teams(lambda locale, error_id: f"{locale} {error_id}") as there:
        await there.message(broken, locale="en-GB")

    [apology] = there.connector.texts()
    locale, error_id = apology.split()
    assert locale == "en-GB"
    assert f"error {error_id}" in caplog.text
    assert "LookupError: the bot is broken" in caplog.text


async def test_a_database_out_of_reach_is_one_line_for_each_turn_that_needed_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def needy(context: TurnContext) -> None:
        raise DatabaseTimeout

    async with teams(lambda locale, error_id: error_id) as there:
        await there.message(needy)
    [line] = [record for record in caplog.records if record.levelname == "ERROR"]

    assert line.getMessage() == f"turn failed: DatabaseTimeout, error {there.connector.texts()[0]}"
    assert not line.exc_info


async def test_an_apology_that_cannot_be_sent_is_only_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with teams() as there:
        there.connector.answers.append(Told(403))
        await there.message(broken)

    assert "could not be told" in caplog.text


async def test_an_apology_nobody_can_word_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    def speechless(locale: str | None, error_id: str) -> str:
        raise KeyError("no such sentence")

    async with teams(speechless) as there:
        await there.message(broken)
        assert await there.invoke(broken) == (200, {})

    assert "no such sentence" in caplog.text


@pytest.mark.parametrize(
    ("status", "requests"),
    [
        pytest.param(403, 1, id="the bot is blocked"),
        pytest.param(413, 2, id="the card is too large"),
        pytest.param(400, 2, id="the card is malformed"),
    ],
)
async def test_a_reply_that_failed_is_apologised_for_where_that_may_get_through(
    status: int, requests: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    async with teams() as there:
        there.connector.answers.append(Told(status))
        await there.message(sending(Activity(text="Hej")))

    assert len(there.connector.sent) == requests
    assert there.outbox.kept == {}
    assert f"not delivered: {status}" in caplog.text


async def test_a_reply_that_teams_does_not_take_now_waits_as_it_would_have_been_sent() -> None:
    async with teams() as there:
        there.connector.answers.append(Told(503))
        await there.message(sending(Activity(text="Hej")), id="17")

    (kept,) = there.outbox.kept.values()
    assert (kept.key, kept.conversation, kept.reply_to) == ("a:1/17", "a:1", "17")
    assert (kept.service_url, kept.person) == (there.connector.url, "aad-ada")
    assert kept.activity["text"] == "Hej"


async def test_an_apology_that_teams_does_not_take_now_waits_too() -> None:
    async with teams() as there:
        there.connector.answers.append(Told(503))
        await there.message(broken)

    assert [kept.activity["text"] for kept in there.outbox.kept.values()] == ["Förlåt"]


async def test_a_turn_that_could_say_nothing_at_all_is_to_be_run_again() -> None:
    async with teams() as there:
        there.connector.answers.append(Told(503))
        there.outbox.is_down = True
        with pytest.raises(Undelivered):
            await there.message(sending(Activity(text="Hej")))
        there.connector.answers.append(Told(503))
        with pytest.raises(Undelivered):
            await there.message(broken)


async def test_a_press_does_not_wait_for_the_message_sent_beside_its_answer() -> None:
    async def logic(context: TurnContext) -> None:
        await sending(Activity(text="News"))(context)
        await answering({"done": True})(context)

    async with teams() as there:
        there.connector.delay_seconds = PRESS_SECONDS + 10
        started = time.monotonic()
        assert await there.invoke(logic) == (200, {"done": True})
        waited = time.monotonic() - started

    assert waited < PRESS_SECONDS + 1
    assert [kept.activity["text"] for kept in there.outbox.kept.values()] == ["News"]


async def test_expected_replies_come_back_in_the_answer() -> None:
    async with teams() as there:
        logic = sending(Activity(text="one"), Activity(text="two"))
        response = await there.message(logic, deliveryMode=DeliveryModes.expect_replies.value)

    assert response is not None
    assert b'"text":"one"' in codec.encode(response.body)
    assert there.connector.sent == []


async def test_expected_replies_that_are_no_json_become_an_apology() -> None:
    async with teams() as there:
        logic = sending(Activity(text="one", value=object()))
        response = await there.message(logic, deliveryMode="expectReplies")

    assert response is not None
    assert "Förlåt".encode() in codec.encode(response.body)


async def test_a_message_can_be_sent_outside_a_turn() -> None:
    async with teams() as there:
        model = to_sdk(read(a_message(service_url=there.connector.url)))
        reference = TurnContext.get_conversation_reference(model)
        await there.adapter.continue_conversation(reference, sending(Activity(text="News")))

    assert there.connector.texts() == ["News"]
