"""Every request that must not get in, with the status it gets; the server outlives them all."""

import asyncio
import base64
import gzip
import hashlib
import hmac
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest

from tests.channel.rig import Rig
from tests.wire import ABSENT, ANOTHER_TENANT, APP_ID, ISSUER, TENANT_ID, SigningKey

pytestmark = pytest.mark.asyncio(loop_scope="module")

STRANGER = SigningKey("stranger")
IMPOSTOR = SigningKey("key-1")
HOUR = 3600
ELSEWHERE = "https://smba.trafficmanager.net/"
NOWHERE = {"id": "a:1"}


@dataclass
class Attempt:
    """What is sent."""

    body: Any
    headers: dict[str, str]


Make = Callable[[Rig], Attempt]


def body(raw: bytes | Callable[[bytes], bytes]) -> Make:
    """These bytes, or a good message's bytes changed, with a good token."""

    def make(rig: Rig) -> Attempt:
        good = orjson.dumps(rig.a_message())
        return Attempt(raw if isinstance(raw, bytes) else raw(good), rig.headers())

    return make


def fields(changes: dict[str, Any]) -> Make:
    """A message with these fields changed, and a token that is good for whatever it says."""

    def make(rig: Rig) -> Attempt:
        activity = rig.a_message() | changes
        present = {key: value for key, value in activity.items() if value is not ABSENT}
        serviceurl = present.get("serviceUrl", rig.connector.url)
        return Attempt(present, rig.headers(serviceurl=serviceurl))

    return make


def header(name: str, value: str | None) -> Make:
    """A good message with one header changed."""

    def make(rig: Rig) -> Attempt:
        headers = {key: text for key, text in rig.headers().items() if key != name}
        return Attempt(orjson.dumps(rig.a_message()), headers | ({name: value} if value else {}))

    return make


def claims(**changes: Any) -> Make:
    """A good message with a token that claims otherwise."""
    return lambda rig: Attempt(rig.a_message(), rig.headers(**changes))


def authorization(make_value: Callable[[Rig], str]) -> Make:
    return lambda rig: Attempt(rig.a_message(), rig.headers() | {"Authorization": make_value(rig)})


def case(name: str, make: Make, status: int) -> Any:
    return pytest.param(make, status, id=name)


def chunked(size: int) -> Make:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(0, size, 8192):
            yield b" " * 8192

    return lambda rig: Attempt(pieces(), rig.headers())


def hs256_with_the_public_key(rig: Rig) -> str:
    head = _segment({"alg": "HS256", "typ": "JWT", "kid": rig.key.key_id})
    now = int(time.time())
    claim = {"iss": ISSUER, "aud": APP_ID, "exp": now + HOUR, "serviceurl": rig.connector.url}
    signed = f"{head}.{_segment(claim)}"
    digest = hmac.new(rig.key.public_pem(), signed.encode(), hashlib.sha256).digest()
    return f"Bearer {signed}.{_base64(digest)}"


def unsigned(rig: Rig) -> str:
    _head, payload, _signature = rig.token().split(".")
    return f"Bearer {_segment({'alg': 'none', 'kid': rig.key.key_id})}.{payload}."


def without_signature(rig: Rig) -> str:
    signed, _dot, _signature = rig.token().rpartition(".")
    return f"Bearer {signed}."


def tampered(rig: Rig) -> str:
    head, _payload, signature = rig.token().split(".")
    claim = {"iss": ISSUER, "aud": APP_ID, "exp": 2**40, "serviceurl": rig.connector.url}
    return f"Bearer {head}.{_segment(claim)}.{signature}"


def with_header_segment(raw: bytes) -> Callable[[Rig], str]:
    return lambda rig: f"Bearer {_base64(raw)}.{rig.token().partition('.')[2]}"


