"""Erasing a person: nothing stored may tell any more who that was.

What a person wrote in a request that was never sent goes too. A request that was sent is an
official document, and keeps its text. The version of a case stays: what others have seen of it is
as true as before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from accounts.account import Account, AccountStatus
from accounts.history import Decision, Event, EventKind, RequestStatus
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.cases import C, Repository
from core.changes import save
from core.clock import Clock
from core.outbox import NOBODY, REVIEW_CHANNEL, Notice, NoticeKind
from core.person import Person, named_and_picked, same_name
from core.ports import Transactions

U = TypeVar("U", bound=AccountsUnitOfWork)


@dataclass(frozen=True, slots=True)
class ErasureResult:
    """What an erasure came to."""

    was_met: bool
    """Whether the bot knew the person's name and address."""
    requests: int
    accounts: int
    elsewhere: int = 0
    appointments: int = 0

    @property
    def has_found_anything(self) -> bool:
        changed = self.requests + self.accounts + self.elsewhere + self.appointments
        return self.was_met or changed > 0


def substitute(token: str, name: str) -> Person:
    """Return who stands where an erased person did; *token* makes them like nobody else."""
    return Person(f"{NOBODY}{token}", name)


@dataclass(frozen=True, slots=True)
class _Swap:
    """A person, and the substitute who takes their place in one case."""

    person: Person
    substitute: Person

    def of(self, other: Person | None) -> Person | None:
        return self.substitute if other == self.person else other

    def certainly_of(self, other: Person) -> Person:
        return self.substitute if other == self.person else other

    def text(self, written: str) -> str:
        """Return the substitute's id for the person's own, which a people picker may have given."""
        _, picked_id = named_and_picked(written)
        if picked_id != self.person.id.lower():
            return self.substitute.id if written == self.person.id else written
        return self.substitute.name if written != self.person.id else self.substitute.id

    def texts(self, written: Mapping[str, str]) -> Mapping[str, str]:
        return {key: self.text(text) for key, text in written.items()}

    def decision(self, decision: Decision | None) -> Decision | None:
        return decision and replace(decision, by=self.certainly_of(decision.by))

    def events(self, history: Sequence[Event]) -> tuple[Event, ...]:
        return tuple(
            replace(event, by=self.of(event.by), note=self._note(event)) for event in history
        )

    def _note(self, event: Event) -> str:
        """An offer's note is the name of whom it was made to."""
        is_an_offer = event.kind is EventKind.HANDOVER_OFFERED
        is_theirs = is_an_offer and same_name(event.note, self.person.name)
        return self.substitute.name if is_theirs else event.note


