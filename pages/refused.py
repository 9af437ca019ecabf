"""The page of a signed link that leads nowhere."""

from aiohttp import web

from pages.rendering import render
from pages.responses import private
from texts.catalogue import Texts


def refused(texts: Texts, status: int, key: str) -> web.Response:
    """Say what is wrong with the link; whoever comes with one may read either language."""
    page = render(
        "refused.html",
        texts.in_language("sv"),
        key=key,
        english=texts.in_language("en").say,
    )
    return private(page, status=status)
