"""Stand-ins for everything on the other side of the wire, on loopback.

A signing key, the metadata it is published in, and a connector that takes what the bot sends.
Nothing here needs pytest, so that measurements can use it too.
"""

import asyncio
import base64
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from typing import Any

import jwt
import orjson
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from channel.activity import InboundActivity, read_activity

APP_ID = "7d1f3f0e-5a53-4a3c-9a6e-2f0d9c1b6a11"
TENANT_ID = "3b1c8f52-90d4-4c1e-8a77-5f6f6f0a2c33"
ISSUER = "https://api.botframework.com"
ANOTHER_TENANT = "99999999-90d4-4c1e-8a77-5f6f6f0a2c33"


class Sentinel(Enum):
    """What stands for no value; its name, unlike an object's, is the same in every process."""

    ABSENT = "absent"


ABSENT = Sentinel.ABSENT
_numbers = count(1)


class SigningKey:
    """An RSA key Teams might sign with."""

    def __init__(self, key_id: str = "key-1") -> None:
        self.key_id = key_id
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def token(self, *, headers: Mapping[str, Any] | None = None, **claims: Any) -> str:
        """Return a token good for an hour; *claims* replace its own, `ABSENT` removes one."""
        now = int(time.time())
        whole = {"iss": ISSUER, "aud": APP_ID, "nbf": now - 10, "exp": now + 3600} | claims
        present = {name: value for name, value in whole.items() if value is not ABSENT}
        # PyJWT refuses to write an issuer that isn't a string; the signature is all we want of it.
        return jwt.PyJWS().encode(
            orjson.dumps(present), self.private, "RS256", {"kid": self.key_id} | dict(headers or {})
        )

    def public_pem(self) -> bytes:
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def published(self, endorsements: list[str] | None = None) -> dict[str, Any]:
        """Return the key's entry in a key set."""
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.key_id,
            "n": _base64_number(numbers.n),
            "e": _base64_number(numbers.e),
            "endorsements": ["msteams"] if endorsements is None else endorsements,
        }


