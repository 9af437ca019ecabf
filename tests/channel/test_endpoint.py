"""Good requests, over HTTP; the bad ones are in test_bad_*.py."""

import asyncio
import logging
from collections.abc import AsyncIterator

import orjson
import pytest

from tests.channel.rig import Rig
from tests.world.wire import SigningKey, Told

EMPTY = (200, b"")


async def test_a_message_is_answered_through_the_connector_and_the_request_with_nothing(
    rig: Rig,
) -> None:
    assert await rig.post(rig.a_message("Hej")) == EMPTY
    assert rig.connector.texts() == ["You said Hej"]


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        'application/json;charset="UTF-8"',
        "application/json; odata=verbose",
    ],
)
async def test_json_is_taken_however_it_is_spelt(rig: Rig, content_type: str) -> None:
    headers = rig.headers() | {"Content-Type": content_type}

    assert await rig.post(rig.a_message(), headers) == EMPTY


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 100_000, id="as long as anybody can paste"),
        pytest.param("Åäö 🦊 \u202e\u0000", id="all kinds of letters"),
        pytest.param("", id="empty"),
        pytest.param(None, id="none"),
    ],
)
async def test_any_text_is_taken(rig: Rig, text: str | None) -> None:
    assert await rig.post(rig.a_message(text)) == EMPTY
    assert rig.connector.texts() == [f"You said {text}"]


async def test_a_body_in_chunks_is_taken(rig: Rig) -> None:
    whole = orjson.dumps(rig.a_message())

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(whole), 100):
            yield whole[start : start + 100]

    assert await rig.post(pieces()) == EMPTY


async def test_of_a_key_given_twice_the_last_counts(rig: Rig) -> None:
    good = orjson.dumps(rig.a_message("first"))

    assert await rig.post(good[:-1] + b',"text":"last"}') == EMPTY
    assert rig.connector.texts() == ["You said last"]


async def test_keys_nobody_knows_are_no_fault(rig: Rig) -> None:
    message = rig.a_message() | {"new": {"a": [1]}, "additional_properties": 5, "": None}

    assert await rig.post(message) == EMPTY


@pytest.mark.parametrize(
    "kind",
    ["conversationUpdate", "installationUpdate", "messageReaction", "typing", "somethingNew"],
)
async def test_any_kind_of_activity_is_taken(rig: Rig, kind: str) -> None:
    assert await rig.post(rig.a_message(type=kind)) == EMPTY


async def test_what_another_bot_writes_is_taken_and_left_unanswered(rig: Rig) -> None:
    sender = {"id": "28:other", "name": "Other", "role": "bot"}

    assert await rig.post(rig.a_message("Hej") | {"from": sender}) == EMPTY
    assert rig.connector.sent == []


async def test_an_invoke_is_answered_in_the_response(rig: Rig) -> None:
    status, body = await rig.post(rig.an_invoke("adaptiveCard/action", {"verb": "vote"}))

    assert (status, orjson.loads(body)) == (200, {"echo": {"verb": "vote"}})


@pytest.mark.parametrize("value", ["crash", "unwritable", "unknown", None])
async def test_a_failed_button_is_answered_with_a_sentence(rig: Rig, value: str | None) -> None:
    status, body = await rig.post(rig.an_invoke("adaptiveCard/action", value))

    assert status == 200
    assert orjson.loads(body) == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Sorry (sv-SE)",
    }


@pytest.mark.parametrize("value", ["crash", None])
async def test_a_failed_search_or_dialog_is_answered_with_a_sentence(
    rig: Rig, value: str | None
) -> None:
    _, search = await rig.post(rig.an_invoke("composeExtension/query", value))
    dialogs = [
        orjson.loads((await rig.post(rig.an_invoke(f"composeExtension/{name}", value)))[1])
        for name in ("fetchTask", "submitAction")
    ]

    assert orjson.loads(search)["composeExtension"] == {
        "type": "message",
        "text": "Sorry (sv-SE)",
    }
    for each in dialogs:
        (said,) = each["task"]["value"]["card"]["content"]["body"]
        assert said["text"] == "Sorry (sv-SE)"


