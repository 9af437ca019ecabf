"""Bodies and headers that must not get in, with the status each gets."""

from collections.abc import AsyncIterator

import orjson
import pytest

from tests.channel.bad_requests import Attempt, Make, body, case, claims, fields, header, is_refused
from tests.channel.rig import Rig
from tests.world.wire import ABSENT, TENANT_ID

pytestmark = pytest.mark.asyncio(loop_scope="module")


def chunked(size: int) -> Make:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(0, size, 8192):
            yield b" " * 8192

    return lambda rig: Attempt(pieces(), rig.headers())


BODIES = [
    case("empty body", body(b""), 400),
    case("blank body", body(b"  \r\n"), 400),
    case("JSON cut short", body(lambda good: good[:-20]), 400),
    case("JSON with more after it", body(lambda good: good + b"{}"), 400),
    case("JSON with a NUL after it", body(lambda good: good + b"\0"), 400),
    case("single quotes", body(b"{'type': 'message'}"), 400),
    case("trailing comma", body(lambda good: good[:-1] + b",}"), 400),
    case("byte order mark", body(lambda good: b"\xef\xbb\xbf" + good), 400),
    case("UTF-16", body(lambda good: good.decode().encode("utf-16")), 400),
    case("UTF-32", body(lambda good: good.decode().encode("utf-32")), 400),
    case("Latin-1", body(lambda good: good.replace(b"Hej", "Åäö".encode("latin-1"))), 400),
    case("lone surrogate, raw", body(lambda good: good.replace(b"Hej", b"\xed\xa0\x80")), 400),
    case("overlong UTF-8", body(lambda good: good.replace(b"Hej", b"\xc0\xaf")), 400),
    case("raw control character", body(lambda good: good.replace(b"Hej", b"\x01")), 400),
    case("NaN", body(lambda good: good.replace(b'"Hej"', b"NaN")), 400),
    case("Infinity", body(lambda good: good.replace(b'"Hej"', b"-Infinity")), 400),
    case("number too large", body(lambda good: good.replace(b'"Hej"', b"1e999")), 400),
    case("5000-digit number", body(lambda good: good.replace(b'"Hej"', b"1" * 5000)), 400),
    case("5000 lists deep", body(b"[" * 5000 + b"]" * 5000), 400),
    case("5000 objects deep", body(b'{"a":' * 5000 + b"1" + b"}" * 5000), 400),
    case("100 000 lists, unclosed", body(b"[" * 100_000), 400),
    case("null", body(b"null"), 400),
    case("list", body(b"[]"), 400),
    case("list of messages", body(lambda good: b"[" + good + b"]"), 400),
    case("number", body(b"123"), 400),
    case("string", body(b'"message"'), 400),
    case("true", body(b"true"), 400),
    case("empty object", body(b"{}"), 400),
    case("form data", body(b"type=message&text=Hej"), 400),
    case("XML", body(b"<activity/>"), 400),
    case("random bytes", body(bytes(range(256))), 400),
    case("a byte over the limit", body(lambda good: good.ljust(256 * 1024 + 1)), 413),
    case("800 kB of numbers", body(b"[" + b"1," * 400_000 + b"1]"), 413),
    case("chunks over the limit", chunked(1024 * 1024), 413),
]

PERSON = {"id": "29:ada", "name": "Ada"}
TALK = {"id": "a:1", "tenantId": TENANT_ID}

