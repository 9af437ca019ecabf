"""The tab in Teams: /arenden, one's own cases and for reviewers the queue, made of cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
from aiohttp import web
from markupsafe import escape

from cards.account_actions import MyCases
from cards.actions import data_of
from cards.elements import Card
from cards.review_actions import OpenReview
from core.language import Language, of_locale
from pages.card_reading import parts_of
from pages.parts import Heading, Part
from pages.rendering import render
from pages.responses import IN_TEAMS, public
from texts.catalogue import Catalogue, Texts

TAB = "/arenden"
SCRIPT = "tab.js"


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    data: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class TabPages:
    """The page as it is before anybody has signed in, which is the same for all."""

    texts: Texts
    built: Path
    """Where the browser code was built."""
    is_local: bool

    def routes(self) -> list[web.RouteDef]:
        return [web.get(TAB, self.html), web.get(f"/pages/{SCRIPT}", self.script)]

    async def html(self, request: web.Request) -> web.Response:
        self._require_built()
        spoken = [each.language for each in self.texts]
        language = of_locale(request.query.get("lang"), spoken)
        texts = self.texts.in_language(language)
        page = render("tab.html", texts, is_local=self.is_local).encode()
        more = {"Content-Language": language}
        return public(request, page, "text/html", more=more, framing=IN_TEAMS, is_scripted=True)

    async def script(self, request: web.Request) -> web.Response:
        self._require_built()
        return public(request, (self.built / SCRIPT).read_bytes(), "text/javascript")

    def _require_built(self) -> None:
        if not (self.built / SCRIPT).is_file():
            raise web.HTTPServiceUnavailable(text="not built: python -m frontend.build")


def first_press(language: Language) -> dict[str, object]:
    """Return what is shown to whoever opens the tab."""
    return data_of(MyCases(language=language))


def tab_part(
    card: Card | None,
    sentence: str | None,
    texts: Catalogue,
    *,
    here: str,
    reviews: bool,
    workshop: str = "",
) -> str:
    """Return what a press is answered with: the tab's sections, *sentence*, and *card* as a page.

    *here* is the action of the press; whoever *reviews* is led to what waits for review, and by
    *workshop*, an address, to where the base is written.
    """
    parts = _page(card, texts) if card else []
    return render(
        "tab_part.html",
        texts,
        sections=_sections(texts, here, reviews=reviews),
        workshop=workshop,
        sentence=sentence,
        parts=parts,
        title=_title(parts),
    )


def _page(card: Card, texts: Catalogue) -> Sequence[Part]:
    parts = parts_of(card, trouble=texts.say("walk.trouble"))
    if any(isinstance(part, Heading) for part in parts):
        return parts
    return [Heading(escape(texts.say("case.mine")), level=1), *parts]


def _title(parts: Sequence[Part]) -> str:
    headings = (part.text.striptags() for part in parts if isinstance(part, Heading))
    return next(headings, "")


def _sections(texts: Catalogue, here: str, *, reviews: bool) -> list[_Section]:
    presses = {"case.mine": data_of(MyCases(language=texts.language))}
    if reviews:
        presses["tab.review"] = data_of(OpenReview(language=texts.language))
    return [
        _Section(texts.say(key), orjson.dumps(data).decode(), data["action"] == here)
        for key, data in presses.items()
    ]
