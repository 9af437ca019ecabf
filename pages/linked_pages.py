"""A record, a round's report, a gap's draft and one's own data, behind sealed links that expire."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from core.language import FIRST
from pages.links import DRAFTS, PERSONAL_DATA, RECORDS, REPORTS, Expired, Forged, SignedLinks
from pages.pdf import NotMade
from pages.personal_data import FILE_NAME, PersonalDataPages
from pages.record import STYLE, Records
from pages.rendering import render
from pages.report_page import ReportPages
from pages.responses import file, only_this, private
from questions.gap import PassageDraft
from texts.catalogue import Texts

logger = logging.getLogger(__name__)

FindDraft = Callable[[str], Awaitable[PassageDraft | None]]
"""Finds the draft of a gap by the gap's id."""


@dataclass(frozen=True, slots=True)
class LinkedPages:
    """Answers who follows a link: says what is wrong with the link, never what it led to."""

    records: Records
    find_draft: FindDraft
    links: SignedLinks
    texts: Texts
    personal_data: PersonalDataPages
    reports: ReportPages

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(f"{RECORDS}/{{token:.+}}", self.record),
            web.get(f"{REPORTS}/{{token:[^/]+}}", self.report),
            web.get(f"{REPORTS}/{{token:[^/]+}}/csv", self.report_as_csv),
            web.get(f"{REPORTS}/{{token:[^/]+}}/pdf", self.report_as_pdf),
            web.get(f"{DRAFTS}/{{token:.+}}", self.draft),
            web.get(f"{PERSONAL_DATA}/{{token:[^/]+}}", self.own_data),
            web.get(f"{PERSONAL_DATA}/{{token:[^/]+}}/json", self.own_data_as_json),
        ]

    async def record(self, request: web.Request) -> web.Response:
        try:
            link = self.links.read_record(request.match_info["token"])
        except Expired:
            return self._refused(410, "record.expired")
        except Forged:
            return self._refused(404, "record.forged")
        is_shown = request.method != "HEAD"
        read = partial(self.records.open, reader=link.reader) if is_shown else self.records.html
        page = await read(link.request_id, link.language)
        if page is None:
            return self._refused(404, "record.forged")
        return private(page, styles=only_this(STYLE))

    async def report(self, request: web.Request) -> web.Response:
        async def page(round_id: str) -> web.Response | None:
            address = f"{REPORTS}/{request.match_info['token']}"
            made = await self.reports.html(round_id, address=address)
            return private(made.html, styles=made.styles) if made else None

        return await self._report(request, page)

    async def report_as_csv(self, request: web.Request) -> web.Response:
        async def table(round_id: str) -> web.Response | None:
            made = await self.reports.csv(round_id)
            return file(made, "text/csv; charset=utf-8", "rapport.csv") if made else None

        return await self._report(request, table)

    async def report_as_pdf(self, request: web.Request) -> web.Response:
        async def pdf(round_id: str) -> web.Response | None:
            try:
                made = await self.reports.pdf(round_id)
            except NotMade as error:
                logger.error("no PDF of the report of %s: %s", round_id, error)
                return self._refused(503, "report.no_pdf")
            return file(made, "application/pdf", "rapport.pdf") if made else None

        return await self._report(request, pdf)

    async def _report(
        self, request: web.Request, respond: Callable[[str], Awaitable[web.Response | None]]
    ) -> web.Response:
        try:
            round_id = self.links.read_report(request.match_info["token"])
        except Expired:
            return self._refused(410, "report.expired")
        except Forged:
            return self._refused(404, "report.forged")
        return await respond(round_id) or self._refused(404, "report.forged")

    async def draft(self, request: web.Request) -> web.Response:
        try:
            gap_id = self.links.read_draft(request.match_info["token"])
        except Expired:
            return self._refused(410, "draft_page.expired")
        except Forged:
            return self._refused(404, "draft_page.gone")
        draft = await self.find_draft(gap_id)
        if draft is None:
            return self._refused(404, "draft_page.gone")
        return file(draft.text.encode(), "application/yaml; charset=utf-8", f"{draft.passage}.yaml")

    async def own_data(self, request: web.Request) -> web.Response:
        return await self._own_data(request, as_json=False)

    async def own_data_as_json(self, request: web.Request) -> web.Response:
        return await self._own_data(request, as_json=True)

    async def _own_data(self, request: web.Request, *, as_json: bool) -> web.Response:
        token = request.match_info["token"]
        try:
            person_id, language = self.links.read_personal_data(token)
        except Expired:
            return self._refused(410, "my_data_page.expired")
        except Forged:
            return self._refused(404, "my_data_page.forged")
        if as_json:
            made = await self.personal_data.json(person_id)
            return file(made.encode(), "application/json; charset=utf-8", FILE_NAME)
        download = f"{PERSONAL_DATA}/{token}/json"
        page = await self.personal_data.html(person_id, language, download=download)
        return private(page, styles=only_this(STYLE))

    def _refused(self, status: int, key: str) -> web.Response:
        return private(refusal(self.texts, key), status=status)


def refusal(texts: Texts, key: str) -> str:
    """Return a page that says what is wrong, in every language: whoever comes may read either."""
    others = [each for each in texts if each.language != FIRST]
    return render("refused.html", texts.in_language(FIRST), key=key, others=others)
