"""Requests as no decent client writes them, byte by byte, each with the answers it gets.

Nothing but a whole, unambiguous request is a turn; none fails, none leaves a trace of its token in
the log, and the server answers the next one.
"""

import asyncio
import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest

from tests.channel.rig import Rig

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINE = "POST /api/messages HTTP/1.1"
HOST = "Host: 127.0.0.1"
QUIET_SECONDS = 0.3
"""After an answer, so long without another means that there is none."""

Raw = Callable[[Rig], bytes]


def good_body(rig: Rig) -> bytes:
    return orjson.dumps(rig.a_message())


def heads(rig: Rig, *lines: str, line: str = LINE, signed: bool = True) -> bytes:
    """Return a request's head; what isn't ASCII is sent as Latin-1."""
    own = [f"{name}: {value}" for name, value in rig.headers().items()] if signed else []
    return "\r\n".join([line, *lines, *own, "", ""]).encode("latin-1")


def whole(rig: Rig, *lines: str, line: str = LINE) -> bytes:
    body = good_body(rig)
    return heads(rig, HOST, f"Content-Length: {len(body)}", *lines, line=line) + body


def line(text: str) -> Raw:
    """A good request but for its first line."""
    return lambda rig: whole(rig, line=text)


def more(*lines: str) -> Raw:
    """A good request with these header lines more."""
    return lambda rig: whole(rig, *lines)


def length(*lines: str, body: bytes | None = None) -> Raw:
    """A good request but for what it says of its length."""
    return lambda rig: heads(rig, HOST, *lines) + (good_body(rig) if body is None else body)


def promised(form: str) -> Raw:
    """A good request whose length is written in another form; %d stands for the number."""
    return lambda rig: (
        heads(rig, HOST, f"Content-Length: {form.replace('%d', str(len(good_body(rig))))}")
        + good_body(rig)
    )


def chunks(make: Callable[[bytes], bytes], encoding: str = "chunked") -> Raw:
    """A good request whose body comes as *make* cuts it."""
    return lambda rig: heads(rig, HOST, f"Transfer-Encoding: {encoding}") + make(good_body(rig))


def one_chunk(body: bytes, *, size: str = "%x", end: bytes = b"0\r\n\r\n") -> bytes:
    return f"{size.replace('%x', f'{len(body):x}')}\r\n".encode() + body + b"\r\n" + end


def sized(size: str) -> Raw:
    return chunks(lambda body: one_chunk(body, size=size))


def ended(end: bytes) -> Raw:
    return chunks(lambda body: one_chunk(body, end=end))


def changed(old: bytes, new: bytes, count: int = -1) -> Raw:
    """A good request's bytes with some exchanged."""
    return lambda rig: whole(rig).replace(old, new, count)


def raw(content: bytes) -> Raw:
    return lambda rig: content


def after(first: Raw, then: Raw) -> Raw:
    return lambda rig: first(rig) + then(rig)


def signed_twice(rig: Rig) -> bytes:
    return whole(rig, f"Authorization: {rig.headers()['Authorization']}")


def unsigned(rig: Rig) -> bytes:
    body = good_body(rig)
    return heads(rig, HOST, f"Content-Length: {len(body)}", signed=False) + body


def refused_with_another_inside(rig: Rig) -> bytes:
    """The body of a refused request looks like a request of its own."""
    inside = whole(rig)
    return heads(rig, HOST, f"Content-Length: {len(inside)}", signed=False) + inside


def case(name: str, make: Raw, *statuses: int) -> Any:
    return pytest.param(make, list(statuses), id=name)


