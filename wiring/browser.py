"""What browsers and monitors are served: the pages and the health of the bot."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from config import publication_of, retention_of
from core.clock import utc_now
from dialogs.services import Services
from knowledge.base import Base
from knowledge.live.current import CurrentBase
from pages.checkup import Checkup, Needs
from pages.health import HealthPages
from pages.links import SignedLinks
from pages.mount import add_pages
from pages.personal_data import PersonalDataPages
from pages.record import Records
from pages.report_page import ReportPages
from pages.tab_page import TabPages
from settings.groups import Settings
from storage.stores import Stores
from telemetry.metrics import Metrics
from wiring.conversation import IDENTITY, Context
from wiring.identity import credentials_end

BROWSER_CODE = Path(__file__).parent.parent / "frontend" / "dist"
"""As ``python -m frontend.build`` leaves it."""


def health_of(
    app: web.Application, settings: Settings, stores: Stores, live: CurrentBase, metrics: Metrics
) -> Context:
    """Add the health pages to *app*, and return what gives up their last question at the end."""
    needs = Needs(
        base=lambda: live.status,
        backlog=stores.backlog,
        keys_age=lambda: app[IDENTITY].keys_age,
        token_age=lambda: app[IDENTITY].token_age,
        taken_age=lambda: metrics.taken_age,
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


def add_browser_pages(
    app: web.Application, settings: Settings, services: Services, links: SignedLinks
) -> None:
    def base() -> Base:
        return services.base

    cases = services.cases
    add_pages(
        app,
        accounts=cases.accounts,
        state=cases.state,
        base=base,
        texts=services.catalogues,
        records=Records(cases.record, base, services.catalogues, utc_now, cases.note_opening),
        find_draft=services.gaps.draft,
        links=links,
        personal_data=PersonalDataPages(services.personal_data.extract, base, services.catalogues),
        reports=ReportPages(services.reports.find, services.catalogues),
        retention=retention_of(settings),
        publication=publication_of(settings),
        tab=TabPages(services.catalogues, BROWSER_CODE, is_local=settings.local),
    )
