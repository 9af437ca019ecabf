"""Conversations and the windows open on them: in memory, gone at restart."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

from cachetools import FIFOCache

from localchat.people import ChatPerson, ChatPlace

Activity = dict[str, Any]
Kind = Literal["new", "updated", "deleted", "typing"]

HISTORY_LIMIT = 300
WINDOW_LIMIT = 200


class NoSuchActivity(Exception):
    """No activity has that id, or newer ones have pushed it out."""


@dataclass(frozen=True, slots=True)
class ChatEvent:
    """One thing that happened; *number* is None where a window that was away needn't know."""

    number: int | None
    kind: Kind
    activity: Activity


class Window:
    """One open page. It is closed when it falls behind, and then connects again."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[ChatEvent | None] = asyncio.Queue()
        self.is_closed = False

    def tell(self, event: ChatEvent) -> None:
        """Queue *event*; close the window where too many wait already."""
        if self.is_closed:
            return
        if self._waiting.qsize() >= WINDOW_LIMIT:
            self.close()
        else:
            self._waiting.put_nowait(event)

    def close(self) -> None:
        self.is_closed = True
        self._waiting.put_nowait(None)

    async def next(self) -> ChatEvent | None:
        """Return the next event, or None once the window is closed."""
        return await self._waiting.get()


@dataclass(slots=True)
class Conversation:
    place: ChatPlace
    people: dict[str, ChatPerson] = field(default_factory=dict)
    windows: set[Window] = field(default_factory=set)
    posted: FIFOCache[str, str] = field(default_factory=lambda: FIFOCache(HISTORY_LIMIT))
    """Activity ids of messages by the key that their sender gave them."""
    _activities: FIFOCache[str, Activity] = field(default_factory=lambda: FIFOCache(HISTORY_LIMIT))
    _events: deque[ChatEvent] = field(default_factory=lambda: deque(maxlen=HISTORY_LIMIT))
    last_number: int = 0
    """Of the events so far."""

    def history(self) -> list[Activity]:
        return list(self._activities.values())

    def events_after(self, number: int) -> list[ChatEvent] | None:
        """Return what has happened since event *number*, or None when that is too long ago."""
        later = [event for event in self._events if (event.number or 0) > number]
        if number > self.last_number or len(later) < self.last_number - number:
            return None
        return later

    def add(self, activity: Activity) -> None:
        self._activities[activity["id"]] = activity
        self._record("new", activity)

    def update(self, activity_id: str, activity: Activity) -> None:
        """Replace what an activity says; raise `NoSuchActivity`."""
        before = self._activity(activity_id)
        unchanged = {name: before[name] for name in ("id", "timestamp", "conversation", "from")}
        self._activities[activity_id] = activity | unchanged
        self._record("updated", self._activities[activity_id])

    def delete(self, activity_id: str) -> None:
        """Raise `NoSuchActivity`."""
        self._activity(activity_id)
        del self._activities[activity_id]
        self._record("deleted", {"id": activity_id})

    def show_typing(self, activity: Activity) -> None:
        """Tell the windows, but leave it out of the history."""
        self._tell(ChatEvent(None, "typing", activity))

    def _activity(self, activity_id: str) -> Activity:
        try:
            return self._activities[activity_id]
        except KeyError:
            raise NoSuchActivity(activity_id) from None

    def _record(self, kind: Kind, activity: Activity) -> None:
        self.last_number += 1
        event = ChatEvent(self.last_number, kind, activity)
        self._events.append(event)
        self._tell(event)

    def _tell(self, event: ChatEvent) -> None:
        for window in self.windows:
            window.tell(event)


def _key_of(activity: Activity) -> str:
    match activity.get("channelData"):
        case {"rutinboten": {"message": str(key)}}:
            return key
        case _:
            return ""


class Conversations:
    """Every conversation of this run; *run* tells its event numbers from another run's."""

    def __init__(self, bot: dict[str, Any]) -> None:
        self.bot = bot
        self.run = uuid4().hex[:8]
        self._last_id = 0
        self._conversations: dict[ChatPlace, Conversation] = {}

    def at(self, place: ChatPlace) -> Conversation:
        """Return the conversation at *place*, begun where there is none yet."""
        if place not in self._conversations:
            self._conversations[place] = Conversation(place)
            if not place.is_channel:
                person = ChatPerson(place.name)
                self._conversations[place].people[person.id] = person
        return self._conversations[place]

    def post(self, place: ChatPlace, activity: Activity) -> str:
        """Take *activity* as Teams would, and return the id it was given.

        A message to which its sender gave a key is shown once, however often it comes; Teams would
        show it each time.
        """
        conversation = self.at(place)
        key = _key_of(activity)
        if key in conversation.posted:
            return conversation.posted[key]
        stamped = self._stamped(place, activity)
        if key:
            conversation.posted[key] = stamped["id"]
        if activity["type"] == "typing":
            conversation.show_typing(stamped)
        elif activity["type"] == "message":
            conversation.add(stamped)
        return stamped["id"]

    def everybody(self) -> list[ChatPerson]:
        """Return everybody who has been here, by name."""
        every = {
            id: who for each in self._conversations.values() for id, who in each.people.items()
        }
        return sorted(every.values(), key=lambda person: person.name)

    def close_windows(self) -> None:
        for conversation in self._conversations.values():
            for window in conversation.windows:
                window.close()

    def _sender_of(self, activity: Activity) -> dict[str, Any]:
        """Return the sender; a bot needn't name itself, nor say that it is the sender."""
        match activity.get("from"):
            case {"id": str(sender)} if sender != self.bot["id"]:
                return activity["from"]
            case _:
                return self.bot

    def _stamped(self, place: ChatPlace, activity: Activity) -> Activity:
        # Teams' own activity ids are the time in milliseconds, and never the same twice.
        self._last_id = max(time.time_ns() // 1_000_000, self._last_id + 1)
        moment = datetime.fromtimestamp(self._last_id / 1000, UTC)
        return activity | {
            "from": self._sender_of(activity),
            "id": str(self._last_id),
            "timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "conversation": place.as_conversation(),
        }