class ErasureService(Generic[U]):
    """Erases one person at a time, in one unit of work."""

    def __init__(
        self,
        transactions: Transactions[U],
        *,
        clock: Clock,
        token: Callable[[], str],
        nobody: str,
        elsewhere: Callable[[U, str], int] | None = None,
    ) -> None:
        """*nobody* is the name that stands where an erased person's did.

        *elsewhere* erases a person's id from other rooms, and returns in how many places it stood.
        """
        self._transactions = transactions
        self._clock = clock
        self._token = token
        self._nobody = nobody
        self._elsewhere = elsewhere

    async def erase(self, person_id: str, *, by_themselves: bool = False) -> ErasureResult:
        """Erase the person, and log each case that changed by it.

        What they erase *by_themselves* leaves public records as they are: sent requests, accounts,
        decisions, appointments, and who is meant in the audit log.
        """
        return await self._transactions.write(
            lambda uow: self._erase(uow, person_id, by_themselves=by_themselves)
        )

    def _erase(self, uow: U, person_id: str, *, by_themselves: bool) -> ErasureResult:
        """Other rooms come first: in the end the audit log no longer knows the person."""
        elsewhere = self._elsewhere(uow, person_id) if self._elsewhere else 0
        known = uow.people.erase(person_id)
        person = known or Person(person_id, "")
        uow.outbox.erase(person_id)
        now = self._clock()
        requests = [
            self._save(uow, uow.requests, _request_without(each, self._swap(person), at=now), each)
            for each in uow.requests.naming(person_id)
            if not by_themselves or _is_own_draft(each, person)
        ]
        if by_themselves:
            uow.audit.append(
                at=now, what="person", subject="own-data", by=person_id, state="erased", content=""
            )
            return ErasureResult(known is not None, sum(requests), 0, elsewhere)
        accounts = [
            self._from_account(uow, each, self._swap(person))
            for each in uow.register.naming(person_id)
        ]
        appointments = self._from_appointments(uow, person, at=now)
        uow.audit.erase(person_id, at=now)
        return ErasureResult(
            known is not None, sum(requests), sum(accounts), elsewhere, appointments
        )

    def _from_account(self, uow: U, before: Account, swap: _Swap) -> bool:
        """Leave the reviewers with the task, where the account has nobody responsible any more."""
        after = _account_without(before, swap)
        is_changed = self._save(uow, uow.register, after, before)
        is_orphaned = before.has_responsible and not after.has_responsible
        if is_orphaned and after.standing is not AccountStatus.CLOSED:
            key = f"{after.id}/{after.version}/{swap.substitute.id}/{NoticeKind.ACCOUNT_ORPHANED}"
            uow.outbox.put(Notice(key, NoticeKind.ACCOUNT_ORPHANED, REVIEW_CHANNEL, after.id))
        return is_changed

    def _from_appointments(self, uow: U, person: Person, *, at: datetime) -> int:
        named = uow.appointments.naming(person.id)
        for before in named:
            nobody, nonce = substitute(self._token(), self._nobody), self._token()
            after = before.without(person, nobody=nobody, nonce=nonce, at=at)
            save(uow, uow.appointments, after, before, by=None, at=at)
        return len(named)

    def _swap(self, person: Person) -> _Swap:
        """Each case gets a substitute of its own: no two can be told to be of one person."""
        return _Swap(person, substitute(self._token(), self._nobody))

    def _save(self, uow: U, repository: Repository[C], after: C, before: C) -> bool:
        """Save *after* where it isn't as before, and return whether it was.

        With the old nonce, the old hash in the log would let a guess at the name be confirmed.
        """
        if after == before:
            return False
        after = replace(after, nonce=self._token())
        save(uow, repository, after, before, by=None, at=self._clock())
        return True


def _is_own_draft(request: AccountRequest, person: Person) -> bool:
    return request.requester == person and not request.has_been_sent


def _request_without(request: AccountRequest, swap: _Swap, *, at: datetime) -> AccountRequest:
    """Return *request* with the substitute in the person's place."""
    decision = request.decision
    after = replace(
        request,
        requester=swap.certainly_of(request.requester),
        manager_id=swap.substitute.id
        if request.manager_id == swap.person.id
        else request.manager_id,
        confirmed_by=swap.of(request.confirmed_by),
        answers=swap.texts(request.answers),
        vouched=swap.texts(request.vouched),
        deputy=swap.text(request.deputy),
        assigned_to=swap.of(request.assigned_to),
        decision=swap.decision(decision),
        sent_versions=tuple(
            replace(
                each,
                answers=swap.texts(each.answers),
                confirmed_by=swap.of(each.confirmed_by),
                decision=swap.decision(each.decision),
            )
            for each in request.sent_versions
        ),
        history=swap.events(request.history),
    )
    if request.requester != swap.person or request.has_been_sent:
        return after
    return _emptied(after, at=at)


def _emptied(draft: AccountRequest, *, at: datetime) -> AccountRequest:
    """Return a draft without what was written in it, as nobody is left to go on with it."""
    empty = replace(draft, answers={}, reasons={})
    return empty.discarded(at=at) if draft.status is RequestStatus.DRAFT else empty


def _account_without(account: Account, swap: _Swap) -> Account:
    """Return *account* with the substitute in the person's place; an offer to them falls."""
    offer, proposal = account.handover, account.proposal
    is_theirs = offer is not None and offer.person_id == swap.person.id
    return replace(
        account,
        responsible=swap.certainly_of(account.responsible),
        manager=swap.of(account.manager),
        proposal=proposal and replace(proposal, by=swap.certainly_of(proposal.by)),
        handover=None if is_theirs else offer,
        history=swap.events(account.history),
    )