GOOD: Raw = whole
LINES = [
    case("as it should be", GOOD, 200),
    case("empty lines first", after(raw(b"\r\n\r\n"), GOOD), 200),
    case("words", raw(b"hello there\r\n\r\n"), 400),
    case("a line break alone, then nothing", raw(b"\r\n\r\n")),
    case("method alone", line("POST"), 400),
    case("no version", line("POST /api/messages"), 400),
    case("no address", line("POST HTTP/1.1"), 400),
    case("more after the version", line(f"{LINE} x"), 400),
    case("two spaces", line("POST  /api/messages HTTP/1.1"), 200),
    case("tabs", line("POST\t/api/messages\tHTTP/1.1"), 400),
    case("space first", line(f" {LINE}"), 400),
    case("version 2.0", line("POST /api/messages HTTP/2.0"), 400),
    case("version 1.2", line("POST /api/messages HTTP/1.2"), 400),
    case("version 9.9", line("POST /api/messages HTTP/9.9"), 400),
    case("version 1", line("POST /api/messages HTTP/1"), 400),
    case("version in words", line("POST /api/messages HTTP/one"), 400),
    case("version in small letters", line("POST /api/messages http/1.1"), 400),
    case("another protocol", line("POST /api/messages RTSP/1.0"), 200),
    case("method in small letters", line("post /api/messages HTTP/1.1"), 400),
    case("method unheard of", line("BREW /api/messages HTTP/1.1"), 400),
    case("method with a sign", line("PO<ST /api/messages HTTP/1.1"), 400),
    case("method with a NUL", line("PO\0ST /api/messages HTTP/1.1"), 400),
    case("method not ASCII", line("PÖST /api/messages HTTP/1.1"), 400),
    case("method endless", line(f"{'P' * 20_000} /api/messages HTTP/1.1"), 400),
    case("tunnel", line("CONNECT evil.example:443 HTTP/1.1"), 404, 400),
    case("trace", line("TRACE /api/messages HTTP/1.1"), 405),
    case("address an asterisk", line("POST * HTTP/1.1"), 400),
    case("address of another host", line("POST http://evil.example/api/messages HTTP/1.1"), 200),
    case("address a file", line("POST file:///etc/passwd HTTP/1.1"), 400),
    case("address with a query", line("POST /api/messages?x=1 HTTP/1.1"), 200),
    case("address with a fragment", line("POST /api/messages#x HTTP/1.1"), 200),
    case("address with two slashes", line("POST //api/messages HTTP/1.1"), 404),
    case("address with a slash after it", line("POST /api/messages/ HTTP/1.1"), 404),
    case("address that climbs", line("POST /x/../api/messages HTTP/1.1"), 404),
    case("address that climbs, encoded", line("POST /x/%2e%2e/api/messages HTTP/1.1"), 404),
    case("address with a NUL", line("POST /api/messages\0 HTTP/1.1"), 400),
    case("address with an encoded NUL", line("POST /api/messages%00 HTTP/1.1"), 404),
    case("address badly encoded", line("POST /api/messages%zz HTTP/1.1"), 404),
    case("address not UTF-8", line("POST /api/messages%ff HTTP/1.1"), 404),
    case("address not ASCII", line("POST /åäö HTTP/1.1"), 400),
    case("address a backslash", line("POST \\api\\messages HTTP/1.1"), 400),
    case("address with a bad port", line("POST http://127.0.0.1:99999/ HTTP/1.1"), 400),
    case("address endless", line(f"POST /{'a' * 20_000} HTTP/1.1"), 400),
    case("HTTP/2", raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 400),
    case("TLS", raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n"), 400),
    case("SSH", raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), 400),
    case("random bytes", raw(bytes(range(256)) + b"\r\n\r\n"), 400),
    case("NULs", raw(b"\0" * 1000 + b"\r\n\r\n"), 400),
]

