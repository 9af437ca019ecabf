"""Handing an account over: it is offered, and taken, declined or taken back."""

from accounts.account import Account, Handover
from accounts.account_service import looked_after
from accounts.errors import SeveralPeople
from accounts.history import EventKind, is_last
from accounts.matching import NameMatch, match_person
from accounts.people_fields import accepted_person
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from core.changes import change_once, require_case, save, tell
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person, named_and_picked
from core.service import Service, reads, writes


class HandoverService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """Changes who is responsible; nobody becomes it without saying yes."""

    @writes
    def offer(
        self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int, *, to: str
    ) -> Account:
        """Ask the person named *to* to become responsible."""
        before = looked_after(uow, self._policy, by, account_id)
        offer, offered = _handover(uow, before, accepted_person(self._policy, to)), before.handover
        after = change_once(
            uow,
            uow.register,
            before,
            lambda: before.offered(offer, by, at=self._policy.clock()),
            by=by,
            seen=seen,
            is_done=before.version != seen and offered == offer,
        )
        if after is not before and after.handover and after.handover.person_id:
            tell(uow, after, NoticeKind.HANDOVER_ASKED, after.handover.person_id, by=by)
        return after

    @writes
    def withdraw(self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int) -> Account:
        """Take the offer back."""
        before, at = looked_after(uow, self._policy, by, account_id), self._policy.clock()
        is_done = before.version != seen and before.handover is None
        return change_once(
            uow,
            uow.register,
            before,
            lambda: before.offer_withdrawn(by, at=at),
            by=by,
            seen=seen,
            is_done=is_done,
        )

    @writes
    def decline(self, uow: AccountsUnitOfWork, by: Person, account_id: str) -> Account:
        """Say no to an account; whoever offered it, and the reviewers, are told."""
        before, at = require_case(uow.register, account_id), self._policy.clock()
        after = change_once(
            uow,
            uow.register,
            before,
            lambda: before.offer_declined(by, at=at),
            by=by,
            seen=None,
            is_done=is_last(before.history, EventKind.OFFER_DECLINED, by),
        )
        if after is not before:
            told = [REVIEW_CHANNEL, before.responsible.id]
            tell(uow, after, NoticeKind.HANDOVER_DECLINED, *told, facts={"name": by.name}, by=by)
        return after

    @reads
    def to_take_over(self, uow: AccountsUnitOfWork, by: Person, account_id: str) -> Account:
        """Return an account that *by* has been asked to take over."""
        account = require_case(uow.register, account_id)
        account.require_offered_to(by)
        return account

    @writes
    def take_over(self, uow: AccountsUnitOfWork, by: Person, account_id: str) -> Account:
        """Become the responsible person. An offer stands until it is taken, on any card."""
        before = require_case(uow.register, account_id)
        after = change_once(
            uow,
            uow.register,
            before,
            lambda: before.taken_over(by, at=self._policy.clock()),
            by=by,
            seen=None,
            is_done=before.responsible == by,
        )
        if after is not before:
            tell(uow, after, NoticeKind.HANDED_OVER, before.responsible.id, REVIEW_CHANNEL, by=by)
        return after

    @writes
    def run_once(self, uow: AccountsUnitOfWork) -> int:
        """Ask those who have met the bot since an account was offered to their name."""
        count = 0
        for before in uow.register.all():
            offer = before.handover
            if offer is None or offer.person_id is not None:
                continue
            found = match_person(uow.people, offer.name, before.responsible).only_id
            if found is not None:
                after = before.offer_met(found)
                save(uow, uow.register, after, before, by=None, at=self._policy.clock())
                tell(uow, after, NoticeKind.HANDOVER_ASKED, found, by=_offered_by(before))
                count += 1
        return count


def _offered_by(account: Account) -> Person | None:
    offers = [each for each in account.history if each.kind is EventKind.HANDOVER_OFFERED]
    return offers[-1].by if offers else None


def _handover(uow: AccountsUnitOfWork, account: Account, to: str) -> Handover:
    """Return the offer to whoever *to* means, by name or picked; raise `SeveralPeople`."""
    name, picked_id = named_and_picked(to)
    match = match_person(uow.people, to, account.responsible)
    if match.kind is NameMatch.SEVERAL:
        raise SeveralPeople(match.people)
    known = match.only.name if match.only else ""
    return Handover(name or known or picked_id or "", match.only_id or picked_id)
