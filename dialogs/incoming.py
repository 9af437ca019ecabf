"""An activity from the channel as what the dialogs need to know of it."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from botbuilder.schema import Activity, Entity

from core.entered_text import normalized_line
from core.outbox import ConversationReference
from core.person import Person
from knowledge.search.language import of_locale

THREAD = ";messageid="
"""What Teams puts between a channel's id and that of a thread in it."""
LONGEST_NAME = 100
"""Characters of a person's name; cards repeat it many times."""
_MENTION_TAG = re.compile(r"</?at\b[^<>]*>")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message, press or event, without the SDK."""

    person: Person
    """Who wrote or pressed; the id is the Entra object id where the channel tells it."""
    conversation: str
    in_private: bool
    id: str = ""
    """The activity's own id, the same when it is sent again."""
    text: str = ""
    """What was written, without the mention of the bot."""
    locale: str | None = None
    data: object = None
    """What a pressed button carried."""
    has_files: bool = False
    service_url: str = ""
    channel_id: str = ""
    """The channel's own id of the person."""
    bot_id: str = ""

    @property
    def met(self) -> ConversationReference:
        """Who turned to the bot, and where they are reached from now on."""
        return ConversationReference(
            id=self.person.id,
            name=self.person.name,
            channel_id=self.channel_id,
            service_url=self.service_url,
            bot_id=self.bot_id,
            language=of_locale(self.locale),
            conversation=self.conversation if self.in_private else None,
        )


def read_incoming(activity: Activity) -> Incoming:
    """Return *activity* in our own terms."""
    sender: Any = activity.from_property  # the door lets nothing in without these two
    conversation: Any = activity.conversation
    return Incoming(
        person=Person(_person_id(sender), _name(sender)),
        conversation=str(conversation.id),
        in_private=conversation.conversation_type in (None, "personal"),
        id=str(activity.id or ""),
        text=text_without_mention(activity),
        locale=activity.locale,
        data=pressed_data(activity),
        has_files=any(_is_file(attachment) for attachment in activity.attachments or ()),
        service_url=str(activity.service_url),
        channel_id=str(sender.id),
        bot_id=str(activity.recipient.id if activity.recipient else ""),
    )


def _person_id(sender: Any) -> str:
    """Return who that is, written in one way: Entra's ids mean the same in either case."""
    return str(sender.aad_object_id).lower() if sender.aad_object_id else str(sender.id)


def _name(sender: Any) -> str:
    """Return the name as others are to read it: a guest chooses it, so it may hold anything."""
    return normalized_line(str(sender.name or ""))[:LONGEST_NAME]


def text_without_mention(activity: Activity) -> str:
    """Return the text without the bot's own mention.

    Only the exact text of an entity that mentions the bot is taken out, once: the SDK's own
    function also takes every other word that looks like the bot's name. Of another mention its
    name is kept, without the tag around it.
    """
    text = activity.text or ""
    recipient = activity.recipient
    for mention in _mentions(activity.entities or ()):
        if recipient is not None and mention["id"] == recipient.id:
            text = text.replace(mention["text"], " ", 1)
    return " ".join(html.unescape(_MENTION_TAG.sub("", text)).split())


def _mentions(entities: Iterable[Entity]) -> Iterable[dict[str, str]]:
    for entity in entities:
        extra = cast(dict[str, Any], getattr(entity, "additional_properties", None) or {})
        mentioned = extra.get("mentioned")
        if entity.type == "mention" and isinstance(mentioned, dict):
            person = cast(dict[str, Any], mentioned)
            # Teams leaves out the text where the name holds a sign that HTML escapes.
            tag = f"<at>{html.escape(str(person.get('name') or ''), quote=False)}</at>"
            yield {"id": str(person.get("id") or ""), "text": str(extra.get("text") or tag)}


def pressed_data(activity: Activity) -> object:
    """Return what a pressed button carried, from an invoke or from an older client's message."""
    value: object = activity.value
    if activity.type != "invoke" or not isinstance(value, dict):
        return value
    action = cast(dict[str, object], value).get("action")
    return cast(dict[str, object], action).get("data") if isinstance(action, dict) else None


def _is_file(attachment: object) -> bool:
    """Teams sends every message's formatting as an attachment of its own; that is no file."""
    kind = str(getattr(attachment, "content_type", "") or "")
    return bool(kind) and not kind.startswith("text/html")