def _segment(value: Any) -> str:
    return _base64(orjson.dumps(value))


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def now(seconds: int) -> int:
    return int(time.time()) + seconds


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
    case("lone surrogate, escaped", body(lambda good: good.replace(b"Hej", rb"\ud800")), 400),
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
    case("isGroup a string", fields({"conversation": TALK | {"isGroup": "yes"}}), 400),
    case("no from", fields({"from": ABSENT}), 400),
    case("from a string", fields({"from": "ada"}), 400),
    case("from without id", fields({"from": {"name": "Ada"}}), 400),
    case("from name an object", fields({"from": PERSON | {"name": {}}}), 400),
    case("no recipient", fields({"recipient": ABSENT}), 400),
    case("recipient a list", fields({"recipient": [PERSON]}), 400),
    case("recipient id null", fields({"recipient": {"id": None}}), 400),
    case("text a number", fields({"text": 5}), 400),
    case("text an object", fields({"text": {"a": 1}}), 400),
    case("text a list", fields({"text": ["Hej"]}), 400),
    case("text too long", fields({"text": "a" * 20_001}), 400),
    case("locale a number", fields({"locale": 46}), 400),
    case("name a list", fields({"name": ["adaptiveCard/action"]}), 400),
    case("action an object", fields({"type": "installationUpdate", "action": {}}), 400),
    case("timestamp no date", fields({"timestamp": "yesterday"}), 400),
    case("timestamp a number", fields({"timestamp": 1700000000}), 400),
    case("timestamp 30 February", fields({"timestamp": "2026-02-30T10:00:00Z"}), 400),
    case("localTimestamp empty", fields({"localTimestamp": ""}), 400),
    case("expiration no date", fields({"expiration": "soon"}), 400),
    case("entities an object", fields({"entities": {}}), 400),
    case("entities of strings", fields({"entities": ["mention"]}), 400),
    case("entities of null", fields({"entities": [None]}), 400),
    case("entity without type", fields({"entities": [{"text": "a"}]}), 400),
    case("mention of a string", fields({"entities": [{"type": "mention", "mentioned": "a"}]}), 400),
    case("mention text a number", fields({"entities": [{"type": "mention", "text": 1}]}), 400),
    case("attachments a string", fields({"attachments": "file"}), 400),
    case("attachments of numbers", fields({"attachments": [1]}), 400),
    case("attachment type a list", fields({"attachments": [{"contentType": []}]}), 400),
    case("huge list of numbers", fields({"attachments": [1] * 50_000}), 400),
    case("too many members", fields({"membersAdded": [{"id": "29:a"}] * 1001}), 400),
    case("membersAdded an object", fields({"membersAdded": {"id": "29:a"}}), 400),
    case("membersAdded of strings", fields({"membersAdded": ["29:a"]}), 400),
    case("membersAdded without id", fields({"membersAdded": [{"name": "Ada"}]}), 400),
    case("membersRemoved a number", fields({"membersRemoved": 1}), 400),
    case("reactionsAdded of strings", fields({"reactionsAdded": ["like"]}), 400),
    case("channelData a string", fields({"channelData": "x"}), 400),
    case("channelData a list", fields({"channelData": []}), 400),
    case("tenant a string", fields({"channelData": {"tenant": TENANT_ID}}), 400),
    case("tenant id a number", fields({"channelData": {"tenant": {"id": 1}}}), 400),
    case("suggestedActions a string", fields({"suggestedActions": "a"}), 400),
    case("listenFor of numbers", fields({"listenFor": [1]}), 400),
    case("historyDisclosed a string", fields({"historyDisclosed": "no"}), 400),
    case("relatesTo with a wrong bot", fields({"relatesTo": {"bot": 5}}), 400),
    case("deliveryMode a number", fields({"deliveryMode": 1}), 400),
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

