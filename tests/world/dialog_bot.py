"""The dialogs without a wire: people write and press, and read what comes back."""

from collections.abc import Coroutine
from itertools import count
from typing import Any, TypeVar

from accounts.history import RequestStatus
from core.incoming import Incoming
from core.keys import Pseudonyms
from core.outbox import ReviewChannel
from core.person import Person
from dialogs.router import Router
from dialogs.services import build_services
from jobs.runner import Jobs
from jobs.table import JobContext, all_jobs
from knowledge.live.current import CurrentBase
from knowledge.search.snapshot import Snapshot
from tests.world.clock import Clock
from tests.world.memory import (
    InMemorySchedule,
    InMemoryTransactions,
    InMemoryUnitOfWork,
)
from tests.world.question_stores import InMemoryGaps, InMemoryQuestions
from tests.world.user import User
from texts.catalogue import Texts

T = TypeVar("T")

_numbers = count(17_000)


class DialogBot:
    """The dialogs over a base, with a store in memory and a clock of our own."""

    def __init__(self, snapshot: Snapshot, texts: Texts, *reviewers: str) -> None:
        self.clock = Clock()
        self.kept = InMemoryQuestions()
        self.uow = InMemoryUnitOfWork(gaps=InMemoryGaps(self.kept))
        self.uow.appointments.appoint(*(f"aad-{name}" for name in reviewers))
        self.channels: list[ReviewChannel] = []
        self.database_is_slow = False
        numbers, live = count(1), CurrentBase(snapshot)
        transactions = InMemoryTransactions(self.uow)
        self.services = build_services(
            live=live,
            texts=texts,
            store=self.kept,
            clock=self.clock,
            new_id=lambda: f"answer-{next(numbers)}",
            answer_id=lambda _: f"answer-{next(numbers)}",
            pseudonym=Pseudonyms([b"a key of the tests"]),
            transactions=transactions,
            addresses=self,
            at_once=self._at_once,
            bot_id="28:rutinboten",
        )
        self.root = Router(self.services)
        context = JobContext(transactions=transactions, policy=self.services.policy, live=live)
        self.table = all_jobs(context)
        self.jobs = Jobs(self.table, InMemorySchedule(), self.clock)

    async def make_review_channel(self, channel: ReviewChannel) -> None:
        self.channels.append(channel)

    async def _at_once(self, looking: Coroutine[Any, Any, T], /) -> T | None:
        found = await looking
        return None if self.database_is_slow else found

    def told(self) -> list[tuple[str, str]]:
        """Return the kind and the receiver of each notice, in order."""
        return [(notice.kind, notice.to) for notice in self.uow.outbox.notices.values()]

    def request_status(self) -> RequestStatus:
        (request,) = self.uow.requests.kept.values()
        return request.status

    def person(self, name: str, locale: str | None = "sv-SE", place: str = "") -> "DialogUser":
        return DialogUser(self, name, locale=locale, place=place or f"a:{name}")


class DialogUser(User):
    """Somebody in a conversation, privately unless told otherwise."""

    def __init__(self, bot: DialogBot, name: str, *, locale: str | None, place: str) -> None:
        super().__init__(locale)
        self.bot = bot
        self.who = Person(f"aad-{name}", name.title())
        self.place = place
        self.replied = ""
        """The id of the latest reply."""

    async def writes(self, text: str, **more: Any) -> Any:
        """Return the card, or the sentence, that answers *text*; what is to be noted is noted."""
        incoming = self.incoming(text=text, **more)
        reply = await self.bot.root.on_message(incoming)
        self.replied = f"reply to {incoming.id}"
        if answered := self.bot.root.answered(incoming, reply, self.replied):
            self.bot.kept.answers[answered.message] = answered
        if reply.asked is not None:
            self.bot.kept.append(reply.asked)
        if reply.last is not None:
            self.bot.kept.remember(reply.last)
        return reply.card or reply.text

    async def sends(self, data: object, **more: Any) -> Any:
        """Return the card, or the sentence, that answers the press of a button with *data*."""
        pressed = await self.bot.root.on_press(self.incoming(data=data, **more))
        if pressed.last is not None:
            self.bot.kept.remember(pressed.last)
        return pressed.card or pressed.sentence

    async def _press(self, data: Any) -> Any:
        return await self.sends(data)

    async def adds_the_bot(self, *, in_private: bool = True) -> Any:
        reply = await self.bot.root.on_added(self.incoming(in_private=in_private))
        return reply.card if reply else None

    def incoming(self, *, in_private: bool = True, **more: Any) -> Incoming:
        more.setdefault("id", str(next(_numbers)))
        return Incoming(self.who, self.place, in_private, locale=self.locale, **more)
