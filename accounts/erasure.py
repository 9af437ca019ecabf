"""Erasing a person: what is kept must not say any more who that was.

What a person wrote in a request that was never sent goes too. A request that was sent is an
official document, and keeps its text. The version of a case stays: what others have seen of it is
as true as before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.account import Account
from accounts.changes import save_account, save_request
from accounts.decision import RequestStatus
from accounts.history import Event, EventKind
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.outbox import NOBODY
from core.person import Person, same_name


@dataclass(frozen=True, slots=True)
class ErasureResult:
    """What an erasure came to."""

    was_met: bool
    """Whether the bot knew the person's name and address."""
    requests: int
    accounts: int

    @property
    def found_anything(self) -> bool:
        return self.was_met or self.requests > 0 or self.accounts > 0


@dataclass(frozen=True, slots=True)
class _Swap:
    """A person, and the nobody who takes their place in one case."""

    person: Person
    nobody: Person

    def of(self, other: Person | None) -> Person | None:
        return self.nobody if other == self.person else other

    def certainly_of(self, other: Person) -> Person:
        return self.nobody if other == self.person else other

    def events(self, history: Sequence[Event]) -> tuple[Event, ...]:
        return tuple(
            replace(event, by=self.of(event.by), note=self._note(event)) for event in history
        )

    def _note(self, event: Event) -> str:
        """An offer's note is the name of whom it was made to."""
        is_an_offer = event.kind is EventKind.HANDOVER_OFFERED
        is_theirs = is_an_offer and same_name(event.note, self.person.name)
        return self.nobody.name if is_theirs else event.note


class ErasureService:
    """Erases one person at a time, in one piece of work."""

    def __init__(
        self, *, clock: Callable[[], datetime], token: Callable[[], str], nobody: str
    ) -> None:
        """*nobody* is the name that stands where an erased person's did."""
        self._clock = clock
        self._token = token
        self._nobody = nobody

    def erase(self, uow: AccountsUnitOfWork, person_id: str) -> ErasureResult:
        """Erase the person everywhere, and log each case that changed by it."""
        known = uow.people.erase(person_id)
        person = known or Person(person_id, "")
        uow.outbox.erase(person_id)
        requests = [
            self._erase_in_request(uow, request, person)
            for request in uow.requests.naming(person_id)
        ]
        accounts = [
            self._erase_in_account(uow, account, person)
            for account in uow.register.naming(person_id)
        ]
        uow.audit.erase(person_id, at=self._clock())
        return ErasureResult(known is not None, sum(requests), sum(accounts))

    def _swap(self, person: Person) -> _Swap:
        """Each case gets a nobody of its own, so that no two can be told to be of one person."""
        return _Swap(person, self.somebody_else())

    def somebody_else(self) -> Person:
        """Return a nobody who is like no other."""
        return Person(f"{NOBODY}{self._token()}", self._nobody)

    def _erase_in_request(
        self, uow: AccountsUnitOfWork, before: AccountRequest, person: Person
    ) -> bool:
        after = request_without(before, self._swap(person), at=self._clock())
        if after == before:
            return False
        # With the old nonce, the old hash in the log would let a guess at the name be confirmed.
        after = replace(after, nonce=self._token())
        save_request(uow, after, before, by=None, at=self._clock())
        return True

    def _erase_in_account(self, uow: AccountsUnitOfWork, before: Account, person: Person) -> bool:
        after = account_without(before, self._swap(person))
        if after == before:
            return False
        after = replace(after, nonce=self._token())
        save_account(uow, after, before, by=None, at=self._clock())
        return True


def request_without(request: AccountRequest, swap: _Swap, *, at: datetime) -> AccountRequest:
    """Return *request* with nobody in the person's place."""
    decision = request.decision
    after = replace(
        request,
        requester=swap.certainly_of(request.requester),
        manager_id=swap.nobody.id if request.manager_id == swap.person.id else request.manager_id,
        confirmed_by=swap.of(request.confirmed_by),
        decision=decision and replace(decision, by=swap.certainly_of(decision.by)),
        history=swap.events(request.history),
    )
    has_been_sent = any(event.kind is EventKind.SENT for event in request.history)
    if request.requester != swap.person or has_been_sent:
        return after
    return _emptied(after, at=at)


def _emptied(draft: AccountRequest, *, at: datetime) -> AccountRequest:
    """Return a draft that nobody can go on with, without what was written in it."""
    empty = replace(draft, answers={}, reasons={})
    return empty.discarded(at=at) if draft.status is RequestStatus.DRAFT else empty


def account_without(account: Account, swap: _Swap) -> Account:
    """Return *account* with nobody in the person's place; an offer to the person is off."""
    offer = account.handover
    is_theirs = offer is not None and offer.person_id == swap.person.id
    return replace(
        account,
        responsible=swap.certainly_of(account.responsible),
        handover=None if is_theirs else offer,
        history=swap.events(account.history),
    )
