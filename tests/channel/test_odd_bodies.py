"""Bodies with parts that nobody can read, beside a message that is taken all the same."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channel.translation import to_incoming
from tests.channel.bad_requests import Make, body, fields
from tests.channel.rig import Rig
from tests.world.wire import ABSENT, TENANT_ID, a_message, read

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOT = {"id": "28:bot", "name": "Rutinboten"}
PERSON = {"id": "29:ada", "name": "Ada"}
TALK = {"id": "a:1", "tenantId": TENANT_ID}
URL = "https://smba.trafficmanager.net/"

ODD = [
    {"conversation": TALK | {"isGroup": "True"}},
    {"conversation": TALK | {"name": 5}},
    {"conversation": TALK | {"conversationType": {}}},
    {"from": PERSON | {"name": {}}},
    {"from": PERSON | {"aadObjectId": 5}},
    {"recipient": ABSENT},
    {"recipient": [PERSON]},
    {"recipient": {"id": None}},
    {"locale": 46},
    {"name": ["adaptiveCard/action"]},
    {"action": {}},
    {"timestamp": "yesterday"},
    {"timestamp": 1700000000},
    {"timestamp": "2026-02-30T10:00:00Z"},
    {"localTimestamp": ""},
    {"expiration": "soon"},
    {"replyToId": {}},
    {"entities": {}},
    {"entities": ["mention"]},
    {"entities": [None]},
    {"entities": [{"text": "a"}]},
    {"entities": [{"type": "mention", "mentioned": "a"}]},
    {"entities": [{"type": "mention", "mentioned": BOT, "text": 42}]},
    {"attachments": "file"},
    {"attachments": [1]},
    {"attachments": [{"contentType": []}]},
    {"attachments": [{"content": "x"}]},
    {"attachments": [1] * 50_000},
    {"membersAdded": [{"id": "29:a"}] * 1001},
    {"membersAdded": {"id": "29:a"}},
    {"membersAdded": ["29:a"]},
    {"membersAdded": [{"name": "Ada"}]},
    {"membersRemoved": 1},
    {"reactionsAdded": ["like"]},
    {"channelData": "x"},
    {"channelData": []},
    {"suggestedActions": "a"},
    {"listenFor": [1]},
    {"historyDisclosed": "no"},
    {"relatesTo": {"bot": 5}},
    {"deliveryMode": 1},
]


@pytest.mark.parametrize("changes", ODD, ids=lambda changes: str(changes)[:60])
async def test_a_part_that_cannot_be_read_is_dropped_and_the_message_taken(
    shared_rig: Rig, changes: dict[str, Any]
) -> None:
    assert await _is_answered(shared_rig, fields(changes)) == "You said Hej"


@pytest.mark.parametrize("text", [5, {"a": 1}, ["Hej"]])
async def test_a_text_that_is_no_text_is_none(shared_rig: Rig, text: object) -> None:
    assert await _is_answered(shared_rig, fields({"text": text})) == "You said None"


@pytest.mark.parametrize("half", [rb"\ud83d", rb"\uDC4D", rb"\udc4d\ud83d"])
async def test_a_message_with_half_an_emoji_is_taken(shared_rig: Rig, half: bytes) -> None:
    said = await _is_answered(shared_rig, body(lambda good: good.replace(b"Hej", b"Hej" + half)))

    assert said.startswith("You said Hej")


_NAMES = st.sampled_from(["id", "name", "type", "text", "mentioned", "contentType", "role"])
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(width=32) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_NAMES | st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)
OPTIONAL = st.sampled_from(
    [
        *("name", "recipient", "locale", "deliveryMode", "replyToId", "action", "value"),
        *("entities", "attachments", "membersAdded", "timestamp", "localTimestamp"),
        *("membersRemoved", "reactionsAdded", "suggestedActions", "relatesTo", "textFormat"),
    ]
)
OPTIONAL_OF_SENDER = st.sampled_from(["name", "aadObjectId", "role", "properties"])
OPTIONAL_OF_PLACE = st.sampled_from(["name", "isGroup", "conversationType", "role"])


@settings(max_examples=150, deadline=None)
@given(
    changes=st.dictionaries(OPTIONAL, JUNK, max_size=5),
    sender=st.dictionaries(OPTIONAL_OF_SENDER, JUNK, max_size=2),
    place=st.dictionaries(OPTIONAL_OF_PLACE, JUNK, max_size=2),
)
async def test_whatever_stands_in_optional_fields_the_text_arrives(
    shared_rig: Rig, changes: dict[str, Any], sender: dict[str, Any], place: dict[str, Any]
) -> None:
    whole: dict[str, Any] = changes | {"from": PERSON | sender, "conversation": TALK | place}

    assert await _is_answered(shared_rig, fields(whole)) == "You said Hej"
    assert to_incoming(read(a_message(service_url=URL, **whole))).text == "Hej"


async def _is_answered(rig: Rig, make: Make) -> str:
    """Return what the bot said to the message it is sent."""
    attempt, before = make(rig), len(rig.connector.texts())
    status, _body = await rig.post(attempt.body, attempt.headers)
    assert status == 200
    [said] = rig.connector.texts()[before:]
    return said
