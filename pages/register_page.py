"""The public register as a page, /konton, and as open data, /konton.csv and /konton.json."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from accounts.account import Account, AccountStatus
from knowledge.account_form import AccountForm
from knowledge.base import Base
from pages.open_data import Publication, as_addresses, as_csv, as_description, as_json
from pages.register_entries import (
    LONGEST_SEARCH,
    RegisterQuery,
    closed_entries,
    entries,
    grouped,
    matching,
    platforms_of,
    updated_at,
)
from pages.rendering import render
from pages.responses import IN_TEAMS, public
from texts.catalogue import Texts

REGISTER = "/konton"
_OPEN = {"Access-Control-Allow-Origin": "*"}
"""Anybody's page may read open data."""
ReadAccounts = Callable[[], Awaitable[Sequence[Account]]]
"""Gives the accounts in the municipality's name; closed ones may be among them."""


@dataclass(frozen=True, slots=True)
class RegisterPages:
    accounts: ReadAccounts
    base: Callable[[], Base]
    texts: Texts
    publication: Publication

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
        accounts = await self.accounts()
        # A long register takes longer than a turn of the bot may wait.
        page = await asyncio.to_thread(self._page, query, accounts)
        more = {"Content-Language": query.language}
        return public(request, page.encode(), "text/html", more=more, framing=IN_TEAMS)

    async def csv(self, request: web.Request) -> web.Response:
        language = RegisterQuery.read(request.query, self.base().languages).language
        shown = entries(await self.accounts(), self._form(), language)
        body = as_csv(shown, self.texts.in_language(language))
        more = _OPEN | {"Content-Disposition": 'attachment; filename="konton.csv"'}
        return public(request, body, "text/csv", more=more)

    async def addresses(self, request: web.Request) -> web.Response:
        shown = entries(await self.accounts(), self._form(), "sv")
        return public(request, as_addresses(shown), "text/plain", more=_OPEN)

    async def description(self, request: web.Request) -> web.Response:
        self._form()
        body = as_description(self.publication, self.texts.in_language("sv"))
        return public(request, body, "application/ld+json", more=_OPEN)

    async def json(self, request: web.Request) -> web.Response:
        accounts = await self.accounts()
        body = as_json(
            entries(accounts, self._form(), "sv"),
            self._form(),
            municipality=self.base().routine.sv.municipality,
            closed=closed_entries(accounts, self._form(), "sv"),
            updated_at=updated_at(accounts),
        )
        return public(request, body, "application/json", more=_OPEN)

    def _page(self, query: RegisterQuery, accounts: Sequence[Account]) -> str:
        shown = entries(accounts, self._form(), query.language)
        platforms = platforms_of(shown)
        query = query.among(platforms)
        found = matching(shown, query)
        return render(
            "register.html",
            self.texts.in_language(query.language),
            query=query,
            languages=self.texts,
            platforms=platforms,
            groups=grouped(found, query.grouping),
            found=len(found),
            total=len(shown),
            any_paused=any(each.standing is AccountStatus.PAUSED for each in found),
            updated=updated_at(accounts),
            longest_search=LONGEST_SEARCH,
            publication=self.publication,
            **self._routine(),
        )

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
