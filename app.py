"""Build every part from the settings, wire them together, and serve."""

import asyncio
import logging
import os
import secrets
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web

from bot import Rutinboten
from channel.adapter import TeamsAdapter
from channel.authentication import Authenticator, LocalAuthenticator, TokenAuthenticator
from channel.credentials import MsalTokens, NoTokens, TokenProvider
from channel.deduplication import IdempotencyCache
from channel.endpoint import Endpoint, HttpAnswer
from channel.openid import OpenIdMetadata
from channel.outbox_worker import OutboxWorker
from channel.sender import ConnectorSender
from channel.server import serve, spare_collector
from channel.typing_indicator import TypingIndicator
from config import Settings, SettingsError, load_settings
from core.clock import utc_now
from core.keys import derived_key, pseudonyms
from dialogs.jobs import Jobs, all_jobs
from dialogs.notices import EditorNotifier, NoticeWriter
from dialogs.router import Router
from dialogs.services import Services, build_services
from knowledge.base import Base
from knowledge.live.acceptance import open_current
from knowledge.live.build_worker import BuildWorker
from knowledge.live.current import CurrentBase
from knowledge.live.reload import Reload, changes_in
from knowledge.live.versions import BaseStore, BaseVersions
from localchat.mount import add_local_chat
from localchat.people import LOCAL_TENANT, aad_object_id
from pages.health import add_health
from pages.links import SignedLinks
from pages.mount import add_pages
from pages.record import Records
from storage.schema import upgrade
from storage.stores import Stores
from storage.turn_records import TurnRecords
from texts.catalogue import Texts, load_texts
from texts.problems import lines
from yamlfile.problem import Faulty

MESSAGES = "/api/messages"
LOCAL_BOT_ID = "28:rutinboten"


def build(
    settings: Settings, *, tokens: TokenProvider | None = None, live: CurrentBase | None = None
) -> web.Application:
    """Return the whole server; what it opens is opened at start-up and closed at clean-up.

    *tokens* and *live* take the place of Entra and of the base in the settings, for measurements
    and tests.

    Raises:
        Faulty: with every fault of the texts or of the base.
    """
    texts = load_texts()
    bases = None if live else _base_store(settings)
    live = live or open_current(_base_store(settings), utc_now())
    stores = Stores(settings.database_url, clock=utc_now)
    links = SignedLinks(
        derived_key(settings.app_password, b"record-links"), utc_now, settings.public_url
    )
    services = _services(settings, stores, live, texts, links)
    jobs = Jobs(all_jobs(services))
    app = web.Application()
    app.cleanup_ctx.append(_conversation(settings, stores, services, jobs, tokens))
    if bases is not None:
        editors = EditorNotifier(stores.transactions, utc_now, after=jobs.wake)
        app.cleanup_ctx.append(_reloading(live, bases, editors))
    app.router.add_post(MESSAGES, _messages)
    _add_pages(app, services, links)
    add_health(app, lambda: live.status if _ENDPOINT in app else None, stores.backlog)
    if settings.local:
        add_local_chat(app, bot_id=LOCAL_BOT_ID)
    return app


_ENDPOINT = web.AppKey("endpoint", Endpoint)
Context = Callable[[web.Application], AsyncIterator[None]]
"""What aiohttp runs at start-up as far as the `yield`, and the rest of at clean-up."""


async def _messages(request: web.Request) -> web.Response:
    return await request.app[_ENDPOINT].handle(request)


def _services(
    settings: Settings, stores: Stores, live: CurrentBase, texts: Texts, links: SignedLinks
) -> Services:
    # In the local chat people have names, and ids made of them.
    reviewers = settings.reviewers
    return build_services(
        live=live,
        texts=texts,
        store=stores.questions,
        clock=utc_now,
        new_id=lambda: secrets.token_hex(12),
        pseudonym=pseudonyms(derived_key(settings.app_password, b"pseudonyms")),
        transactions=stores.transactions,
        addresses=stores.addresses,
        reviewers=map(aad_object_id, reviewers) if settings.local else reviewers,
        links=links if settings.public_url else None,
    )


def _conversation(
    settings: Settings,
    stores: Stores,
    services: Services,
    jobs: Jobs,
    tokens: TokenProvider | None,
) -> Context:
    """Return what answers Teams, empties the outbox and runs the jobs while the server runs."""

    async def conversation(app: web.Application) -> AsyncIterator[None]:
        await upgrade(stores.database)
        async with ClientSession(
            connector=TCPConnector(limit=200), cookie_jar=DummyCookieJar()
        ) as session:
            sender = ConnectorSender(session, tokens or _tokens(settings))
            app[_ENDPOINT] = _endpoint(settings, session, sender, services, stores.records)
            worker = OutboxWorker(
                stores.deliveries,
                NoticeWriter(services),
                sender,
                tenant_id=settings.tenant_id or LOCAL_TENANT,
                clock=utc_now,
                filled=stores.outbox_filled,
            )
            worker.start()
            jobs.start()
            yield
            await jobs.close()
            await worker.close()
        await stores.close()

    return conversation


def _endpoint(
    settings: Settings,
    session: ClientSession,
    sender: ConnectorSender,
    services: Services,
    records: TurnRecords,
) -> Endpoint:
    router = Router(services)
    return Endpoint(
        _authenticator(settings, session),
        TeamsAdapter(sender, router.apology),
        TypingIndicator().around(Rutinboten(router, records).on_turn),
        IdempotencyCache[HttpAnswer](),
        read_timeout_seconds=settings.read_seconds,
    )


def _authenticator(settings: Settings, session: ClientSession) -> Authenticator:
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


def _base_store(settings: Settings) -> BaseStore:
    versions = BaseVersions(settings.kept_bases_folder)
    return BaseStore(settings.base_folder, settings.cache_folder, versions)


def _reloading(live: CurrentBase, bases: BaseStore, editors: EditorNotifier) -> Context:
    """Return what takes changed bases into use while the server runs."""
    reload = Reload(live, bases, BuildWorker(bases.cache), editors)

    async def reloading(_app: web.Application) -> AsyncIterator[None]:
        async with reload.following(changes_in(bases.folder, bases.versions.folder)):
            yield

    return reloading


def _add_pages(app: web.Application, services: Services, links: SignedLinks) -> None:
    def base() -> Base:
        return services.base

    add_pages(
        app,
        accounts=services.cases.in_use,
        base=base,
        texts=services.catalogues,
        records=Records(services.cases.record, base, services.catalogues, utc_now),
        find_draft=services.gaps.draft,
        links=links,
    )


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
    spare_collector()
    name = "localhost" if settings.local else settings.host
    asyncio.run(serve(app, settings.host, settings.port, known_as=name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
