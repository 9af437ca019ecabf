"""What a turn sends is what the SDK's own context would, but for the copying."""

from typing import Any, cast

import pytest
from botbuilder.core import BotAdapter, TurnContext
from botbuilder.schema import Activity, ResourceResponse

from channel import codec
from channel.translation import to_sdk
from channel.turn_context import TeamsTurn
from tests.world.wire import ABSENT, a_message, read


class Recorder:
    """An adapter that sends nothing."""

    def __init__(self) -> None:
        self.sent = list[Activity]()

    async def send_activities(
        self, _context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        self.sent += activities
        return [ResourceResponse(id=activity.text) for activity in activities]


async def outcome(kind: type[TurnContext], received: dict[str, Any], said: dict[str, Any]) -> Any:
    """Return what a turn of *kind* sends, and what it then knows."""
    recorder = Recorder()
    asked = read(a_message(service_url="https://smba.example/", **{"id": "17"} | received))
    context = kind(cast(BotAdapter, recorder), to_sdk(asked))
    responses = await context.send_activities([Activity(**said), Activity(**said)])
    return (
        [codec.dump(activity) for activity in recorder.sent],
        [codec.dump(activity) for activity in context.buffered_reply_activities],
        [response.id for response in responses],
        context.responded,
        sorted(context.turn_state),
    )


@pytest.mark.parametrize(
    "received",
    [
        {},
        {"locale": ABSENT},
        {"type": "conversationUpdate"},
        {"deliveryMode": "expectReplies"},
    ],
    ids=["message", "no locale", "update", "expects replies"],
)
@pytest.mark.parametrize(
    "said",
    [
        {"text": "Hej"},
        {"text": "Hej", "id": "3", "reply_to_id": "4", "locale": "en", "type": "message"},
        {"text": "Hej?", "input_hint": "expectingInput"},
        {"type": "typing"},
        {"type": "trace"},
        {"type": "invokeResponse", "value": "an answer"},
    ],
    ids=["text", "all set", "question", "typing", "trace", "invoke response"],
)
async def test_what_is_sent_is_as_the_sdk_sends_it(
    received: dict[str, Any], said: dict[str, Any]
) -> None:
    expected = await outcome(TurnContext, received, said)

    assert await outcome(TeamsTurn, received, said) == expected
