import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientSession

from channel.credentials import TokensUnavailable
from channel.sender import ConnectorSender, SendFailed
from tests.world.wire import Connector, Told, connector_server

HELLO = {"type": "message", "text": "Hej"}
NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@dataclass
class Tokens:
    """Hands out one token after another, the next when the last is forgotten."""

    number: int = 1
    broken: bool = False

    async def token(self) -> str:
        if self.broken:
            raise TokensUnavailable("invalid_client")
        return f"token-{self.number}"

    def forget(self, token: str) -> None:
        if token == f"token-{self.number}":
            self.number += 1


@dataclass
class Pauses:
    """Sleeps no time at all, but remembers for how long it should have."""

    taken: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)


@dataclass
class Post:
    """A sender, and what is around it."""

    sender: ConnectorSender
    connector: Connector
    tokens: Tokens
    pauses: Pauses

    async def send(self, text: str = "Hej", **more: Any) -> str:
        payload = HELLO | {"text": text}
        return await self.sender.post(self.connector.url, "a:1", payload, **more)


@asynccontextmanager
async def a_post(**options: Any) -> AsyncIterator[Post]:
    tokens, pauses = Tokens(), Pauses()
    async with connector_server() as connector, ClientSession() as session:
        sender = ConnectorSender(session, tokens, sleep=pauses, clock=lambda: NOON, **options)
        yield Post(sender, connector, tokens, pauses)


async def test_a_message_is_posted_with_a_token_and_its_id_returned() -> None:
    async with a_post() as post:
        sent_id = await post.send()

    [sent] = post.connector.sent
    assert sent_id == "sent-1"
    assert (sent.method, sent.path) == ("POST", "/v3/conversations/a%3A1/activities")
    assert (sent.payload, sent.authorization) == (HELLO, "Bearer token-1")


async def test_a_reply_goes_to_the_activity_it_answers() -> None:
    async with a_post() as post:
        await post.send(reply_to="17/../x?y")

    assert post.connector.sent[0].path == "/v3/conversations/a%3A1/activities/17%2F..%2Fx%3Fy"


async def test_an_activity_is_replaced_and_deleted_by_its_id() -> None:
    async with a_post() as post:
        url, talk = post.connector.url, "19:x@thread.tacv2;messageid=1"
        post.connector.answers.append(Told(200))
        assert await post.sender.put(url, talk, HELLO, activity_id="17") == "17"
        await post.sender.delete(url, talk, activity_id="17")

    path = "/v3/conversations/19%3Ax%40thread.tacv2%3Bmessageid%3D1/activities/17"
    requests = [(sent.method, sent.path, sent.payload) for sent in post.connector.sent]
    assert requests == [("PUT", path, HELLO), ("DELETE", path, None)]


async def test_a_conversation_is_begun_and_its_id_returned() -> None:
    members = {"members": [{"id": "29:bo"}]}
    async with a_post() as post:
        post.connector.answers.append(Told(201, body=b'{"id": "a:bo"}'))
        begun = await post.sender.create_conversation(post.connector.url, members)

    [sent] = post.connector.sent
    assert begun == "a:bo"
    assert (sent.method, sent.path, sent.payload) == ("POST", "/v3/conversations", members)


async def test_a_conversation_without_an_id_is_none() -> None:
    async with a_post() as post:
        post.connector.answers.append(Told(201, body=b"{}"))
        with pytest.raises(SendFailed):
            await post.sender.create_conversation(post.connector.url, {})


@pytest.mark.parametrize("status", [412, 429, 502, 503, 504])
async def test_a_passing_fault_is_tried_again(status: int) -> None:
    async with a_post() as post:
        post.connector.answers.extend([Told(status), Told(status)])
        sent_id = await post.send()

    assert sent_id == "sent-3"
    assert len(post.pauses.taken) == 2


async def test_the_pauses_grow_and_differ() -> None:
    async with a_post(first_pause_seconds=1.0) as post:
        post.connector.answers.extend([Told(503)] * 3)
        await post.send()

    first, second, third = post.pauses.taken
    assert 0.5 <= first <= 1.5
    assert 1.0 <= second <= 3.0
    assert 2.0 <= third <= 6.0


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("3", 3.0),
        ("0", 0.0),
        ("Mon, 02 Nov 2026 12:00:05 GMT", 5.0),
        ("Mon, 02 Nov 2026 11:00:00 GMT", 0.0),
        ("Monday, 02-Nov-26 12:00:05 GMT", 5.0),
        ("Mon Nov  2 12:00:05 2026", 5.0),
    ],
)
async def test_the_pause_teams_asks_for_is_kept(retry_after: str, seconds: float) -> None:
    async with a_post() as post:
        post.connector.answers.append(Told(429, {"Retry-After": retry_after}))
        await post.send()

    assert post.pauses.taken == [seconds]


@pytest.mark.parametrize(
    "retry_after",
    ["a while", "", "-5", "1.5", "NaN", "Fri, 31 Dec 9999 23:59:59 -1200", "120, 60"],
)
async def test_a_pause_nobody_can_read_is_one_of_ours(retry_after: str) -> None:
    async with a_post() as post:
        post.connector.answers.append(Told(429, {"Retry-After": retry_after}))
        await post.send()

    [pause] = post.pauses.taken
    assert 0 < pause < 1


@pytest.mark.parametrize(
    "retry_after", ["99999999", "9" * 30, "9" * 400, "Thu, 31 Dec 9998 23:59:59 GMT"]
)
async def test_a_pause_without_end_is_an_hour(retry_after: str) -> None:
    async with a_post() as post:
        post.connector.answers.append(Told(429, {"Retry-After": retry_after}))
        with pytest.raises(SendFailed) as caught:
            await post.send()

    assert caught.value.retry_after == 3600


