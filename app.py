"""Build every part from the settings, wire them together, and serve."""

import asyncio
import gc
import hashlib
import logging
import os
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web
from botbuilder.schema import Activity
from channel.messenger import Messenger
from channel.post import Post
from storage.address_book import AddressBook
from storage.deliveries import Deliveries

from bot import Rutinboten
from channel.adapter import TeamsAdapter
from channel.authentication import Door, LocalDoor, TokenVerifier
from channel.credentials import MsalTokens, NoTokens, TokenProvider
from channel.endpoint import Answer, Endpoint
from channel.once import Once
from channel.openid import OpenIdMetadata
from channel.sender import ConnectorSender
from channel.typing_indicator import TypingIndicator
from config import Settings, SettingsError, load_settings
from dialogs.case_room import CaseRoom
from dialogs.notices import NoticeWriter
from dialogs.room import Room
from dialogs.root import RootDialog
from knowledge.live import Live
from knowledge.snapshot import open_snapshot
from localchat.mount import LOCAL_TENANT, add_local_chat
from localchat.people import aad_object_id
from storage.answer_log import BatchedAnswerLog
from storage.books import Ledger
from storage.database import Database
from storage.questions import SqlQuestions
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
    settings: Settings, *, tokens: TokenProvider | None = None, live: Live | None = None
) -> web.Application:
    """Return the whole server; what it opens is opened at start-up and closed at clean-up.

    *tokens* and *live* take the place of Entra and of the base in the settings, for measurements
    and tests.

    Raises:
        Faulty: with every fault of the texts or of the base.
    """
    texts = load_texts()
    live = live or Live(open_snapshot(settings.base_folder, settings.cache_folder))
    app = web.Application()

    async def parts(app: web.Application) -> AsyncIterator[None]:
        database = Database(settings.database_url)
        await upgrade(database)
        log = BatchedAnswerLog(database, clock=_now)
        mail = asyncio.Event()
        addresses = AddressBook(database, clock=_now, mail=mail.set)
        ledger = Ledger(database, clock=_now, mail=mail.set)
        room = Room(
            live=live,
            texts=texts,
            store=SqlQuestions(database, log),
            log=log,
            clock=_now,
            new_id=lambda: secrets.token_hex(12),
            pseudonym=_pseudonyms(settings),
        )
        async with ClientSession(
            connector=TCPConnector(limit=200), cookie_jar=DummyCookieJar()
        ) as session:
            cases = CaseRoom.opened(room, ledger, addresses, reviewers=_reviewers(settings))
            root = RootDialog(room, cases)
            sender = ConnectorSender(session, tokens or _tokens(settings))
            bot = Rutinboten(root, log, addresses)
            app[_ENDPOINT] = _endpoint(settings, session, sender, root, bot)
            post = Post(sender, settings.tenant_id or LOCAL_TENANT)
            messenger = Messenger(
                Deliveries(database, clock=_now), NoticeWriter(cases), post, clock=_now, mail=mail
            )
            messenger.start()
            yield
            await messenger.close()
        await log.close()
        await database.close()

    async def messages(request: web.Request) -> web.Response:
        return await app[_ENDPOINT].handle(request)

    app.cleanup_ctx.append(parts)
    app.router.add_post(MESSAGES, messages)
    if settings.local:
        add_local_chat(app, bot_id=LOCAL_BOT_ID)
    return app


_ENDPOINT = web.AppKey("endpoint", Endpoint)


def _endpoint(
    settings: Settings,
    session: ClientSession,
    sender: ConnectorSender,
    root: RootDialog,
    bot: Rutinboten,
) -> Endpoint:
    def apology(activity: Activity, error: str) -> str:
        return root.apology(activity.locale, error)

    return Endpoint(
        _door(settings, session),
        TeamsAdapter(sender, apology),
        TypingIndicator().around(bot.on_turn),
        Once[Answer](time.monotonic, lifetime=ANSWERED_KEPT_SECONDS, capacity=ANSWERED_KEPT),
    )


def _door(settings: Settings, session: ClientSession) -> Door:
    if settings.local:
        return LocalDoor()
    return TokenVerifier(
        OpenIdMetadata(settings.openid_metadata_url, session),
        app_id=settings.app_id,
        tenant_id=settings.tenant_id,
        service_hosts=settings.service_hosts,
    )


def _tokens(settings: Settings) -> TokenProvider:
    if settings.local:
        return NoTokens()
    return MsalTokens(settings.app_id, settings.app_password, settings.tenant_id)


def _reviewers(settings: Settings) -> Iterable[str]:
    """In the chat at home people have names, and ids made of them."""
    return map(aad_object_id, settings.reviewers) if settings.local else settings.reviewers


def _pseudonyms(settings: Settings) -> Callable[[str], str]:
    """The key never reaches the database, so that nobody who reads it can turn a name back."""
    secret = settings.app_password.encode() if settings.app_password else secrets.token_bytes(32)
    key = hashlib.blake2b(secret, person=b"pseudonyms").digest()
    return lambda person: hashlib.blake2b(person.encode(), key=key, digest_size=16).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)


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
