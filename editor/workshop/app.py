"""python -m editor edit: put the workshop together and serve it, to this machine only."""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from core.errors import NotAReviewer
from core.language import FIRST
from core.person import Person
from editor.command import Command, Failed
from editor.history import GitError
from editor.rearranging import IdTaken
from editor.saving import EditorsFolder, NoSuchPlace
from editor.spelling.spell_checker import SpellChecker
from editor.workshop.bodies import MAX_BODY
from editor.workshop.checking import Checker, Checking, problems_today
from editor.workshop.decision_routes import DecisionRoutes
from editor.workshop.door import errors_as_json, only_from_this_machine
from editor.workshop.editing import Editing, EditingAtHome
from editor.workshop.form_routes import FormRoutes
from editor.workshop.gap_routes import GapRoutes
from editor.workshop.import_routes import ImportRoutes
from editor.workshop.page import WorkshopPage, add_security_headers
from editor.workshop.presence_routes import PresenceRoutes
from editor.workshop.reading import WORKER, BaseReader, ByWorker, OnAThread, ReadsBase
from editor.workshop.rearrange_routes import RearrangeRoutes
from editor.workshop.release_routes import ReleaseRoutes, Releasing
from editor.workshop.responses import refusal
from editor.workshop.routes import Routes
from editor.workshop.routine_routes import RoutineRoutes
from editor.workshop.search import Search
from editor.workshop.together import SavingTogether
from editor.workshop.working_copy import WorkingCopy
from editor.yaml_splice import NoSuchPassage, NotEditable
from knowledge.live.kept_worker import KeptWorker
from texts.catalogue import Catalogue, Texts, load_editor_texts

PORT = 3979
HOST = "127.0.0.1"
"""Never another: whoever reaches the workshop may change the base."""
WORKSHOP = "workshop"
"""Stands where else the id of whoever decided does."""
_REFUSALS: dict[type[Exception], tuple[int, str]] = {
    NoSuchPlace: (404, "unknown-file"),
    NoSuchPassage: (404, "no-such-passage"),
    NotEditable: (422, "faulty"),
    IdTaken: (409, "id-taken"),
    GitError: (404, "not-in-git"),
    NotAReviewer: (403, "not-a-reviewer"),
}
"""How the page is told of what any of its requests may meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the workshop is served: who comes in there, and what it is to write there."""

    folder: EditorsFolder
    cache: Path
    database: str
    """The URL of the bot's database, for the processes that read what people ask."""
    door: Middleware
    editing: Editing
    page: WorkshopPage
    checker: Checker | None = problems_today
    """Tells every problem of a base; None where a worker does, for others wait for this process."""
    releasing: Releasing | None = None
    """How what is saved is taken into use; None where the bot follows the folder."""


def build(
    folder: Path,
    cache: Path,
    texts: Texts,
    *,
    database: str,
    checker: Checker = problems_today,
) -> web.Application:
    """Return the workshop for whoever sits at this machine, over the base in *folder*.

    *database* is the URL of the bot's database: gaps are read there, and accounts written.
    """
    own = EditorsFolder(folder)
    itself = Person(WORKSHOP, texts.in_language(FIRST).say("workshop.title"))
    site = Site(
        folder=own,
        cache=cache,
        database=database,
        door=only_from_this_machine(itself),
        editing=EditingAtHome(own, database),
        page=WorkshopPage(texts),
        checker=checker,
    )
    return workshop_at(site, texts)


def workshop_at(site: Site, texts: Texts) -> web.Application:
    """Return the workshop as it is served at *site*."""
    own, editing = site.folder, site.editing
    copy, worker = WorkingCopy(own), KeptWorker(WORKER, own.path, site.cache)
    search = Search(copy, site.cache)
    reading: ReadsBase = ByWorker(worker)
    if site.checker is not None:
        reading = OnAThread(BaseReader(copy, site.checker, site.cache, texts))

    async def clean_up(_app: web.Application) -> AsyncIterator[None]:
        yield
        await worker.close()
        search.remove_unsaved()

    app = web.Application(
        middlewares=[errors_as_json, site.door, _known_faults], client_max_size=MAX_BODY
    )
    checking, one_save_at_a_time = Checking(own, reading.problems), asyncio.Lock()
    routes = Routes(own, editing, copy, checking, search, reading, texts, one_save_at_a_time)
    saving = SavingTogether(own, editing, checking, texts, one_save_at_a_time)
    rearranging, routines = RearrangeRoutes(own, saving), RoutineRoutes(own, copy)
    gaps = GapRoutes(copy, search, site.database)
    decisions = DecisionRoutes(saving, editing)
    accounts = ImportRoutes(copy, editing, texts)
    together: list[ReleaseRoutes | PresenceRoutes] = []
    if site.releasing is not None:
        clock = site.releasing.clock
        together += [
            ReleaseRoutes(site.releasing, checking, search, texts, one_save_at_a_time),
            PresenceRoutes(own, editing, clock),
        ]
    passages = (FormRoutes(own), rearranging, routines)
    parts = (site.page, routes, *passages, gaps, decisions, accounts, *together)
    app.add_routes([each for part in parts for each in part.routes()])
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

    with SpellChecker(cache) as speller:
        checker = partial(problems_today, speller=speller)
        web.run_app(
            build(folder, cache, load_editor_texts(), database=database, checker=checker),
            host=HOST,
            port=port,
            print=tell,
            handler_cancellation=True,  # whoever leaves the page wants no index built any more
        )
    return 0


def address(port: int, place: str = "") -> str:
    """Return the page's address, with the file open that *place* names."""
    return f"http://localhost:{port}/#{place}" if place else f"http://localhost:{port}"


COMMAND = Command(_run, _arguments)