@dataclass
class Metadata:
    """The OpenID metadata of a make-believe Bot Framework, and of a make-believe Entra."""

    keys: list[dict[str, Any]]
    entra_keys: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    down: bool = False
    fetches: int = 0
    url: str = ""

    async def configuration(self, _request: web.Request) -> web.Response:
        self.fetches += 1
        if self.down:
            return web.Response(status=503)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def key_set(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def entra_configuration(self, request: web.Request) -> web.Response:
        issuer = f"{self.url}/{request.match_info['tenant']}/v2.0"
        return web.json_response({"issuer": issuer, "jwks_uri": f"{self.url}/entra-keys"})

    async def entra_key_set(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": self.entra_keys})


@dataclass(frozen=True)
class Sent:
    """A request the bot made to the connector."""

    method: str
    path: str
    payload: Any
    authorization: str

    @property
    def is_message(self) -> bool:
        """Whether it stays to be read; on a slow machine the bot also tells that it is typing."""
        return bool(self.payload) and self.payload["type"] == "message"


@dataclass(frozen=True)
class Told:
    """An answer the connector is told to give."""

    status: int
    """0 where the line is cut without an answer."""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """None where the usual is to follow, if the status is a good one."""
    after_seconds: float = 0.0


@dataclass
class Connector:
    """Records what the bot sends, and answers as told; 201 with an id where nothing was told.

    A message sent again under its key gets the id it got before, and is shown once.
    """

    url: str = ""
    sent: list[Sent] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    """The id each message was given, by its key where it has one."""
    refused: set[int] = field(default_factory=set[int])
    """The numbers, from one, of those of `sent` that weren't taken."""
    answers: deque[Told] = field(default_factory=deque)
    delay_seconds: float = 0.0
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        payload: Any = orjson.loads(body) if body else None
        authorization = request.headers.get("Authorization", "")
        async with self._arrived:
            self.sent.append(Sent(request.method, request.raw_path, payload, authorization))
            number = len(self.sent)
            self._arrived.notify_all()
        if self.delay_seconds:
            await asyncio.sleep(self.delay_seconds)
        if self.answers:
            told = self.answers.popleft()
            await asyncio.sleep(told.after_seconds)
            is_taken = 200 <= told.status < 300
            if not is_taken:
                self.refused.add(number)
            if told.status == 0:
                assert request.transport is not None
                request.transport.abort()
            if told.body is not None or not is_taken:
                return web.Response(status=told.status, headers=told.headers, body=told.body)
        if request.path == "/v3/conversations":
            name = payload["members"][0]["id"].partition(":")[2]
            return web.json_response({"id": f"a:{name}"}, status=201)
        if request.method == "PUT":
            return web.json_response({"id": request.path.rpartition("/")[2]})
        known_as = self.ids.setdefault(key_in(payload) or f"sent-{number}", f"sent-{number}")
        return web.json_response({"id": known_as}, status=201)

    async def until(self, enough: Callable[[list[Sent]], bool]) -> list[Sent]:
        """Wait until what has been sent is enough, five seconds at most; return it."""
        async with asyncio.timeout(5), self._arrived:
            await self._arrived.wait_for(lambda: enough(self.sent))
        return self.sent

    def texts(self) -> list[str]:
        """Return the text of each message taken, in the order they came."""
        payloads = [sent.payload for sent in self.sent if sent.payload]
        return [load["text"] for load in payloads if load.get("text") is not None]


def key_in(payload: Any) -> str | None:
    """Return the key that a message is sent under, however often it is sent."""
    match payload:
        case {"channelData": {"rutinboten": {"message": str(key)}}}:
            return key
        case _:
            return None


@asynccontextmanager
async def metadata_server(
    *keys: SigningKey, entra: Sequence[SigningKey] = ()
) -> AsyncIterator[Metadata]:
    """Serve the OpenID metadata of *keys*, and as Entra's that of *entra*."""
    entra_keys = [key.published([]) for key in entra]
    metadata = Metadata([key.published() for key in keys], entra_keys)
    app = web.Application()
    app.router.add_get(
        "/{tenant}/v2.0/.well-known/openid-configuration", metadata.entra_configuration
    )
    app.router.add_get("/entra-keys", metadata.entra_key_set)
    app.router.add_get("/openid", metadata.configuration)
    app.router.add_get("/keys", metadata.key_set)
    async with serving(app) as url:
        metadata.url = url
        yield metadata


@asynccontextmanager
async def connector_server() -> AsyncIterator[Connector]:
    """Serve a connector; its `url` is the serviceUrl to put into activities."""
    connector = Connector()
    app = web.Application()
    app.router.add_route("*", "/v3/conversations", connector.take)
    app.router.add_route("*", "/v3/conversations/{path:.*}", connector.take)
    async with serving(app) as url:
        connector.url = f"{url}/"
        yield connector


@asynccontextmanager
async def serving(app: web.Application, **options: Any) -> AsyncIterator[str]:
    """Serve *app* on a free port of this machine; yield its address, without a slash."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, **options)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def a_message(text: str | None = "Hej", *, service_url: str, **changes: Any) -> dict[str, Any]:
    """Return a message as Teams sends it; *changes* replace fields, `ABSENT` removes one."""
    number = next(_numbers)
    activity: dict[str, Any] = {
        "type": "message",
        "id": f"17{number:011}",
        "timestamp": "2026-11-02T09:30:00.1234567Z",
        "localTimestamp": "2026-11-02T10:30:00.1234567+01:00",
        "localTimezone": "Europe/Stockholm",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": "29:ada", "name": "Ada", "aadObjectId": "aad-ada"},
        "recipient": {"id": "28:bot", "name": "Rutinboten"},
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT_ID},
        "channelData": {"tenant": {"id": TENANT_ID}},
        "entities": [{"type": "clientInfo", "locale": "sv-SE", "country": "SE"}],
        "locale": "sv-SE",
        "textFormat": "plain",
        "text": text,
    }
    whole = activity | changes
    return {key: value for key, value in whole.items() if value is not ABSENT}


def an_invoke(name: str, value: Any = None, *, service_url: str, **changes: Any) -> dict[str, Any]:
    """Return an invoke as Teams sends it, such as a press of a card's button."""
    changes = {"type": "invoke", "name": name, "value": value, "text": ABSENT} | changes
    return a_message(service_url=service_url, **changes)


def read(activity: dict[str, Any] | bytes) -> InboundActivity:
    """Return *activity* as the endpoint reads it."""
    return read_activity(activity if isinstance(activity, bytes) else orjson.dumps(activity))


def _base64_number(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
