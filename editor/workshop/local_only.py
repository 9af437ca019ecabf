"""Who may speak to the workshop: pages that it served itself, to somebody on this very machine.

The workshop asks nobody who they are, so it must not be reached by other means than its own page:
another site open in the same browser may send requests here, and may point a name of its own at
this machine (DNS rebinding). The Host header tells the second, Origin and Sec-Fetch-Site the first.
"""

from aiohttp import web
from aiohttp.typedefs import Handler

from core.loopback import names_loopback

_READING = {"GET", "HEAD"}
_OWN_SITE = {"same-origin", "none"}


@web.middleware
async def only_from_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another machine, name or site sends; errors are told as JSON."""
    try:
        if not is_welcome(request):
            raise web.HTTPForbidden(reason="not-welcome")
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return web.json_response({"error": _code(error)}, status=error.status)


def is_welcome(request: web.Request) -> bool:
    """Whether *request* is for this machine by name, and comes from a page of its own."""
    if not names_loopback(request.host):
        return False
    if request.headers.get("Sec-Fetch-Site", "none") not in _OWN_SITE:
        return False
    if request.method in _READING:
        return True
    return request.headers.get("Origin") == f"http://{request.host}"


def _code(error: web.HTTPException) -> str:
    """Return the error's own code, or the name that HTTP has for it."""
    return error.reason.lower().replace(" ", "-")
