"""Puts the pages into a server."""

from collections.abc import Callable

from aiohttp import web

from knowledge.account_form import AccountForm
from knowledge.base import Base
from pages.draft_page import DraftPages, Drafts
from pages.links import Links
from pages.record import Records
from pages.record_page import RecordPages
from pages.register import Register
from pages.register_page import RegisterPages
from pages.rendering import asset
from pages.responses import public
from texts.catalogue import Texts

_ASSETS = {"register.css": "text/css", "icon.svg": "image/svg+xml"}


def add_pages(
    app: web.Application,
    *,
    register: Register,
    form: Callable[[], AccountForm | None],
    base: Callable[[], Base],
    texts: Texts,
    records: Records,
    drafts: Drafts,
    links: Links,
) -> None:
    """Mount the register at ``/konton``, records at ``/arenden`` and drafts at ``/utkast``."""
    contents = {name: asset(name).encode() for name in _ASSETS}

    async def send_asset(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in contents:
            raise web.HTTPNotFound
        return public(request, contents[name], _ASSETS[name])

    app.add_routes(RegisterPages(register, form, base, texts).routes())
    app.add_routes(RecordPages(records, links, texts).routes())
    app.add_routes(DraftPages(drafts, links, texts).routes())
    app.add_routes([web.get("/pages/{name}", send_asset)])
