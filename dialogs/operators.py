"""What those who run the bot, and the editors, are told in the review channel."""

from collections.abc import Callable
from datetime import date

from core.clock import Clock
from core.outbox import REVIEW_CHANNEL, Message, Notice, NoticeKind
from core.ports import Transactions, UnitOfWork
from knowledge.live.current import News, news_as_json
from texts.catalogue import Catalogue

OPERATORS_KINDS = (NoticeKind.CREDENTIALS_END, NoticeKind.AUDIT_SEAL, NoticeKind.GIVEN_UP)


def operators_message(notice: Notice, today: date, texts: Catalogue) -> Message:
    """Return the message that a notice to the operators stands for."""
    if notice.kind == NoticeKind.AUDIT_SEAL:
        return Message(text=texts.say("operators.audit_seal", **notice.facts))
    if notice.kind == NoticeKind.GIVEN_UP:
        return Message(text=texts.say("operators.given_up", **notice.facts))
    end = date.fromisoformat(notice.subject)
    days = (end - today).days
    key = "operators.credentials_end" if days > 0 else "operators.credentials_ended"
    return Message(text=texts.say(key, day=end, count=days))


class EditorNotifier:
    """Puts news of the base into the outbox, where it waits until there is a review channel."""

    def __init__(
        self,
        transactions: Transactions[UnitOfWork],
        clock: Clock,
        *,
        after: Callable[[], None],
    ) -> None:
        """*after* is called after each piece of news: there may be gaps to close."""
        self._transactions = transactions
        self._clock = clock
        self._after = after

    async def tell(self, news: News) -> None:
        """Put *news*, unless another instance has: then it is what was told last."""
        key = f"{NoticeKind.BASE_NEWS}/{news.hash}/{self._clock().isoformat()}"
        facts = {"news": news_as_json(news)}
        notice = Notice(key, NoticeKind.BASE_NEWS, REVIEW_CHANNEL, news.hash, facts)

        def work(uow: UnitOfWork) -> None:
            latest = uow.outbox.latest(NoticeKind.BASE_NEWS)
            if latest is None or latest.facts != facts:
                uow.outbox.put(notice)

        await self._transactions.write(work)
        self._after()
