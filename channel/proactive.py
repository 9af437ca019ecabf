"""What is sent, within a turn or later: where it is posted, and when it replaces a message."""

from collections.abc import Sequence
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


async def post_message(sender: ConnectorSender, delivery: Delivery, message: Message) -> str:
    """Post *message*, and return the activity's id."""
    # The same at every attempt, so that a connector may show once what is delivered twice.
    key = {"channelData": {"rutinboten": {"message": delivery.key}}}
    service_url, conversation = _place(delivery)
    return await sender.post(service_url, conversation, _activity(delivery, message) | key)


async def replace_messages(
    sender: ConnectorSender, delivery: Delivery, message: Message, standing: Sequence[str]
) -> list[str]:
    """Put *message* in place of the *standing* ones, and return those that are gone."""
    activity, gone = _activity(delivery, message), list[str]()
    service_url, conversation = _place(delivery)
    for each in standing:
        try:
            await sender.put(service_url, conversation, activity, activity_id=each)
        except SendFailed as failed:
            if failed.status != HTTPStatus.NOT_FOUND:
                raise
            gone.append(each)
    return gone


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


def _place(delivery: Delivery) -> tuple[str, str]:
    return delivery.address.service_url, delivery.address.conversation or ""


def _activity(delivery: Delivery, message: Message) -> dict[str, Any]:
    envelope: dict[str, Any] = {
        "type": "message",
        "from": {"id": delivery.address.bot_id},
        "conversation": {"id": delivery.address.conversation},
    }
    if message.card is None:
        return envelope | {"text": message.text or "", "textFormat": "plain"}
    attachments = [{"contentType": CARD_TYPE, "content": message.card}]
    summary = {"summary": message.text} if message.text else {}
    return envelope | {"attachments": attachments} | summary
