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
STRANGER_KEY = STRANGER.published()
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

OTHER_KEY_HEADERS = [
    case(
        f"algorithm {alg}",
        authorization(with_header_segment(orjson.dumps({"alg": alg, "kid": "key-1"}))),
        401,
    )
    for alg in (
        *("None", "NONE", "nOnE", "", "HS384", "HS512", "RS384", "RS512", "PS256", "ES256"),
        *("EdDSA", "RSA-OAEP", "dir", "rs256", "RS256 ", "XX256"),
    )
] + [
    case(
        f"header with {name}",
        authorization(with_header_segment(orjson.dumps({"alg": "RS256", **fields}))),
        401,
    )
    for name, fields in {
        "kid null": {"kid": None},
        "kid a list": {"kid": ["key-1"]},
        "kid an object": {"kid": {"a": 1}},
        "kid empty": {"kid": ""},
        "kid in capitals": {"kid": "KEY-1"},
        "kid with a space": {"kid": "key-1 "},
        "kid with a NUL": {"kid": "key-1\0"},
        "kid of SQL": {"kid": "' or 1=1 --"},
        "kid an address": {"kid": "https://evil.example/keys"},
        "kid endless": {"kid": "k" * 4000},
        "algorithm null": {"alg": None, "kid": "key-1"},
        "algorithm a list": {"alg": ["RS256"], "kid": "key-1"},
        "a key set elsewhere": {"kid": "key-1", "jku": "https://evil.example/keys"},
        "a certificate elsewhere": {"kid": "key-1", "x5u": "https://evil.example/cert"},
        "a key of its own": {"kid": "stranger", "jwk": STRANGER_KEY},
        "something critical": {"kid": "key-1", "crit": ["exp"]},
        "unencoded content": {"kid": "key-1", "b64": False, "crit": ["b64"]},
        "compression": {"kid": "key-1", "zip": "DEF"},
    }.items()
]


def bent(bend: Callable[[str, str, str], str]) -> Make:
    """A good token's three segments put together otherwise."""
    return authorization(lambda rig: f"Bearer {bend(*rig.token().split('.'))}")


SEGMENTS = [
    case(
        "segments in another order", bent(lambda head, claim, seal: f"{claim}.{head}.{seal}"), 401
    ),
    case("claims alone", bent(lambda head, claim, seal: claim), 401),
    case("no claims", bent(lambda head, claim, seal: f"{head}..{seal}"), 401),
    case("no header", bent(lambda head, claim, seal: f".{claim}.{seal}"), 401),
    case("claims twice", bent(lambda head, claim, seal: f"{head}.{claim}.{claim}"), 401),
    case("header as the signature", bent(lambda head, claim, seal: f"{head}.{claim}.{head}"), 401),
    case("signature twice", bent(lambda head, claim, seal: f"{head}.{claim}.{seal}{seal}"), 401),
    case("signature of zeros", bent(lambda head, claim, seal: f"{head}.{claim}.{'A' * 342}"), 401),
    case("signature turned", bent(lambda head, claim, seal: f"{head}.{claim}.{seal[::-1]}"), 401),
    case(
        "one sign of the claims", bent(lambda head, claim, seal: f"{head}.{claim[:-1]}.{seal}"), 401
    ),
    case("one sign more", bent(lambda head, claim, seal: f"{head}.{claim}A.{seal}"), 401),
    case("a space inside", bent(lambda head, claim, seal: f"{head}. {claim}.{seal}"), 401),
    case(
        "a line folded",
        bent(lambda head, claim, seal: f"{head}.{claim[:9]}\t{claim[9:]}.{seal}"),
        401,
    ),
    case("claims no JSON", bent(lambda head, claim, seal: f"{head}.{_base64(b'{')}.{seal}"), 401),
    case("claims a list", bent(lambda head, claim, seal: f"{head}.{_base64(b'[]')}.{seal}"), 401),
    case("claims null", bent(lambda head, claim, seal: f"{head}.{_base64(b'null')}.{seal}"), 401),
    case(
        "claims of random bytes",
        bent(lambda head, claim, seal: f"{head}.{_base64(bytes(256))}.{seal}"),
        401,
    ),
    case(
        "encrypted in form",
        bent(lambda head, claim, seal: f"{head}.{claim}.{seal}.{claim}.{seal}"),
        401,
    ),
]

ENDLESS = _base64(b'{"iss":"%s","aud":"%s","exp":1e999}' % (ISSUER.encode(), APP_ID.encode()))
CLAIMS = [
    case("issuer in capitals", claims(iss=ISSUER.upper()), 401),
    case("issuer unencrypted", claims(iss=ISSUER.replace("https", "http")), 401),
    case("issuer as a beginning", claims(iss=f"{ISSUER}.evil.example"), 401),
    case("issuer null", claims(iss=None), 401),
    case("issuer empty", claims(iss=""), 401),
    case("issuer an object", claims(iss={"a": ISSUER}), 401),
    case("issuer of the government cloud", claims(iss="https://api.botframework.us"), 401),
    case("audience in capitals", claims(aud=APP_ID.upper()), 401),
    case("audience null", claims(aud=None), 401),
    case("audience empty", claims(aud=""), 401),
    case("audience a number", claims(aud=5), 401),
    case("audience an object", claims(aud={APP_ID: 1}), 401),
    case("audience a beginning", claims(aud=APP_ID[:-1]), 401),
    case("audience Bot Framework", claims(aud="https://api.botframework.com"), 401),
    case("audience with a scheme", claims(aud=f"api://{APP_ID}"), 401),
    case("exp nought", claims(exp=0), 401),
    case("exp negative", claims(exp=-1), 401),
    case("exp a list", claims(exp=[now(HOUR)]), 401),
    case("exp an object", claims(exp={}), 401),
    case("exp a number in a string", claims(exp=str(now(HOUR))), 401),
    case("exp without end", bent(lambda head, _, seal: f"{head}.{ENDLESS}.{seal}"), 401),
    case("claims deep", bent(lambda head, _, seal: f"{head}.{_base64(b'[' * 3000)}.{seal}"), 401),
    case("exp in words", claims(exp="in an hour"), 401),
    case("nbf a string", claims(nbf="tomorrow"), 401),
    case("nbf far ahead", claims(nbf=2**53), 401),
    case("serviceurl empty", claims(serviceurl=""), 401),
    case("serviceurl a number", claims(serviceurl=5), 401),
    case("serviceurl a list", claims(serviceurl=[ELSEWHERE]), 401),
    case("serviceurl an object", claims(serviceurl={}), 401),
    case("serviceurl unencrypted", claims(serviceurl=ELSEWHERE.replace("https", "http")), 401),
    case("serviceurl of a neighbour", claims(serviceurl="http://127.0.0.1:9/"), 401),
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


@pytest.mark.parametrize(
    ("make", "status"), TOKENS + OTHER_KEY_HEADERS + SEGMENTS + CLAIMS + STRANGERS
)
async def test_a_bad_token_or_sender_is_refused(
    shared_rig: Rig, make: Make, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    await is_refused(shared_rig, make, status=status, caplog=caplog)
