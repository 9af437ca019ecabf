"""Everything that gets what the bot says to Teams, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from channel.delivering import Deliverer, Render
from channel.outbox_worker import OutboxWorker
from channel.replies import Replies
from channel.sender import ConnectorSender
from core.clock import utc_now
from storage.stores import Stores


@asynccontextmanager
async def sending(
    sender: ConnectorSender, stores: Stores, render: Render, *, tenant_id: str, useful: timedelta
) -> AsyncIterator[Replies]:
    """Empty the outbox until the context is left; yield the way out for answers.

    *useful* is for how long an answer is.
    """
    replies = Replies(sender, stores.replies, useful=useful)
    replies.count(await stores.replies.waiting())
    worker = OutboxWorker(
        stores.deliveries,
        Deliverer(stores.deliveries, render, sender, tenant_id=tenant_id, clock=utc_now),
        clock=utc_now,
        filled=stores.outbox_filled,
        on_settled=replies.settled,
    )
    worker.start()
    try:
        yield replies
    finally:
        await worker.close()
