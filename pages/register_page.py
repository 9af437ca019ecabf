"""The public register as a page, /konton, and as open data, /konton.csv and /konton.json."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from aiohttp import web
from cachetools import LRUCache
from markupsafe import Markup

from accounts.account import Account, AccountStatus
from core.language import Language
from knowledge.account_form import AccountForm
from knowledge.base import Base
from pages.open_data import Publication, as_addresses, as_csv, as_description, as_json
from pages.register_entries import (
    LONGEST_SEARCH,
    PLATFORMS,
    UNITS,
    RegisterEntry,
    RegisterQuery,
    closed_entries,
    entries,
    grouped,
    matching,
    platforms_of,
    updated_at,
)
from pages.rendering import macro, render
from pages.responses import IN_TEAMS, public
from texts.catalogue import Catalogue, Texts

REGISTER = "/konton"
_OPEN = {"Access-Control-Allow-Origin": "*"}
"""Anybody's page may read open data."""
KEPT_BYTES = 16 * 1024 * 1024
ReadAccounts = Callable[[], Awaitable[Sequence[Account]]]
"""Gives the accounts in the municipality's name; closed ones may be among them."""
ReadState = Callable[[], Awaitable[Hashable]]
"""Gives something else whenever an account has changed."""


class DrawnRow(NamedTuple):
    """An account as it was drawn."""

    entry: RegisterEntry
    html: Markup


Rows = Mapping[str, DrawnRow]
"""By the accounts' ids."""


@dataclass(frozen=True, slots=True)
class RegisterPages:
    accounts: ReadAccounts
    state: ReadState
    base: Callable[[], Base]
    texts: Texts
    publication: Publication
    _made: LRUCache[Hashable, bytes] = field(
        default_factory=lambda: LRUCache(KEPT_BYTES, getsizeof=len), init=False
    )
    _drawn: dict[tuple[Language, str], tuple[Catalogue, Rows]] = field(
        default_factory=dict[tuple[Language, str], tuple[Catalogue, Rows]], init=False
    )
    """The rows last drawn in each language and order, and with which sentences."""

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(REGISTER, self.html),
            web.get(f"{REGISTER}/", self.html),
            web.get(f"{REGISTER}.csv", self.csv),
            web.get(f"{REGISTER}.txt", self.addresses),
            web.get(f"{REGISTER}.jsonld", self.description),
            web.get(f"{REGISTER}.json", self.json),
        ]

    async def html(self, request: web.Request) -> web.Response:
        query = RegisterQuery.read(request.query, self.base().languages)
        page = await self._body(query, lambda accounts: self._page(query, accounts).encode())
        more = {"Content-Language": query.language}
        return public(request, page, "text/html", more=more, framing=IN_TEAMS)

    async def csv(self, request: web.Request) -> web.Response:
        language = RegisterQuery.read(request.query, self.base().languages).language
        texts = self.texts.in_language(language)
        body = await self._body(
            ("csv", language),
            lambda accounts: as_csv(entries(accounts, self._form(), language), texts),
        )
        more = _OPEN | {"Content-Disposition": 'attachment; filename="konton.csv"'}
        return public(request, body, "text/csv", more=more)

    async def addresses(self, request: web.Request) -> web.Response:
        body = await self._body(
            "txt", lambda accounts: as_addresses(entries(accounts, self._form(), "sv"))
        )
        return public(request, body, "text/plain", more=_OPEN)

    async def description(self, request: web.Request) -> web.Response:
        self._form()
        body = as_description(self.publication, self.texts.in_language("sv"))
        return public(request, body, "application/ld+json", more=_OPEN)

    async def json(self, request: web.Request) -> web.Response:
        body = await self._body("json", self._json)
        return public(request, body, "application/json", more=_OPEN)

    async def _body(self, what: Hashable, make: Callable[[Sequence[Account]], bytes]) -> bytes:
        """Return what *make* makes of the accounts, made anew once they or the base have changed.

        A long register takes longer than a turn of the bot may wait.
        """
        key = (what, await self.state(), self.base().hash)  # the state first: what is newer is new
        body = self._made.get(key)
        if body is None:
            body = await asyncio.to_thread(make, await self.accounts())
            with suppress(ValueError):  # longer than all that is kept
                self._made[key] = body
        return body

    def _json(self, accounts: Sequence[Account]) -> bytes:
        return as_json(
            entries(accounts, self._form(), "sv"),
            self._form(),
            municipality=self.base().routine.sv.municipality,
            closed=closed_entries(accounts, self._form(), "sv"),
            updated_at=updated_at(accounts),
        )

    def _page(self, query: RegisterQuery, accounts: Sequence[Account]) -> str:
        shown = entries(accounts, self._form(), query.language)
        platforms = platforms_of(shown)
        query = query.among(platforms)
        found = matching(shown, query)
        texts = self.texts.in_language(query.language)
        other_fact = PLATFORMS if query.grouping == UNITS else UNITS
        return render(
            "register.html",
            texts,
            query=query,
            languages=self.texts,
            platforms=platforms,
            groups=grouped(found, query.grouping),
            other_fact=other_fact,
            rows=self._rows(shown, found, texts, other_fact),
            found=len(found),
            total=len(shown),
            any_paused=any(each.standing is AccountStatus.PAUSED for each in found),
            updated=updated_at(accounts),
            longest_search=LONGEST_SEARCH,
            publication=self.publication,
            **self._routine(),
        )

    def _rows(
        self,
        shown: Sequence[RegisterEntry],
        found: Sequence[RegisterEntry],
        texts: Catalogue,
        other_fact: str,
    ) -> Rows:
        """Return the rows of *found*; only those that differ from the last ones are drawn.

        Thousands are most of the page's cost. Beside them what was drawn of *shown* is kept: a
        search finds a few.
        """
        kind = texts.language, other_fact
        drawn_with, before = self._drawn.get(kind, (texts, {}))
        if drawn_with is not texts:
            before = {}
        rows = {
            each.id: row for each in shown if (row := before.get(each.id)) and row.entry == each
        }
        draw = macro("register_row.html", "row", texts, other_fact=other_fact)
        rows |= {each.id: DrawnRow(each, draw(each)) for each in found if each.id not in rows}
        self._drawn[kind] = texts, rows
        return rows

    def _form(self) -> AccountForm:
        """Return the form; the page isn't found where the base has no accounts."""
        form = self.base().account_form
        if form is None:
            raise web.HTTPNotFound
        return form

    def _routine(self) -> dict[str, object]:
        base = self.base()
        source = base.sources.get(base.routine.source)
        return {
            "revised": base.routine.revised,
            "routine_url": source.url if source else None,
        }
