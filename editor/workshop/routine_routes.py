"""A new routine by form: its files come back to the page, which saves them together."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints

from editor.added_routine import LONGEST_ID, NewRoutine, file_of, with_routine
from editor.saving import EditorsFolder
from editor.workshop import bodies
from editor.workshop.form_routes import places_in
from editor.workshop.responses import json_response, refusal
from editor.workshop.seen_files import seen_files
from editor.workshop.working_copy import WorkingCopy
from editor.yaml_splice import document_of
from knowledge.passage import SLUG, Line, WebAddress
from knowledge.routine import LanguageTag, Name
from knowledge.source.files import MORE_ROUTINES, PASSAGES
from knowledge.source.routine_checks import TOLD_APART_BY

ToldApartBy = Annotated[str, StringConstraints(pattern=f"^({'|'.join(TOLD_APART_BY)})$")]


class RoutineNames(bodies.Strict):
    """What it is called in one language."""

    name: Name
    owner: Name
    definite_name: Name
    matter: Name


class BeginRoutine(bodies.FilesBody):
    """Add a routine; *files* are those that aren't saved yet."""

    routine: Annotated[str, StringConstraints(pattern=SLUG, max_length=LONGEST_ID)]
    names: Mapping[LanguageTag, RoutineNames]
    first: Mapping[LanguageTag, Mapping[ToldApartBy, Name]]
    """What the first routine doesn't say yet of what tells it from another."""
    phone: Line | None = None
    email: Line | None = None
    url: WebAddress | None = None

    @property
    def new(self) -> NewRoutine:
        names = {language: said.model_dump() for language, said in self.names.items()}
        reached = {"phone": self.phone, "email": self.email, "url": self.url}
        told = {name: words for name, words in reached.items() if words}
        return NewRoutine(self.routine, names, told, self.first)


class RoutineRoutes:
    def __init__(self, folder: EditorsFolder, copy: WorkingCopy) -> None:
        self._folder = folder
        self._copy = copy

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/workshop/begin-routine", self.begin_routine)]

    async def begin_routine(self, request: web.Request) -> web.Response:
        """The files that a routine more makes, and where its names stand; none is written."""
        body = await bodies.read(request, BeginRoutine)
        base = await asyncio.to_thread(self._copy.base, self._copy.known(body.unsaved))
        if base is None:
            raise refusal(422, "faulty")
        if set(base.languages) != body.names.keys():
            raise web.HTTPBadRequest
        seen = seen_files(self._folder, body)
        changed = await asyncio.to_thread(
            with_routine,
            seen.texts,
            base,
            body.new,
            today=date.today(),  # noqa: DTZ011 the editor's own day is meant
            folder=self._folder.path,
        )
        name = file_of(MORE_ROUTINES, body.routine)
        return json_response(
            {
                "files": seen.told(changed),
                "file": name,
                "opens": file_of(PASSAGES, body.routine),
                "places": places_in(document_of(changed[name] or "")),
            }
        )
