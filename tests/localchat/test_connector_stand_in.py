from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from localchat.conversations import HISTORY_LIMIT
from localchat.people import aad_object_id
from tests.localchat.windows import a_window

Client = TestClient[Any, Any]

ANNA = "/connector/v3/conversations/a%3Aanna"
CHANNEL = "/connector/v3/conversations/19%3Akommunikation%40thread.tacv2"
HELLO = {"type": "message", "text": "Hej!"}


async def post(client: Client, path: str, body: object) -> dict[str, Any]:
    async with client.post(path, json=body) as response:
        assert response.status in (200, 201)
        return await response.json()


async def history(client: Client, query: str = "as=anna") -> list[dict[str, Any]]:
    async with a_window(client, query) as window:
        _, told = await window.event()
        return told["history"]


async def test_what_the_bot_posts_is_kept_with_an_id_of_its_own(client: Client) -> None:
    first = await post(client, f"{ANNA}/activities", HELLO)
    second = await post(client, f"{ANNA}/activities", HELLO)

    assert [each["id"] for each in await history(client)] == [first["id"], second["id"]]
    assert first["id"] != second["id"]


async def test_a_message_with_a_key_is_shown_once_in_its_conversation(client: Client) -> None:
    keyed = HELLO | {"channelData": {"rutinboten": {"message": "k"}}}
    first = await post(client, f"{ANNA}/activities", keyed)
    again = await post(client, f"{ANNA}/activities", keyed)
    elsewhere = await post(client, f"{CHANNEL}/activities", keyed)

    assert again["id"] == first["id"]
    assert [each["id"] for each in await history(client)] == [first["id"]]
    assert elsewhere["id"] != first["id"]


@pytest.mark.parametrize("data", [None, "k", {"rutinboten": "k"}, {"rutinboten": {"message": 1}}])
async def test_what_is_no_key_is_no_key(client: Client, data: object) -> None:
    for _ in range(2):
        await post(client, f"{ANNA}/activities", HELLO | {"channelData": data})

    assert len(await history(client)) == 2


async def test_a_reply_knows_what_it_answers(client: Client) -> None:
    await post(client, f"{ANNA}/activities/1700", HELLO)

    assert (await history(client))[0]["replyToId"] == "1700"


async def test_the_bot_goes_by_its_name_though_it_tells_its_id_alone(client: Client) -> None:
    await post(client, f"{ANNA}/activities", HELLO | {"from": {"id": "28:pretend"}})

    assert (await history(client))[0]["from"]["name"] == "Rutinboten"


async def test_an_activity_from_nobody_is_the_bots(client: Client) -> None:
    await post(client, f"{ANNA}/activities", HELLO)

    assert (await history(client))[0]["from"]["id"] == "28:pretend"


async def test_an_update_takes_the_place_of_what_was(client: Client) -> None:
    posted = await post(client, f"{ANNA}/activities", HELLO)
    path = f"{ANNA}/activities/{posted['id']}"
    async with client.put(path, json={"type": "message", "text": "Hej igen!"}) as response:
        assert response.status == 200

    assert [(each["id"], each["text"]) for each in await history(client)] == [
        (posted["id"], "Hej igen!")
    ]


async def test_what_is_deleted_is_gone(client: Client) -> None:
    posted = await post(client, f"{ANNA}/activities", HELLO)
    async with client.delete(f"{ANNA}/activities/{posted['id']}") as response:
        assert response.status == 200

    assert await history(client) == []


async def test_typing_is_not_kept(client: Client) -> None:
    await post(client, f"{ANNA}/activities", {"type": "typing"})

    assert await history(client) == []


async def test_the_history_is_bounded_and_keeps_the_newest(client: Client) -> None:
    for number in range(HISTORY_LIMIT + 2):
        await post(client, f"{ANNA}/activities", {"type": "message", "text": str(number)})
    texts = [each["text"] for each in await history(client)]

    assert (len(texts), texts[0]) == (HISTORY_LIMIT, "2")


async def test_a_personal_conversation_can_be_begun_by_the_bot(client: Client) -> None:
    body = {"members": [{"id": "29:bo"}], "activity": HELLO}
    created = await post(client, "/connector/v3/conversations", body)

    assert created["id"] == "a:bo"
    assert [each["id"] for each in await history(client, "as=bo")] == [created["activityId"]]


async def test_the_member_of_a_personal_chat_is_that_person(client: Client) -> None:
    members = await (await client.get(f"{ANNA}/members")).json()

    assert [member["name"] for member in members] == ["Anna"]
    assert members[0]["aadObjectId"] == aad_object_id("anna")


async def test_a_channel_has_those_as_members_who_have_been_there(client: Client) -> None:
    for name in ("anna", "eva-lotta"):
        await history(client, f"as={name}&in=kommunikation")
    member = await (await client.get(f"{CHANNEL}/members/29:eva-lotta")).json()

    assert member["name"] == "Eva-Lotta"
    assert (await client.get(f"{CHANNEL}/members/29:bo")).status == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", f"{ANNA}/activities", b"{", 400),
        ("POST", f"{ANNA}/activities", b"\xff", 400),
        ("POST", f"{ANNA}/activities", b"[]", 400),
        ("POST", f"{ANNA}/activities", b"{}", 400),
        ("POST", f"{ANNA}/activities", b'{"type": 5}', 400),
        ("POST", f"{ANNA}/activities", b'{"type": "message", "attachments": {}}', 400),
        ("POST", f"{ANNA}/activities", b"[" * 100_000, 400),
        ("PUT", f"{ANNA}/activities/1", b'{"type": "message"}', 404),
        ("DELETE", f"{ANNA}/activities/1", b"", 404),
        ("POST", "/connector/v3/conversations/elsewhere/activities", b'{"type": "message"}', 404),
        ("POST", "/connector/v3/conversations", b"{}", 400),
        ("POST", "/connector/v3/conversations", b'{"members": []}', 400),
        ("POST", "/connector/v3/conversations", b'{"members": [{"id": 5}]}', 400),
        ("POST", "/connector/v3/conversations", b'{"members": [{"id": "anna"}]}', 400),
        (
            "POST",
            "/connector/v3/conversations",
            b'{"members": [{"id": "29:bo"}], "activity": 1}',
            400,
        ),
    ],
)
async def test_nonsense_is_refused_in_teams_own_words(
    client: Client, method: str, path: str, body: bytes, status: int
) -> None:
    headers = {"Content-Type": "application/json"}
    async with client.request(method, path, data=body, headers=headers) as response:
        fault = await response.json()

    assert response.status == status
    assert set(fault["error"]) == {"code", "message"}


async def test_another_sites_page_cannot_post_without_asking_for_leave(client: Client) -> None:
    async with client.post(f"{ANNA}/activities", data=b'{"type": "message"}') as response:
        assert response.status == 415
