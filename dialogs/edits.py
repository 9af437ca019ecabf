"""Messages that are changed or deleted after they were answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from core.incoming import Incoming
from dialogs.memory import Memory
from dialogs.reply import Reply
from dialogs.services import Services
from questions.asked import AnsweredMessage

ANSWERED_AGAIN = timedelta(hours=1)
"""How long after its answer a changed question is answered anew."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What to say of a changed message."""

    reply: Reply
    replaces: str | None = None
    """The activity whose place it takes; None where it is a message of its own."""
    instead_of: str = ""
    """The id of the answer that no longer counts."""


class EditsDialog:
    """Answers a changed question in place of its earlier answer, once for each change."""

    def __init__(
        self, services: Services, answer: Callable[[Incoming], Awaitable[Reply | None]]
    ) -> None:
        """*answer* answers a question; it returns None for what is no question."""
        self._services = services
        self._memory = Memory(services)
        self._answer = answer

    async def changed(self, incoming: Incoming) -> Edited | None:
        """Return what to say; None where this change has been answered already."""
        store = self._services.store
        since = self._services.clock() - ANSWERED_AGAIN
        earlier = await store.answered(self._key(incoming), since=since)
        if earlier is not None and earlier.edit == incoming.edit:
            return None
        reply = await self._answer(incoming) if earlier is not None else None
        if earlier is None or reply is None or reply.asked is None:
            texts = self._services.texts(self._services.base.language_of(incoming.locale))
            return Edited(Reply(text=texts.say("edit.write_again")))
        if not await store.claim_edit(earlier, incoming.edit):
            return None
        return Edited(reply, earlier.reply, earlier.answer_id)

    async def deleted(self, incoming: Incoming) -> None:
        """Forget the person's last question there, so that nothing builds on what is gone."""
        await self._memory.forget(incoming)

    def answered(self, incoming: Incoming, reply: Reply, sent: str) -> AnsweredMessage | None:
        """Return what to note of an answer; None where Teams told no id for it."""
        if reply.asked is None or not sent or not incoming.id:
            return None
        return AnsweredMessage(
            message=self._key(incoming),
            reply=sent,
            answer_id=reply.asked.answer_id,
            edit=incoming.edit,
            answered_at=reply.asked.asked_at,
        )

    def _key(self, incoming: Incoming) -> str:
        """Return a name of the message that doesn't tell in whose chat it stands."""
        return self._services.pseudonym(f"{incoming.conversation}/{incoming.id}")
