"""A bot that echoes, behind the real endpoint, with everything around it on loopback."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import ClientSession, web
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ActivityTypes, InvokeResponse

from channel.adapter import TeamsAdapter
from channel.authentication import Authenticator, LocalAuthenticator, TokenAuthenticator
from channel.connections import ConnectionLimits
from channel.deduplication import IdempotencyCache
from channel.endpoint import Endpoint, HttpAnswer
from channel.openid import OpenIdMetadata
from channel.rate_limit import RateLimit
from channel.server import listening
from channel.turns import AloneTurns
from telemetry.metrics import Metrics
from tests.world.replies import replies_through
from tests.world.wire import (
    APP_ID,
    TENANT_ID,
    Connector,
    Metadata,
    SigningKey,
    a_message,
    an_invoke,
    connector_server,
    metadata_server,
)

KEY = SigningKey()
Reply = tuple[int, bytes]


@dataclass
class Clock:
    """Time that passes when told to."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class PausedClock(Clock):
    """Whoever sleeps is held until the test lets the time pass."""

    asked: asyncio.Queue[float] = field(default_factory=asyncio.Queue)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    pause: float = 0.0

    async def sleep(self, seconds: float) -> None:
        if seconds:
            self.asked.put_nowait(seconds)
            await self.held.wait()
            self.held.clear()

    async def next_pause(self) -> float:
        async with asyncio.timeout(5):
            self.pause = await self.asked.get()
        return self.pause

    def pass_pause(self) -> None:
        self.now += self.pause
        self.held.set()


@dataclass
class EchoBot:
    """Says what it is told; some words make it do otherwise."""

    turns: int = 0
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def on_turn(self, context: TurnContext) -> None:
        self.turns += 1
        activity = context.activity
        if activity.type == ActivityTypes.invoke:
            await self.on_invoke(context)
        elif activity.text == "crash":
            raise RuntimeError("the bot is broken")
        elif activity.text == "wait":
            self.waiting.set()
            await self.released.wait()
            await context.send_activity("done waiting")
        elif activity.type == ActivityTypes.message:
            await context.send_activity(f"You said {activity.text}")

    async def on_invoke(self, context: TurnContext) -> None:
        value: Any = context.activity.value
        if value == "crash":
            raise RuntimeError("the bot is broken")
        if value == "unwritable":
            await self._answer(context, InvokeResponse(status=200, body={"a": object()}))
        elif value == "unknown":
            await self._answer(context, InvokeResponse(status=501))
        elif value is not None:
            await self._answer(context, InvokeResponse(status=200, body={"echo": value}))

    async def _answer(self, context: TurnContext, response: InvokeResponse) -> None:
        await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=response))


@dataclass
class Rig:
    """The whole arrangement, and short ways to send to it."""

    url: str
    client: ClientSession
    connector: Connector
    metadata: Metadata
    bot: EchoBot
    clock: Clock
    key: SigningKey = KEY

    def token(self, **claims: Any) -> str:
        claims.setdefault("serviceurl", self.connector.url)
        return self.key.token(**claims)

    def headers(self, **claims: Any) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token(**claims)}",
            "Content-Type": "application/json",
        }

    def a_message(self, text: str | None = "Hej", **changes: Any) -> dict[str, Any]:
        return a_message(text, service_url=self.connector.url, **changes)

    def an_invoke(self, name: str, value: Any = None, **changes: Any) -> dict[str, Any]:
        return an_invoke(name, value, service_url=self.connector.url, **changes)

    async def post(self, body: Any, headers: Mapping[str, str] | None = None) -> Reply:
        raw = orjson.dumps(body) if isinstance(body, dict) else body
        headers = self.headers() if headers is None else headers
        async with self.client.post(self.url, data=raw, headers=headers) as response:
            return response.status, await response.read()

    async def still_answers(self) -> bool:
        """Whether a good message sent now is taken and answered."""
        message = self.a_message("Are you there?")
        status, body = await self.post(message)
        last = self.connector.sent[-1]
        answered = last.payload["replyToId"] == message["id"]
        return (status, body, answered) == (200, b"", True)


def authenticator_for(
    metadata: Metadata, client: ClientSession, clock: Clock
) -> TokenAuthenticator:
    return TokenAuthenticator(
        OpenIdMetadata(f"{metadata.url}/openid", client, clock=clock, sleep=clock.sleep),
        app_id=APP_ID,
        tenant_id=TENANT_ID,
        service_hosts=["smba.trafficmanager.net", "127.0.0.1"],
    )


class Unnoted:
    """Keeps no note of how a turn ended."""

    async def end(self, key: str, *, is_answered: bool) -> None:
        """Nothing is asked of it."""


def apology(locale: str | None, error_id: str) -> str:
    return f"Sorry ({locale})"


@asynccontextmanager
async def a_rig(
    *, local: bool = False, read_timeout_seconds: float = 10.0, **limits: int
) -> AsyncIterator[Rig]:
    clock, bot = Clock(), EchoBot()
    async with (
        metadata_server(KEY) as metadata,
        connector_server() as connector,
        ClientSession() as client,
    ):
        authenticator: Authenticator = (
            LocalAuthenticator() if local else authenticator_for(metadata, client, clock)
        )
        adapter = TeamsAdapter(replies_through(client), apology)
        answered = IdempotencyCache(HttpAnswer.size)
        endpoint = Endpoint(
            authenticator,
            adapter,
            bot.on_turn,
            answered,
            metrics=Metrics(),
            rate_limit=RateLimit(**limits, clock=clock),
            turns=AloneTurns((), Unnoted(), clock=clock),
            read_timeout_seconds=read_timeout_seconds,
        )
        app = web.Application()
        app.router.add_post("/api/messages", endpoint.handle)
        async with listening(app, "127.0.0.1", 0, ConnectionLimits()) as port:
            url = f"http://127.0.0.1:{port}"
            yield Rig(f"{url}/api/messages", client, connector, metadata, bot, clock)