HEADERS = [
    case("no colon", more("Colonless"), 400),
    case("no name", more(": value"), 400),
    case("a name with a space", more("Bad Name: x"), 400),
    case("a space before the colon", more("X : x"), 400),
    case("a name with a bracket", more("X(1): x"), 400),
    case("a name that is not ASCII", more("Å: x"), 400),
    case("a name with a NUL", more("X\0: x"), 400),
    case("a name endless", more(f"{'X' * 20_000}: x"), 400),
    case("no value", more("X:"), 200),
    case("a value not ASCII", more("X: åäö"), 200),
    case("a value with a NUL", more("X: a\0b"), 400),
    case("a value with a bell", more("X: a\ab"), 400),
    case("a value with a CR", more("X: a\rb"), 400),
    case("a value with a header after a LF", more("X: a\nY: b"), 400),
    case("a value folded", more("X: a\r\n b"), 400),
    case("the first header folded", changed(b"Host", b" Host", 1), 400),
    case("a value of 9 kB", more(f"X: {'a' * 9_000}"), 400),
    case("a value of 100 kB", more(f"X: {'a' * 100_000}"), 400),
    case("200 headers", more(*(f"X-{number}: x" for number in range(200))), 400),
    case("2 000 headers", more(*(f"X-{number}: x" for number in range(2000))), 400),
    case("LF alone", changed(b"\r\n", b"\n"), 400),
    case("CR alone", changed(b"\r\n", b"\r"), 400),
    case("no host", changed(b"Host: 127.0.0.1\r\n", b""), 400),
    case("host empty", changed(b"127.0.0.1\r\n", b"\r\n", 1), 200),
    case("host of others", changed(b"Host: 127.0.0.1", b"Host: evil.example"), 200),
    case("host with a user", changed(b"Host: 127.0.0.1", b"Host: a@127.0.0.1"), 200),
    case("host with a bad port", changed(b"Host: 127.0.0.1", b"Host: 127.0.0.1:x"), 200),
    case("host with a path", changed(b"Host: 127.0.0.1", b"Host: 127.0.0.1/x"), 200),
    case("two hosts", more("Host: evil.example"), 400),
    case("two tokens", signed_twice, 401),
    case("two content types", more("Content-Type: text/plain"), 400),
    case("an encoding twice", more("Content-Encoding: gzip", "Content-Encoding: identity"), 415),
    case("expects what nobody knows", more("Expect: miracles"), 417),
    case("a web socket", more("Connection: Upgrade", "Upgrade: websocket"), 200),
    case("HTTP/2 as an upgrade", more("Connection: Upgrade", "Upgrade: h2c"), 200),
    case("a forwarded host", more("X-Forwarded-Host: evil.example"), 200),
    case("another method by header", more("X-HTTP-Method-Override: DELETE"), 200),
    case("another address by header", more("X-Original-URL: /metrics"), 200),
]

