"""Tokens and senders that must not get in, with the status each gets."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from tests.channel.bad_requests import (
    Make,
    authorization,
    case,
    claims,
    fields,
    header,
    is_refused,
)
from tests.channel.rig import Rig
from tests.world.wire import ABSENT, ANOTHER_TENANT, APP_ID, ISSUER, TENANT_ID, SigningKey

pytestmark = pytest.mark.asyncio(loop_scope="module")

STRANGER = SigningKey("stranger")
IMPOSTOR = SigningKey("key-1")
HOUR = 3600
ELSEWHERE = "https://smba.trafficmanager.net/"
NOWHERE = {"id": "a:1"}


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


@pytest.mark.parametrize(("make", "status"), TOKENS + STRANGERS)
async def test_a_bad_token_or_sender_is_refused(
    shared_rig: Rig, make: Make, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    await is_refused(shared_rig, make, status=status, caplog=caplog)
