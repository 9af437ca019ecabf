"""Several files saved together or not at all, whatever else must be done with them."""

import asyncio

from aiohttp import web

from core.person import Person
from editor.saving import ChangedMeanwhile, EditorsFolder, FileChange
from editor.workshop.bodies import FilesBody
from editor.workshop.checking import Checking
from editor.workshop.editing import Editing, Work
from editor.workshop.responses import hash_of, json_response
from texts.catalogue import Texts


class SavingTogether:
    """Writes files that are as they were begun with, where the base has no errors then."""

    def __init__(
        self,
        folder: EditorsFolder,
        editing: Editing,
        checking: Checking,
        texts: Texts,
        one_at_a_time: asyncio.Lock,
    ) -> None:
        self._folder = folder
        self._editing = editing
        self._checking = checking
        self._texts = texts
        self._one_at_a_time = one_at_a_time

    async def save(self, by: Person, body: FilesBody, work: Work | None = None) -> web.Response:
        """Tell the hash of each file that is written in somebody's name, or why none is."""
        texts = self._texts.in_language(body.lang)
        async with self._one_at_a_time:
            seen = {each.name: self._folder.content(each.name) for each in body.files}
            for each in body.files:
                if hash_of(seen[each.name]) != each.begun_with:
                    return _changed(each.name)
            if body.files:
                marks = await self._checking.hindrances(body.unsaved, texts)
                if marks:
                    return json_response({"error": "faulty", "marks": marks}, status=422)
            content = body.unsaved
            changes = [FileChange(name, content[name], seen[name]) for name in content]
            try:
                told = await self._editing.write(by, changes, work)
            except ChangedMeanwhile as changed:
                return _changed(changed.name)
        hashes = {name: hash_of(new) for name, new in content.items()}
        return json_response({"hashes": hashes, **told})


def _changed(name: str) -> web.Response:
    return json_response({"error": "changed", "name": name}, status=409)
