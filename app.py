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
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web
from botbuilder.schema import Activity

from bot import Rutinboten
from channel.adapter import TeamsAdapter
from channel.authentication import Door, LocalDoor, TokenVerifier
from channel.credentials import MsalTokens, NoTokens, TokenProvider
from channel.endpoint import Answer, Endpoint
from channel.messenger import Messenger
from channel.once import Once
from channel.openid import OpenIdMetadata
from channel.post import Post
from channel.sender import ConnectorSender
from channel.typing_indicator import TypingIndicator
from config import Settings, SettingsError, load_settings
from dialogs.case_room import CaseRoom
from dialogs.closing import Closing
from dialogs.notices import NoticeWriter
from dialogs.room import Room
from dialogs.root import RootDialog
from dialogs.rounds import Rounds
from knowledge.base import Base
from knowledge.live import Live
from knowledge.snapshot import Snapshot, open_snapshot
from localchat.mount import LOCAL_TENANT, add_local_chat
from localchat.people import aad_object_id
from pages.draft_page import drafts_in
from pages.links import Links
from pages.mount import add_pages
from pages.record import records_in
from storage.address_book import AddressBook
from storage.answer_log import BatchedAnswerLog
from storage.books import Ledger
from storage.database import Database
from storage.deliveries import SqlDeliveries
from storage.questions import SqlQuestions
from storage.schema import upgrade
from texts.catalogue import Texts, load_texts
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

    opened = _Opened(settings, live, texts)
    app[GAPS_CLOSED] = opened.gaps_closed

    async def parts(app: web.Application) -> AsyncIterator[None]:
        await upgrade(opened.database)
        async with ClientSession(
            connector=TCPConnector(limit=200), cookie_jar=DummyCookieJar()
        ) as session:
            sender = ConnectorSender(session, tokens or _tokens(settings))
            app[_ENDPOINT] = _endpoint(settings, session, sender, opened)
            post = Post(sender, settings.tenant_id or LOCAL_TENANT)
            async with opened.clockwork(post):
                yield
        await opened.close()

    async def messages(request: web.Request) -> web.Response:
        return await app[_ENDPOINT].handle(request)

    app.cleanup_ctx.append(parts)
    app.router.add_post(MESSAGES, messages)
    opened.add_pages(app)
    if settings.local:
        add_local_chat(app, bot_id=LOCAL_BOT_ID)
    return app


_ENDPOINT = web.AppKey("endpoint", Endpoint)
GAPS_CLOSED: web.AppKey[Callable[[Snapshot], Awaitable[int]]] = web.AppKey("gaps_closed")
"""To be called with each new snapshot taken into use."""


class _Opened:
    """Everything over one database: the books, the conversation, the outbox and the pages."""

    def __init__(self, settings: Settings, live: Live, texts: Texts) -> None:
        self._live, self._texts = live, texts
        self.database = Database(settings.database_url)
        self._mail = asyncio.Event()
        self.addresses = AddressBook(self.database, clock=_now, mail=self._mail.set)
        self._ledger = Ledger(self.database, clock=_now, mail=self._mail.set)
        self._links = Links(_key(settings, b"record-links"), _now, settings.public_url)
        self.log = BatchedAnswerLog(self.database, clock=_now)
        room = Room(
            live=live,
            texts=texts,
            store=SqlQuestions(self.database, self.log),
            log=self.log,
            clock=_now,
            new_id=lambda: secrets.token_hex(12),
            pseudonym=_pseudonyms(settings),
        )
        self.cases = CaseRoom.opened(
            room,
            self._ledger,
            self.addresses,
            reviewers=_reviewers(settings),
            links=self._links if settings.public_url else None,
        )
        self.root = RootDialog(room, self.cases)
        self.gaps_closed = Closing(self.cases).gaps_closed

    def add_pages(self, app: web.Application) -> None:
        """Mount what browsers may see: the register, and records through signed links."""

        def base() -> Base:
            return self._live.current.base

        add_pages(
            app,
            register=lambda: self._ledger.read(lambda books: books.register.all()),
            form=lambda: base().account_form,
            base=base,
            texts=self._texts,
            records=records_in(self._ledger, base, self._texts, _now),
            drafts=drafts_in(self._ledger),
            links=self._links,
        )

    @asynccontextmanager
    async def clockwork(self, post: Post) -> AsyncIterator[None]:
        """Send what is owed and remind of what lies, for as long as the server runs."""
        deliveries = SqlDeliveries(self.database, self.addresses, clock=_now)
        write = NoticeWriter(self.cases)
        messenger = Messenger(deliveries, write, post, clock=_now, mail=self._mail)
        rounds = Rounds(self.cases)
        messenger.start()
        rounds.start()
        yield
        await rounds.close()
        await messenger.close()

    async def close(self) -> None:
        await self.log.close()
        await self.database.close()


def _endpoint(
    settings: Settings, session: ClientSession, sender: ConnectorSender, opened: _Opened
) -> Endpoint:
    bot = Rutinboten(opened.root, opened.log, opened.addresses)

    def apology(activity: Activity, error: str) -> str:
        return opened.root.apology(activity.locale, error)

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
    key = _key(settings, b"pseudonyms")
    return lambda person: hashlib.blake2b(person.encode(), key=key, digest_size=16).hexdigest()


def _key(settings: Settings, purpose: bytes) -> bytes:
    """Return a key for one purpose, the same after a restart where the app has a secret."""
    secret = settings.app_password.encode() if settings.app_password else secrets.token_bytes(32)
    return hashlib.blake2b(secret, person=purpose).digest()


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
