"""What follows approval: the checklist, going live, and looking after the account."""

from collections.abc import Callable

from accounts.account import Account, AccountStatus, Handover
from accounts.account_facts import account_id_of
from accounts.addresses import address_key
from accounts.errors import NameTaken, NotDone
from accounts.form import (
    ADDRESS,
    CONTACT,
    IS_MANAGER,
    NAME,
    PLATFORM,
    PLATFORM_NAME,
    PURPOSE,
    RESPONSIBLE,
    unit_of,
)
from accounts.history import RequestStatus
from accounts.likeness import platform_of
from accounts.matching import NameMatch, match_person
from accounts.policy import AccountsPolicy, named_responsible, require_own_request
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.changes import change_once, require_case, save, tell
from core.errors import DomainError, OutOfDate, SeveralErrors
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person, named_and_picked
from core.service import Service, reads, writes


class AccountService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """What those responsible for an account do with it; reviewers may too, since people leave."""

    @writes
    def tick(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, done: frozenset[str]
    ) -> AccountRequest:
        """Say which of the checklist's items are done, and that the others aren't."""
        before = self._to_tick(uow, by, request_id)
        self._require_items(before, done)
        is_approved = before.status in (RequestStatus.APPROVED, RequestStatus.LIVE)
        return change_once(
            uow,
            uow.requests,
            before,
            lambda: before.ticked(done, by, at=self._policy.clock()),
            by=by,
            seen=seen,
            is_done=is_approved and before.done == done,
        )

    @writes
    def go_live(
        self,
        uow: AccountsUnitOfWork,
        by: Person,
        request_id: str,
        seen: int,
        *,
        done: frozenset[str],
        address: str,
    ) -> AccountRequest:
        """Tick off *done*, and put the account into the register under its address.

        The public sees it once a reviewer has seen the address, with the request or after.

        Raises:
            NotDone: where something on the checklist isn't.
            NameTaken: where an account of that platform and name went live first.
            NotAnAddress, WrongHost, AddressTaken: as `AccountsPolicy.accepted_address`.
        """
        before = require_own_request(uow, by, request_id)
        self._require_items(before, done)
        if before.status is RequestStatus.APPROVED:
            before.require_seen(seen)
        where = self._require_ready(uow, before, done, address)
        known = uow.register.get(before.account_id or "")
        if known is not None and known.address == where:
            return before
        before.require_seen(seen)
        ticked = before.ticked(done, by, at=self._policy.clock())
        account = self._with_the_named_responsible(uow, self._account(uow, ticked, where), ticked)
        after = ticked.registered(account.id, at=account.registered_at)
        if ticked is not before:
            save(uow, uow.requests, ticked, before, by=by)
        save(uow, uow.requests, after, ticked, by=by)
        uow.register.add(account)
        save(uow, uow.register, account, None, by=by)
        kind = NoticeKind.ACCOUNT_LIVE if account.is_public else NoticeKind.ACCOUNT_TO_REVIEW
        tell(uow, account, kind, REVIEW_CHANNEL, by=by)
        if account.handover and account.handover.person_id:
            tell(uow, account, NoticeKind.HANDOVER_ASKED, account.handover.person_id, by=by)
        tell(uow, after, NoticeKind.REVIEW, REVIEW_CHANNEL, by=by)
        if after.confirmed_by is not None and account.is_public:
            tell(uow, account, NoticeKind.ACCOUNT_LIVE, after.confirmed_by.id, by=by)
        return after

    @reads
    def show_checklist(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str
    ) -> AccountRequest | None:
        """Return an approved request whose checklist is for *by*, who is to be responsible."""
        request = require_case(uow.requests, request_id)
        is_approved = request.status is RequestStatus.APPROVED
        return request if is_approved and named_responsible(uow, request) == by else None

    @reads
    def show(self, uow: AccountsUnitOfWork, by: Person, account_id: str) -> Account:
        return looked_after(uow, self._policy, by, account_id)

    @writes
    def pause(
        self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int, *, reason: str
    ) -> Account:
        before = looked_after(uow, self._policy, by, account_id)

        def paused() -> Account:
            said = self._policy.accepted_text(reason)
            return before.paused(by, at=self._policy.clock(), reason=said)

        is_done = before.version != seen and before.standing is AccountStatus.PAUSED
        return _change(uow, before, paused, by=by, seen=seen, is_done=is_done)

    @writes
    def resume(self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int) -> Account:
        before, at = looked_after(uow, self._policy, by, account_id), self._policy.clock()
        is_done = before.version != seen and before.standing is AccountStatus.LIVE
        return _change(
            uow, before, lambda: before.resumed(by, at=at), by=by, seen=seen, is_done=is_done
        )

    @writes
    def close(
        self,
        uow: AccountsUnitOfWork,
        by: Person,
        account_id: str,
        seen: int,
        *,
        done: frozenset[str],
    ) -> Account:
        """Close the account for good, once all that must be saved and weeded is."""
        before = looked_after(uow, self._policy, by, account_id)

        def closed() -> Account:
            needed = self._policy.form().closing
            return before.closed(by, at=self._policy.clock(), done=done, needed=needed)

        is_done = before.standing is AccountStatus.CLOSED
        return _change(uow, before, closed, by=by, seen=seen, is_done=is_done)

    def _require_ready(
        self, uow: AccountsUnitOfWork, request: AccountRequest, done: frozenset[str], address: str
    ) -> str:
        """Return the address as it is published; raise all that stands in the way at once."""
        wrong: list[DomainError] = []
        platform, own, where = request.answers.get(PLATFORM, ""), request.account_id or "", ""
        try:
            where = self._policy.accepted_address(uow, address, platform, unless=own)
        except DomainError as error:
            wrong.append(error)
        first = uow.register.named(platform_of(request.answers), request.answers.get(NAME, ""))
        wrong += [NameTaken(first.id)] if first is not None and first.id != own else []
        if missing := [each for each in self._items(request) if each not in done]:
            wrong.append(NotDone(missing, request.conditions))
        if wrong:
            raise wrong[0] if len(wrong) == 1 else SeveralErrors(wrong)
        return where

    def _to_tick(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
        """Return a request that *by* has made, or is to be responsible for the account of."""
        request = require_case(uow.requests, request_id)
        is_approved = request.status is RequestStatus.APPROVED
        if not (is_approved and named_responsible(uow, request) == by):
            request.require_requester(by)
        return request

    def _items(self, request: AccountRequest) -> tuple[str, ...]:
        """Return what is to be done before the account goes live: the conditions first."""
        return (*request.conditions, *self._policy.form().checklist)

    def _require_items(self, request: AccountRequest, done: frozenset[str]) -> None:
        if not done <= {*self._items(request)}:
            raise OutOfDate

    def _account(self, uow: AccountsUnitOfWork, request: AccountRequest, address: str) -> Account:
        """Return the account that was asked for; what doesn't apply isn't published."""
        at, view = self._policy.clock(), self._policy.view(uow, request)
        is_seen = address_key(view.get(ADDRESS, "")) == address_key(address)
        is_own = view.get(IS_MANAGER) == "yes"
        return Account(
            id=account_id_of(request.id),
            request_id=request.id,
            responsible=request.requester,
            platform=view.get(PLATFORM, ""),
            name=view.get(NAME, ""),
            address=address,
            unit=unit_of(view),
            contact=view.get(CONTACT, ""),
            purpose=view.get(PURPOSE, ""),
            registered_at=at,
            changed_at=at,
            nonce=self._policy.nonce(),
            standing=AccountStatus.LIVE if is_seen else AccountStatus.AWAITING,
            manager=request.confirmed_by or (request.requester if is_own else None),
            platform_name=view.get(PLATFORM_NAME, ""),
        )

    def _with_the_named_responsible(
        self, uow: AccountsUnitOfWork, account: Account, request: AccountRequest
    ) -> Account:
        """Return *account* offered to whoever is to be responsible, where that is somebody else."""
        name = self._policy.view(uow, request).get(RESPONSIBLE, "")
        named = match_person(uow.people, name, account.responsible)
        if named.kind in (NameMatch.UNNAMED, NameMatch.SELF):
            return account
        called, picked_id = named_and_picked(name)
        offer = Handover(called, named.only_id or picked_id)
        return account.offered(offer, account.responsible, at=account.registered_at)


def looked_after(
    uow: AccountsUnitOfWork, policy: AccountsPolicy, by: Person, account_id: str
) -> Account:
    """Return an account that *by* may look after; raise `NoSuchCase`."""
    account = require_case(uow.register, account_id)
    if not policy.is_reviewer(uow, by):
        account.require_looked_after_by(by)
    return account


def _change(
    uow: AccountsUnitOfWork,
    before: Account,
    change: Callable[[], Account],
    *,
    by: Person,
    seen: int,
    is_done: bool,
) -> Account:
    """Change how the account stands, and tell the reviewers and whoever is responsible."""
    after = change_once(uow, uow.register, before, change, by=by, seen=seen, is_done=is_done)
    if after is not before:
        responsible = [after.responsible.id] if after.responsible != by else []
        tell(uow, after, NoticeKind.ACCOUNT_CHANGED, REVIEW_CHANNEL, *responsible, by=by)
    return after
