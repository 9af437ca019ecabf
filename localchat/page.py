"""The chat page and what it loads, under headers that let nothing else run."""

from pathlib import Path

from aiohttp import web

ASSETS_PATH = "/assets/"

NOT_BUILT = (
    "The chat page has not been built yet. Build it with: python -m frontend.build\n"
    "Chattsidan är inte byggd än. Bygg den med: python -m frontend.build\n"
)

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

_CONTENT_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class ChatPage:
    def __init__(self, built: Path) -> None:
        self._built = built

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._index),
            web.get(ASSETS_PATH + "{name:[a-z0-9][a-z0-9.-]*}", self._asset),
        ]

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        index = self._built / "index.html"
        if not index.is_file():
            return web.Response(status=503, text=NOT_BUILT)
        return _file(index, "text/html; charset=utf-8")

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        asset = self._built / request.match_info["name"]
        content_type = _CONTENT_TYPES.get(asset.suffix)
        if content_type is None or not asset.is_file():
            raise web.HTTPNotFound
        return _file(asset, f"{content_type}; charset=utf-8")


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers to the responses of the local chat, and no others.

    A middleware would come too late for the events, which are under way when it returns.
    """
    if request.path == "/" or request.path.startswith((ASSETS_PATH, "/localchat/")):
        response.headers.update(SECURITY_HEADERS)


def _file(path: Path, content_type: str) -> web.FileResponse:
    headers = {"Content-Type": content_type, "Cache-Control": "no-cache"}
    return web.FileResponse(path, headers=headers)
