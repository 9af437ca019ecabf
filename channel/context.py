"""One turn: what came from Teams, and the ways to say something in it."""

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Any

from channel.activity import InboundActivity
from channel.replies import Replies
from channel.translation import to_incoming
from core.incoming import Incoming
from core.outbox import PendingReply

INVOKE, MESSAGE = "invoke", "message"
PRESS_SECONDS = 1.5
"""How long a press waits for a message that is sent beside its answer."""

Content = dict[str, Any]
"""What an activity says, beside where it goes: its text, or its attachments."""


class TurnContext:
    """What one turn answers. Where it *is_silent* nothing is sent: only its response counts."""

    def __init__(
        self, activity: InboundActivity, replies: Replies, *, is_silent: bool = False
    ) -> None:
        self.activity = activity
        self.has_spoken = False
        self.collected: list[Content] = []
        """What is said, where it is to come back in the response."""
        self._replies = replies
        self._is_silent = is_silent
        self._said = 0

    @cached_property
    def incoming(self) -> Incoming:
        """What the dialogs need to know of the activity."""
        return to_incoming(self.activity)

    @property
    def collects(self) -> bool:
        """Whether what is said comes back in the response."""
        return self.activity.delivery_mode == "expectReplies"

    async def say(self, content: Content) -> str:
        """Post a message and return its id, or "" where it is sent later or has none."""
        message = self._addressed(content)
        sent = ""
        if self.collects:
            self.collected.append(message)
        elif not self._is_silent:
            # Teams waits five seconds for the answer to a press, and much longer for one to a
            # message.
            patience = PRESS_SECONDS if self.activity.type == INVOKE else None
            sent = await self._replies.send(self._pending(message), patience=patience)
        self.has_spoken = True
        return sent

    async def replace(self, message_id: str, content: Content) -> None:
        """Put a message in place of one that was sent before."""
        if self._is_silent:
            return
        message = self._addressed(content) | {"id": message_id}
        patience = PRESS_SECONDS if self.activity.type == INVOKE else None
        await self._replies.send(self._pending(message, replaces=message_id), patience=patience)

    async def show_typing(self) -> None:
        """Show that the bot is at work, which says nothing."""
        asked = self.activity
        typing = self._addressed({"type": "typing"})
        await self._replies.sender.post(
            asked.service_url, asked.conversation.id, typing, reply_to=asked.id
        )

    def _addressed(self, content: Content) -> Content:
        return {"type": MESSAGE, **content, **self._address}

    @cached_property
    def _address(self) -> Content:
        """From the bot to whoever wrote, in the conversation they wrote in."""
        asked = self.activity
        address = {
            "serviceUrl": asked.service_url,
            "channelId": asked.channel_id,
            "conversation": asked.conversation.model_dump(by_alias=True, exclude_none=True),
            "recipient": asked.sender.model_dump(by_alias=True, exclude_none=True),
            "locale": asked.locale,
            "replyToId": asked.id,
        }
        if asked.recipient:
            address["from"] = asked.recipient.model_dump(by_alias=True, exclude_none=True)
        return {key: value for key, value in address.items() if value is not None}

    def _pending(self, message: Content, *, replaces: str | None = None) -> PendingReply:
        """Return what is said, under a key that is the same however often the turn is run."""
        asked = self.activity
        self._said += 1
        key = f"{asked.conversation.id}/{asked.id or asked.type}"
        if asked.edit:
            key += f"/{asked.edit}"
        return PendingReply(
            key=key if self._said == 1 else f"{key}/{self._said}",
            service_url=asked.service_url,
            conversation=asked.conversation.id,
            person=self.incoming.person.id,
            activity=message,
            reply_to=None if replaces else asked.id,
            replaces=replaces,
        )


Body = dict[str, Any]
Logic = Callable[[TurnContext], Awaitable[Body | None]]
"""Answers one turn, and returns what answers its request; None where nothing does."""
