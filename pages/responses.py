"""Responses with headers that let nothing else run, and that say how long copies live."""

import base64
import hashlib
from collections.abc import Mapping

from aiohttp import ETag, web

REVALIDATED = "public, no-cache"
"""Browsers and proxies store a copy, but ask each time whether it still holds."""
_NOT_STORED = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
ETAG_LETTERS = 22
WORTH_PACKING = 1000
"""Bytes of a body from which it is sent packed to whoever takes that."""

_POLICY = (
    "default-src 'none'; {scripts}style-src {styles}; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors {framing}"
)
_OWN_SCRIPTS = "script-src 'self'; connect-src 'self'; "
IN_TEAMS = "https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft"
"""Whose pages may show a page of ours as a tab."""


def security(
    *, styles: str = "'self'", framing: str = "'none'", is_scripted: bool = False
) -> dict[str, str]:
    """Return headers under which nothing comes from elsewhere, and no script runs.

    *framing* names those whose pages may hold this one. One that *is_scripted* runs our own files.
    """
    scripts = _OWN_SCRIPTS if is_scripted else ""
    return {
        "Content-Security-Policy": _POLICY.format(scripts=scripts, styles=styles, framing=framing),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def only_this(style: str) -> str:
    """Return the policy's name for one style sheet that stands in the page itself."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def public(
    request: web.Request,
    body: bytes,
    content_type: str,
    *,
    more: Mapping[str, str] | None = None,
    framing: str = "'none'",
    is_scripted: bool = False,
) -> web.Response:
    """Answer with what anybody may read and store; 304 where the reader has it already."""
    etag = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode()[:ETAG_LETTERS]
    headers = security(framing=framing, is_scripted=is_scripted)
    headers |= {"Cache-Control": REVALIDATED, **(more or {})}
    if _has(request, etag):
        response = web.Response(status=304, headers=headers)
    else:
        headers["Content-Type"] = f"{content_type}; charset=utf-8"
        response = web.Response(body=body, headers=headers)
        if len(body) > WORTH_PACKING:
            response.enable_compression()
    response.etag = etag
    return response


def private(body: str, *, status: int = 200, styles: str = "'self'") -> web.Response:
    """Answer with a page that may not be stored or indexed, and whose address goes nowhere."""
    headers = (
        security(styles=styles)
        | _NOT_STORED
        | {
            "Content-Type": "text/html; charset=utf-8",
        }
    )
    return web.Response(status=status, body=body.encode(), headers=headers)


def file(body: bytes, content_type: str, name: str) -> web.Response:
    """Answer with a file to download as *name*, which no browser opens as a page."""
    headers = (
        security()
        | _NOT_STORED
        | {
            "Content-Type": content_type,
            "Content-Disposition": f'attachment; filename="{name}"',
        }
    )
    return web.Response(body=body, headers=headers)


def _has(request: web.Request, etag: str) -> bool:
    known = request.if_none_match or ()
    return any(each in (ETag(etag), ETag(etag, is_weak=True), ETag("*")) for each in known)
