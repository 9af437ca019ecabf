"""How one message is brought to where it belongs."""

from http import HTTPStatus
from typing import Any, Protocol

from cards.elements import CARD_TYPE
from channel.sender import SendFailed
from core.outbox import Delivery


class Message(Protocol):
    """What a notice says by now: a card, or a text."""

    @property
    def card(self) -> dict[str, Any] | None: ...
    @property
    def text(self) -> str | None:
        """Beside a card: what the notification says."""
        ...

    @property
    def replaces(self) -> bool:
        """Whether the card takes the place of an earlier one on the same subject."""
        ...


class Sender(Protocol):
    """The part of the connector that the post needs; all of it raises `SendFailed`."""

    async def post(
        self, service_url: str, conversation_id: str, payload: dict[str, Any]
    ) -> str: ...
    async def put(
        self, service_url: str, conversation_id: str, payload: dict[str, Any], *, activity_id: str
    ) -> str: ...
    async def create_conversation(self, service_url: str, payload: dict[str, Any]) -> str: ...


class Post:
    """Posts messages, and replaces cards that stand there already."""

    def __init__(self, sender: Sender, tenant_id: str) -> None:
        self._sender = sender
        self._tenant_id = tenant_id

    async def begin(self, delivery: Delivery) -> str:
        """Begin a conversation with the person that *delivery* goes to, and return its id."""
        address = delivery.address
        payload = {
            "isGroup": False,
            "bot": {"id": address.bot_id},
            "members": [{"id": address.channel_id}],
            "tenantId": self._tenant_id,
            "channelData": {"tenant": {"id": self._tenant_id}},
        }
        return await self._sender.create_conversation(address.service_url, payload)

    async def carry(self, delivery: Delivery, message: Message, *, to: str) -> str:
        """Bring *message* to the conversation *to*, and return the activity it stands in."""
        activity = _activity(delivery, message, to)
        if message.replaces and delivery.posted is not None:
            try:
                await self._sender.put(
                    delivery.address.service_url, to, activity, activity_id=delivery.posted
                )
                return delivery.posted
            except SendFailed as failed:
                if failed.status != HTTPStatus.NOT_FOUND:
                    raise  # a card that somebody has deleted is posted anew
        return await self._sender.post(
            delivery.address.service_url, to, activity | _named(delivery.notice.key)
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


def _named(key: str) -> dict[str, Any]:
    """The same at every attempt, so that a connector may show once what is delivered twice."""
    return {"channelData": {"rutinboten": {"message": key}}}
