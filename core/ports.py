"""What every service needs from outside; `storage/` implements it.

Everything done within one unit of work is one transaction: it happens whole or not at all.
"""

from collections.abc import Callable, Collection, Coroutine, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from core.appointments import Appointments
from core.outbox import Notice
from core.person import Person


class People(Protocol):
    """The people the bot has met."""

    def named(self, name: str) -> Sequence[Person]:
        """Return everybody whose name holds each word of *name*, case, accents and order aside."""
        ...

    def known(self, person_id: str) -> Person | None:
        """Return the person of that id, where the bot has met them."""
        ...

    def erase(self, person_id: str) -> Person | None:
        """Forget a person and how they are reached; return who that was, where it was known."""
        ...


class Outbox(Protocol):
    """The messages to be sent."""

    def put(self, notice: Notice) -> None:
        """Store *notice* for sending, unless one with its key has been stored before."""
        ...

    def renew(self, subject: str, version: int, *, besides: str | None) -> None:
        """Have the messages that show the case replaced, but for those in the chat of *besides*."""
        ...

    def latest(self, kind: str) -> Notice | None:
        """Return the notice of that kind that was put last, for as long as it is remembered."""
        ...

    def note_given_up(self) -> int:
        """Return how many were given up or are stuck that nobody was told of; they are told then.

        None are, while an earlier notice of that kind waits.
        """
        ...

    def erase(self, person_id: str) -> None:
        """Forget what was sent or is to be sent to a person."""
        ...


class MutedTopics(Protocol):
    """Which notices that are nobody's duty people have turned off, by topic."""

    def of_person(self, person_id: str) -> frozenset[str]: ...

    def put(self, person_id: str, topics: Collection[str]) -> None:
        """Store what a person has turned off, in place of what it was."""
        ...


class AuditLog(Protocol):
    """The log of everything done, which can be added to but not changed."""

    def append(
        self, *, at: datetime, what: str, subject: str, by: str | None, state: str, content: str
    ) -> None:
        """Add a line.

        *by* is a person's id; it is stored under a pseudonym that erasing the person cuts loose;
        *content* is a hash.
        """
        ...

    def seal(self) -> tuple[int, str]:
        """Return how many lines there are and the last one's hash, which stands for them all."""
        ...

    def erase(self, person_id: str, *, at: datetime) -> None:
        """Cut a person loose from the name that the log knows them by, and log that it was done."""
        ...


class UnitOfWork(Protocol):
    """What every service reads and writes within one transaction. All of it is synchronous."""

    @property
    def people(self) -> People: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def muted_topics(self) -> MutedTopics: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def appointments(self) -> Appointments: ...


T = TypeVar("T")


class AtOnce(Protocol):
    """Keeps answers from waiting for what they can be given without."""

    async def __call__(self, looking: Coroutine[Any, Any, T], /) -> T | None:
        """Return what *looking* finds; None where that isn't known at once."""
        ...


U_co = TypeVar("U_co", bound=UnitOfWork, covariant=True)


class Transactions(Protocol[U_co]):
    """Runs units of work, those that write one after the other, on several instances too."""

    async def read(self, work: Callable[[U_co], T]) -> T:
        """Return what *work* reads, all of it as it was at one moment; it can't write."""
        ...

    async def write(self, work: Callable[[U_co], T]) -> T:
        """Return what *work* does, committed; or raise what it raises, with nothing changed."""
        ...
