"""Delivers one message of the outbox, and notes what came of it."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from channel.proactive import begin_conversation, post_message, replace_messages, send_reply
from channel.sender import ConnectorSender, SendFailed
from core.clock import Clock
from core.outbox import Delivery, Message, Notice, NoticeKind, UnknownKind
from core.standing import ShownSubject, StandingMessage
from storage.database import UNREACHABLE
from storage.deliveries import SqlDeliveries
from telemetry.failures import log_failure

logger = logging.getLogger(__name__)

T = TypeVar("T")

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
FIRST_REPLY_PAUSE, LONGEST_REPLY_PAUSE = timedelta(seconds=2), timedelta(minutes=1)
"""Between the tries of an answer, which somebody waits for."""
SHORTEST_PAUSE = timedelta(seconds=1)
"""However soon Teams lets us try again."""
DELIVERY_SECONDS = 60.0

Render = Callable[[Sequence[Notice], str], Awaitable[Message | None]]
"""What notices say by now, in the language given; None where there is nothing left to say.

Raises `UnknownKind`.
"""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A delivery as it went out, the message to be replaced later, and those not to be any more."""

    delivery: Delivery
    stands: StandingMessage | None = None
    gone: Sequence[str] = ()


def _to_stand(
    delivery: Delivery, activity: str, shown: ShownSubject | None
) -> StandingMessage | None:
    """Return None where it shows nothing that moves on, or Teams gave no id to replace it by."""
    if shown is None or not activity:
        return None
    conversation, recipient = delivery.address.conversation or "", delivery.notice.to
    return StandingMessage(conversation, activity, recipient, shown.subject, shown.kind)


class Deliverer:
    """Sends a message, or puts it back until it is worth another try, or gives it up."""

    def __init__(
        self,
        deliveries: SqlDeliveries,
        render: Render,
        sender: ConnectorSender,
        *,
        tenant_id: str,
        clock: Clock,
        jitter: Callable[[], float] = lambda: random.uniform(0.5, 1.5),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._deliveries = deliveries
        self._render = render
        self._sender = sender
        self._tenant_id = tenant_id
        self._clock = clock
        self._jitter = jitter
        self._sleep = sleep
        self.given_up = 0
        """How many since the start."""

    async def deliver(self, delivery: Delivery) -> bool:
        """Return whether the message is sent or given up, so that it isn't tried again."""
        if delivery.expires_at is not None and delivery.expires_at <= self._clock():
            self._log_given_up(delivery, "too late")
            await self._stored(lambda: self._deliveries.expired(delivery))
            return True
        try:
            async with asyncio.timeout(DELIVERY_SECONDS):
                sent = await self._send(delivery)
        except SendFailed as failed:
            return await self._send_failed(delivery, failed)
        except UnknownKind:
            # An instance of another version may know it.
            logger.error(
                "notice %s is of an unknown kind: %s", delivery.number, delivery.notice.kind
            )
            await self._put_back(delivery, LONGEST_PAUSE, "unknown kind", stuck=True)
        except Exception as error:  # whatever it is, it must hold up neither the loop nor others
            log_failure(logger, "notice %s failed", delivery.number)
            pause = self._pause(delivery)
            await self._put_back(delivery, pause, type(error).__name__[:64], stuck=True)
        else:
            await self._stored(
                lambda: self._deliveries.sent(sent.delivery, stands=sent.stands, gone=sent.gone)
            )
            return True
        return False

    async def _send(self, delivery: Delivery) -> _Sent:
        if delivery.reply is not None:
            await send_reply(self._sender, delivery.reply)
            return _Sent(delivery)
        message = await self._render(
            [each.notice for each in delivery.whole], delivery.address.language
        )
        if message is None:
            return _Sent(delivery)
        standing = await self._standing(delivery, message)
        gone = await replace_messages(self._sender, delivery, message, standing)
        if delivery.notice.kind == NoticeKind.CARD_MOVED:
            return _Sent(delivery, gone=standing)
        if delivery.notice.kind == NoticeKind.CARD_RENEWED or len(gone) < len(standing):
            return _Sent(delivery, gone=gone)
        delivery, activity = await self._post(delivery, message)
        return _Sent(delivery, _to_stand(delivery, activity, message.shows), gone)

    async def _standing(self, delivery: Delivery, message: Message) -> Sequence[str]:
        """Return the messages that *message* is put in place of."""
        there = delivery.address.conversation
        if message.shows is None or there is None or not message.in_place:
            return []
        return await self._deliveries.standing(delivery, message.shows)

    async def _post(self, delivery: Delivery, message: Message) -> tuple[Delivery, str]:
        """Return the delivery with the conversation it went to, and the activity."""
        if delivery.address.conversation is None:
            begun = await begin_conversation(self._sender, delivery, tenant_id=self._tenant_id)
            delivery = await self._deliveries.begun(delivery, begun)
        return delivery, await post_message(self._sender, delivery, message)

    async def _send_failed(self, delivery: Delivery, failed: SendFailed) -> bool:
        fault = str(failed.status or "no answer")
        if failed.is_gone and delivery.reply is None and delivery.address.is_personal:
            await self._stored(lambda: self._deliveries.refused(delivery, fault))
        elif failed.blames_content or (failed.is_gone and delivery.reply is not None):
            self._log_given_up(delivery, f"status {fault}")
            await self._stored(lambda: self._deliveries.unsendable(delivery, fault))
        else:
            await self._put_back(delivery, self._pause(delivery, failed.retry_after), fault)
            return False
        return True

    async def _put_back(
        self, delivery: Delivery, pause: timedelta, fault: str, *, stuck: bool = False
    ) -> None:
        due = self._clock() + pause
        if delivery.expires_at is not None:
            due = min(due, delivery.expires_at)
        await self._stored(lambda: self._deliveries.later(delivery, due, fault, stuck=stuck))

    async def _stored(self, store: Callable[[], Awaitable[T]]) -> T:
        """Note an outcome, however long the database takes: or what is sent would be sent again."""
        pause = 1.0
        while True:
            try:
                return await store()
            except UNREACHABLE as error:
                logger.warning("an outcome waits for the database: %s", type(error).__name__)
                await self._sleep(pause)
                pause = min(2 * pause, 30.0)

    def _pause(self, delivery: Delivery, retry_after: float | None = None) -> timedelta:
        """As long as Teams asks for; else twice as long each time, give or take a half."""
        if retry_after is not None:
            return max(timedelta(seconds=retry_after), SHORTEST_PAUSE)
        first, longest = FIRST_PAUSE, LONGEST_PAUSE
        if delivery.reply is not None:
            first, longest = FIRST_REPLY_PAUSE, LONGEST_REPLY_PAUSE
        return min(first * 2 ** min(delivery.attempts, 20), longest) * self._jitter()

    def _log_given_up(self, delivery: Delivery, why: str) -> None:
        self.given_up += 1
        what = "%d given up since the start; message %s (%s) given up, %s"
        log_failure(
            logger, what, self.given_up, delivery.number, delivery.notice.kind, why, trace=False
        )
