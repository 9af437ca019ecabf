"""Renaming, moving, merging and deleting passages: first what would change, then all at once.

The files come back to the page, which shows them and then saves them together; the way back is to
save what they held before.
"""

import asyncio
from typing import Annotated, Literal, TypeAlias

from aiohttp import web
from pydantic import Field, StringConstraints

from editor.golden import with_misses
from editor.rearranging import Changed, Files, deleted, merged, moved, renamed
from editor.replacing import with_words_replaced
from editor.saving import EditorsFolder
from editor.schema import with_schema_line
from editor.spelling.dictionaries import LONGEST
from editor.spelling.own_words import with_own_word
from editor.workshop import bodies
from editor.workshop.door import EDITOR
from editor.workshop.responses import json_response
from editor.workshop.seen_files import seen_files
from editor.workshop.together import SavingTogether
from knowledge.passage import Miss, Slug
from knowledge.routine import LanguageTag
from knowledge.source.files import KNOWN_MISSES, OWN_WORDS, PASSAGES


class Rename(bodies.Strict):
    deed: Literal["rename"]
    passage: bodies.Reference
    to: Slug


class MovePassage(bodies.Strict):
    deed: Literal["move"]
    passage: bodies.Reference
    to: Slug


class Merge(bodies.Strict):
    deed: Literal["merge"]
    passage: bodies.Reference
    to: bodies.Reference


class Delete(bodies.Strict):
    deed: Literal["delete"]
    passage: bodies.Reference


Deed: TypeAlias = Annotated[Rename | MovePassage | Merge | Delete, Field(discriminator="deed")]


class Rearrange(bodies.FilesBody):
    """Do *what* with a passage; *files* are those that aren't saved yet."""

    what: Deed


class ReplaceWords(bodies.FilesBody):
    """Put other words in the place of some in all passages."""

    words: Annotated[str, StringConstraints(min_length=2, max_length=200)]
    by: Annotated[str, StringConstraints(max_length=200)]


class AcceptLost(bodies.FilesBody):
    """Put test questions on the list of known misses."""

    lost: tuple[Miss, ...] = Field(min_length=1, max_length=200)


class AddOwnWord(bodies.FilesBody):
    """Put a word on the list of the base's own."""

    language: LanguageTag
    word: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


class SaveTogether(bodies.FilesBody):
    """Write all the files, or none."""


class RearrangeRoutes:
    """Several files change together."""

    def __init__(self, folder: EditorsFolder, saving: SavingTogether) -> None:
        self._folder = folder
        self._saving = saving

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/workshop/rearrange", self.rearrange),
            web.post("/workshop/replace-words", self.replace_words),
            web.post("/workshop/accept-lost", self.accept_lost),
            web.post("/workshop/own-word", self.own_word),
            web.post("/workshop/save-together", self.save_together),
        ]

    async def rearrange(self, request: web.Request) -> web.Response:
        """The files that would change, and what they hold now; nothing is written."""
        body = await bodies.read(request, Rearrange)
        seen = seen_files(self._folder, body)
        changed = await asyncio.to_thread(self._done, body.what, seen.texts)
        return json_response({"files": seen.told(changed)})

    async def replace_words(self, request: web.Request) -> web.Response:
        """The files that would change where words are replaced, and each place; none is written."""
        body = await bodies.read(request, ReplaceWords)
        seen = seen_files(self._folder, body)
        changed, places = await asyncio.to_thread(
            with_words_replaced, seen.texts, body.words, body.by
        )
        return json_response({"files": seen.told(changed), "places": places})

    async def accept_lost(self, request: web.Request) -> web.Response:
        """The list of known misses with some test questions on it; it isn't written."""
        body = await bodies.read(request, AcceptLost)
        seen = seen_files(self._folder, body)
        listed = with_misses(seen.texts.get(KNOWN_MISSES.pattern), body.lost)
        return json_response({"files": seen.told({KNOWN_MISSES.pattern: listed})})

    async def own_word(self, request: web.Request) -> web.Response:
        """The list of own words with another on it; it isn't written."""
        body = await bodies.read(request, AddOwnWord)
        seen = seen_files(self._folder, body)
        listed = with_own_word(seen.texts.get(OWN_WORDS.pattern), body.language, body.word)
        return json_response({"files": seen.told({OWN_WORDS.pattern: listed})})

    async def save_together(self, request: web.Request) -> web.Response:
        """Write every file, if the base has no errors then and nobody has changed one of them."""
        return await self._saving.save(request[EDITOR], await bodies.read(request, SaveTogether))

    def _done(self, what: Rename | MovePassage | Merge | Delete, files: Files) -> Changed:
        match what:
            case Rename():
                return renamed(files, what.passage, what.to)
            case MovePassage():
                return moved(files, what.passage, what.to, begin=self._begun)
            case Merge():
                return merged(files, what.passage, what.to)
            case Delete():
                return deleted(files, what.passage)

    def _begun(self, text: str) -> str:
        return with_schema_line(text, PASSAGES, self._folder.path)
