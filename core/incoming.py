"""One message, press or event from the channel, as the dialogs see it."""

from dataclasses import dataclass
from enum import StrEnum

from core.outbox import ConversationReference
from core.person import Person

THREAD = ";messageid="
"""What Teams puts between a channel's id and that of a thread in it."""


class ShownIn(StrEnum):
    """Where an answer shows."""

    OWN_CHAT = "own chat"
    THREAD = "thread"
    """Others look on."""
    DIALOG = "dialog"
    """Nobody sees it but the person who opened it; it is gone when they close it."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search from the message box."""

    command: str
    """Which of the searches that the app package lists."""
    text: str
    skip: int
    count: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message, press or event, without the SDK."""

    person: Person
    """Who wrote or pressed; the id is the Entra object id where the channel tells it."""
    conversation: str
    in_private: bool
    has_identity: bool = True
    """Whether Entra knows who it is; else nothing is begun or decided in their name."""
    id: str = ""
    """The activity's own id, the same when it is sent again."""
    text: str = ""
    """What was written, without the mention of the bot."""
    locale: str | None = None
    data: object = None
    """What a pressed button carried."""
    has_files: bool = False
    quoted: str | None = None
    """The id of the message that it quotes, empty where the channel left that out."""
    edit: str = ""
    """Names this change of a message, the same when it is sent again; empty for a new message."""
    service_url: str = ""
    channel_id: str = ""
    """The channel's own id of the person."""
    bot_id: str = ""
    """Empty where the channel left it out."""
    in_dialog: bool = False
    """Whether it comes from a dialog, or opens one."""

    query: SearchQuery | None = None
    """What is searched for from the message box; None where nothing is, or it can't be read."""

    @property
    def shown_in(self) -> ShownIn:
        if self.in_dialog:
            return ShownIn.DIALOG
        return ShownIn.OWN_CHAT if self.in_private else ShownIn.THREAD

    def reference(self, language: str) -> ConversationReference:
        """Return where the person can be written to from now on, in *language*."""
        return ConversationReference(
            id=self.person.id,
            name=self.person.name,
            channel_id=self.channel_id,
            service_url=self.service_url,
            bot_id=self.bot_id,
            language=language,
            conversation=self.conversation if self.in_private else None,
        )
