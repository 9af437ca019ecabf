"""The bots that are measured, each in a process of its own.

python -m bench.bots stock
python -m bench.bots floor
python -m bench.bots ours [the folder of a base]

All listen on loopback, take their signing keys from the metadata in BENCH_METADATA_URL, print
the port they got, and send with a token that never changes.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import orjson
from aiohttp import ClientSession, web

from wiring.start import ConnectionLimits, listening, spare_collector

REVIEWER = "5f2b7c1e-3f0a-4d43-9d0c-1f6f0f0b7a10"
TOKEN = "a-token-that-never-changes"


class ConstantToken:
    """Gives one token for ever: acquiring tokens isn't what is measured."""

    async def token(self) -> str:
        return TOKEN

    def forget(self, token: str) -> None:
        pass


def ours(metadata_url: str, base: str = "") -> web.Application:
    """Return the whole bot: base, index, cards, database and log, as in production."""
    import app
    from config import load_settings
    from tests.world.wire import APP_ID, TENANT_ID

    folder = tempfile.mkdtemp(prefix="rutinboten-bench-")
    settings = load_settings(
        {
            "BOT_APP_ID": APP_ID,
            "BOT_APP_PASSWORD": "secret",
            "BOT_TENANT_ID": TENANT_ID,
            "BOT_DATABASE_URL": os.environ.get("BENCH_DATABASE_URL")
            or f"sqlite:///{Path(folder) / 'bench.db'}",
            "BOT_REVIEWERS": REVIEWER,
            "BOT_SERVICE_HOSTS": "127.0.0.1",
            "BOT_OPENID_METADATA_URL": metadata_url,
            "BOT_BASE": base,
            # Counted all the same: a few people ask without a pause.
            "BOT_PERSON_PER_MINUTE": "1000000",
            "BOT_TENANT_PER_MINUTE": "1000000",
            "BOT_SENDS_PER_SECOND": "0",
        }
    )
    application = app.build(settings, tokens=ConstantToken())
    spare_collector()
    return application


def stock(metadata_url: str) -> web.Application:
    """Return an echo bot as the SDK's own samples build it, with the SDK's own adapter."""
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
    from botframework.connector.auth import (
        AppCredentials,
        ChannelValidation,
        PasswordServiceClientCredentialFactory,
    )

    from tests.world.wire import APP_ID

    class Credentials(AppCredentials):
        def get_access_token(self, force_refresh: bool = False) -> str:
            return TOKEN

    class Factory(PasswordServiceClientCredentialFactory):
        async def create_credentials(self, *_arguments: object, **_named: object) -> AppCredentials:
            return Credentials(APP_ID)

    class Echo(ActivityHandler):
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(f"Echo: {turn_context.activity.text}")

    ChannelValidation.open_id_metadata_endpoint = metadata_url
    factory = Factory(APP_ID, "secret")
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication({}, credentials_factory=factory))
    bot = Echo()

    async def messages(request: web.Request) -> web.Response:
        return await adapter.process(request, bot) or web.Response(status=201)

    application = web.Application()
    application.router.add_post("/api/messages", messages)
    return application


def floor(metadata_url: str) -> web.Application:
    """Return a server that does nothing but take a request and post a card of a usual size."""
    card = {"type": "message", "text": "x" * 3000}
    application = web.Application()

    async def sessions(_: web.Application) -> AsyncIterator[None]:
        async with ClientSession() as application[SESSION]:
            yield

    async def messages(request: web.Request) -> web.Response:
        asked = orjson.loads(await request.read())
        url = f"{asked['serviceUrl']}v3/conversations/{asked['conversation']['id']}/activities"
        async with request.app[SESSION].post(url, data=orjson.dumps(card)) as response:
            response.raise_for_status()
            await response.read()
        return web.Response()

    application.cleanup_ctx.append(sessions)
    application.router.add_post("/api/messages", messages)
    return application


SESSION = web.AppKey("session", ClientSession)
BOTS: dict[str, Callable[..., web.Application]] = {"ours": ours, "stock": stock, "floor": floor}


async def _serve(application: web.Application) -> None:
    async with listening(application, "127.0.0.1", 0, ConnectionLimits()) as port:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await _end_of_input()


def _end_of_input() -> Awaitable[bytes]:
    """The bot lives as long as the measurement holds its standard input open."""
    return asyncio.to_thread(sys.stdin.buffer.read)


if __name__ == "__main__":
    asyncio.run(_serve(BOTS[sys.argv[1]](os.environ["BENCH_METADATA_URL"], *sys.argv[2:])))
