"""Build every part from the settings, wire them together, and serve."""

import secrets
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web

from bot import Rutinboten
from channel.adapter import TeamsAdapter
from channel.credentials import TokenProvider
from channel.deduplication import IdempotencyCache
from channel.endpoint import Endpoint, HttpAnswer
from channel.outgoing import sending
from channel.rate_limit import RateLimit
from channel.replies import Replies
from channel.sender import ConnectorSender
from channel.turns import AloneTurns, SharedTurns
from channel.typing_indicator import TypingIndicator
from config import publication_of, retention_of
from core.clock import utc_now
from core.keys import answer_ids, pseudonyms
from dialogs.jobs import Jobs, all_jobs
from dialogs.notices import EditorNotifier, NoticeWriter
from dialogs.operators import AuditSealReport, CredentialsWatch
from dialogs.router import Router
from dialogs.services import Services, build_services
from identity import Identity, credentials_end, identity_in_use, keys_for, remark_on_keys
from knowledge.base import Base
from knowledge.live.acceptance import open_current
from knowledge.live.build_worker import BuildWorker
from knowledge.live.current import CurrentBase
from knowledge.live.reload import Reload, changes_in
from knowledge.live.versions import BaseStore
from localchat.mount import add_local_chat
from localchat.people import LOCAL_TENANT, aad_object_id
from pages.checkup import Checkup, Needs
from pages.health import HealthPages
from pages.links import SignedLinks
from pages.mount import add_pages
from pages.personal_data import PersonalDataPages
from pages.record import Records
from pages.register_page import REGISTER
from settings.groups import Settings
from start import bases_in, run, stores_in
from storage.stores import Stores
from telemetry.metrics import Metrics
from texts.catalogue import Texts, load_texts

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
        UnsuitableUrl: where the settings name no database that can be used.
    """
    bases = None if live else bases_in(settings)
    live = live or open_current(bases_in(settings), utc_now())
    stores = stores_in(settings)
    remark_on_keys(settings)
    links = SignedLinks(keys_for(settings, b"record-links"), utc_now, settings.public_url)
    services = _services(settings, stores, live, load_texts(), links)
    watch = CredentialsWatch(stores.transactions, utc_now, credentials_end(settings)).run_once
    report = AuditSealReport(stores.transactions, utc_now).run_once
    jobs = Jobs((stores.retention.run_once, watch, report, *all_jobs(services)))
    app, metrics = web.Application(), Metrics()
    app.cleanup_ctx.append(_conversation(settings, stores, services, jobs, metrics, tokens))
    editors = EditorNotifier(stores.transactions, utc_now, after=jobs.wake)
    if bases is not None:
        app.cleanup_ctx.append(_reloading(live, bases, editors))
    app.router.add_post(MESSAGES, _messages)
    _add_pages(app, settings, services, links)
    app.cleanup_ctx.append(_health(app, settings, stores, live, metrics))
    if settings.local:
        add_local_chat(app, bot_id=LOCAL_BOT_ID)
    return app


_ENDPOINT = web.AppKey("endpoint", Endpoint)
_IDENTITY = web.AppKey("identity", Identity)
Context = Callable[[web.Application], AsyncIterator[None]]
"""What aiohttp runs at start-up as far as the `yield`, and the rest of at clean-up."""


async def _messages(request: web.Request) -> web.Response:
    return await request.app[_ENDPOINT].handle(request)


def _services(
    settings: Settings, stores: Stores, live: CurrentBase, texts: Texts, links: SignedLinks
) -> Services:
    return build_services(
        live=live,
        texts=texts,
        store=stores.questions,
        clock=utc_now,
        new_id=lambda: secrets.token_hex(12),
        answer_id=answer_ids(keys_for(settings, b"answers")[0]),
        pseudonym=pseudonyms(keys_for(settings, b"pseudonyms")[0]),
        transactions=stores.transactions,
        addresses=stores.addresses,
        links=links if settings.public_url else None,
        bot_id=f"28:{settings.app_id}" if settings.app_id else "",
        register_url=f"{settings.public_url}{REGISTER}" if settings.public_url else None,
        answer_days=settings.answer_days,
        approval_days=settings.approval_days,
        settle=stores.settle,
        forget=stores.forget,
    )


def _conversation(
    settings: Settings,
    stores: Stores,
    services: Services,
    jobs: Jobs,
    metrics: Metrics,
    tokens: TokenProvider | None,
) -> Context:
    """Return what answers Teams, empties the outbox and runs the jobs while the server runs."""

    async def conversation(app: web.Application) -> AsyncIterator[None]:
        await stores.open()
        first = settings.reviewers
        await services.reviewers.seed(map(aad_object_id, first) if settings.local else first)
        async with (
            ClientSession(
                connector=TCPConnector(limit=200), cookie_jar=DummyCookieJar()
            ) as session,
            identity_in_use(settings, session, tokens=tokens) as identity,
        ):
            sender = ConnectorSender(
                session,
                identity.tokens,
                deadline_seconds=settings.send_seconds,
                answered=metrics.count_send,
            )
            app[_IDENTITY] = identity
            async with sending(
                sender,
                stores,
                NoticeWriter(services),
                tenant_id=settings.tenant_id or LOCAL_TENANT,
                useful=settings.replies_useful,
            ) as replies:
                app[_ENDPOINT] = _endpoint(settings, identity, replies, services, stores, metrics)
                meetings = Jobs((services.managers.ask_those_met,), woken=stores.people_met)
                async with jobs.running(), meetings.running():
                    yield
        await stores.close()

    return conversation


def _endpoint(
    settings: Settings,
    identity: Identity,
    replies: Replies,
    services: Services,
    stores: Stores,
    metrics: Metrics,
) -> Endpoint:
    router = Router(services)
    return Endpoint(
        identity.authenticator,
        TeamsAdapter(replies, router.apology),
        TypingIndicator().around(Rutinboten(router, stores.records).on_turn),
        IdempotencyCache(HttpAnswer.size),
        metrics=metrics,
        rate_limit=RateLimit(
            person_per_minute=settings.person_per_minute,
            tenant_per_minute=settings.tenant_per_minute,
        ),
        turns=SharedTurns(stores.turns, stores.records) if stores.is_shared else AloneTurns(),
        read_timeout_seconds=settings.read_seconds,
    )


def _reloading(live: CurrentBase, bases: BaseStore, editors: EditorNotifier) -> Context:
    """Return what takes changed bases into use while the server runs."""
    reload = Reload(live, bases, BuildWorker(bases.cache), editors)

    async def reloading(_app: web.Application) -> AsyncIterator[None]:
        async with reload.following(changes_in(bases.folder, bases.versions.folder)):
            yield

    return reloading


def _health(
    app: web.Application, settings: Settings, stores: Stores, live: CurrentBase, metrics: Metrics
) -> Context:
    """Add the health pages to *app*, and return what gives up their last question at the end."""
    needs = Needs(
        base=lambda: live.status,
        backlog=stores.backlog,
        keys_age=lambda: app[_IDENTITY].keys_age,
        token_age=lambda: app[_IDENTITY].token_age,
        credentials_end=credentials_end(settings),
        outbox_limit=timedelta(minutes=settings.outbox_minutes),
        clock=utc_now,
    )
    checkup = Checkup(needs, metrics)
    app.add_routes(HealthPages(checkup, metrics, token=settings.metrics_token).routes())

    async def health(_app: web.Application) -> AsyncIterator[None]:
        yield
        await checkup.close()

    return health


def _add_pages(
    app: web.Application, settings: Settings, services: Services, links: SignedLinks
) -> None:
    def base() -> Base:
        return services.base

    cases = services.cases
    add_pages(
        app,
        accounts=cases.accounts,
        base=base,
        texts=services.catalogues,
        records=Records(cases.record, base, services.catalogues, utc_now, cases.note_opening),
        find_draft=services.gaps.draft,
        links=links,
        personal_data=PersonalDataPages(services.personal_data.extract, base, services.catalogues),
        retention=retention_of(settings),
        publication=publication_of(settings),
    )


def main() -> int:
    """Serve the bot; return the process's exit code."""
    return run(build)


if __name__ == "__main__":
    sys.exit(main())
