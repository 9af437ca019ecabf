"""A draft of a text as a file, behind a signed link that runs out, /utkast/…"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from aiohttp import web

from pages.links import DRAFTS, Expired, Forged, Links
from pages.refused import refused
from pages.responses import file
from questions.gap import PassageDraft
from questions.ports import QuestionsUnitOfWork
from texts.catalogue import Texts

T = TypeVar("T")
Drafts = Callable[[str], Awaitable[PassageDraft | None]]
"""Finds the draft of a gap."""


class Transactions(Protocol):
    """Reads the books, all of them as they were at one moment."""

    async def read(self, work: Callable[[QuestionsUnitOfWork], T]) -> T: ...


def drafts_in(transactions: Transactions) -> Drafts:
    """Return what finds drafts in the books; one that was taken back is none."""

    async def find(gap_id: str) -> PassageDraft | None:
        gap = await transactions.read(lambda uow: uow.gaps.get(gap_id))
        return None if gap is None or gap.reopened else gap.draft

    return find


@dataclass(frozen=True, slots=True)
class DraftPages:
    """Answers requests for drafts. What is wrong with a link is told, what it led to never."""

    drafts: Drafts
    links: Links
    texts: Texts

    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{DRAFTS}/{{token:.+}}", self.yaml)]

    async def yaml(self, request: web.Request) -> web.Response:
        try:
            gap_id = self.links.read_draft(request.match_info["token"])
        except Expired:
            return refused(self.texts, 410, "draft_page.expired")
        except Forged:
            return refused(self.texts, 404, "draft_page.gone")
        draft = await self.drafts(gap_id)
        if draft is None:
            return refused(self.texts, 404, "draft_page.gone")
        return file(draft.text, "application/yaml", f"{draft.passage}.yaml")
