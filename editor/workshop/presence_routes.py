"""Who else has which file open, where reviewers sign in."""

from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints

from core.clock import Clock
from editor.saving import EditorsFolder
from editor.workshop import bodies
from editor.workshop.door import EDITOR
from editor.workshop.editing import Editing
from editor.workshop.responses import hash_of, json_response


class Presence(bodies.PageBody):
    """Tell what a window has open: nothing where *file* is empty."""

    window: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
    file: bodies.FileName = ""


class PresenceRoutes:
    def __init__(self, folder: EditorsFolder, editing: Editing, clock: Clock) -> None:
        self._folder = folder
        self._editing = editing
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/workshop/presence", self.presence)]

    async def presence(self, request: web.Request) -> web.Response:
        """The files that others have open, and the hash of the one that this window has."""
        body, by = await bodies.read(request, Presence), request[EDITOR]
        content = self._folder.content(body.file) if body.file else None
        async with self._editing.transactions() as transactions:
            others = await transactions.write(
                lambda uow: uow.open_files.note(body.window, by, body.file, self._clock())
            )
        told = [{"name": each.by.name, "file": each.file} for each in others]
        return json_response({"others": told, "hash": hash_of(content)})
