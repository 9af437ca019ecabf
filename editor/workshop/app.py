"""Put the workshop together and serve it, to this machine only."""

from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from editor.saving import EditorsFolder, NoSuchPlace
from editor.workshop.bodies import MAX_BODY
from editor.workshop.checking import Checker, Checking, inspected
from editor.workshop.door import only_from_this_machine
from editor.workshop.drafts import Drafts
from editor.workshop.gap_handlers import GapHandlers
from editor.workshop.handlers import Handlers
from editor.workshop.page import Page, add_security_headers
from editor.workshop.search import Search
from texts.catalogue import Texts

_BUILT_PAGE = Path(__file__).parent.parent.parent / "frontend" / "dist"


def build(
    folder: Path,
    cache: Path,
    texts: Texts,
    *,
    database: str,
    checker: Checker = inspected,
    built_page: Path = _BUILT_PAGE,
) -> web.Application:
    """Return the workshop over the base in *folder*; *checker* tells every problem of a base.

    *database* is the URL of the bot's books, from which the gaps are read.
    """
    own = EditorsFolder(folder)
    drafts = Drafts(own)
    search = Search(drafts, cache)

    async def clean_up(_app: web.Application) -> AsyncIterator[None]:
        yield
        search.forget_drafts()

    app = web.Application(
        middlewares=[only_from_this_machine, _unknown_file_is_404], client_max_size=MAX_BODY
    )
    handlers = Handlers(own, drafts, Checking(drafts, checker), search, texts)
    gaps = GapHandlers(drafts, search, database)
    app.add_routes([*Page(built_page).routes(), *handlers.routes(), *gaps.routes()])
    app.on_response_prepare.append(add_security_headers)
    app.cleanup_ctx.append(clean_up)
    return app


@web.middleware
async def _unknown_file_is_404(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except NoSuchPlace:
        raise web.HTTPNotFound(reason="unknown-file") from None
