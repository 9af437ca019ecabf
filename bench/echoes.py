"""What a turn of ours is measured beside, each in a process that loads nothing of ours.

python -m bench.echoes stock
python -m bench.echoes floor

They serve as Microsoft's samples do, with aiohttp's own runner. Like the bot in `bench.bots` they
take the keys from the metadata in BENCH_METADATA_URL, print the port they got, and send with a
token that never changes.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable

from aiohttp import ClientSession, web

TOKEN = "a-token-that-never-changes"


def stock() -> web.Application:
    """Return an echo bot as the SDK's own samples build it, with the SDK's own adapter."""
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
    from botframework.connector.auth import (
        AppCredentials,
        ChannelValidation,
        PasswordServiceClientCredentialFactory,
    )

    app_id = os.environ["BENCH_APP_ID"]

    class Credentials(AppCredentials):
        def get_access_token(self, force_refresh: bool = False) -> str:
            return TOKEN

    class Factory(PasswordServiceClientCredentialFactory):
        async def create_credentials(self, *_arguments: object, **_named: object) -> AppCredentials:
            return Credentials(app_id)

    class Echo(ActivityHandler):
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(f"Echo: {turn_context.activity.text}")

    ChannelValidation.open_id_metadata_endpoint = os.environ["BENCH_METADATA_URL"]
    factory = Factory(app_id, "secret")
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication({}, credentials_factory=factory))
    bot = Echo()

    async def messages(request: web.Request) -> web.Response:
        return await adapter.process(request, bot) or web.Response(status=201)

    application = web.Application()
    application.router.add_post("/api/messages", messages)
    return application


def floor() -> web.Application:
    """Return a server that does nothing but take a request and post a card of a usual size."""
    import orjson

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
ECHOES: dict[str, Callable[[], web.Application]] = {"stock": stock, "floor": floor}


async def serve(application: web.Application) -> None:
    """Serve on a free port, which is printed, as long as the standard input is held open."""
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.buffer.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve(ECHOES[sys.argv[1]]()))
