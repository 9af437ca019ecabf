"""What the form beside the YAML asks for: a passage's fields, and the text with some of them set.

Nothing is written to the folder: the text comes back to the page, which saves it as any other.
"""

import asyncio
from dataclasses import dataclass
from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints

from editor.passage_fields import set_field
from editor.workshop import bodies
from editor.workshop.responses import json_response
from editor.workshop.working_copy import MAX_TEXT, Buffer
from editor.yaml_splice import PASSAGE_LIST, NoSuchPassage, document_of, passage_ids
from yamlfile.document import Document, Location

MAX_LINES = 500
"""Of one list; the longest of the base has some fifty."""
Step = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,20}$")]
Words = Annotated[str, StringConstraints(max_length=MAX_TEXT)]


class ReadPassage(bodies.PassageInBuffer):
    """Tell what the fields of a passage hold."""


class FieldChange(bodies.Strict):
    field: tuple[Step, ...] = Field(min_length=1, max_length=4)
    value: Words | Annotated[tuple[Words, ...], Field(max_length=MAX_LINES)] | None


class SetFields(bodies.PassageInBuffer):
    """Set some fields of a passage; the text comes back."""

    changes: tuple[FieldChange, ...] = Field(min_length=1, max_length=50)


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a field begins, so that a mark in the text can be shown at it."""

    field: Location
    line: int
    column: int


class FormRoutes:
    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/workshop/fields", self.fields),
            web.post("/workshop/set-fields", self.set_fields),
        ]

    async def fields(self, request: web.Request) -> web.Response:
        """What a passage's fields hold, as they are written, and where each begins."""
        body = await bodies.read(request, ReadPassage)
        document = document_of(body.draft.text)
        location = _location(document, body.passage)
        told = {"values": document.value(location), "places": _places(document, location)}
        return json_response(told)

    async def set_fields(self, request: web.Request) -> web.Response:
        """The text with some fields of a passage set."""
        body = await bodies.read(request, SetFields)
        text = await asyncio.to_thread(_with_fields, body.draft, body.passage, body.changes)
        return json_response({"text": text})


def _with_fields(buffer: Buffer, passage: str, changes: tuple[FieldChange, ...]) -> str:
    text = buffer.text
    for change in changes:
        text = set_field(text, passage, change.field, change.value)
    return text


def _location(document: Document, passage: str) -> Location:
    ids = passage_ids(document)
    if passage not in ids:
        raise NoSuchPassage(passage)
    return (PASSAGE_LIST, ids.index(passage))


def _places(document: Document, passage: Location) -> list[FieldPlace]:
    """Return each field's place, in the order of the text; an entry of a list is one as well."""
    begins = {**document.places, **document.keys}
    inside = {
        where[len(passage) :]: place
        for where, place in begins.items()
        if where[: len(passage)] == passage and len(where) > len(passage)
    }
    places = [FieldPlace(where, place.line, place.column) for where, place in inside.items()]
    return sorted(places, key=lambda each: (each.line, each.column))
