"""Server-Sent Events to each window, as things happen.

A window first gets an event ``window``: who it is, where it is, and the history. Then ``new``,
``updated`` and ``deleted`` with the activity, and ``typing``. A window that connects again names
the last event it saw and gets only what it missed.
"""

import asyncio
import json
from contextlib import suppress
from typing import Any

from aiohttp import web

from core.entered_text import LONGEST_MESSAGE
from localchat.connector_stand_in import CONNECTOR_PREFIX
from localchat.conversations import ChatEvent, Conversation, Conversations, Window
from localchat.people import BadName, ChatPerson, ChatPlace, checked_name

EVENTS_PATH = "/localchat/events"

_RETRY = b"retry: 500\n\n"
"""Milliseconds before a browser connects again: soon, for whoever has just restarted the bot."""


class EventStream:
    """Answers windows with an endless stream of what happens in their conversation."""

    def __init__(self, conversations: Conversations, *, heartbeat_seconds: float) -> None:
        self._conversations = conversations
        self._heartbeat_seconds = heartbeat_seconds

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Answer with events until the window goes away or is closed."""
        try:
            person, place = _who_and_where(request)
        except BadName as bad:
            raise web.HTTPBadRequest(text=f"not a name: {bad}") from None
        conversation = self._conversations.at(place)
        conversation.people[person.id] = person
        response = web.StreamResponse(headers={"Cache-Control": "no-store"})
        response.content_type = "text/event-stream"
        window = Window()
        # Nothing may be awaited between these two, or an event could be lost or sent twice.
        beginning = self._beginning(request, person, conversation)
        conversation.windows.add(window)
        with suppress(ConnectionError):
            try:
                await response.prepare(request)
                await response.write(beginning)
                await self._send_all(window, response)
            finally:
                conversation.windows.discard(window)
        return response

    def _beginning(
        self, request: web.Request, person: ChatPerson, conversation: Conversation
    ) -> bytes:
        missed = self._missed(request.headers.get("Last-Event-ID", ""), conversation)
        if missed is not None:
            return _RETRY + b"".join(self._frame(event) for event in missed)
        window = {
            "person": person.as_account(),
            "bot": self._conversations.bot,
            "conversation": conversation.place.as_conversation(),
            "serviceUrl": f"{request.url.origin()}{CONNECTOR_PREFIX}/",
            "history": conversation.history(),
            "longest": LONGEST_MESSAGE,
        }
        return _RETRY + _frame("window", window, id=self._id(conversation.last_number))

    def _missed(self, last_event_id: str, conversation: Conversation) -> list[ChatEvent] | None:
        run, _, number = last_event_id.partition("-")
        if run != self._conversations.run or not number.isdecimal():
            return None
        return conversation.events_after(int(number))

    async def _send_all(self, window: Window, response: web.StreamResponse) -> None:
        while True:
            try:
                event = await asyncio.wait_for(window.next(), self._heartbeat_seconds)
            except TimeoutError:
                # Keeps the connection open, and notices when the window has gone.
                await response.write(b": still here\n\n")
                continue
            if event is None:
                return
            await response.write(self._frame(event))

    def _frame(self, event: ChatEvent) -> bytes:
        event_id = None if event.number is None else self._id(event.number)
        return _frame(event.kind, event.activity, id=event_id)

    def _id(self, number: int) -> str:
        return f"{self._conversations.run}-{number}"


def _who_and_where(request: web.Request) -> tuple[ChatPerson, ChatPlace]:
    person = ChatPerson(checked_name(request.query.get("as", "anna")))
    if channel := request.query.get("in"):
        return person, ChatPlace(checked_name(channel), is_channel=True)
    return person, ChatPlace(person.name, is_channel=False)


def _frame(event: str, data: dict[str, Any], *, id: str | None) -> bytes:
    id_line = f"id: {id}\n" if id else ""
    return f"{id_line}event: {event}\ndata: {json.dumps(data)}\n\n".encode()