async def test_a_pause_beyond_the_deadline_is_not_waited_for() -> None:
    async with a_post(deadline_seconds=10) as post:
        post.connector.answers.append(Told(429, {"Retry-After": "3600"}))
        with pytest.raises(SendFailed) as caught:
            await post.send()

    assert caught.value.status == 429
    assert post.pauses.taken == []


async def test_the_attempts_are_counted() -> None:
    async with a_post(attempts=3) as post:
        post.connector.answers.extend([Told(503)] * 9)
        with pytest.raises(SendFailed) as caught:
            await post.send()

    assert caught.value.status == 503
    assert len(post.connector.sent) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 413, 500])
async def test_a_lasting_fault_is_not_tried_again(status: int) -> None:
    async with a_post() as post:
        post.connector.answers.append(Told(status))
        with pytest.raises(SendFailed) as caught:
            await post.send()

    assert caught.value.status == status
    assert len(post.connector.sent) == 1


async def test_a_refused_token_is_replaced_once() -> None:
    async with a_post() as post:
        post.connector.answers.append(Told(401))
        await post.send()

    used = [sent.authorization for sent in post.connector.sent]
    assert used == ["Bearer token-1", "Bearer token-2"]


async def test_two_refused_tokens_are_enough() -> None:
    async with a_post() as post:
        post.connector.answers.extend([Told(401)] * 5)
        with pytest.raises(SendFailed) as caught:
            await post.send()

    assert caught.value.status == 401
    assert len(post.connector.sent) == 2


async def test_without_a_token_nothing_is_sent() -> None:
    async with a_post() as post:
        post.tokens.broken = True
        with pytest.raises(SendFailed) as caught:
            await post.send()

    assert caught.value.status is None
    assert post.connector.sent == []


async def test_a_redirect_is_not_followed() -> None:
    async with a_post() as post:
        post.connector.answers.append(Told(307, {"Location": f"{post.connector.url}v3/elsewhere"}))
        with pytest.raises(SendFailed) as caught:
            await post.send()

    assert caught.value.status == 307
    assert len(post.connector.sent) == 1


async def test_a_connection_refused_is_tried_again() -> None:
    async with a_post(attempts=3) as post:
        with pytest.raises(SendFailed) as caught:
            await post.sender.post("http://127.0.0.1:1/", "a:1", HELLO)

    assert caught.value.status is None
    assert len(post.pauses.taken) == 2


def replace(post: Post) -> Awaitable[str]:
    return post.sender.put(post.connector.url, "a:1", HELLO, activity_id="17")


@pytest.mark.parametrize(("send", "tries"), [(Post.send, 1), (replace, 2)])
async def test_where_the_line_breaks_only_what_may_be_repeated_is_sent_again(
    send: Callable[[Post], Awaitable[str]], tries: int
) -> None:
    answered = list[int | None]()
    async with a_post(attempts=2, answered=answered.append) as post:
        post.connector.answers.extend([Told(0)] * 4)
        with pytest.raises(SendFailed) as caught:
            await send(post)

    assert caught.value.status is None
    assert answered == [None] * tries


async def test_the_deadline_ends_it_all_and_is_told_as_no_answer() -> None:
    answered = list[int | None]()
    async with a_post(deadline_seconds=0.05, answered=answered.append) as post:
        post.connector.delay_seconds = 0.3
        with pytest.raises(SendFailed) as caught:
            await post.send()

    assert caught.value.status is None
    assert answered == [None]
    assert len(post.connector.sent) == 1


async def test_the_status_of_each_request_is_told() -> None:
    answered = list[int | None]()
    async with a_post(answered=answered.append) as post:
        post.connector.answers.append(Told(503))
        await post.send()

    assert answered == [503, 201]


@pytest.mark.parametrize("body", [b"", b"created", b"[]", b'{"id": 7}', b'"id"'])
async def test_an_answer_without_an_id_is_an_answer_still(body: bytes) -> None:
    async with a_post() as post:
        post.connector.answers.append(Told(201, body=body))

        assert await post.send() == ""


TAKEN = b"HTTP/1.1 201 Created\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(TAKEN + b'Content-Length: 99\r\n\r\n{"id"', id="cut"),
        pytest.param(
            TAKEN + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", id="not packed"
        ),
        pytest.param(TAKEN + b"Content-Length: 65537\r\n\r\n" + b"x" * 65537, id="too long"),
    ],
)
async def test_what_is_taken_is_taken_however_its_answer_ends(raw: bytes) -> None:
    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(raw)
        await writer.drain()
        writer.close()

    async with a_post() as post, await asyncio.start_server(take, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()[:2]

        assert await post.sender.post(f"http://{host}:{port}/", "a:1", HELLO) == ""


async def test_an_id_that_does_not_come_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("channel.sender.ANSWER_SECONDS", 0.05)
    hung_up = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(TAKEN + b"Content-Length: 99\r\n\r\n{")
        await hung_up.wait()
        writer.close()

    async with a_post() as post, await asyncio.start_server(take, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()[:2]

        assert await post.sender.post(f"http://{host}:{port}/", "a:1", HELLO) == ""
        hung_up.set()


async def test_many_are_sent_at_once_over_one_session() -> None:
    async with a_post() as post:
        post.connector.answers.extend([Told(503)] * 5)
        await asyncio.gather(*(post.send(str(number)) for number in range(20)))

    delivered = [sent.payload["text"] for sent in post.connector.sent]
    assert sorted(set(delivered), key=int) == [str(number) for number in range(20)]
    assert len(delivered) == 25
