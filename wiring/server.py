"""The whole server: every part built from the settings and wired together, and served."""

import secrets
from collections.abc import AsyncIterator

import uvloop
from aiohttp import web

from channel.connections import ConnectionLimits
from channel.credentials import TokenProvider, TokensUnavailable
from channel.entra import UnusableCertificate
from channel.server import CannotListen, serve, spare_collector
from config import retention_of
from core.clock import Clock, utc_now
from core.keys import Pseudonyms, answer_ids
from dialogs.notice_kinds import GATHERED
from dialogs.operators import EditorNotifier
from dialogs.services import Services, build_services
from editor.addresses import dead_among
from jobs.table import JobContext, Wakers
from knowledge.live.build_worker import BuildWorker
from knowledge.live.current import CurrentBase
from knowledge.live.reload import Reload, changes_in
from knowledge.live.versions import BaseStore
from pages.links import SignedLinks
from pages.register_page import REGISTER
from settings.groups import Settings
from storage.deadlines import Limits
from storage.no_database import NoDatabase
from storage.sqlite import UnsuitableUrl
from storage.stores import Stores
from telemetry.metrics import Metrics
from texts.catalogue import Texts, load_texts
from wiring.browser import add_browser_pages, health_of
from wiring.conversation import ENDPOINT, Context, conversation_of
from wiring.identity import credentials_end, keys_for, remark_on_keys
from wiring.start import ExitCode, bases_in, ended, say
from wiring.tab import TAB_ENDPOINT

MESSAGES, CASES = "/api/messages", "/api/cases"
LOCAL_BOT_ID = "28:rutinboten"


def run(settings: Settings, live: CurrentBase) -> int:
    """Serve until told to stop; return the exit code.

    Raises:
        Faulty: with every fault of the texts.
    """
    try:
        app = build(settings, live)
        spare_collector()
        _serve(app, settings)
    except (NoDatabase, UnsuitableUrl) as error:
        return ended(ExitCode.DATABASE, f"BOT_DATABASE_URL: {error}")
    except CannotListen as error:
        return ended(ExitCode.ADDRESS, str(error))
    except UnusableCertificate as error:
        return ended(ExitCode.IDENTITY, f"BOT_CERTIFICATE: {error}")
    except TokensUnavailable as error:
        return ended(ExitCode.IDENTITY, _refused_identity(settings, error.reason))
    return 0


def build(
    settings: Settings,
    live: CurrentBase,
    *,
    tokens: TokenProvider | None = None,
    follows: bool = True,
    clock: Clock = utc_now,
) -> web.Application:
    """Return the whole server; what it opens is opened at start-up and closed at clean-up.

    *tokens* and *clock* take the place of Entra and of time, for measurements and tests; *live* is
    answered from, and unless it *follows* the base in the settings goes on to be.

    Raises:
        Faulty: with every fault of the texts.
        UnsuitableUrl: where the settings name no database that can be used.
    """
    texts, bases = load_texts(), bases_in(settings)
    stores = stores_in(settings, clock)
    remark_on_keys(settings)
    links = SignedLinks(keys_for(settings, b"record-links"), clock, settings.public_url)
    services = _services(settings, stores, live, texts, links, clock)
    workshop = None
    if settings.workshop:
        # What few use needn't be loaded by all.
        from wiring.workshop import Workshop

        workshop = Workshop(settings, stores, services, bases)
    context = JobContext(
        transactions=stores.transactions,
        policy=services.policy,
        live=live,
        # A trial at home, a measurement and a test reach nothing beyond this machine.
        dead_links=None if settings.local or tokens else dead_among,
        wakers=Wakers(people_met=stores.people_met),
        purge=stores.retention.run_once,
        releases=workshop.publish_due if workshop else None,
        credentials_end=credentials_end(settings),
    )
    app, metrics = web.Application(), Metrics()
    app.cleanup_ctx.append(conversation_of(settings, stores, services, context, metrics, tokens))
    editors = EditorNotifier(stores.transactions, clock, after=context.wakers.base_changed.set)
    if follows:
        app.cleanup_ctx.append(_reloading(live, bases, editors))
    app.router.add_post(MESSAGES, _messages)
    app.router.add_post(CASES, _cases)
    add_browser_pages(app, settings, services, links)
    app.cleanup_ctx.append(health_of(app, settings, stores, live, metrics))
    if workshop:
        workshop.add_to(app, metrics, asked=context.wakers.release_asked.set)
    if settings.local:
        from localchat.mount import add_local_chat

        add_local_chat(app, bot_id=LOCAL_BOT_ID, texts=services.catalogues)
    return app


