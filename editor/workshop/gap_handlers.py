"""What the page may ask for about gaps. The bot's database is read, and nothing is ever written."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import date

from aiohttp import web

from editor.books import NoDatabase, transactions_of
from editor.workshop import bodies
from editor.workshop.drafts import Draft, Drafts
from editor.workshop.gaps import with_passage, with_phrasings
from editor.workshop.replies import as_json, failed, line, refused, streamed
from editor.workshop.search import WORKER, Search
from editor.yaml_edit import NoSuchPassage, NotEditable
from knowledge.base import Base
from knowledge.live.build_worker import worker_lines


class GapHandlers:
    """One method for each thing the page does; the page's address for it has the same name."""

    def __init__(self, drafts: Drafts, search: Search, database: str) -> None:
        self._drafts = drafts
        self._search = search
        self._database = database

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/workshop/gaps", self.gaps),
            web.post("/workshop/gap-phrasings", self.gap_phrasings),
            web.post("/workshop/gap-passage", self.gap_passage),
        ]

    async def gaps(self, request: web.Request) -> web.StreamResponse:
        """What people have missed that the saved base doesn't answer, the largest group first."""
        await bodies.read(request, bodies.ReadGaps)
        return await streamed(request, self._gaps())

    async def _gaps(self) -> AsyncGenerator[bytes, None]:
        base = await asyncio.to_thread(self._drafts.base, None)
        if base is None:
            yield failed("faulty-before")
            return
        try:
            async with transactions_of(self._database):
                pass  # told before seconds are spent on an index
        except NoDatabase:
            yield failed("no-database")
            return
        yield line(stage="building")
        await self._search.prepare(None, base)
        with self._drafts.in_place(None) as folder:
            grouped = worker_lines(
                WORKER, "gaps", folder, self._search.cache, secret=self._database
            )
            async with aclosing(grouped) as lines:
                async for each in lines:
                    yield each

    async def gap_phrasings(self, request: web.Request) -> web.Response:
        """The text with a gap's wordings added to one of its passages."""
        body = await bodies.read(request, bodies.AddPhrasings)
        base = await self._base(body.draft)
        try:
            added = await asyncio.to_thread(
                with_phrasings,
                body.draft,
                body.asked,
                body.language,
                passage=body.passage,
                base=base,
            )
        except NoSuchPassage:
            raise refused(404, "no-such-passage") from None
        except NotEditable:
            raise refused(422, "faulty") from None
        return as_json(added)

    async def gap_passage(self, request: web.Request) -> web.Response:
        """The text with a passage for a gap begun last in it."""
        body = await bodies.read(request, bodies.BeginPassage)
        base = await self._base(body.draft)
        if body.topic not in {topic.slug for topic in base.topics()}:
            raise refused(404, "no-such-topic")
        try:
            added = with_passage(
                body.draft,
                body.asked,
                body.language,
                topic=body.topic,
                base=base,
                today=date.today(),  # noqa: DTZ011 the editor's own day is meant
            )
        except NotEditable:
            raise refused(422, "faulty") from None
        return as_json(added)

    async def _base(self, draft: Draft) -> Base:
        """Return the base with *draft*, or as it is saved where that has faults."""
        with_draft = await asyncio.to_thread(self._drafts.base, draft)
        base = with_draft or await asyncio.to_thread(self._drafts.base, None)
        if base is None:
            raise refused(422, "faulty")
        return base
