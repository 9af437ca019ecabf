"""A request's record behind a signed link that runs out, /arenden/…"""

from dataclasses import dataclass

from aiohttp import web

from pages.links import RECORDS, Expired, Forged, Links
from pages.record import STYLE, Records
from pages.refused import refused
from pages.responses import only_this, private
from texts.catalogue import Texts


@dataclass(frozen=True, slots=True)
class RecordPages:
    """Answers requests for records. What is wrong with a link is told, what it led to never."""

    records: Records
    links: Links
    texts: Texts

    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{RECORDS}/{{token:.+}}", self.html)]

    async def html(self, request: web.Request) -> web.Response:
        try:
            link = self.links.read(request.match_info["token"])
        except Expired:
            return refused(self.texts, 410, "record.expired")
        except Forged:
            return refused(self.texts, 404, "record.forged")
        page = await self.records.html(link.request_id, link.language)
        if page is None:
            return refused(self.texts, 404, "record.forged")
        return private(page, styles=only_this(STYLE))