async def _messages(request: web.Request) -> web.Response:
    return await request.app[ENDPOINT].handle(request)


async def _cases(request: web.Request) -> web.Response:
    return await request.app[TAB_ENDPOINT].handle(request)


def _services(
    settings: Settings,
    stores: Stores,
    live: CurrentBase,
    texts: Texts,
    links: SignedLinks,
    clock: Clock,
) -> Services:
    return build_services(
        live=live,
        texts=texts,
        store=stores.questions,
        clock=clock,
        new_id=lambda: secrets.token_hex(12),
        answer_id=answer_ids(keys_for(settings, b"answers")[0]),
        pseudonym=Pseudonyms(keys_for(settings, b"pseudonyms")),
        transactions=stores.transactions,
        addresses=stores.addresses,
        links=links if settings.public_url else None,
        bot_id=f"28:{settings.app_id}" if settings.app_id else "",
        register_url=f"{settings.public_url}{REGISTER}" if settings.public_url else None,
        answer_days=settings.answer_days,
        approval_days=settings.approval_days,
        at_once=stores.database.at_once,
        settle=stores.settle,
        forget=stores.forget,
    )


def _reloading(live: CurrentBase, bases: BaseStore, editors: EditorNotifier) -> Context:
    """Return what takes changed bases into use while the server runs."""
    builder = BuildWorker(bases.cache)
    reload = Reload(live, bases, builder, editors)

    async def reloading(_app: web.Application) -> AsyncIterator[None]:
        changes = changes_in(bases.folder, bases.versions.folder)
        async with builder, reload.following(changes):
            yield

    return reloading


def stores_in(settings: Settings, clock: Clock = utc_now) -> Stores:
    """Return the stores that the settings name; raise `UnsuitableUrl`."""
    return Stores(
        settings.database_url,
        clock=clock,
        retention=retention_of(settings),
        limits=Limits(
            connect=settings.connect_seconds,
            lock=settings.lock_seconds,
            statement=settings.statement_seconds,
            connections=settings.connections,
        ),
        replies_useful=settings.replies_useful,
        gathers=GATHERED,
    )


def connection_limits(settings: Settings) -> ConnectionLimits:
    """The local chat's windows keep their connections open, to hear what is said."""
    return ConnectionLimits(
        most=settings.most_connections,
        read_seconds=settings.read_seconds,
        idle_seconds=settings.idle_seconds,
        work_seconds=None if settings.local else 120.0,
    )


def _serve(app: web.Application, settings: Settings) -> None:
    name = "localhost" if settings.local else settings.host
    limits = connection_limits(settings)

    def opened(port: int) -> None:
        if settings.local:
            say("start.open", url=f"http://{name}:{port}")

    uvloop.run(
        serve(app, settings.host, settings.port, known_as=name, limits=limits, opened=opened)
    )


def _refused_identity(settings: Settings, reason: str) -> str:
    if settings.managed_identity:
        what = "give this machine the identity whose client id BOT_APP_ID is"
    elif settings.certificate:
        what = "upload the certificate in BOT_CERTIFICATE to the app, or take the one that is there"
    else:
        what = "make a new client secret for the app and put it into BOT_APP_PASSWORD"
    return f"Entra refuses the bot ({reason}): {what}, and check BOT_APP_ID and BOT_TENANT_ID"
