"""The page and what it loads, under headers that let nothing else run."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from core.language import of_locale
from editor.workshop.door import PAGE, PAGE_ASSET
from texts.catalogue import Texts
from texts.page_templates import PageTemplates

ASSETS = {
    "workshop.js": "text/javascript",
    "workshop.css": "text/css",
    "icon.svg": "image/svg+xml",
}
_BUILT = Path(__file__).parent.parent.parent / "frontend" / "dist"
NOBODY = "'none'"


@dataclass(frozen=True, slots=True)
class WorkshopPage:
    """The same for all, before anybody has signed in."""

    texts: Texts
    sign_in: str = ""
    """How the page learns who reads it: `teams`, or `name` in its address; empty: it needn't."""
    framing: str = NOBODY
    """Whose pages may hold this one."""

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._index, name=PAGE),
            web.get("/assets/{name}", self._asset, name=PAGE_ASSET),
        ]

    async def _index(self, request: web.Request) -> web.Response:
        if not (_BUILT / "workshop.html").is_file():
            told = [each.say("workshop.not_built") for each in self.texts]
            return web.Response(status=503, text="\n".join(told))
        language = of_locale(request.query.get("lang"), [each.language for each in self.texts])
        nonce = secrets.token_urlsafe(16)
        page = PageTemplates(_BUILT).render(  # anew each time: it may have been built since
            "workshop.html",
            self.texts.in_language(language),
            others=[each for each in self.texts if each.language != language],
            address_in=lambda other: str(request.rel_url.update_query(lang=other)),
            nonce=nonce,  # the editor's style sheets carry it
            sign_in=self.sign_in,
        )
        policy = _policy(f"'self' 'nonce-{nonce}'", self.framing)
        headers = {"Content-Security-Policy": policy}
        return web.Response(text=page, content_type="text/html", headers=headers)

    async def _asset(self, request: web.Request) -> web.FileResponse:
        name = request.match_info["name"]
        asset = _BUILT / name
        if name not in ASSETS or not asset.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(asset, headers={"Content-Type": f"{ASSETS[name]}; charset=utf-8"})


async def add_security_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _policy(styles: str, framing: str = NOBODY) -> str:
    return (
        f"default-src 'none'; script-src 'self'; style-src {styles}; connect-src 'self'; "
        "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {framing}"
    )


_HEADERS = {
    "Content-Security-Policy": _policy("'self'"),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
