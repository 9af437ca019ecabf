"""python -m editor edit: put the workshop together and serve it, to this machine only."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from editor.check import inspect
from editor.command import Command, Failed
from editor.history import GitError
from editor.rearranging import IdTaken
from editor.saving import EditorsFolder, NoSuchPlace
from editor.workshop.bodies import MAX_BODY
from editor.workshop.checking import Checker, Checking
from editor.workshop.decision_routes import DecisionRoutes
from editor.workshop.form_routes import FormRoutes
from editor.workshop.gap_routes import GapRoutes
from editor.workshop.import_routes import ImportRoutes
from editor.workshop.local_only import only_from_this_machine
from editor.workshop.page import WorkshopPage, add_security_headers
from editor.workshop.rearrange_routes import RearrangeRoutes
from editor.workshop.responses import refusal
from editor.workshop.routes import Routes
from editor.workshop.search import Search
from editor.workshop.together import SavingTogether
from editor.workshop.working_copy import WorkingCopy
from editor.yaml_splice import NoSuchPassage, NotEditable
from knowledge.source.files import Unsaved
from texts.catalogue import Catalogue, Texts, load_editor_texts
from yamlfile.problem import Problem

PORT = 3979
HOST = "127.0.0.1"
"""Never another: whoever reaches the workshop may change the base."""
_REFUSALS: dict[type[Exception], tuple[int, str]] = {
    NoSuchPlace: (404, "unknown-file"),
    NoSuchPassage: (404, "no-such-passage"),
    NotEditable: (422, "faulty"),
    IdTaken: (409, "id-taken"),
    GitError: (404, "not-in-git"),
}
"""How the page is told of what any of its requests may meet."""


def problems_today(folder: Path, unsaved: Unsaved) -> list[Problem]:
    today = date.today()  # noqa: DTZ011 the editor's own day is meant
    return inspect(folder, today=today, unsaved=unsaved)[1]


def build(
    folder: Path,
    cache: Path,
    texts: Texts,
    *,
    database: str,
    checker: Checker = problems_today,
) -> web.Application:
    """Return the workshop over the base in *folder*; *checker* tells every problem of a base.

    *database* is the URL of the bot's database: gaps are read there, and accounts written.
    """
    own = EditorsFolder(folder)
    copy = WorkingCopy(own)
    search = Search(copy, cache)

    async def clean_up(_app: web.Application) -> AsyncIterator[None]:
        yield
        search.remove_unsaved()

    app = web.Application(
        middlewares=[only_from_this_machine, _known_faults], client_max_size=MAX_BODY
    )
    checking, one_save_at_a_time = Checking(copy, checker), asyncio.Lock()
    routes = Routes(own, copy, checking, search, texts, one_save_at_a_time)
    saving = SavingTogether(own, checking, texts, one_save_at_a_time)
    rearranging = RearrangeRoutes(own, saving)
    gaps = GapRoutes(copy, search, database)
    decisions = DecisionRoutes(saving, database, texts)
    accounts = ImportRoutes(copy, database, texts)
    parts = (routes, FormRoutes(own), rearranging, gaps, decisions, accounts)
    app.add_routes([*WorkshopPage().routes(), *(each for part in parts for each in part.routes())])
    app.on_response_prepare.append(add_security_headers)
    app.cleanup_ctx.append(clean_up)
    return app


@web.middleware
async def _known_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except tuple(_REFUSALS) as fault:
        raise refusal(*_REFUSALS[type(fault)]) from None


def _arguments(parser: argparse.ArgumentParser, texts: Catalogue) -> None:
    parser.add_argument("--port", type=int, default=PORT, help=texts.say("editor.help.edit_port"))


def _run(options: argparse.Namespace, texts: Catalogue) -> int:
    if not options.base.is_dir():
        raise Failed(texts.say("workshop.no_folder", folder=options.base))
    return serve(options.base, options.cache, options.database, texts, port=options.port)


def serve(
    folder: Path, cache: Path, database: str, texts: Catalogue, *, port: int = PORT, place: str = ""
) -> int:
    """Serve the workshop until interrupted; print its address, with *place* (`file:line`) open."""

    def tell(_line: object) -> None:
        sys.stdout.write(texts.say("workshop.open", address=address(port, place)) + "\n")
        sys.stdout.flush()

    web.run_app(
        build(folder, cache, load_editor_texts(), database=database),
        host=HOST,
        port=port,
        print=tell,
        handler_cancellation=True,  # whoever leaves the page wants no index built any more
    )
    return 0


def address(port: int, place: str = "") -> str:
    """Return the page's address, with the file open that *place* names."""
    return f"http://localhost:{port}/#{place}" if place else f"http://localhost:{port}"


COMMAND = Command("edit", _run, _arguments)
