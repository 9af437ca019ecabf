"""What the form beside the YAML asks for: a passage's fields, and the text with some of them set.

Nothing is written to the folder: the text comes back to the page, which saves it as any other.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints

from core.language import LANGUAGES
from editor.history import PassageWording, earlier_wordings, restored
from editor.passage_fields import set_field
from editor.saving import EditorsFolder
from editor.workshop import bodies
from editor.workshop.responses import json_response, refusal
from editor.workshop.working_copy import MAX_TEXT, Buffer
from editor.yaml_splice import document_of, location_of
from knowledge.drafting import LONGEST_PHRASING
from knowledge.languages import place_of
from knowledge.patterns import PatternFault, WordList, is_pattern, lists_in, sentences_of
from knowledge.source.files import LISTS, Content
from knowledge.source.loader import parse
from knowledge.source.reading import ContentReader
from yamlfile.document import Document, Location

MAX_LINES = 500
"""Of one list; the longest of the base has some fifty."""
_PHRASINGS = "asked_as"
Step = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,20}$")]
Words = Annotated[str, StringConstraints(max_length=MAX_TEXT)]


class ReadPassage(bodies.PassageInBuffer):
    """Tell what the fields of a passage hold."""

    lists: Words | None = None
    """What the file of the lists that patterns name is to hold, where that isn't saved."""


class FieldChange(bodies.Strict):
    field: tuple[Step, ...] = Field(min_length=1, max_length=4)
    value: Words | Annotated[tuple[Words, ...], Field(max_length=MAX_LINES)] | None


class SetFields(bodies.PassageInBuffer):
    """Set some fields of a passage; the text comes back."""

    changes: tuple[FieldChange, ...] = Field(min_length=1, max_length=50)


class RestoreWording(bodies.PassageInBuffer):
    """Take back the wording that a passage had in a revision; the text comes back."""

    revision: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{7,64}$")]


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a field begins, so that a mark in the text can be shown at it."""

    field: Location
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class PatternShown:
    """A phrasing by pattern, and the sentences that it makes."""

    field: Location
    sentences: tuple[str, ...]


class FormRoutes:
    def __init__(self, folder: EditorsFolder) -> None:
        self._folder = folder

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/workshop/wordings", self.wordings),
            web.post("/workshop/restore", self.restore),
            web.post("/workshop/fields", self.fields),
            web.post("/workshop/set-fields", self.set_fields),
        ]

    async def fields(self, request: web.Request) -> web.Response:
        """What a passage's fields hold, as they are written, and where each begins."""
        body = await bodies.read(request, ReadPassage)
        document = document_of(body.draft.text)
        location = location_of(document, body.passage)
        lists = await asyncio.to_thread(self._lists, body.lists)
        return json_response(
            {
                "values": document.value(location),
                "places": places_in(document, location),
                "patterns": [*_patterns(document, location, lists)],
            }
        )

    def _lists(self, unsaved: str | None) -> tuple[WordList, ...]:
        """Return the lists that patterns may name, as far as they can be read."""
        name, files = LISTS.pattern, {}
        if unsaved is not None:
            files = {name: unsaved.encode()}
        elif name in self._folder.names():
            files = {name: self._folder.content(name) or b""}
        content = Content(self._folder.path, files)
        reader = ContentReader(content, parse(content))
        return tuple(origin.value for origin in reader.entries(LISTS))

    async def set_fields(self, request: web.Request) -> web.Response:
        """The text with some fields of a passage set."""
        body = await bodies.read(request, SetFields)
        text = await asyncio.to_thread(_with_fields, body.draft, body.passage, body.changes)
        return json_response({"text": text})

    async def wordings(self, request: web.Request) -> web.Response:
        """The earlier wordings of a passage, where the folder is in git."""
        body = await bodies.read(request, ReadPassage)
        found = await asyncio.to_thread(lambda: [*self._earlier(body)])
        return json_response({"wordings": found})

    async def restore(self, request: web.Request) -> web.Response:
        """The text with an earlier wording in the place of a passage's own."""
        body = await bodies.read(request, RestoreWording)
        return json_response({"text": await asyncio.to_thread(self._restored, body)})

    def _restored(self, body: RestoreWording) -> str:
        found = (each.block for each in self._earlier(body) if each.revision == body.revision)
        block = next(found, None)
        if block is None:
            raise refusal(404, "no-such-wording")
        return restored(body.draft.text, body.draft.name, body.passage, block)

    def _earlier(self, body: bodies.PassageInBuffer) -> Iterator[PassageWording]:
        name, text = body.draft.name, body.draft.text
        self._folder.content(name)  # no name leads out of the folder
        return earlier_wordings(self._folder.path, name, body.passage, now=text)


def _with_fields(buffer: Buffer, passage: str, changes: tuple[FieldChange, ...]) -> str:
    text = buffer.text
    for change in changes:
        text = set_field(text, passage, change.field, change.value)
    return text


def _patterns(
    document: Document, passage: Location, lists: Iterable[WordList]
) -> Iterator[PatternShown]:
    """Yield what each phrasing by pattern makes; one with a fault has its mark instead."""
    others = document.value((*passage, "translations"))
    for language in (*LANGUAGES, *(others if isinstance(others, dict) else ())):
        place = (*place_of(language), _PHRASINGS)
        lines = document.value((*passage, *place))
        known = lists_in(language, lists)
        for number, line in enumerate(lines if isinstance(lines, list) else []):
            if isinstance(line, str) and is_pattern(line) and len(line) <= LONGEST_PHRASING:
                with suppress(PatternFault):
                    yield PatternShown((*place, number), sentences_of(line, known))


def places_in(document: Document, passage: Location = ()) -> list[FieldPlace]:
    """Return each field's place, in the order of the text; an entry of a list is one as well.

    Those of the whole file where it holds no passages.
    """
    begins = {**document.places, **document.keys}
    inside = {
        where[len(passage) :]: place
        for where, place in begins.items()
        if where[: len(passage)] == passage and len(where) > len(passage)
    }
    places = [FieldPlace(where, place.line, place.column) for where, place in inside.items()]
    return sorted(places, key=lambda each: (each.line, each.column))
