"""What no decent client would send, over a connection of our own; the server outlives it all."""

import asyncio
import gzip
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson
import pytest

from tests.channel.rig import Rig

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Wire:
    """A connection of our own, for what no decent client would send."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def say(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    async def status(self) -> int:
        """Return the status of the answer, 0 where the line was cut instead."""
        async with asyncio.timeout(5):
            line = await self.reader.readline()
        self.writer.close()
        return int(line.split()[1]) if line else 0


async def wire_to(rig: Rig) -> Wire:
    address = urlsplit(rig.url)
    return Wire(*await asyncio.open_connection(address.hostname, address.port))


def head(rig: Rig, *more: str, version: str = "1.1", host: bool = True) -> bytes:
    lines = [f"POST /api/messages HTTP/{version}", *(["Host: 127.0.0.1"] if host else [])]
    lines += [f"{name}: {value}" for name, value in rig.headers().items()]
    return "\r\n".join([*lines, *more, "", ""]).encode()


RAW = [
    pytest.param(("Content-Length: 10000",), b'{"type"', 408, id="body that stops midway"),
    pytest.param(("Content-Length: 10000",), b"", 408, id="body that never starts"),
    pytest.param(("Transfer-Encoding: chunked",), b'5\r\n{"a":', 408, id="chunk that stops"),
    pytest.param(("Content-Length: 99999999999",), b"{", 413, id="length promised too large"),
    pytest.param(("Content-Length: many",), b"{}", 400, id="length no number"),
    pytest.param(("Content-Length: -1",), b"{}", 400, id="length negative"),
    pytest.param(("Content-Length: 2", "Content-Length: 3"), b"{}", 400, id="two lengths"),
    pytest.param(("Transfer-Encoding: chunked",), b"zz\r\n{}\r\n", 400, id="chunk size no number"),
    pytest.param(("Transfer-Encoding: gzip",), b"{}", 400, id="transfer encoding unknown"),
    pytest.param(("Transfer-Encoding: chunked", "Content-Length: 2"), b"{}", 400, id="smuggling"),
    pytest.param(("X: " + "a" * 10_000, "Content-Length: 2"), b"{}", 400, id="header endless"),
    pytest.param(("Bad Header: 1", "Content-Length: 2"), b"{}", 400, id="header name with a space"),
    pytest.param(("Content-Length: 0",), b"", 400, id="length nought"),
    pytest.param((), b"", 400, id="no length at all"),
]


@pytest.mark.parametrize(("lines", "rest", "status"), RAW)
async def test_a_request_no_client_would_send_gets_its_status(
    shared_rig: Rig, lines: tuple[str, ...], rest: bytes, status: int
) -> None:
    wire = await wire_to(shared_rig)
    await wire.say(head(shared_rig, *lines) + rest)

    assert await wire.status() == status
    assert await shared_rig.still_answers()


async def test_a_token_that_is_no_text_is_refused(shared_rig: Rig) -> None:
    good = head(shared_rig, "Content-Length: 2000")
    token = shared_rig.token().split(".")
    start, end = good.index(token[1].encode()[:20]), good.index(b"\r\nContent-Type")
    message = orjson.dumps(shared_rig.a_message()).ljust(2000)
    wire = await wire_to(shared_rig)
    await wire.say(good[:start] + b"\xff\xfe.\xed\xa0\x80" + good[end:] + message)

    assert await wire.status() == 401


async def test_a_gzip_bomb_is_not_unpacked(shared_rig: Rig) -> None:
    bomb = gzip.compress(b"[" * 50_000_000, compresslevel=1)
    headers = shared_rig.headers() | {"Content-Encoding": "gzip"}

    status, _reply = await shared_rig.post(bomb[:200_000], headers)

    assert status == 415
    assert await shared_rig.still_answers()


async def test_a_client_that_hangs_up_midway_harms_nobody(shared_rig: Rig) -> None:
    wire = await wire_to(shared_rig)
    await wire.say(head(shared_rig, "Content-Length: 10000") + b'{"type"')
    wire.writer.close()

    assert await shared_rig.still_answers()


async def test_a_request_without_a_host_name_is_answered(shared_rig: Rig) -> None:
    wire = await wire_to(shared_rig)
    await wire.say(head(shared_rig, "Content-Length: 2", version="1.0", host=False) + b"{}")

    assert await wire.status() == 400


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_only_post_is_served(shared_rig: Rig, method: str) -> None:
    async with shared_rig.client.request(method, shared_rig.url) as response:
        status = response.status

    assert status == 405
