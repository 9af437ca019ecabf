"""Where answers wait that Teams didn't take."""

from dataclasses import dataclass, field
from datetime import timedelta

from aiohttp import ClientSession

from channel.credentials import NoTokens
from channel.replies import Replies
from channel.sender import ConnectorSender
from core.outbox import PendingReply
from storage.deadlines import DatabaseTimeout


@dataclass
class InMemoryReplies:
    """A `ReplyOutbox` in a dictionary; may be told to fail."""

    kept: dict[str, PendingReply] = field(default_factory=dict[str, PendingReply])
    waits: list[timedelta] = field(default_factory=list[timedelta])
    is_down: bool = False

    async def put(self, reply: PendingReply, *, wait: timedelta = timedelta()) -> None:
        if self.is_down:
            raise DatabaseTimeout
        self.kept.setdefault(reply.key, reply)
        self.waits.append(wait)


def replies_through(session: ClientSession, outbox: InMemoryReplies | None = None) -> Replies:
    sender = ConnectorSender(session, NoTokens(), attempts=1)
    return Replies(sender, outbox or InMemoryReplies())