@pytest.mark.parametrize("value", ["crash", "unwritable", "unknown", None])
async def test_any_other_failed_invoke_is_answered_with_an_empty_object(
    rig: Rig, value: str | None
) -> None:
    assert await rig.post(rig.an_invoke("task/fetch", value)) == (200, b"{}")


async def test_expected_replies_are_in_the_response(rig: Rig) -> None:
    status, body = await rig.post(rig.a_message("Hej", deliveryMode="expectReplies"))

    [reply] = orjson.loads(body)["activities"]
    assert (status, reply["text"]) == (200, "You said Hej")
    assert rig.connector.sent == []


async def test_a_bot_that_fails_is_no_fault_of_the_request(rig: Rig) -> None:
    assert await rig.post(rig.a_message("crash")) == EMPTY
    assert rig.connector.texts() == ["Sorry (sv-SE)"]


async def test_a_reply_that_cannot_be_delivered_is_no_fault_of_the_request(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.connector.answers.append(Told(403))

    assert await rig.post(rig.a_message("Hej")) == EMPTY
    assert "not delivered: 403" in caplog.text


async def test_texts_are_never_logged(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="channel")
    rig.connector.answers.append(Told(403))
    await rig.post(rig.a_message("my secret"))
    await rig.post(rig.a_message("my secret", recipient=None))

    assert "my secret" not in caplog.text


async def test_a_message_sent_again_is_answered_once(rig: Rig) -> None:
    message = rig.a_message("Hej")

    assert [await rig.post(message) for _ in range(3)] == [EMPTY] * 3
    assert rig.connector.texts() == ["You said Hej"]


async def test_a_message_sent_again_while_it_is_worked_on_waits_for_the_answer(rig: Rig) -> None:
    message = rig.a_message("wait")
    sent = [asyncio.create_task(rig.post(message)) for _ in range(2)]
    await rig.bot.waiting.wait()
    rig.bot.released.set()

    assert await asyncio.gather(*sent) == [EMPTY] * 2
    assert rig.bot.turns == 1


async def test_a_button_pressed_once_and_sent_twice_gets_the_same_answer(rig: Rig) -> None:
    press = rig.an_invoke("adaptiveCard/action", {"verb": "vote"})

    first, second = await rig.post(press), await rig.post(press)

    assert first == second
    assert rig.bot.turns == 1


async def test_a_refused_request_does_not_stand_in_the_way_of_the_real_one(rig: Rig) -> None:
    message = rig.a_message()
    refused, _reply = await rig.post(message, rig.headers(aud="another-bot"))

    assert refused == 401
    assert await rig.post(message) == EMPTY
    assert rig.bot.turns == 1


async def test_a_remembered_answer_is_not_given_to_who_cannot_prove_who_they_are(rig: Rig) -> None:
    press = rig.an_invoke("adaptiveCard/action", {"verb": "vote"})
    await rig.post(press)

    status, body = await rig.post(press, rig.headers(aud="another-bot"))

    assert (status, orjson.loads(body)) == (401, {"error": "not authenticated"})


async def test_a_new_signing_key_is_accepted_at_once(rig: Rig) -> None:
    await rig.post(rig.a_message())
    rig.key = SigningKey("key-2")
    rig.metadata.keys.append(rig.key.published())

    assert await rig.post(rig.a_message()) == EMPTY


async def test_while_the_keys_cannot_be_had_the_answer_is_503(rig: Rig) -> None:
    rig.metadata.down = True
    status, body = await rig.post(rig.a_message())

    assert status == 503
    assert orjson.loads(body) == {"error": "signing keys are unavailable, try again later"}
    rig.metadata.down = False
    rig.clock.now += 6

    assert await rig.still_answers()


async def test_at_home_no_token_is_asked_for(local_rig: Rig) -> None:
    message = local_rig.a_message("Hej", channelId="emulator")

    assert await local_rig.post(message, {"Content-Type": "application/json"}) == EMPTY


@pytest.mark.parametrize("host", ["evil.example", "rutinboten.evil.example:3978"])
async def test_at_home_a_request_for_another_host_is_refused(local_rig: Rig, host: str) -> None:
    headers = {"Content-Type": "application/json", "Host": host}
    status, _body = await local_rig.post(local_rig.a_message(), headers)

    assert status == 401
    assert local_rig.bot.turns == 0
