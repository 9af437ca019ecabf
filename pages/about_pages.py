"""What the bot is, what it keeps of people, and on what terms: for anybody, without signing in."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from aiohttp import web

from core.language import Language
from core.retention import Retention
from knowledge.base import Base
from pages.rendering import render
from pages.responses import public
from texts.catalogue import Catalogue, Texts

SUPPORT = "/om"
PRIVACY = "/integritet"
TERMS = "/villkor"
ACCOUNTS = "accounts"
"""What stands under this name is left out where the base has no account request."""
_PAGES = {
    SUPPORT: ("support", ("asks", "honest", ACCOUNTS, "help")),
    PRIVACY: ("privacy", ("stored", "why", "how_long", "who", "rights", "contact")),
    TERMS: ("terms", ("who", "quotes", "personal", "running")),
}
"""Each page's place among the texts, and its sections in order."""


@dataclass(frozen=True, slots=True)
class AboutPages:
    """Teams asks for their addresses in the app package."""

    base: Callable[[], Base]
    texts: Texts
    retention: Retention

    def routes(self) -> list[web.RouteDef]:
        return [web.get(path, self.html) for path in _PAGES]

    async def html(self, request: web.Request) -> web.Response:
        language = self.base().language_of(request.query.get("lang"))
        page = self._page(request.path, language)
        more = {"Content-Language": language}
        return public(request, page.encode(), "text/html", more=more)

    def _page(self, path: str, language: Language) -> str:
        texts = self.texts.in_language(language)
        name, sections = _PAGES[path]
        has_accounts = self.base().account_form is not None
        return render(
            "about.html",
            texts,
            path=path,
            name=name,
            sections=[each for each in sections if has_accounts or each != ACCOUNTS],
            has_accounts=has_accounts,
            knows=texts.knows,
            facts=self._facts(texts),
            others=[(other, key) for other, (key, _) in _PAGES.items() if other != path],
            languages=self.texts,
        )

    def _facts(self, texts: Catalogue) -> dict[str, str]:
        return {
            kind: texts.say("about.days", count=days) if days else texts.say("about.no_limit")
            for kind, days in asdict(self.retention).items()
        }
