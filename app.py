"""Build every part from the settings, wire them together, and serve."""

# ruff: noqa: E402 -- none of what is imported is garbage: looking for some took a sixth of it all.

import gc

gc.disable()

import secrets
import sys
from collections.abc import AsyncIterator

from aiohttp import web

from channel.credentials import TokenProvider
from core.clock import Clock, utc_now
from core.keys import Pseudonyms, answer_ids
from dialogs.operators import EditorNotifier
from dialogs.services import Services, build_services
from editor.addresses import dead_among
from jobs.table import JobContext, Wakers
from knowledge.live.acceptance import open_current
from knowledge.live.build_worker import BuildWorker
from knowledge.live.current import CurrentBase
from knowledge.live.reload import Reload, changes_in
from knowledge.live.versions import BaseStore
from pages.links import SignedLinks
from pages.register_page import REGISTER
from settings.groups import Settings
from storage.stores import Stores
from telemetry.metrics import Metrics
from texts.catalogue import Texts, load_texts
from wiring.browser import add_browser_pages, health_of
from wiring.conversation import ENDPOINT, Context, conversation_of
from wiring.identity import credentials_end, keys_for, remark_on_keys
from wiring.start import bases_in, run, stores_in
from wiring.tab import TAB_ENDPOINT

gc.freeze()
gc.enable()

MESSAGES, CASES = "/api/messages", "/api/cases"
LOCAL_BOT_ID = "28:rutinboten"


def build(
    settings: Settings,
    *,
    tokens: TokenProvider | None = None,
    live: CurrentBase | None = None,
    clock: Clock = utc_now,
) -> web.Application:
    """Return the whole server; what it opens is opened at start-up and closed at clean-up.

    *tokens*, *live* and *clock* take the place of Entra, of the base in the settings and of time,
    for measurements and tests.

    Raises:
        Faulty: with every fault of the texts or of the base.
        UnsuitableUrl: where the settings name no database that can be used.
    """
    texts, bases = load_texts(), None
    if live is None:
        bases = bases_in(settings)
        live = open_current(bases, clock())
    stores = stores_in(settings, clock)
    remark_on_keys(settings)
    links = SignedLinks(keys_for(settings, b"record-links"), clock, settings.public_url)
    services = _services(settings, stores, live, texts, links, clock)
    workshop = None
    if settings.workshop:
        # What few use needn't be loaded by all.
        from wiring.workshop import Workshop

        workshop = Workshop(settings, stores, services, bases or bases_in(settings))
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
    if bases is not None:
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


def main() -> int:
    """Serve the bot; return the process's exit code."""
    return run(build)


if __name__ == "__main__":
    sys.exit(main())
