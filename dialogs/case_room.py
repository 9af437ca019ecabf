"""What the dialogs about requests and accounts work with beside what every dialog does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from accounts.keeping import Keeping
from accounts.ports import Books
from accounts.reviewing import Reviewing
from accounts.sending import Sending
from accounts.surroundings import Surroundings
from accounts.walking import Walking
from dialogs.incoming import Incoming
from dialogs.room import Room
from knowledge.account_form import AccountForm
from knowledge.base import Base
from knowledge.passage import Language
from texts.catalogue import Catalogue

T = TypeVar("T")


class NoForm(Exception):
    """The base in use has no form to fill in."""


class Ledger(Protocol):
    """Runs a unit of work on the books, whole or not at all."""

    async def read(self, work: Callable[[Books], T]) -> T: ...
    async def write(self, work: Callable[[Books], T]) -> T: ...


class ReviewChannel(Protocol):
    """Remembers where the reviewers' cards are posted."""

    async def settle_in(self, incoming: Incoming) -> None:
        """Make the conversation of *incoming* the review channel, in place of an earlier one."""
        ...


class RecordLinks(Protocol):
    """Gives addresses of records that run out by themselves."""

    minutes: int

    def to_record(self, request_id: str, language: Language) -> str: ...


@dataclass(frozen=True, slots=True)
class CaseRoom:
    """The services with the books they work on, and what drawing a card takes."""

    room: Room
    around: Surroundings
    ledger: Ledger
    channel: ReviewChannel
    walking: Walking
    sending: Sending
    reviewing: Reviewing
    keeping: Keeping
    links: RecordLinks | None = None

    @property
    def base(self) -> Base:
        return self.room.live.current.base

    @property
    def form(self) -> AccountForm:
        """The form in use.

        Raises:
            NoForm: where the editors' folder has none.
        """
        form = self.base.account_form
        if form is None:
            raise NoForm
        return form

    def texts(self, language: Language) -> Catalogue:
        return self.room.texts.in_language(language)
