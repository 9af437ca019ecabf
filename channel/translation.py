"""What an activity from Teams is to the dialogs, and what the SDK is given of it."""

import html
import re
from collections.abc import Iterable
from typing import Any, cast

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

from channel.activity import NEEDING_AN_ID, UNREADABLE, InboundAccount, InboundActivity, Mentioned
from channel.formatted_text import has_files, in_lines, with_emoji
from channel.invokes import (
    EXTENSION,
    IN_DIALOG,
    PRESS_IN_DIALOG,
    SEARCH,
    message_in,
    press_in,
    query_in,
)
from core.entered_text import normalized_line
from core.incoming import Incoming
from core.person import Person

LONGEST_NAME = 100
"""Characters of a person's name; cards repeat it many times."""
BOTS = frozenset({"bot", "skill"})
"""Roles of those who aren't people."""
GROUPS = frozenset({"groupChat", "channel"})
"""Conversations where people also write to each other. A type that Teams doesn't have is none of
them, though nothing personal is shown there."""
WITH_OTHERS = "19:"
"""Begins the id of every chat or channel but a person's own chat with the bot."""
_MENTION_TAG = re.compile(r"</?at\b[^<>]*>")
_QUOTE_TAG = re.compile(r"""</?quoted\b(?:[^<>]*?\bmessageId=["'](?P<id>[^"'<>]*)["'])?[^<>]*>""")
_EMOJI_TAG = re.compile(
    r"""<(?:emoji|img)\b[^<>]*?\balt=["'](?P<sign>[^"'<>]*)["'][^<>]*>(?:</emoji>)?"""
)


def to_incoming(activity: InboundActivity) -> Incoming:
    """Return what the dialogs need to know."""
    name = _invoke_of(activity)
    in_dialog = name in IN_DIALOG
    return Incoming(
        person=_person(activity.sender),
        has_identity=bool(activity.sender.aad_object_id),
        conversation=activity.conversation.id,
        in_private=_is_private(activity),
        id=activity.id or "",
        text=message_in(activity.value) if in_dialog else _text_without_mention(activity),
        locale=activity.locale,
        data=_pressed_data(activity),
        quoted=_quoted(activity.text or ""),
        has_files=has_files(activity.attachments),
        edit=activity.edit,
        service_url=activity.service_url,
        channel_id=activity.sender.id,
        bot_id=activity.recipient.id if activity.recipient else "",
        in_dialog=in_dialog,
        query=query_in(activity.value) if name == SEARCH else None,
    )


def is_for_us(activity: InboundActivity) -> bool:
    """Whether somebody has turned to the bot: not a bot, and where others are, with a mention."""
    if activity.type not in NEEDING_AN_ID:
        return True
    own_id = activity.recipient.id if activity.recipient else None
    if (activity.sender.role or "").lower() in BOTS or activity.sender.id == own_id:
        return False
    among_others = activity.conversation.conversation_type in GROUPS
    is_written = activity.type == "message" and not isinstance(activity.value, dict)
    return not (among_others and is_written) or any(True for _ in _own_mentions(activity))


def to_sdk(activity: InboundActivity) -> Activity:
    """Return what the SDK needs to run a turn, and to address what is sent in it."""
    read: Any = activity  # the SDK's models say `str` where they mean `str | None`
    return Activity(
        type=read.type,
        id=read.id,
        name=read.name,
        channel_id=read.channel_id,
        service_url=read.service_url,
        conversation=_sdk_conversation(read.conversation),
        from_property=_sdk_account(read.sender),
        recipient=_sdk_account(read.recipient) if read.recipient else None,
        locale=read.locale,
        delivery_mode=read.delivery_mode,
        reply_to_id=read.reply_to_id,
        action=read.action,
        text=read.text,
        value=read.value,
        members_added=[_sdk_account(member) for member in activity.members_added],
    )


def _sdk_account(account: Any) -> ChannelAccount:
    return ChannelAccount(
        id=account.id, name=account.name, aad_object_id=account.aad_object_id, role=account.role
    )


def _sdk_conversation(conversation: Any) -> ConversationAccount:
    account = ConversationAccount(
        id=conversation.id,
        name=conversation.name,
        conversation_type=conversation.conversation_type,
        is_group=conversation.is_group,
    )
    if conversation.tenant_id:
        # The SDK's own table misspells this key.
        account.additional_properties = {"tenantId": conversation.tenant_id}
    return account


def person_in_entra(object_id: str, name: str) -> Person:
    """Entra's ids mean the same in either case; a guest's name may hold anything."""
    return Person(object_id.lower(), _shown(name))


def _person(sender: InboundAccount) -> Person:
    name = sender.name or ""
    if sender.aad_object_id:
        return person_in_entra(sender.aad_object_id, name)
    return Person(sender.id, _shown(name))


def _shown(name: str) -> str:
    return normalized_line(name)[:LONGEST_NAME]


def _text_without_mention(activity: InboundActivity) -> str:
    """Return the text without the bot's own mention, emoji as the signs they are.

    Only the exact text of an entity that mentions the bot is taken out, once: the SDK's own
    function also takes every other word that looks like the bot's name. Of another mention its
    name is kept, without the tag around it.
    """
    text = activity.text or ""
    for mention in _own_mentions(activity):
        text = text.replace(mention, " ", 1)
    if "<" in text:
        text = _EMOJI_TAG.sub(r" \g<sign> ", _QUOTE_TAG.sub(" ", _MENTION_TAG.sub("", text)))
    text = html.unescape(text).replace(UNREADABLE, "")
    text = with_emoji(text, activity.attachments)
    return in_lines(text)


def _quoted(text: str) -> str | None:
    found = _QUOTE_TAG.search(text)
    return found and (found["id"] or "")


def _own_mentions(activity: InboundActivity) -> Iterable[str]:
    own_id = activity.recipient.id if activity.recipient else None
    for entity in activity.entities:
        mentioned = entity.mentioned
        if entity.type == "mention" and mentioned and own_id and mentioned.id == own_id:
            yield entity.text or _tag(mentioned)


def _tag(mentioned: Mentioned) -> str:
    """Teams leaves out the text where the name holds a sign that HTML escapes."""
    return f"<at>{html.escape(mentioned.name or '', quote=False)}</at>"


def _invoke_of(activity: InboundActivity) -> str:
    return (activity.name or "") if activity.type == "invoke" else ""


def _is_private(activity: InboundActivity) -> bool:
    """Whether it comes from somebody's own chat with the bot.

    To Teams a chat between two people, where the extension is at hand too, is as personal.
    """
    place = activity.conversation
    is_personal = place.conversation_type in (None, "personal")
    return (
        is_personal
        and not place.id.startswith(WITH_OTHERS)
        and _invoke_of(activity) not in EXTENSION
    )


def _pressed_data(activity: InboundActivity) -> object:
    """Return what a pressed button carried, from an invoke or from an older client's message."""
    value = activity.value
    if _invoke_of(activity) == PRESS_IN_DIALOG:
        return press_in(value)
    if activity.type != "invoke" or not isinstance(value, dict):
        return value
    action = cast(dict[str, object], value).get("action")
    return cast(dict[str, object], action).get("data") if isinstance(action, dict) else None
