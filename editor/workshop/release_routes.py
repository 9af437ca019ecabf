"""What the page may ask for to have what is saved taken into use, where reviewers sign in."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, TypeAlias

from aiohttp import web
from pydantic import Field, StringConstraints

from core.clock import SWEDEN, Clock
from core.errors import DomainError, NotAReviewer
from core.person import Person
from editor.workshop import bodies
from editor.workshop.checking import Checking
from editor.workshop.decision_routes import refused
from editor.workshop.door import EDITOR
from editor.workshop.responses import (
    failure_line,
    json_line,
    json_response,
    refusal,
    streamed,
)
from editor.workshop.search import Search
from editor.workshop.working_copy import SAVED
from knowledge.live.versions import BaseStore
from knowledge.source.files import Content, read_content, write_content
from knowledge.source.loader import has_errors, inspect_content
from releases.release import Release
from releases.release_service import ReleaseService
from texts.catalogue import Texts

Answer: TypeAlias = Callable[[Person, str, int], Awaitable[Release]]


class ReadReleases(bodies.PageBody):
    """Tell what is in use, what differs in the folder, and what is on its way."""


class Publish(bodies.PageBody):
    """Have what stands in the folder, which the page saw as *seen*, taken into use."""

    seen: Annotated[str, StringConstraints(max_length=64)]
    day_and_time: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")] | None
    """In Sweden; None for at once."""


class AnswerRelease(bodies.PageBody):
    release: bodies.Reference
    version: int = Field(ge=1)


@dataclass(frozen=True, slots=True)
class Releasing:
    """What takes into use what is saved."""

    service: ReleaseService
    store: BaseStore
    clock: Clock
    asked: Callable[[], None]
    """Called when something may be due."""


class ReleaseRoutes:
    """One method for each thing the page does; the page's address for it has the same name."""

    def __init__(
        self,
        releasing: Releasing,
        checking: Checking,
        search: Search,
        texts: Texts,
        one_save_at_a_time: asyncio.Lock,
    ) -> None:
        self._service = releasing.service
        self._store = releasing.store
        self._clock = releasing.clock
        self._asked = releasing.asked
        self._checking = checking
        self._search = search
        self._texts = texts
        self._one_save_at_a_time = one_save_at_a_time

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/workshop/releases", self.releases),
            web.post("/workshop/publish", self.publish),
            web.post("/workshop/approve-release", self.approve_release),
            web.post("/workshop/turn-down-release", self.turn_down_release),
            web.post("/workshop/call-back-release", self.call_back_release),
            web.post("/workshop/release-changes", self.release_changes),
        ]

    async def releases(self, request: web.Request) -> web.Response:
        """The files that differ from what is in use, and the latest releases."""
        await bodies.read(request, ReadReleases)
        by = request[EDITOR]
        latest = await self._service.latest(by)
        before, after = await asyncio.to_thread(self._compared, latest)
        return json_response(
            {
                "seen": after.state,
                "changed": _differing(before, after),
                "releases": [_as_json(each, is_own=each.by == by) for each in latest],
                "second_reader": self._service.second_reader,
                "pinned": self._store.versions.pinned() is not None,
            }
        )

    async def release_changes(self, request: web.Request) -> web.StreamResponse:
        """Which questions get another reply with it, line by line as it is found."""
        await bodies.read(request, ReadReleases)
        latest = await self._service.latest(request[EDITOR])
        return await streamed(request, self._changes(latest))

    async def _changes(self, latest: Sequence[Release]) -> AsyncGenerator[bytes, None]:
        before, after = await asyncio.to_thread(self._compared, latest)
        if has_errors((await asyncio.to_thread(inspect_content, after))[1]):
            yield failure_line("faulty")
            return
        yield json_line(stage="building")
        with TemporaryDirectory(prefix="release-") as name:
            old, new = Path(name) / "before", Path(name) / "after"
            await asyncio.to_thread(write_content, before, old)
            await asyncio.to_thread(write_content, after, new)
            compared = self._search.lines("compare", old, new, self._search.cache)
            async with aclosing(compared) as lines:
                async for each in lines:
                    yield each

    async def publish(self, request: web.Request) -> web.Response:
        """Have the folder taken into use as it is now, unless it isn't as the page saw it."""
        body = await bodies.read(request, Publish)
        due_at = _moment(body.day_and_time)
        if due_at is not None and due_at <= self._clock():
            raise refusal(422, "in-the-past")
        async with self._one_save_at_a_time:
            content = await asyncio.to_thread(read_content, self._store.folder)
            if content.state != body.seen:
                raise refusal(409, "changed")
            texts = self._texts.in_language(body.lang)
            marks = await self._checking.errors(SAVED, texts)
            if marks:
                return json_response({"error": "faulty", "marks": marks}, status=422)
            waiting = self._store.versions.waiting
            await asyncio.to_thread(waiting.add, content, passages=0, at=self._clock())
        return await self._told(self._service.ask(request[EDITOR], content.hash, due_at))

    async def approve_release(self, request: web.Request) -> web.Response:
        """Approve what another reviewer wants in use."""
        return await self._answered(request, self._service.approve)

    async def turn_down_release(self, request: web.Request) -> web.Response:
        """Turn it down."""
        return await self._answered(request, self._service.turn_down)

    async def call_back_release(self, request: web.Request) -> web.Response:
        """Call back what isn't in use yet."""
        return await self._answered(request, self._service.call_back)

    async def _answered(self, request: web.Request, answer: Answer) -> web.Response:
        body = await bodies.read(request, AnswerRelease)
        return await self._told(answer(request[EDITOR], body.release, body.version))

    async def _told(self, change: Awaitable[Release]) -> web.Response:
        try:
            await change
        except NotAReviewer:
            raise
        except DomainError as error:
            return refused(error)
        self._asked()
        return json_response({})

    def _compared(self, latest: Sequence[Release]) -> tuple[Content, Content]:
        """Return what is in use, and what is on its way: the folder where nothing is."""
        on_its_way = next((each for each in latest if each.is_open), None)
        after = (
            self._store.versions.waiting.read(on_its_way.base)
            if on_its_way
            else read_content(self._store.folder)
        )
        return self._store.target().content, after


def _moment(day_and_time: str | None) -> datetime | None:
    """Return the moment that a day and a time in Sweden mean; refuse a day there is none of."""
    if day_and_time is None:
        return None
    try:
        return datetime.fromisoformat(day_and_time).replace(tzinfo=SWEDEN)
    except ValueError:
        raise refusal(422, "no-such-day") from None


def _differing(before: Content, after: Content) -> list[dict[str, str | None]]:
    names = sorted({*before.files, *after.files})
    both = ((name, before.files.get(name), after.files.get(name)) for name in names)
    return [
        {"name": name, "before": _as_text(old), "after": _as_text(new)}
        for name, old, new in both
        if old != new
    ]


def _as_text(content: bytes | None) -> str | None:
    return None if content is None else content.decode(errors="replace")


def _as_json(release: Release, *, is_own: bool) -> dict[str, object]:
    return {
        "id": release.id,
        "version": release.version,
        "standing": release.standing,
        "is_open": release.is_open,
        "is_own": is_own,
        "by": release.by.name,
        "asked_at": release.asked_at,
        "due_at": release.due_at,
        "changed_at": release.changed_at,
        "answered_by": release.answered_by.name if release.answered_by else None,
    }
