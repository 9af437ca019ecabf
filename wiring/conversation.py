"""What answers Teams, empties the outbox and runs the jobs while the server runs."""

import logging
from collections.abc import AsyncIterator, Callable

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web

from bot import Rutinboten
from channel.adapter import TeamsAdapter
from channel.credentials import TokenProvider
from channel.deduplication import IdempotencyCache
from channel.endpoint import Endpoint, HttpAnswer
from channel.outgoing import sending
from channel.pacing import Pace
from channel.rate_limit import RateLimit
from channel.sender import ConnectorSender
from channel.turns import AloneTurns, SharedTurns, Turns
from channel.typing_indicator import TypingIndicator
from dialogs.digest import DigestWriter
from dialogs.extension import MessageExtension
from dialogs.notices import NoticeWriter
from dialogs.router import Router
from dialogs.services import Services
from jobs.runner import Jobs
from jobs.table import JobContext, all_jobs
from localchat.people import LOCAL_TENANT, aad_object_id
from settings.groups import Settings
from storage.database import UNREACHABLE
from storage.stores import Stores
from telemetry.metrics import Metrics
from wiring.identity import Identity, identity_in_use
from wiring.tab import TAB_ENDPOINT, tab_endpoint

ENDPOINT = web.AppKey("endpoint", Endpoint)
IDENTITY = web.AppKey("identity", Identity)
RATE_LIMIT = web.AppKey("rate_limit", RateLimit)
Context = Callable[[web.Application], AsyncIterator[None]]
"""What aiohttp runs at start-up as far as the `yield`, and the rest of at clean-up."""

logger = logging.getLogger(__name__)


def conversation_of(
    settings: Settings,
    stores: Stores,
    services: Services,
    context: JobContext,
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
                pace=Pace(settings.sends_per_second),
                answered=metrics.count_send,
            )
            app[IDENTITY] = identity
            async with sending(
                sender,
                stores,
                DigestWriter(NoticeWriter(services), services),
                tenant_id=settings.tenant_id or LOCAL_TENANT,
                useful=settings.replies_useful,
            ) as replies:
                router, rate_limit = Router(services), _rate_limit(settings)
                app[RATE_LIMIT] = rate_limit
                bot = Rutinboten(router, MessageExtension(services, router), stores.records)
                app[ENDPOINT] = _endpoint(
                    settings,
                    identity,
                    TeamsAdapter(replies, router.apology),
                    bot,
                    stores,
                    metrics,
                    rate_limit,
                    await turns_of(stores),
                )
                app[TAB_ENDPOINT] = tab_endpoint(
                    settings,
                    services,
                    router,
                    identity.sign_in,
                    records=stores.records,
                    metrics=metrics,
                    rate_limit=rate_limit,
                )
                async with _jobs(context, stores, metrics).running():
                    yield
        await stores.close()

    return conversation


def _jobs(context: JobContext, stores: Stores, metrics: Metrics) -> Jobs:
    clock = context.policy.clock
    return Jobs(all_jobs(context), stores.schedule, clock, on_end=metrics.count_job)


def _endpoint(
    settings: Settings,
    identity: Identity,
    adapter: TeamsAdapter,
    bot: Rutinboten,
    stores: Stores,
    metrics: Metrics,
    rate_limit: RateLimit,
    turns: Turns,
) -> Endpoint:
    return Endpoint(
        identity.authenticator,
        adapter,
        TypingIndicator().around(bot.on_turn),
        IdempotencyCache(HttpAnswer.size),
        metrics=metrics,
        rate_limit=rate_limit,
        turns=turns,
        read_timeout_seconds=settings.read_seconds,
    )


async def turns_of(stores: Stores) -> Turns:
    if stores.is_shared:
        return SharedTurns(stores.turns, stores.records)
    try:
        answered = await stores.turns.answered()
    except UNREACHABLE as error:  # some may be answered twice, which is better than no start
        logger.warning("what was answered before isn't known: %s", type(error).__name__)
        answered = frozenset[str]()
    return AloneTurns(answered, stores.records)


def _rate_limit(settings: Settings) -> RateLimit:
    """One limit for all that a person sends, whichever way it comes."""
    return RateLimit(
        person_per_minute=settings.person_per_minute,
        tenant_per_minute=settings.tenant_per_minute,
    )
