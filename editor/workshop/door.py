"""Who may speak to the workshop, and in whose name.

At home it asks nobody who they are, so it must not be reached by other means than its own page:
another site open in the same browser may send requests here, and may point a name of its own at
this machine (DNS rebinding). The Host header tells the second, Origin and Sec-Fetch-Site the first.
Where reviewers sign in, the bot has a door of its own, which each request but the page's passes.
"""

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from core.loopback import names_loopback
from core.person import Person

EDITOR = web.RequestKey("editor", Person)
"""Whoever has come through the door."""
PAGE, PAGE_ASSET = "page", "page-asset"
"""The names of the routes that are the same for all, and are let in before anybody signs in."""

_READING = {"GET", "HEAD"}
_OWN_SITE = {"same-origin", "none"}


def only_from_this_machine(itself: Person) -> Middleware:
    """Return what refuses each request of another machine, name or site.

    *itself* stands where else whoever decided does.
    """

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not is_welcome(request):
            raise web.HTTPForbidden(reason="not-welcome")
        request[EDITOR] = itself
        return await handler(request)

    return guarded


def is_page(request: web.Request) -> bool:
    """Whether *request* is for what is the same for all."""
    return request.match_info.route.name in (PAGE, PAGE_ASSET)


def is_welcome(request: web.Request) -> bool:
    """Whether *request* is for this machine by name, and comes from a page of its own."""
    if not names_loopback(request.host):
        return False
    if request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITE:
        return False
    if request.method in _READING:
        return True
    return request.headers.get("Origin") == f"http://{request.host}"


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell the page what is refused by the error's own code, or the name that HTTP has for it."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code = error.reason.lower().replace(" ", "-")
        return web.json_response({"error": code}, status=error.status)
