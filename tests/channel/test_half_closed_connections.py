"""Clients that have nothing more to say: answered where they are owed it, and hung up on."""

import asyncio
from contextlib import closing

import pytest

from channel.connections import ConnectionLimits
from tests.channel.bounded_server import HALF, a_server, is_answered, until_hung_up


async def half_closed(port: int, raw: bytes) -> bytes:
    """Say *raw* and that there is no more, and return all that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw)
    writer.write_eof()
    with closing(writer):
        async with asyncio.timeout(5):
            return await reader.read()


GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"


@pytest.mark.parametrize(
    ("raw", "answers"),
    [(GET, 1), (GET + GET + GET, 3), (POST + b"abc", 1), (POST + b"abc" + GET, 2)],
    ids=["one", "three", "slow", "slow and one behind it"],
)
async def test_who_has_nothing_more_to_say_is_answered_and_then_hung_up_on(
    raw: bytes, answers: int
) -> None:
    async with a_server(ConnectionLimits()) as port:
        assert (await half_closed(port, raw)).count(b"HTTP/1.1 200 OK") == answers


@pytest.mark.parametrize("raw", [b"", HALF, POST + b"a"], ids=["nothing", "headers", "body"])
async def test_who_ends_in_the_midst_of_a_request_is_hung_up_on(raw: bytes) -> None:
    async with a_server(ConnectionLimits(read_seconds=60, idle_seconds=60)) as port:
        assert await half_closed(port, raw) == b""
        assert await is_answered(port)


async def test_who_ends_after_the_answer_is_hung_up_on() -> None:
    async with a_server(ConnectionLimits(idle_seconds=60)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET)
        await reader.readuntil(b"ok")
        writer.write_eof()
        await until_hung_up(reader)
        writer.close()
