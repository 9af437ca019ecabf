"""What the editors are told of the base in use, kept until it has reached their channel."""

from collections.abc import Callable
from datetime import datetime

from core.outbox import REVIEW_CHANNEL, Notice, NoticeKind
from core.ports import Transactions, UnitOfWork
from knowledge.live.news import News, as_json


class EditorsToTell:
    """Puts the news into the outbox; a channel that isn't there yet gets it when it is."""

    def __init__(
        self,
        transactions: Transactions[UnitOfWork],
        clock: Callable[[], datetime],
        *,
        called: Callable[[], None],
    ) -> None:
        """*called* is called after each piece of news: there may be gaps to close."""
        self._transactions = transactions
        self._clock = clock
        self._called = called

    async def tell(self, news: News) -> None:
        told_at = self._clock().isoformat()
        key = f"{NoticeKind.BASE_NEWS}/{news.hash}/{told_at}"
        facts = {"news": as_json(news)}
        notice = Notice(key, NoticeKind.BASE_NEWS, REVIEW_CHANNEL, news.hash, facts)

        def work(uow: UnitOfWork) -> None:
            uow.outbox.put(notice)

        await self._transactions.write(work)
        self._called()
