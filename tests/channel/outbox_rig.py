"""An outbox worker with its outbox on SQLite, and a Teams that takes what it is given."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from channel.delivering import Deliverer
from channel.outbox_worker import OutboxWorker
from channel.sender import ConnectorSender, SendFailed
from core.outbox import ConversationReference, Message, Notice, ReviewChannel
from storage.address_book import SqlAddressBook
from storage.database import Database
from storage.deliveries import SqlDeliveries
from storage.turn_records import TurnRecords
from storage.unit_of_work import SqlTransactions
from tests.storage.servers import migrated
from tests.world.clock import Clock

SERVICE = "https://smba.example/"
CHANNEL = ReviewChannel(
    "19:granska@thread.tacv2", SERVICE, "28:bot", "sv", datetime(2026, 3, 1, tzinfo=UTC)
)


@dataclass(frozen=True)
class Call:
    """One request to Teams."""

    method: str
    conversation: str
    payload: dict[str, Any]
    activity: str = ""

    @property
    def says(self) -> str:
        if "attachments" in self.payload:
            return self.payload["attachments"][0]["content"]["says"]
        return self.payload["text"]

    @property
    def key(self) -> str:
        return self.payload["channelData"]["rutinboten"]["message"]


Answer = SendFailed | Callable[[], Awaitable[None]]


@dataclass
class Teams:
    """Takes everything, unless told otherwise for a conversation or an activity."""

    calls: list[Call] = field(default_factory=list)
    answers: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    gives_ids: bool = True
    """Whether it says what a message that it has taken is called."""
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def post(
        self,
        service_url: str,
        conversation_id: str,
        payload: dict[str, Any],
        *,
        reply_to: str | None = None,
    ) -> str:
        await self._take(Call("POST", conversation_id, payload))
        return f"activity-{len(self.calls)}" if self.gives_ids else ""

    async def put(
        self, service_url: str, conversation_id: str, payload: dict[str, Any], *, activity_id: str
    ) -> str:
        await self._take(Call("PUT", conversation_id, payload, activity_id))
        return activity_id

    async def create_conversation(self, service_url: str, payload: dict[str, Any]) -> str:
        member = payload["members"][0]["id"]
        await self._take(Call("CREATE", member, payload))
        return f"a:{member.removeprefix('29:')}"

    async def _take(self, call: Call) -> None:
        async with self._arrived:
            self.calls.append(call)
            self._arrived.notify_all()
        answers = self.answers[call.activity or call.conversation]
        answer = answers.pop(0) if answers else None
        if isinstance(answer, SendFailed):
            raise answer
        if answer is not None:
            await answer()

    async def until(self, calls: int) -> None:
        async with asyncio.timeout(5), self._arrived:
            await self._arrived.wait_for(lambda: len(self.calls) >= calls)

    def said(self, conversation: str | None = None) -> list[str]:
        calls = [call for call in self.calls if call.method != "CREATE"]
        return [call.says for call in calls if conversation in (None, call.conversation)]


class OutboxRig:
    """A worker, its outbox on SQLite, Teams, and short ways to use them."""

    def __init__(self, database: Database, teams: Teams, clock: Clock) -> None:
        self.database = database
        self.teams = teams
        self.clock = clock
        self.filled = asyncio.Event()
        self.transactions = SqlTransactions(database, clock=clock, on_notice=self.filled.set)
        self.book = SqlAddressBook(database, clock=clock, on_notice=self.filled.set)
        self.records = TurnRecords(database, self.book, clock=clock)
        self.deliveries = SqlDeliveries(database, self.book, clock=clock, gathers=["reminded"])
        self.rendered = list[tuple[str, str]]()
        self.says: Callable[[Notice], Message | None] = lambda notice: Message(text=notice.key)
        self.worker = self.another()

    def another(self, deliveries: Any = None, **options: Any) -> OutboxWorker:
        deliverer = Deliverer(
            deliveries or self.deliveries,
            self.render,
            cast(ConnectorSender, self.teams),
            tenant_id="tenant",
            clock=self.clock,
            jitter=options.pop("jitter", lambda: 1.0),
        )
        return OutboxWorker(
            deliveries or self.deliveries,
            deliverer,
            clock=self.clock,
            filled=self.filled,
            **options,
        )

    async def render(self, notices: Sequence[Notice], language: str) -> Message | None:
        self.rendered += ((notice.key, language) for notice in notices)
        said = [message for each in notices if (message := self.says(each)) is not None]
        if len(said) > 1:
            return Message(text=" + ".join(str(message.text) for message in said))
        return said[0] if said else None

    async def meet(self, *names: str, conversation: bool = True, language: str = "sv") -> None:
        for name in names:
            own = f"a:{name}" if conversation else None
            met = ConversationReference(
                name, name.title(), f"29:{name}", SERVICE, "28:bot", language, own
            )
            await self.records.add(met=met)

    async def put(self, to: str, *keys: str, kind: str = "decided", subject: str = "k-1") -> None:
        for key in keys:
            notice = Notice(key, kind, to, subject)
            await self.transactions.write(lambda uow, notice=notice: uow.outbox.put(notice))

    async def deliver(self) -> None:
        await self.worker.deliver_due()

    async def backlog(self) -> tuple[int, int]:
        """How many notices wait, and how many are given up."""
        backlog = await self.deliveries.backlog()
        return backlog.waiting, backlog.refused


@asynccontextmanager
async def an_outbox(folder: Path) -> AsyncIterator[OutboxRig]:
    database = Database(migrated(f"sqlite:///{folder / 'mail.db'}"))
    outbox = OutboxRig(database, Teams(), Clock())
    await outbox.meet("ada", "bo")
    yield outbox
    await outbox.worker.close()
    await database.close()


def refusing(status: int | None, *, retry_after: float | None = None) -> SendFailed:
    return SendFailed(status, retry_after=retry_after)
