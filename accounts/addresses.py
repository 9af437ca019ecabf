"""Where people and the reviewers' channel are reached."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody who has turned to the bot, and where they did."""

    id: str
    """The Entra object id."""
    name: str
    channel_id: str
    """The channel's own id of the person."""
    service_url: str
    bot_id: str
    language: str
    conversation: str | None = None
    """The person's own chat with the bot, where that is where they turned to it."""


@dataclass(frozen=True, slots=True)
class ReviewChannel:
    """Where the reviewers are told of everything they decide on."""

    conversation: str
    """The channel itself, not a thread in it."""
    service_url: str
    bot_id: str
    language: str
    made_at: datetime
    made_by: str | None = None
    """A person's id; None once that person has been erased."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where one message goes."""

    service_url: str
    bot_id: str
    language: str
    conversation: str | None
    """None where a conversation with the person must be begun first."""
    channel_id: str | None = None
    """The person's; None where it goes to the reviewers' channel."""

    @property
    def is_personal(self) -> bool:
        return self.channel_id is not None
