"""Puts the pages into a server."""

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from core.retention import Retention
from knowledge.base import Base
from pages.about_pages import AboutPages
from pages.linked_pages import FindDraft, LinkedPages, refusal
from pages.links import SignedLinks
from pages.open_data import Publication
from pages.personal_data import PersonalDataPages
from pages.record import Records
from pages.register_page import ReadAccounts, ReadState, RegisterPages
from pages.rendering import asset
from pages.report_page import ReportPages
from pages.responses import private, public
from pages.tab_page import TabPages
from storage.database import UNREACHABLE
from texts.catalogue import Texts

logger = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_ASSETS = {"register.css": "text/css", "tab.css": "text/css", "icon.svg": "image/svg+xml"}


def add_pages(
    app: web.Application,
    *,
    accounts: ReadAccounts,
    state: ReadState,
    base: Callable[[], Base],
    texts: Texts,
    records: Records,
    find_draft: FindDraft,
    links: SignedLinks,
    personal_data: PersonalDataPages,
    reports: ReportPages,
    retention: Retention,
    publication: Publication,
    tab: TabPages,
) -> None:
    """Mount the register at ``/konton``, the tab at ``/arenden``, and records, reports, drafts and
    one's own data behind links."""
    contents = {name: asset(name).encode() for name in _ASSETS}

    async def send_asset(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in contents:
            raise web.HTTPNotFound
        return public(request, contents[name], _ASSETS[name])

    app.middlewares.append(_without_database(texts))
    app.add_routes(RegisterPages(accounts, state, base, texts, publication).routes())
    app.add_routes(AboutPages(base, texts, retention).routes())
    linked = LinkedPages(records, find_draft, links, texts, personal_data, reports)
    app.add_routes(linked.routes())
    app.add_routes(tab.routes())
    app.add_routes([web.get("/pages/{name}", send_asset)])


def _without_database(texts: Texts) -> Middleware:
    """Return what says, in place of a page that needs the database, that it can't be had now."""

    @web.middleware
    async def answered(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except UNREACHABLE as error:
            logger.warning("a page can't be made: %s", type(error).__name__)
            response = private(refusal(texts, "register.unavailable"), status=503)
            response.headers["Retry-After"] = "30"
            return response

    return answered
