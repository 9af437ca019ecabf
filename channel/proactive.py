"""What is sent, within a turn or later: where it is posted, and when it replaces a message."""

from http import HTTPStatus
from typing import Any

from cards.elements import CARD_TYPE
from channel.sender import ConnectorSender, SendFailed
from core.outbox import Delivery, Message, PendingReply


async def begin_conversation(sender: ConnectorSender, delivery: Delivery, *, tenant_id: str) -> str:
    """Begin a conversation with the person that *delivery* goes to, and return its id.

    Raises `SendFailed`, as `send_message` does.
    """
    address = delivery.address
    payload = {
        "isGroup": False,
        "bot": {"id": address.bot_id},
        "members": [{"id": address.channel_id}],
        "tenantId": tenant_id,
        "channelData": {"tenant": {"id": tenant_id}},
    }
    return await sender.create_conversation(address.service_url, payload)


async def send_message(
    sender: ConnectorSender, delivery: Delivery, message: Message, *, conversation: str
) -> str:
    """Post *message*, or put it in place of the card posted before; return the activity's id."""
    service_url = delivery.address.service_url
    activity = _activity(delivery, message, conversation)
    if message.replaces and delivery.posted is not None:
        try:
            return await sender.put(
                service_url, conversation, activity, activity_id=delivery.posted
            )
        except SendFailed as failed:
            if failed.status != HTTPStatus.NOT_FOUND:
                raise  # a card that somebody has deleted is posted anew
    # The same at every attempt, so that a connector may show once what is delivered twice.
    key = {"channelData": {"rutinboten": {"message": delivery.key}}}
    return await sender.post(service_url, conversation, activity | key)


async def replace_messages(sender: ConnectorSender, delivery: Delivery, message: Message) -> None:
    """Put *message* in place of those that showed its case before; one that is gone stays gone."""
    service_url, conversation = delivery.address.service_url, delivery.address.conversation or ""
    activity = _activity(delivery, message, conversation)
    for posted in delivery.renews:
        try:
            await sender.put(service_url, conversation, activity, activity_id=posted)
        except SendFailed as failed:
            if failed.status != HTTPStatus.NOT_FOUND:
                raise


async def send_reply(sender: ConnectorSender, reply: PendingReply) -> str:
    """Post *reply*, or put it in place of a message; return its id, or raise `SendFailed`."""
    payload = {**reply.activity}
    if reply.replaces is not None:
        return await sender.put(
            reply.service_url, reply.conversation, payload, activity_id=reply.replaces
        )
    # The same at every attempt, as that of a notice.
    payload |= {"channelData": {"rutinboten": {"message": reply.key}}}
    return await sender.post(
        reply.service_url, reply.conversation, payload, reply_to=reply.reply_to
    )


def _activity(delivery: Delivery, message: Message, conversation: str) -> dict[str, Any]:
    envelope: dict[str, Any] = {
        "type": "message",
        "from": {"id": delivery.address.bot_id},
        "conversation": {"id": conversation},
    }
    if message.card is None:
        return envelope | {"text": message.text or "", "textFormat": "plain"}
    attachments = [{"contentType": CARD_TYPE, "content": message.card}]
    summary = {"summary": message.text} if message.text else {}
    return envelope | {"attachments": attachments} | summary
