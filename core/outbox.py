"""Messages to be sent, and where people and the reviewers are reached."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.person import Person
from core.standing import ShownSubject


@dataclass(frozen=True, slots=True)
class ConversationReference:
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


REVIEW_CHANNEL = "review-channel"
"""Stands for the reviewers' channel where a notice is addressed to that, not to a person."""

NOBODY = "erased-"
"""Begins the id that stands where an erased person's did; no message is sent to such an id."""


class NoticeKind(StrEnum):
    """What a message is about; how each looks is decided where it is drawn."""

    MANAGER_ASKED = "manager-asked"
    MANAGER_REMINDED = "manager-reminded"
    MANAGER_ANSWERED = "manager-answered"
    MANAGER_SLOW = "manager-slow"
    MANAGER_RELIEVED = "manager-relieved"
    """To whoever needn't answer any more, since somebody else is asked."""
    MANAGER_REASSIGNED = "manager-reassigned"
    """To the requester, whose manager has named a deputy."""
    REVIEW = "review"
    """The card in the review channel: posted once for a request, then kept up to date in place."""
    QUESTIONED = "questioned"
    """A reviewer asks the requester something."""
    REPLIED = "replied"
    REVIEW_REMINDED = "review-reminded"
    REVIEW_SLOW = "review-slow"
    RETURNED_REMINDED = "returned-reminded"
    """To the requester, who hasn't sent it again."""
    APPROVED_REMINDED = "approved-reminded"
    """To the requester, whose account isn't live."""
    APPROVAL_EXPIRES = "approval-expires"
    APPROVAL_EXPIRED = "approval-expired"
    """To the requester, the manager and the review channel."""
    DECIDED = "decided"
    RESPONSIBLE_NAMED = "responsible-named"
    """To whoever is to be responsible for an approved account, and may tick its checklist."""
    WITHDRAWN = "withdrawn"
    DRAFT_EXPIRES = "draft-expires"
    DRAFT_EXPIRED = "draft-expired"
    ACCOUNT_LIVE = "account-live"
    HANDOVER_ASKED = "handover-asked"
    HANDED_OVER = "handed-over"
    HANDOVER_DECLINED = "handover-declined"
    ACCOUNT_CHANGED = "account-changed"
    ACCOUNT_TO_REVIEW = "account-to-review"
    """The account's address, or other facts of it, wait for a reviewer."""
    ACCOUNT_REVIEW_REMINDED = "account-review-reminded"
    ACCOUNT_NOT_APPROVED = "account-not-approved"
    ACCOUNT_ORPHANED = "account-orphaned"
    """Nobody is responsible for it any more."""
    CARD_RENEWED = "card-renewed"
    """Puts the case as it is into the messages that show somebody how it was."""
    CARD_MOVED = "card-moved"
    """Has the messages that showed a case say that another one in the chat shows it now."""
    BASE_NEWS = "base-news"
    ROUTINE_REVISED = "routine-revised"
    """To those responsible for an account, when the routine has a new revision; then to others."""
    ROUTINE_NEWS = "routine-news"
    OVERDUE_PASSAGES = "overdue-passages"
    """The weekly list of what in the base is to be looked over, to the reviewers."""
    ANSWER = "answer"
    """The whole answer, to whoever asked among others and wants it in their own chat."""
    APPOINTMENT = "appointment"
    """The card in the review channel of a proposed change of the list of reviewers."""
    RELEASE = "release"
    """A second reader is to look at a changed base; or how that went, to whoever asked for it."""
    CREDENTIALS_END = "credentials-end"
    GIVEN_UP = "given-up"
    """How many messages were given up, to those who run the bot."""
    AUDIT_SEAL = "audit-seal"
    """The audit log's checksum, told weekly so that it is kept outside the database."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person or channel. What it says is looked up when it is sent."""

    key: str
    """Names the message: whatever is put twice under one key is sent once."""
    kind: str
    to: str
    """A person's id, or `REVIEW_CHANNEL`."""
    subject: str
    """The request, account or question it tells of."""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    by: Person | None = None
    """Who has set it off; None where nobody has, or may be named."""


REPLY = "reply"
"""The kind of what answers somebody, and waits because Teams didn't take it at once."""


class UnknownKind(Exception):
    """A notice is of a kind that this version knows nothing of; an earlier or later one may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingReply:
    """An answer to be sent: it goes to where the question came from, or nowhere."""

    key: str
    """Names the message: however often its turn is run, it is sent once."""
    service_url: str
    conversation: str
    person: str
    """Whom it answers."""
    activity: Mapping[str, Any]
    """As the channel takes it."""
    reply_to: str | None = None
    replaces: str | None = None
    """The message it is put in place of."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message taken out of the outbox to be sent, for as long as its instance is alive."""

    number: int
    notice: Notice
    address: Address
    attempts: int
    """How often it has failed."""
    reply: PendingReply | None = None
    """What is to be said, where it is no notice."""
    expires_at: datetime | None = None
    """When it is of no use any more."""
    gathered: tuple["Delivery", ...] = ()
    """What else waits for the same recipient, and goes out in the same message."""

    @property
    def whole(self) -> tuple["Delivery", ...]:
        """This one, and what goes out with it."""
        return (self, *self.gathered)

    @property
    def key(self) -> str:
        """Names the message: the same at every attempt to send the same notices."""
        keys = "\n".join(each.notice.key for each in self.whole)
        digest = hashlib.sha256(keys.encode()).hexdigest()[:32]
        return f"digest/{digest}" if self.gathered else keys


@dataclass(frozen=True, slots=True)
class Backlog:
    """How the outbox is doing."""

    waiting: int
    oldest: datetime | None
    """When the longest waiting of those was put."""
    refused: int
    """Those of the last weeks that no channel accepted, or not in time."""
    unaddressed: int
    """Those to people never met, or to a reviewers' channel before there is one."""
    stuck: int = 0
    """Those with something wrong of their own, which are tried again and again."""
    held_up_since: datetime | None = None
    """Since when the longest waiting should have been sent, of those that neither wait for an
    earlier one nor are stuck or refused where they go."""
    last_sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message that answers nothing: a card or a sentence."""

    card: dict[str, Any] | None = None
    text: str | None = None
    shows: ShownSubject | None = None
    """What it shows that may move on."""
    in_place: bool = False
    """Whether it is put in place of the messages that show the same, where there are any."""
