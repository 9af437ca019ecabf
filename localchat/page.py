"""The chat page and what it loads, under headers that let nothing else run."""

from pathlib import Path

from aiohttp import web
from babel import negotiate_locale

from texts.catalogue import Catalogue, Texts
from texts.page_templates import PageTemplates

ASSETS_PATH = "/assets/"

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

_ASKED_FOR_ANEW = {"Cache-Control": "no-cache"}
_CONTENT_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class ChatPage:
    def __init__(self, built: Path, texts: Texts) -> None:
        self._built = built
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._index),
            web.get(ASSETS_PATH + "{name:[a-z0-9][a-z0-9.-]*}", self._asset),
        ]

    async def _index(self, request: web.Request) -> web.StreamResponse:
        if not (self._built / "index.html").is_file():
            told = [each.say("chat.not_built") for each in self._texts]
            return web.Response(status=503, text="\n".join(told))
        texts = self._language_of(request)
        page = PageTemplates(self._built).render(  # anew each time: it may have been built since
            "index.html",
            texts,
            others=[each for each in self._texts if each.language != texts.language],
            address_in=lambda language: str(request.rel_url.update_query(lang=language)),
        )
        return web.Response(text=page, content_type="text/html", headers=_ASKED_FOR_ANEW)

    def _language_of(self, request: web.Request) -> Catalogue:
        """Return the sentences in the language of the address, or else that of the browser."""
        accepted = request.headers.get("Accept-Language", "").split(",")
        wanted = [request.query.get("lang", ""), *(each.partition(";")[0] for each in accepted)]
        spoken = [each.language for each in self._texts]
        tags = [each.strip() for each in wanted if each.strip()]
        return self._texts.in_language(negotiate_locale(tags, spoken, sep="-") or spoken[0])

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
    return web.FileResponse(path, headers={"Content-Type": content_type, **_ASKED_FOR_ANEW})
