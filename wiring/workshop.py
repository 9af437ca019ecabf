"""The editors' workshop in production: for reviewers that Entra knows, over the base in use."""

from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from yarl import URL

from channel.http import authorization, check_headers, refusal
from channel.refusal import NotAuthenticated, Refused
from core.errors import NotAReviewer
from core.language import FIRST
from core.person import Person
from core.policy import Policy
from dialogs.services import Services
from editor.commits import Commits
from editor.saving import EditorsFolder
from editor.workshop.app import Site, workshop_at
from editor.workshop.bodies import MAX_BODY
from editor.workshop.door import EDITOR, is_page
from editor.workshop.editing import ReviewersEditing
from editor.workshop.page import WorkshopPage
from editor.workshop.release_routes import Releasing
from jobs.job import Run
from jobs.releases import ReleasesDue
from knowledge.live.build_worker import BuildWorker
from knowledge.live.versions import BaseStore
from pages.responses import IN_TEAMS
from releases.release_service import ReleaseService
from settings.groups import Settings
from storage.stores import Stores
from telemetry.metrics import Metrics
from texts.catalogue import Catalogue, load_editor_texts
from wiring.conversation import IDENTITY, RATE_LIMIT
from wiring.tab import WORKSHOP


class Workshop:
    """What serves it, and what takes into use what is published there."""

    def __init__(
        self, settings: Settings, stores: Stores, services: Services, bases: BaseStore
    ) -> None:
        self._settings = settings
        self._stores = stores
        self._policy = services.policy
        self._bases = bases
        self._releases = ReleaseService(
            stores.transactions,
            services.policy,
            second_reader=settings.workshop_second_reader,
        )

    @property
    def publish_due(self) -> Run:
        """Return what publishes what is due."""
        build = BuildWorker(self._bases.cache, idle_seconds=0.0)
        return ReleasesDue(self._releases, self._bases, build, self._policy.clock).run_once

    def add_to(self, app: web.Application, metrics: Metrics, *, asked: Callable[[], None]) -> None:
        """Serve it below `/verkstad/`; *asked* is called when something may be to publish."""
        settings, clock, texts = self._settings, self._policy.clock, load_editor_texts()
        site = Site(
            folder=EditorsFolder(settings.base_folder),
            cache=settings.cache_folder,
            database=settings.database_url,
            door=_for_reviewers(app, self._stores, self._policy, metrics),
            editing=self._editing(texts.in_language(FIRST)),
            page=WorkshopPage(texts, "name" if settings.local else "teams", IN_TEAMS),
            checker=None,
            releasing=Releasing(self._releases, self._bases, clock, asked),
        )
        app.router.add_get(WORKSHOP, _to_the_page)
        app.add_subapp(f"{WORKSHOP}/", workshop_at(site, texts))

    def _editing(self, texts: Catalogue) -> ReviewersEditing:
        folder = EditorsFolder(self._settings.base_folder)
        host = URL(self._settings.public_url).host or "localhost"
        return ReviewersEditing(
            folder, self._stores.transactions, self._policy, Commits(folder.path, host), texts
        )


async def _to_the_page(request: web.Request) -> web.Response:
    raise web.HTTPFound(f"{WORKSHOP}/{'?' if request.query_string else ''}{request.query_string}")


def _for_reviewers(
    app: web.Application, stores: Stores, policy: Policy, metrics: Metrics
) -> Middleware:
    """Return what lets in nobody but reviewers, and the page before they have signed in.

    The token stands in a header, which no other site's page can set. Whether its bearer reviews is
    asked for again by each transaction that writes.
    """

    async def known(request: web.Request) -> Person:
        sign_in = app[IDENTITY].sign_in
        if not sign_in.welcomes(request.headers.get("Host", "")):
            raise NotAuthenticated("host is not ours")
        person = await sign_in.person(authorization(request))
        app[RATE_LIMIT].check(person.id)
        if request.method not in ("GET", "HEAD"):
            check_headers(request)
        return person

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if is_page(request):
            return await handler(request)
        try:
            person = await known(request)
        except Refused as refused:
            metrics.count_refused(refused.status)
            return refusal(refused)
        if not await stores.transactions.read(lambda uow: policy.is_reviewer(uow, person)):
            raise web.HTTPForbidden(reason=NotAReviewer.code)
        inside = request.clone(client_max_size=MAX_BODY)
        inside[EDITOR] = person
        return await handler(inside)

    return guarded
