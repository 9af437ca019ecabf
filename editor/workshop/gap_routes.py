"""What the page may ask for about what people ask. Nothing is written."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import asdict
from datetime import date

from aiohttp import web

from editor.passage_fields import set_field
from editor.workshop import bodies
from editor.workshop.names import passages_in
from editor.workshop.responses import failure_line, json_line, json_response, refusal, streamed
from editor.workshop.search import Search
from editor.workshop.working_copy import SAVED, WorkingCopy
from editor.yaml_edit import Edit, add_passage, add_phrasings
from editor.yaml_splice import NoSuchPassage
from knowledge.base import Base
from knowledge.drafting import Drafted, draft_passage, draft_phrasings, new_phrasings
from knowledge.passage import Basis
from knowledge.patterns import literal
from knowledge.source.checks import TODO
from knowledge.source.files import ELSEWHERE
from questions.masking import unmarked
from storage.no_database import NoDatabase
from storage.schema import existing_database

AREA_LIST = ELSEWHERE.entries or ""


class GapRoutes:
    """One method for each thing the page does; the page's address for it has the same name."""

    def __init__(self, copy: WorkingCopy, search: Search, database: str) -> None:
        self._copy = copy
        self._search = search
        self._database = database

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/workshop/gaps", self.gaps),
            web.post("/workshop/most-asked", self.most_asked),
            web.post("/workshop/gap-phrasings", self.gap_phrasings),
            web.post("/workshop/gap-area", self.gap_area),
            web.post("/workshop/gap-passage", self.gap_passage),
        ]

    async def gaps(self, request: web.Request) -> web.StreamResponse:
        """What people have missed that the saved base doesn't answer, the largest group first."""
        await bodies.read(request, bodies.ReadQuestions)
        return await streamed(request, self._read("gaps"))

    async def most_asked(self, request: web.Request) -> web.StreamResponse:
        """What people ask most, what the saved base answers, and how many were helped by it."""
        await bodies.read(request, bodies.ReadQuestions)
        return await streamed(request, self._read("most-asked"))

    async def _read(self, what: str) -> AsyncGenerator[bytes, None]:
        """Yield what the worker tells of the database's questions; *what* names its errand."""
        if await asyncio.to_thread(self._copy.base) is None:
            yield failure_line("faulty-before")
            return
        try:
            async with existing_database(self._database):
                pass  # told before seconds are spent on an index
        except NoDatabase:
            yield failure_line("no-database")
            return
        yield json_line(stage="building")
        await self._search.prepare(SAVED)
        with self._copy.in_place() as folder:
            grouped = self._search.lines(what, folder, self._search.cache, secret=self._database)
            async with aclosing(grouped) as lines:
                async for each in lines:
                    yield each

    async def gap_phrasings(self, request: web.Request) -> web.Response:
        """The text with a gap's wordings added to one of its passages."""
        body = await bodies.read(request, bodies.AddWordings)
        base = await self._base(body)
        if body.passage not in base.passages:
            raise NoSuchPassage(body.passage)
        drafted = await asyncio.to_thread(
            draft_phrasings, base, unmarked(body.asked), body.language, passage=body.passage
        )
        edit = add_phrasings(
            body.draft.text, body.passage, body.language, "asked_as", drafted.phrasings
        )
        return json_response(_told(edit, drafted))

    async def gap_area(self, request: web.Request) -> web.Response:
        """The text of the areas with a gap's wordings added to one of them."""
        body = await bodies.read(request, bodies.AddToArea)
        base = await self._base(body)
        if body.area not in {area.id for area in base.elsewhere}:
            raise refusal(404, "no-such-area")
        phrasings = await asyncio.to_thread(new_phrasings, base, unmarked(body.asked))
        edit = add_phrasings(
            body.draft.text,
            body.area,
            body.language,
            "asked_as",
            [*map(literal, phrasings)],
            listed=AREA_LIST,
        )
        return json_response(_told(edit))

    async def gap_passage(self, request: web.Request) -> web.Response:
        """The text with a passage for a gap begun last in it."""
        body = await bodies.read(request, bodies.BeginPassage)
        base = await self._base(body)
        if body.topic not in {topic.slug for topic in base.topics()}:
            raise refusal(404, "no-such-topic")
        taken = {
            each.id for each in passages_in(body.draft.name, body.draft.text, body.language) or ()
        }
        drafted = draft_passage(
            base,
            unmarked(body.asked),
            body.language,
            topic=body.topic,
            today=date.today(),  # noqa: DTZ011 the editor's own day is meant
            taken=taken,
        )
        edit = add_passage(body.draft.text, drafted.text)
        told = _told(edit, drafted) | {"trial": _trial(base, edit.text, drafted.passage)}
        return json_response(told)

    async def _base(self, body: bodies.AboutGap) -> Base:
        """Return the base with the text that is written, or as it is saved where that has faults.

        Raises:
            HTTPBadRequest: the base doesn't speak the language.
        """
        edited = await asyncio.to_thread(self._copy.base, body.draft.unsaved)
        base = edited or await asyncio.to_thread(self._copy.base)
        if base is None:
            raise refusal(422, "faulty")
        if body.language not in base.languages:
            raise web.HTTPBadRequest
        return base


def _told(edit: Edit, drafted: Drafted | None = None) -> dict[str, object]:
    """Return the edited text, with what was made of the gap as the gap is to remember it."""
    return {**asdict(edit), **({"made": asdict(drafted)} if drafted else {})}


def _trial(base: Base, text: str, passage: str) -> str | None:
    """Return *text* with what an editor must write made up, to try what the passage would change.

    None where the base has no source that it could rest on.
    """
    source = next((each for each in base.sources.values() if each.basis is Basis.PRACTICE), None)
    if source is None:
        return None
    written = text.replace(f"{TODO}: ", "Skrivs senare: ")
    return set_field(written, passage, ["source"], {"id": source.id})
