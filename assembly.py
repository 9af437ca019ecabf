"""Everything over one database, put together: books, conversation, outbox and pages."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web

from channel.messenger import Messenger
from channel.post import Post
from config import Settings
from core.outbox import Backlog
from dialogs.jobs import Jobs, all_jobs
from dialogs.notices import EditorNotifier, NoticeWriter
from dialogs.router import Router
from dialogs.services import build_services
from knowledge.base import Base
from knowledge.live.current import CurrentBase
from localchat.people import aad_object_id
from pages.links import Links
from pages.mount import add_pages
from pages.record import Records
from storage.address_book import AddressBook
from storage.database import UNREACHABLE, Database
from storage.deliveries import SqlDeliveries
from storage.questions import SqlQuestions
from storage.turn_records import TurnRecords
from storage.unit_of_work import Transactions
from texts.catalogue import Texts


class Assembly:
    """Everything over one database: the books, the conversation, the outbox and the pages."""

    def __init__(self, settings: Settings, live: CurrentBase, texts: Texts) -> None:
        self._live, self._texts = live, texts
        self.database = Database(settings.database_url)
        self._mail = asyncio.Event()
        self.addresses = AddressBook(self.database, clock=now, mail=self._mail.set)
        self._transactions = Transactions(self.database, clock=now, mail=self._mail.set)
        self._deliveries = SqlDeliveries(self.database, self.addresses, clock=now)
        self._links = Links(_key(settings, b"record-links"), now, settings.public_url)
        self.records = TurnRecords(self.database, self.addresses, clock=now)
        self.services = build_services(
            live=live,
            texts=texts,
            store=SqlQuestions(self.database, self.records),
            clock=now,
            new_id=lambda: secrets.token_hex(12),
            pseudonym=_pseudonyms(settings),
            transactions=self._transactions,
            addresses=self.addresses,
            reviewers=_reviewers(settings),
            links=self._links if settings.public_url else None,
        )
        self.root = Router(self.services)
        self._jobs = Jobs(all_jobs(self.services))
        self.editors = EditorNotifier(self._transactions, now, after=self._jobs.wake)

    def add_pages(self, app: web.Application) -> None:
        """Mount what browsers may see: the register, and records through signed links."""

        def base() -> Base:
            return self._live.current.base

        cases = self.services.cases
        add_pages(
            app,
            accounts=cases.in_use,
            base=base,
            texts=self._texts,
            records=Records(cases.record, base, self._texts, now),
            find_draft=self.services.gaps.draft,
            links=self._links,
        )

    async def backlog(self) -> Backlog | None:
        """Return what waits to be sent; None while the database can't be reached."""
        try:
            return await self._deliveries.backlog()
        except UNREACHABLE:
            return None

    @asynccontextmanager
    async def clockwork(self, post: Post) -> AsyncIterator[None]:
        """Send what is owed and remind of what lies, for as long as the server runs."""
        write = NoticeWriter(self.services)
        messenger = Messenger(self._deliveries, write, post, clock=now, mail=self._mail)
        messenger.start()
        self._jobs.start()
        yield
        await self._jobs.close()
        await messenger.close()

    async def close(self) -> None:
        await self.records.close()
        await self.database.close()


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


def now() -> datetime:
    return datetime.now(UTC)