FIELDS = [
    case("no type", fields({"type": ABSENT}), 400),
    case("type null", fields({"type": None}), 400),
    case("type empty", fields({"type": ""}), 400),
    case("type a number", fields({"type": 5}), 400),
    case("type a list", fields({"type": ["message"]}), 400),
    case("type endless", fields({"type": "m" * 101}), 400),
    case("message without id", fields({"id": ABSENT}), 400),
    case("invoke without id", fields({"id": ABSENT, "type": "invoke"}), 400),
    case("id a number", fields({"id": 17}), 400),
    case("id empty", fields({"id": ""}), 400),
    case("id with a line break", fields({"id": "1\r\nX: 1"}), 400),
    case(
        "id with half an emoji", body(lambda good: good.replace(b'"id":"17', rb'"id":"\ud83d')), 400
    ),
    case("id endless", fields({"id": "1" * 1001}), 400),
    case("no channelId", fields({"channelId": ABSENT}), 400),
    case("channelId an object", fields({"channelId": {}}), 400),
    case("no serviceUrl", fields({"serviceUrl": ABSENT}), 400),
    case("serviceUrl empty", fields({"serviceUrl": ""}), 400),
    case("serviceUrl a number", fields({"serviceUrl": 5}), 400),
    case("serviceUrl a file", fields({"serviceUrl": "file:///etc/passwd"}), 400),
    case("serviceUrl without a host", fields({"serviceUrl": "https:///v3"}), 400),
    case("serviceUrl no address", fields({"serviceUrl": "not an address"}), 400),
    case("serviceUrl bad port", fields({"serviceUrl": "https://127.0.0.1:99999/"}), 400),
    case("serviceUrl bad IPv6", fields({"serviceUrl": "https://[::1/"}), 400),
    case("serviceUrl user", fields({"serviceUrl": "https://127.0.0.1@evil.example/"}), 400),
    case("serviceUrl backslash", fields({"serviceUrl": "https://evil.example\\@127.0.0.1"}), 400),
    case("serviceUrl query", fields({"serviceUrl": "https://127.0.0.1/?x="}), 400),
    case("serviceUrl endless", fields({"serviceUrl": "https://127.0.0.1/" + "a" * 500}), 400),
    case("no conversation", fields({"conversation": ABSENT}), 400),
    case("conversation null", fields({"conversation": None}), 400),
    case("conversation a string", fields({"conversation": "a:1"}), 400),
    case("conversation empty", fields({"conversation": {}}), 400),
    case("conversation id a list", fields({"conversation": TALK | {"id": ["a"]}}), 400),
    case("conversation tenant a number", fields({"conversation": TALK | {"tenantId": 1}}), 400),
    case("no from", fields({"from": ABSENT}), 400),
    case("from a string", fields({"from": "ada"}), 400),
    case("from without id", fields({"from": {"name": "Ada"}}), 400),
    case("text too long", fields({"text": "a" * 100_001}), 400),
    case("tenant a string", fields({"channelData": {"tenant": TENANT_ID}}), 400),
    case("tenant id a number", fields({"channelData": {"tenant": {"id": 1}}}), 400),
]

ENCODED = [
    case("no content type", header("Content-Type", None), 415),
    case("content type text", header("Content-Type", "text/plain"), 415),
    case("content type form", header("Content-Type", "application/x-www-form-urlencoded"), 415),
    case("content type multipart", header("Content-Type", "multipart/form-data; boundary=x"), 415),
    case("content type garbage", header("Content-Type", ";;;"), 415),
    case("content type nearly", header("Content-Type", "application/jsonp"), 415),
    case("charset Latin-1", header("Content-Type", "application/json; charset=iso-8859-1"), 415),
    case("charset UTF-16", header("Content-Type", "application/json; charset=utf-16"), 415),
    case("charset unheard of", header("Content-Type", "application/json; charset=klingon"), 415),
    case("gzip", header("Content-Encoding", "gzip"), 415),
    case("deflate", header("Content-Encoding", "deflate"), 415),
    case("brotli", header("Content-Encoding", "br"), 415),
    case("encoding unheard of", header("Content-Encoding", "rot13"), 415),
]


@pytest.mark.parametrize(("make", "status"), BODIES + FIELDS + ENCODED)
async def test_a_bad_body_is_refused(
    shared_rig: Rig, make: Make, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    await is_refused(shared_rig, make, status=status, caplog=caplog)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        pytest.param(body(b"{"), "body is not JSON in UTF-8", id="body"),
        pytest.param(fields({"from": {}}), "from.id: Field required", id="field"),
        pytest.param(claims(exp=1), "not authenticated", id="token"),
    ],
)
async def test_a_refusal_says_why_in_one_line(shared_rig: Rig, make: Make, error: str) -> None:
    attempt = make(shared_rig)

    _status, reply = await shared_rig.post(attempt.body, attempt.headers)

    assert orjson.loads(reply) == {"error": error}


async def test_a_refusal_never_repeats_what_was_sent(
    shared_rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    attempt = fields({"text": "secret", "serviceUrl": "secret", "id": {"secret": 1}})(shared_rig)

    _status, reply = await shared_rig.post(attempt.body, attempt.headers)

    assert b"secret" not in reply
    assert "secret" not in caplog.text
