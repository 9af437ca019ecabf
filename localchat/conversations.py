"""What has been said, and the windows that look on: in memory, gone at restart."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

from localchat.people import ChatPerson, ChatPlace

Activity = dict[str, Any]
Kind = Literal["new", "updated", "deleted", "typing"]

HISTORY_LIMIT = 300
WINDOW_LIMIT = 200


class NoSuchActivity(Exception):
    """No activity of that id is kept; it may have been pushed out by newer ones."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened; *number* is None for what is not worth repeating."""

    number: int | None
    kind: Kind
    activity: Activity


class Window:
    """One open page. It is closed when it falls behind, and then connects anew."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Change | None] = asyncio.Queue()
        self.is_closed = False

    def tell(self, change: Change) -> None:
        if self.is_closed:
            return
        if self._waiting.qsize() >= WINDOW_LIMIT:
            self.close()
        else:
            self._waiting.put_nowait(change)

    def close(self) -> None:
        self.is_closed = True
        self._waiting.put_nowait(None)

    async def next(self) -> Change | None:
        """The next change, or None when the window has been closed."""
        return await self._waiting.get()


@dataclass(slots=True)
class Conversation:
    place: ChatPlace
    people: dict[str, ChatPerson] = field(default_factory=dict)
    windows: set[Window] = field(default_factory=set)
    _activities: dict[str, Activity] = field(default_factory=dict)
    posted: dict[str, str] = field(default_factory=dict)
    """The activity of each message that its sender gave a key, the latest of them."""
    _changes: deque[Change] = field(default_factory=lambda: deque(maxlen=HISTORY_LIMIT))
    _last_number: int = 0

    @property
    def last_number(self) -> int:
        return self._last_number

    def history(self) -> list[Activity]:
        return list(self._activities.values())

    def changes_after(self, number: int) -> list[Change] | None:
        """What has happened since change *number*, or None when it is too long ago."""
        kept = [change for change in self._changes if (change.number or 0) > number]
        if number > self._last_number or len(kept) < self._last_number - number:
            return None
        return kept

    def add(self, activity: Activity) -> None:
        if len(self._activities) >= HISTORY_LIMIT:
            del self._activities[next(iter(self._activities))]
        self._activities[activity["id"]] = activity
        self._record("new", activity)

    def remember(self, key: str, activity_id: str) -> None:
        if len(self.posted) >= HISTORY_LIMIT:
            del self.posted[next(iter(self.posted))]
        self.posted[key] = activity_id

    def update(self, activity_id: str, activity: Activity) -> None:
        before = self._kept(activity_id)
        kept = {name: before[name] for name in ("id", "timestamp", "conversation", "from")}
        self._activities[activity_id] = activity | kept
        self._record("updated", self._activities[activity_id])

    def delete(self, activity_id: str) -> None:
        self._kept(activity_id)
        del self._activities[activity_id]
        self._record("deleted", {"id": activity_id})

    def show_typing(self, activity: Activity) -> None:
        self._tell(Change(None, "typing", activity))

    def _kept(self, activity_id: str) -> Activity:
        try:
            return self._activities[activity_id]
        except KeyError:
            raise NoSuchActivity(activity_id) from None

    def _record(self, kind: Kind, activity: Activity) -> None:
        self._last_number += 1
        change = Change(self._last_number, kind, activity)
        self._changes.append(change)
        self._tell(change)

    def _tell(self, change: Change) -> None:
        for window in self.windows:
            window.tell(change)


def _key_of(activity: Activity) -> str:
    match activity.get("channelData"):
        case {"rutinboten": {"message": str(key)}}:
            return key
        case _:
            return ""


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


class Conversations:
    """Every conversation of this run; *run* tells its change numbers from another run's."""

    def __init__(
        self, *, bot: dict[str, Any], tenant: str, clock: Callable[[], int] = _milliseconds
    ) -> None:
        self.bot = bot
        self.tenant = tenant
        self.run = uuid4().hex[:8]
        self._clock = clock
        self._last_id = 0
        self._conversations: dict[ChatPlace, Conversation] = {}

    def at(self, place: ChatPlace) -> Conversation:
        """The conversation at *place*, begun if nobody has been there yet."""
        if place not in self._conversations:
            self._conversations[place] = Conversation(place)
            if not place.is_channel:
                person = ChatPerson(place.name)
                self._conversations[place].people[person.id] = person
        return self._conversations[place]

    def post(self, place: ChatPlace, activity: Activity) -> str:
        """Take in *activity* as Teams would, and return the id it got.

        A message that its sender has given a key is shown once, however often it comes: Teams
        would show it each time, so that is more than Teams does.
        """
        conversation = self.at(place)
        key = _key_of(activity)
        if key in conversation.posted:
            return conversation.posted[key]
        stamped = self._stamped(place, activity)
        if key:
            conversation.remember(key, stamped["id"])
        if activity["type"] == "typing":
            conversation.show_typing(stamped)
        elif activity["type"] == "message":
            conversation.add(stamped)
        return stamped["id"]

    def close_windows(self) -> None:
        for conversation in self._conversations.values():
            for window in conversation.windows:
                window.close()

    def _sender_of(self, activity: Activity) -> dict[str, Any]:
        """A bot need not tell its own name, nor that it is the sender: Teams knows both."""
        match activity.get("from"):
            case {"id": str(sender)} if sender != self.bot["id"]:
                return activity["from"]
            case _:
                return self.bot

    def _stamped(self, place: ChatPlace, activity: Activity) -> Activity:
        # Teams' own activity ids are the time in milliseconds, and never the same twice.
        self._last_id = max(self._clock(), self._last_id + 1)
        moment = datetime.fromtimestamp(self._last_id / 1000, UTC)
        return activity | {
            "from": self._sender_of(activity),
            "id": str(self._last_id),
            "timestamp": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "conversation": place.as_conversation(self.tenant),
        }