LENGTHS = [
    case("length twice, the same", more("Content-Length: 2"), 400),
    case("length empty", promised(""), 400),
    case("length with a plus", promised("+%d"), 400),
    case("length with a minus", promised("-%d"), 400),
    case("length hexadecimal", promised("0x%d"), 400),
    case("length with a point", promised("%d.0"), 400),
    case("length with an underscore", promised("1_0"), 400),
    case("length twice in one", promised("%d, %d"), 400),
    case("length with words", promised("%d bytes"), 400),
    case("length of other digits", promised("\xb2"), 400),
    case("length with zeros first", promised("000%d"), 200),
    case("length between spaces", promised("  %d  "), 200),
    case("length of 5 000 digits", promised("9" * 5000), 400),
    case("length of 30 digits", promised("9" * 30), 400),
    case("length shorter than the body", promised("2"), 400),
    case("length and chunks", more("Transfer-Encoding: chunked"), 400),
    case("chunks and gzip", chunks(one_chunk, "gzip, chunked"), 415),
    case("gzip after chunks", chunks(one_chunk, "chunked, gzip"), 400),
    case("chunks twice", chunks(one_chunk, "chunked, chunked"), 400),
    case("identity", chunks(one_chunk, "identity"), 400),
    case("nearly chunks", chunks(one_chunk, "xchunked"), 400),
    case("chunks with a NUL", chunks(one_chunk, "chunked\0"), 400),
    case("encoding empty", chunks(one_chunk, ""), 400),
    case("encoding in two lines", chunks(one_chunk, "chunked\r\nTransfer-Encoding: chunked"), 400),
    case("chunks in capitals", chunks(one_chunk, "CHUNKED"), 200),
    case("chunks", chunks(one_chunk), 200),
    case("chunks with an extension", sized("%x;a=b"), 200),
    case("chunk size in capitals", chunks(lambda b: one_chunk(b, size=f"{len(b):X}")), 200),
    case("chunk size with a 0x", sized("0x%x"), 400),
    case("chunk size with a minus", sized("-%x"), 400),
    case("chunk size with a plus", sized("+%x"), 400),
    case("chunk size with an underscore", sized("1_0"), 400),
    case("chunk size with a space first", sized(" %x"), 400),
    case("chunk size with a tab after it", sized("%x\t"), 400),
    case("chunk size empty", sized(""), 400),
    case("chunk size of 17 digits", sized("f" * 17), 400),
    case("chunk with an extension of 20 kB", sized(f"%x;{'a' * 20_000}"), 200),
    case("chunk size after a LF", chunks(lambda body: b"\n" + one_chunk(body)), 400),
    case(
        "chunk without its end",
        chunks(lambda b: f"{len(b):x}\r\n".encode() + b + b"0\r\n\r\n"),
        400,
    ),
    case(
        "chunk ended by a LF",
        chunks(lambda b: f"{len(b):x}\r\n".encode() + b + b"\n0\r\n\r\n"),
        400,
    ),
    case("chunk longer than it says", chunks(lambda b: b"2\r\n" + b + b"\r\n0\r\n\r\n"), 400),
    case("trailers", ended(b"0\r\nX: x\r\n\r\n"), 200),
    case("a trailer that is none", ended(b"0\r\nno colon\r\n\r\n"), 400),
    case("a trailer endless", ended(b"0\r\nX: " + b"a" * 20_000 + b"\r\n\r\n"), 400),
    case("no last chunk", ended(b""), 408),
]

PIPELINES = [
    case("two good ones", after(GOOD, GOOD), 200, 200),
    case("three good ones", after(GOOD, after(GOOD, GOOD)), 200, 200, 200),
    case("a good one and words at once", after(GOOD, raw(b"hello there\r\n\r\n")), 400),
    case("an unsigned one, then a good one", after(unsigned, GOOD), 401),
    case("words, then a good one", after(raw(b"hello there\r\n\r\n"), GOOD), 400),
    case("a good one inside a refused one", refused_with_another_inside, 401),
    case("a good one after the last chunk", after(chunks(one_chunk), GOOD), 200, 200),
    case("a good one after two lengths", after(more("Content-Length: 2"), GOOD), 400),
    case("a good one after both", after(more("Transfer-Encoding: chunked"), GOOD), 400),
    case("a hundred unsigned ones", lambda rig: unsigned(rig) * 100, 401),
]


@pytest.mark.parametrize(("make", "statuses"), LINES + HEADERS + LENGTHS + PIPELINES)
async def test_a_request_gets_its_answers_and_nothing_more(
    shared_rig: Rig, make: Raw, statuses: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    turns = shared_rig.bot.turns

    assert await answers(shared_rig, make(shared_rig), len(statuses)) == statuses
    assert shared_rig.bot.turns == turns + statuses.count(200)
    assert "Traceback" not in caplog.text
    assert shared_rig.token()[:20] not in caplog.text
    assert await shared_rig.still_answers()


async def answers(rig: Rig, request: bytes, expected: int) -> list[int]:
    """Send *request* and return the status of every answer."""
    address = urlsplit(rig.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(request)
    answered = b""
    try:
        while True:
            seconds = 5 if _statuses(answered) == [] and expected else QUIET_SECONDS
            async with asyncio.timeout(seconds):
                piece = await reader.read(65536)
            if not piece:
                break
            answered += piece
    except (TimeoutError, ConnectionError):
        pass
    writer.close()
    return _statuses(answered)


def _statuses(answered: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/\d\.\d (\d{3})", answered)]
