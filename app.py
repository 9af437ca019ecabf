"""Build every part from the settings, wire them together, and serve."""

import asyncio
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web

from assembly import Assembly, now
from bot import Rutinboten
from channel.adapter import TeamsAdapter
from channel.authentication import Authenticator, LocalAuthenticator, TokenAuthenticator
from channel.credentials import MsalTokens, NoTokens, TokenProvider
from channel.deduplication import IdempotencyCache
from channel.endpoint import Endpoint, HttpAnswer
from channel.openid import OpenIdMetadata
from channel.post import Post
from channel.sender import ConnectorSender
from channel.typing_indicator import TypingIndicator
from config import Settings, SettingsError, load_settings
from knowledge.live.acceptance import open_current
from knowledge.live.build_worker import BuildWorker
from knowledge.live.current import CurrentBase, Editors
from knowledge.live.reload import Reload, changes_in
from knowledge.live.versions import BaseStore, BaseVersions
from localchat.mount import LOCAL_TENANT, add_local_chat
from pages.health import add_health
from storage.schema import upgrade
from texts.catalogue import load_texts
from texts.problems import lines
from yamlfile.problem import Faulty

MESSAGES = "/api/messages"
LOCAL_BOT_ID = "28:rutinboten"
ANSWERED_KEPT_SECONDS = 600
"""How long a repeated activity is recognised; Teams gives up long before."""
ANSWERED_KEPT = 20_000

logger = logging.getLogger("rutinboten")


def build(
    settings: Settings, *, tokens: TokenProvider | None = None, live: CurrentBase | None = None
) -> web.Application:
    """Return the whole server; what it opens is assembly at start-up and closed at clean-up.

    *tokens* and *live* take the place of Entra and of the base in the settings, for measurements
    and tests.

    Raises:
        Faulty: with every fault of the texts or of the base.
    """
    texts = load_texts()
    app = web.Application()
    store = None if live else _base_store(settings)
    live = live or open_current(_base_store(settings), now())
    assembly = Assembly(settings, live, texts)

    async def parts(app: web.Application) -> AsyncIterator[None]:
        await upgrade(assembly.database)
        async with ClientSession(
            connector=TCPConnector(limit=200), cookie_jar=DummyCookieJar()
        ) as session:
            sender = ConnectorSender(session, tokens or _tokens(settings))
            app[_ENDPOINT] = _endpoint(settings, session, sender, assembly)
            post = Post(sender, settings.tenant_id or LOCAL_TENANT)
            async with assembly.clockwork(post):
                yield
        await assembly.close()

    async def messages(request: web.Request) -> web.Response:
        return await app[_ENDPOINT].handle(request)

    app.cleanup_ctx.append(parts)
    if store is not None:
        app.cleanup_ctx.append(_reloading(live, store, assembly.editors))
    app.router.add_post(MESSAGES, messages)
    assembly.add_pages(app)
    add_health(app, lambda: live.status if _ENDPOINT in app else None, assembly.backlog)
    if settings.local:
        add_local_chat(app, bot_id=LOCAL_BOT_ID)
    return app


_ENDPOINT = web.AppKey("endpoint", Endpoint)


def _base_store(settings: Settings) -> BaseStore:
    versions = BaseVersions(settings.kept_bases_folder)
    return BaseStore(settings.base_folder, settings.cache_folder, versions)


def _reloading(
    live: CurrentBase, store: BaseStore, editors: Editors
) -> Callable[[web.Application], AsyncIterator[None]]:
    """Return what takes changed bases into use for as long as the server runs."""
    reload = Reload(live, store, BuildWorker(store.cache), editors)

    async def reloading(_app: web.Application) -> AsyncIterator[None]:
        async with reload.following(changes_in(store.folder, store.versions.folder)):
            yield

    return reloading


def _endpoint(
    settings: Settings, session: ClientSession, sender: ConnectorSender, assembly: Assembly
) -> Endpoint:
    bot = Rutinboten(assembly.root, assembly.records)

    return Endpoint(
        _door(settings, session),
        TeamsAdapter(sender, assembly.root.apology),
        TypingIndicator().around(bot.on_turn),
        IdempotencyCache[HttpAnswer](
            time.monotonic, lifetime=ANSWERED_KEPT_SECONDS, capacity=ANSWERED_KEPT
        ),
    )


def _door(settings: Settings, session: ClientSession) -> Authenticator:
    if settings.local:
        return LocalAuthenticator()
    return TokenAuthenticator(
        OpenIdMetadata(settings.openid_metadata_url, session),
        app_id=settings.app_id,
        tenant_id=settings.tenant_id,
        service_hosts=settings.service_hosts,
    )


def _tokens(settings: Settings) -> TokenProvider:
    if settings.local:
        return NoTokens()
    return MsalTokens(settings.app_id, settings.app_password, settings.tenant_id)


def settle() -> None:
    """Spare the garbage collector what never becomes garbage: the base, the index, the code.

    Left to itself it walks through all of it several times a turn, at a tenth of the turn's cost.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


async def serve(app: web.Application, settings: Settings) -> None:
    """Serve until told to stop, then finish what is under way."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    runner = web.AppRunner(app, access_log=None, auto_decompress=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
        host = "localhost" if settings.local else settings.host
        port = runner.addresses[0][1]
        logger.info("Rutinboten listens on http://%s:%s", host, port)
        await stop.wait()
    finally:
        await runner.cleanup()


def main() -> int:
    """Start the server as the environment says; a fault in what it is given is told in words."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    try:
        settings = load_settings(os.environ)
        app = build(settings)
    except SettingsError as error:
        sys.stderr.write("".join(f"{fault}\n" for fault in error.faults))
        return 2
    except Faulty as faulty:
        sentences = load_texts().in_language("sv")
        for line in lines(faulty.problems, sentences, relative_to=Path.cwd()):
            sys.stderr.write(f"{line}\n")
        return 1
    settle()
    asyncio.run(serve(app, settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
