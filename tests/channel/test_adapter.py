import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from aiohttp import ClientSession

from channel.adapter import Apology, TeamsAdapter
from channel.context import PRESS_SECONDS, Body, Logic, TurnContext
from channel.replies import Undelivered
from tests.world.replies import InMemoryReplies, replies_through
from tests.world.wire import (
    TENANT_ID,
    Connector,
    Told,
    a_message,
    an_invoke,
    connector_server,
    read,
)

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

    async def message(self, logic: Logic, **changes: Any) -> bytes | None:
        message = a_message(service_url=self.connector.url, **changes)
        return await self.adapter.process(read(message), logic=logic)

    async def invoke(
        self, logic: Logic, name: str = "adaptiveCard/action", *, is_silent: bool = False
    ) -> Any:
        invoke = an_invoke(name, {}, service_url=self.connector.url)
        body = await self.adapter.process(read(invoke), logic=logic, is_silent=is_silent)
        assert body is not None
        return orjson.loads(body)


def apologise(_locale: str | None, _error_id: str) -> str:
    return "Förlåt"


@asynccontextmanager
async def teams(apology: Apology = apologise) -> AsyncIterator[Teams]:
    async with connector_server() as connector, ClientSession() as session:
        outbox = InMemoryReplies()
        yield Teams(TeamsAdapter(replies_through(session, outbox), apology), connector, outbox)


def saying(*texts: str, **more: object) -> Logic:
    async def logic(context: TurnContext) -> None:
        for text in texts:
            await context.say({"text": text, **more})

    return logic


def answering(body: Body) -> Logic:
    async def logic(_context: TurnContext) -> Body:
        return body

    return logic


async def silent(_context: TurnContext) -> None:
    pass


async def broken(_context: TurnContext) -> None:
    raise LookupError("the bot is broken")


async def test_a_reply_goes_back_to_where_the_message_came_from() -> None:
    where = {"id": "a:1", "conversationType": "channel", "tenantId": TENANT_ID, "isGroup": True}
    async with teams() as there:
        await there.message(saying("Hej"), id="17", conversation=where)

    [sent] = there.connector.sent
    assert sent.path == "/v3/conversations/a%3A1/activities/17"
    assert sent.payload == {
        "type": "message",
        "text": "Hej",
        "serviceUrl": there.connector.url,
        "channelId": "msteams",
        "from": {"id": "28:bot", "name": "Rutinboten"},
        "recipient": {"id": "29:ada", "name": "Ada", "aadObjectId": "aad-ada"},
        "conversation": where,
        "locale": "sv-SE",
        "replyToId": "17",
        "channelData": {"rutinboten": {"message": "a:1/17"}},
    }


async def test_the_bot_learns_the_id_of_what_it_sent() -> None:
    ids: list[str] = []

    async def logic(context: TurnContext) -> None:
        ids.append(await context.say({"text": "a"}))

    async with teams() as there:
        await there.message(logic)

    assert ids == ["sent-1"]


async def test_typing_is_sent_and_says_nothing() -> None:
    spoken: list[bool] = []

    async def logic(context: TurnContext) -> None:
        await context.show_typing()
        spoken.append(context.has_spoken)

    async with teams() as there:
        await there.message(logic)

    assert there.connector.sent[0].payload["type"] == "typing"
    assert spoken == [False]


async def test_a_message_sent_before_is_replaced() -> None:
    async def logic(context: TurnContext) -> None:
        await context.replace("sent-9", {"text": "New"})

    async with teams() as there:
        await there.message(logic)

    [sent] = there.connector.sent
    assert (sent.method, sent.path) == ("PUT", "/v3/conversations/a%3A1/activities/sent-9")
    assert (sent.payload["id"], sent.payload["text"]) == ("sent-9", "New")


async def test_a_silent_turn_sends_nothing_but_is_answered() -> None:
    async def logic(context: TurnContext) -> Body:
        await context.replace("sent-9", {"text": "New"})
        return {"id": await context.say({"text": "News"})}

    async with teams() as there:
        assert await there.invoke(logic, is_silent=True) == {"id": ""}

    assert there.connector.sent == []


async def test_a_message_has_nothing_to_answer_the_request_with() -> None:
    async with teams() as there:
        assert await there.message(silent) is None


async def test_an_invoke_is_answered_with_the_body_the_bot_gave() -> None:
    async with teams() as there:
        assert await there.invoke(answering({"card": 1})) == {"card": 1}


@pytest.mark.parametrize(
    "logic",
    [
        pytest.param(broken, id="the bot failed"),
        pytest.param(silent, id="the bot said nothing"),
        pytest.param(answering({"card": object()}), id="the answer is no JSON"),
    ],
)
async def test_a_button_without_an_answer_gets_an_apology(logic: Logic) -> None:
    async with teams() as there:
        assert await there.invoke(logic) == APOLOGY_BODY
        assert there.connector.sent == []


@pytest.mark.parametrize("logic", [silent, broken])
async def test_any_other_invoke_without_an_answer_gets_an_empty_object(logic: Logic) -> None:
    async with teams() as there:
        assert await there.invoke(logic, "message/submitAction") == {}


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
        assert await there.invoke(broken) == {}

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
        await there.message(saying("Hej"))

    assert len(there.connector.sent) == requests
    assert there.outbox.kept == {}
    assert f"not delivered: {status}" in caplog.text


async def test_a_reply_that_teams_does_not_take_now_waits_as_it_would_have_been_sent() -> None:
    async with teams() as there:
        there.connector.answers.append(Told(503))
        await there.message(saying("Hej"), id="17")

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
            await there.message(saying("Hej"))
        there.connector.answers.append(Told(503))
        with pytest.raises(Undelivered):
            await there.message(broken)


async def test_a_press_does_not_wait_for_the_message_sent_beside_its_answer() -> None:
    async def logic(context: TurnContext) -> Body:
        await context.say({"text": "News"})
        return {"done": True}

    async with teams() as there:
        there.connector.delay_seconds = PRESS_SECONDS + 10
        started = time.monotonic()
        assert await there.invoke(logic) == {"done": True}
        waited = time.monotonic() - started

    assert waited < PRESS_SECONDS + 1
    assert [kept.activity["text"] for kept in there.outbox.kept.values()] == ["News"]


async def test_expected_replies_come_back_in_the_answer() -> None:
    async with teams() as there:
        response = await there.message(saying("one", "two"), deliveryMode="expectReplies")

    assert response is not None
    assert [each["text"] for each in orjson.loads(response)["activities"]] == ["one", "two"]
    assert there.connector.sent == []


async def test_expected_replies_that_are_no_json_become_an_apology() -> None:
    async with teams() as there:
        logic = saying("one", value=object())
        response = await there.message(logic, deliveryMode="expectReplies")

    assert response is not None
    assert [each["text"] for each in orjson.loads(response)["activities"]] == ["Förlåt"]