TOKENS = [
    case("no authorization", header("Authorization", None), 401),
    case("only Bearer", authorization(lambda rig: "Bearer"), 401),
    case("Bearer and nothing", authorization(lambda rig: "Bearer "), 401),
    case("lower-case bearer", authorization(lambda rig: f"bearer {rig.token()}"), 401),
    case("two spaces", authorization(lambda rig: f"Bearer  {rig.token()}"), 401),
    case("token without scheme", authorization(lambda rig: rig.token()), 401),
    case("Basic", authorization(lambda rig: "Basic YWRhOmFkYQ=="), 401),
    case("more after the token", authorization(lambda rig: f"Bearer {rig.token()} x"), 401),
    case("two tokens", authorization(lambda rig: f"Bearer {rig.token()},{rig.token()}"), 401),
    case("garbage", authorization(lambda rig: "Bearer garbage"), 401),
    case("dots alone", authorization(lambda rig: "Bearer .."), 401),
    case("many dots", authorization(lambda rig: "Bearer " + "." * 1000), 401),
    case("not ASCII", authorization(lambda rig: "Bearer å.ä.ö"), 401),
    case("long token", authorization(lambda rig: "Bearer " + "a" * 7000), 401),
    case("five segments", authorization(lambda rig: f"Bearer {rig.token()}.a.b"), 401),
    case("signature cut", authorization(lambda rig: f"Bearer {rig.token()[:-9]}"), 401),
    case(
        "no signature", authorization(lambda rig: f"Bearer {rig.token().rpartition('.')[0]}."), 401
    ),
    case("header no JSON", authorization(with_header_segment(b"{")), 401),
    case("header a list", authorization(with_header_segment(b"[1]")), 401),
    case("header deep", authorization(with_header_segment(b"[" * 700)), 401),
    case("header endless", authorization(with_header_segment(b'{"kid":"' + b"a" * 2000)), 401),
    case("algorithm none", authorization(unsigned), 401),
    case("HS256 with our public key", authorization(hs256_with_the_public_key), 401),
    case("claims exchanged", authorization(tampered), 401),
    case("no key id", authorization(with_header_segment(b'{"alg":"RS256"}')), 401),
    case("key id a number", authorization(with_header_segment(b'{"alg":"RS256","kid":7}')), 401),
    case("unknown key id", claims(headers={"kid": "nobody's"}), 401),
    case("key id a path", claims(headers={"kid": "../../etc/passwd"}), 401),
    case("signed by a stranger", authorization(lambda rig: f"Bearer {STRANGER.token()}"), 401),
    case("signed by an impostor", authorization(lambda rig: f"Bearer {IMPOSTOR.token()}"), 401),
    case("expired", claims(exp=now(-HOUR)), 401),
    case("expired past the leeway", claims(exp=now(-310)), 401),
    case("not yet valid", claims(nbf=now(HOUR)), 401),
    case("issued in the future", claims(iat=now(HOUR)), 401),
    case("no exp", claims(exp=ABSENT), 401),
    case("exp a string", claims(exp="tomorrow"), 401),
    case("exp null", claims(exp=None), 401),
    case("no issuer", claims(iss=ABSENT), 401),
    case("wrong issuer", claims(iss="https://evil.example"), 401),
    case("issuer with a slash", claims(iss=f"{ISSUER}/"), 401),
    case("issuer a list", claims(iss=[ISSUER]), 401),
    case("no audience", claims(aud=ABSENT), 401),
    case("wrong audience", claims(aud="another-bot"), 401),
    case("audience a list", claims(aud=[APP_ID, "another-bot"]), 401),
    case("emulator token", claims(iss=f"https://sts.windows.net/{TENANT_ID}/", appid=APP_ID), 401),
    case(
        "emulator token, version 2",
        claims(iss=f"https://login.microsoftonline.com/{TENANT_ID}/v2.0", azp=APP_ID, ver="2.0"),
        401,
    ),
    case(
        "skill token",
        claims(iss=f"https://sts.windows.net/{TENANT_ID}/", appid="another-bot", ver="1.0"),
        401,
    ),
    case("no serviceurl claim", claims(serviceurl=ABSENT), 401),
    case("serviceurl claim null", claims(serviceurl=None), 401),
    case(
        "serviceurl claim for another", claims(serviceurl="https://smba.trafficmanager.net/"), 401
    ),
]

STRANGERS = [
    case("host not on the list", fields({"serviceUrl": "https://evil.example/"}), 401),
    case("host a subdomain", fields({"serviceUrl": "https://a.smba.trafficmanager.net/"}), 401),
    case("host as a prefix", fields({"serviceUrl": "https://127.0.0.1.evil.example/"}), 401),
    case("host unencrypted", fields({"serviceUrl": "http://smba.trafficmanager.net/"}), 401),
    case("loopback not listed", fields({"serviceUrl": "http://localhost:9/"}), 401),
    case("metadata service", fields({"serviceUrl": "http://169.254.169.254/"}), 401),
    case("channel emulator", fields({"channelId": "emulator"}), 401),
    case("channel webchat", fields({"channelId": "webchat"}), 401),
    case("channel in capitals", fields({"channelId": "MSTEAMS"}), 401),
    case("wrong tenant", fields({"channelData": {"tenant": {"id": ANOTHER_TENANT}}}), 401),
    case(
        "wrong tenant of conversation",
        fields({"conversation": {"id": "a:1", "tenantId": ANOTHER_TENANT}}),
        401,
    ),
    case("no tenant", fields({"channelData": None, "conversation": {"id": "a:1"}}), 401),
    case(
        "tenant empty", fields({"channelData": {"tenant": {}}, "conversation": {"id": "a:1"}}), 401
    ),
]


@pytest.mark.parametrize(("make", "status"), BODIES + FIELDS + ENCODED + TOKENS + STRANGERS)
async def test_a_bad_request_gets_its_status_and_nothing_else_happens(
    shared_rig: Rig, make: Make, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    turns, attempt = shared_rig.bot.turns, make(shared_rig)

    answered, reply = await shared_rig.post(attempt.body, attempt.headers)

    assert answered == status
    assert b"Traceback" not in reply
    assert "Traceback" not in caplog.text
    assert shared_rig.bot.turns == turns
    assert await shared_rig.still_answers()


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
    attempt = fields({"text": ["secret"], "serviceUrl": "secret", "id": {"secret": 1}})(shared_rig)

    _status, reply = await shared_rig.post(attempt.body, attempt.headers)

    assert b"secret" not in reply
    assert "secret" not in caplog.text


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_only_post_is_served(shared_rig: Rig, method: str) -> None:
    async with shared_rig.client.request(method, shared_rig.url) as response:
        status = response.status

    assert status == 405


@dataclass
class Wire:
    """A connection of our own, for what no decent client would send."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    said: list[bytes] = field(default_factory=list)

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
