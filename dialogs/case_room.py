"""What the dialogs about requests and accounts work with beside what every dialog does."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from accounts.addresses import ReviewChannel
from accounts.keeping import Keeping
from accounts.reviewing import Reviewing
from accounts.sending import Sending
from accounts.surroundings import Surroundings
from accounts.walking import Walking
from dialogs.room import Room
from knowledge.account_form import AccountForm
from knowledge.base import Base
from knowledge.passage import Language
from questions.masking import holds_identity_number
from questions.ports import QuestionBooks
from texts.catalogue import Catalogue

T = TypeVar("T")


class NoForm(Exception):
    """The base in use has no form to fill in."""


class Ledger(Protocol):
    """Runs a unit of work on the books, whole or not at all."""

    async def read(self, work: Callable[[QuestionBooks], T]) -> T: ...
    async def write(self, work: Callable[[QuestionBooks], T]) -> T: ...


class AddressBook(Protocol):
    """Remembers where people and the reviewers are reached."""

    async def make_review_channel(self, channel: ReviewChannel) -> None:
        """Make *channel* the reviewers' channel, in place of an earlier one."""
        ...


class Links(Protocol):
    """Gives addresses of records and drafts that run out by themselves."""

    @property
    def minutes(self) -> int:
        """How long an address is good for."""
        ...

    def to_record(self, request_id: str, language: Language) -> str: ...
    def to_draft(self, gap_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class CaseRoom:
    """The services with the books they work on, and what drawing a card takes."""

    room: Room
    around: Surroundings
    ledger: Ledger
    addresses: AddressBook
    walking: Walking
    sending: Sending
    reviewing: Reviewing
    keeping: Keeping
    links: Links | None = None

    @classmethod
    def opened(
        cls,
        room: Room,
        ledger: Ledger,
        addresses: AddressBook,
        *,
        reviewers: Iterable[str],
        links: Links | None = None,
    ) -> "CaseRoom":
        """Return the services over *ledger*; *reviewers* are Entra object ids."""
        around = Surroundings(
            form=lambda: form_in(room.live.current.base).rules,
            reviewers=frozenset(reviewer.lower() for reviewer in reviewers),
            clock=room.clock,
            nonce=lambda: secrets.token_hex(16),
            holds_personal_data=holds_identity_number,
        )
        services = Walking(around), Sending(around), Reviewing(around), Keeping(around)
        return cls(room, around, ledger, addresses, *services, links)

    @property
    def base(self) -> Base:
        return self.room.live.current.base

    @property
    def form(self) -> AccountForm:
        """The form in use; raises `NoForm` where the editors' folder has none."""
        return form_in(self.base)

    def texts(self, language: Language) -> Catalogue:
        return self.room.texts.in_language(language)


def form_in(base: Base) -> AccountForm:
    """Return the form of *base*; raise `NoForm` where it has none."""
    if base.account_form is None:
        raise NoForm
    return base.account_form
