"""The weekly list of what in the base somebody is to look over: old passages and dead links."""

from collections.abc import Awaitable, Callable, Collection, Iterable

from accounts.policy import AccountsPolicy
from core.clock import swedish_day
from core.outbox import REVIEW_CHANNEL, Notice, NoticeKind
from core.ports import Transactions
from knowledge.live.current import CurrentBase
from knowledge.overdue import overdue_passages, web_addresses
from readings.ports import ReadingsUnitOfWork

DeadLinks = Callable[[Iterable[str]], Awaitable[Collection[str]]]
"""Returns which of the addresses lead nowhere."""


class OverdueReport:
    """Owes the review channel the list, in a week in which there is something on it."""

    def __init__(
        self,
        transactions: Transactions[ReadingsUnitOfWork],
        policy: AccountsPolicy,
        live: CurrentBase,
        dead_links: DeadLinks | None,
    ) -> None:
        self._transactions = transactions
        self._clock = policy.clock
        self._live = live
        self._dead_links = dead_links

    async def run_once(self) -> int:
        """Put a notice, once a week; return how many passages and links it tells of."""
        base, day = self._live.current.base, swedish_day(self._clock())
        reviews = await self._transactions.read(lambda uow: uow.passage_reviews.all())
        passages = overdue_passages(base, reviews, day)
        dead = await self._dead(web_addresses(base))
        if not passages and not dead:
            return 0
        year, week, _ = day.isocalendar()
        kind, name = NoticeKind.OVERDUE_PASSAGES, f"{year}-{week:02}"
        facts = {"dead": "\n".join(dead)}
        notice = Notice(f"{kind}/{name}", kind, REVIEW_CHANNEL, name, facts)
        await self._transactions.write(lambda uow: uow.outbox.put(notice))
        return len(passages) + len(dead)

    async def _dead(self, addresses: Collection[str]) -> list[str]:
        """Return the dead links; none where all are: then it is we who don't reach the web."""
        if self._dead_links is None or not addresses:
            return []
        dead = await self._dead_links(addresses)
        return [] if len(dead) == len(addresses) > 1 else sorted(dead)
