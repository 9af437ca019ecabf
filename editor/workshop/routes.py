"""What the page may ask for. Nothing but `save` writes to the editors' folder."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from core.language import of_locale
from editor.check import unspelt
from editor.saving import ChangedMeanwhile, EditorsFolder, FileChange
from editor.schema import schemas_in
from editor.workshop import bodies
from editor.workshop.checking import Checking
from editor.workshop.door import EDITOR
from editor.workshop.editing import Editing
from editor.workshop.names import names_in, passages_in
from editor.workshop.reading import ReadsBase
from editor.workshop.responses import (
    failure_line,
    hash_of,
    json_line,
    json_response,
    refusal,
    streamed,
)
from editor.workshop.search import Search
from editor.workshop.working_copy import SAVED, WorkingCopy
from editor.yaml_edit import add_phrasings
from editor.yaml_splice import NoSuchPassage
from knowledge.patterns import literal
from knowledge.source.files import Unsaved
from texts.catalogue import Texts


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text, and the hash of its exact bytes; neither where there is no file."""

    text: str | None
    hash: str | None


class Routes:
    """One method for each thing the page does; the page's address for it has the same name."""

    def __init__(
        self,
        folder: EditorsFolder,
        editing: Editing,
        copy: WorkingCopy,
        checking: Checking,
        search: Search,
        reading: ReadsBase,
        texts: Texts,
        one_save_at_a_time: asyncio.Lock,
    ) -> None:
        self._folder = folder
        self._editing = editing
        self._copy = copy
        self._checking = checking
        self._search = search
        self._reading = reading
        self._texts = texts
        self._one_save_at_a_time = one_save_at_a_time

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/workshop/base", self.base),
            web.get("/workshop/file", self.file),
            web.post("/workshop/check", self.check),
            web.post("/workshop/passage", self.passage),
            web.post("/workshop/ask", self.ask),
            web.post("/workshop/index", self.index),
            web.post("/workshop/changes", self.changes),
            web.post("/workshop/phrasing", self.phrasing),
            web.post("/workshop/save", self.save),
        ]

    async def base(self, request: web.Request) -> web.Response:
        """The files, what they name, and what fields they have."""
        language = of_locale(request.query.get("lang"), [each.language for each in self._texts])
        folder, signed_in = self._folder, self._editing.signs_in
        contents = {name: folder.content(name) or b"" for name in folder.names()}
        names = await asyncio.to_thread(names_in, contents, language)
        return json_response(
            {
                "folder": "" if signed_in else str(folder.path),
                "editor": request[EDITOR].id if signed_in else "",
                "files": list(contents),
                "names": names,
                "schemas": schemas_in(folder.path),
                "unspelt": unspelt(names.languages, self._texts.in_language(language)),
            }
        )

    async def file(self, request: web.Request) -> web.Response:
        """One file's text, and the hash it is begun with; neither where it is new."""
        return json_response(self._current(request.query.get("name", "")))

    async def check(self, request: web.Request) -> web.Response:
        """Every mark in the base with the text in place, and whether its file has changed."""
        body = await bodies.read(request, bodies.AboutBuffer)
        texts = self._texts.in_language(body.lang)
        marks = await self._checking.marks(body.unsaved, texts)
        told: dict[str, Any] = {"marks": marks}
        if body.draft is not None:
            told["hash"] = self._current(body.draft.name).hash
            told["passages"] = passages_in(body.draft.name, body.draft.text, body.lang)
        return json_response(told)

    async def passage(self, request: web.Request) -> web.Response:
        """One passage's card from the text as it is being written, without any index."""
        body = await bodies.read(request, bodies.PreviewPassage)
        try:
            cards = await self._reading.cards(self._copy.known(body.unsaved), body.passage)
        except KeyError:
            raise NoSuchPassage(body.passage) from None
        if cards is None:
            raise refusal(422, "faulty")
        return json_response({"cards": cards})

    async def ask(self, request: web.Request) -> web.Response:
        """What a question gets from the newest index, in the words of the newest text.

        There is no answer before the first index has been built.
        """
        body = await bodies.read(request, bodies.Ask)
        unsaved, built = self._copy.known(body.unsaved), self._search.built
        answer = built and await self._reading.answer(unsaved, built.unsaved, body.question)
        if built is None or answer is None:
            return json_response({"answer": None, "index": None})
        return json_response(
            {
                "answer": answer,
                "index": {
                    "is_current": await asyncio.to_thread(self._copy.hash, unsaved) == built.hash,
                    "is_saved": await asyncio.to_thread(self._copy.hash) == built.hash,
                    "built_at": built.at,
                },
                "is_faulty": await self._reading.is_faulty(unsaved),
            }
        )

    async def index(self, request: web.Request) -> web.Response:
        """Build the index of a text, and answer from it from then on."""
        body = await bodies.read(request, bodies.AboutBuffer)
        if await self._reading.is_faulty(self._copy.known(body.unsaved)):
            raise refusal(422, "faulty")
        await self._search.use(body.unsaved)
        return json_response({})

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """Which questions get another reply once the text is saved, line by line as it is found."""
        body = await bodies.read(request, bodies.Compare)
        return await streamed(request, self._changes(self._copy.known(body.unsaved)))

    async def _changes(self, unsaved: Unsaved) -> AsyncGenerator[bytes, None]:
        for state, code in ((SAVED, "faulty-before"), (unsaved, "faulty")):
            if await self._reading.is_faulty(state):
                yield failure_line(code)
                return
        yield json_line(stage="building")
        await self._search.prepare(SAVED)
        await self._search.prepare(unsaved)
        with self._copy.in_place() as old, self._copy.in_place(unsaved) as new:
            compared = self._search.lines("compare", old, new, self._search.cache)
            async with aclosing(compared) as lines:
                async for each in lines:
                    yield each

    async def phrasing(self, request: web.Request) -> web.Response:
        """The text with a question added to one of its passages."""
        body = await bodies.read(request, bodies.AddQuestion)
        question = literal(body.question) if body.field == "asked_as" else body.question
        edit = add_phrasings(body.draft.text, body.passage, body.language, body.field, [question])
        return json_response({"text": edit.text})

    async def save(self, request: web.Request) -> web.Response:
        """Write the text, if it has no errors and nobody has changed its file meanwhile."""
        body = await bodies.read(request, bodies.Save)
        buffer, texts = body.draft, self._texts.in_language(body.lang)
        async with self._one_save_at_a_time:
            seen = self._folder.content(buffer.name)
            if hash_of(seen) != body.begun_with:
                return _changed(_as_text(seen))
            marks = await self._checking.hindrances(buffer.unsaved, texts)
            if marks:
                return json_response({"error": "faulty", "marks": marks}, status=422)
            content = buffer.text.encode()
            try:
                change = FileChange(buffer.name, content, seen)
                told = await self._editing.write(request[EDITOR], [change], None)
            except ChangedMeanwhile as changed:
                return _changed(_as_text(changed.theirs))
        return json_response({"hash": hash_of(content), **told})

    def _current(self, name: str) -> FileText:
        return _as_text(self._folder.content(name))


def _as_text(content: bytes | None) -> FileText:
    try:
        return FileText(None if content is None else content.decode(), hash_of(content))
    except UnicodeDecodeError:  # it can't be shown without being changed
        raise refusal(422, "not-utf8") from None


def _changed(theirs: FileText) -> web.Response:
    told = {"error": "changed", "theirs": theirs.text, "hash": theirs.hash}
    return json_response(told, status=409)
