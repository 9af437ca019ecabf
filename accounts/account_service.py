"""What follows approval: the checklist, going live, and looking after the account."""

from collections.abc import Callable

from accounts.account import Account, AccountStatus, Handover
from accounts.errors import NotDone
from accounts.form import CONTACT, NAME, PLATFORM, PURPOSE, RESPONSIBLE, unit_of
from accounts.history import RequestStatus
from accounts.matching import NameMatch, match_person
from accounts.policy import AccountsPolicy, require_own_request
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.changes import change_once, require_case, save, tell
from core.errors import OutOfDate
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from core.service import Service, reads, writes


class AccountService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """What a responsible person does with an account, and on the way to it.

    A reviewer may do the same with any account: people leave, and accounts stay.
    """

    @writes
    def tick(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, done: frozenset[str]
    ) -> AccountRequest:
        """Say which of the checklist's items are done, and that the others aren't."""
        before = require_own_request(uow, by, request_id)
        self._require_items(done)
        is_approved = before.status in (RequestStatus.APPROVED, RequestStatus.LIVE)
        return change_once(
            uow,
            uow.requests,
            before,
            lambda: before.ticked(done, at=self._policy.clock()),
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

        Raises:
            NotDone: where something on the checklist isn't.
            NotAnAddress: where a browser couldn't open it.
            WrongHost: where it isn't on the platform asked for.
            AddressTaken, AlreadyRegistered: where the register has that account.
        """
        before = require_own_request(uow, by, request_id)
        self._require_items(done)
        platform, own = before.answers.get(PLATFORM, ""), before.account_id or ""
        where = self._policy.accepted_address(uow, address, platform, unless=own)
        known = uow.register.get(own)
        if known is not None and known.address == where:
            return before
        before.require_seen(seen)
        ticked = before.ticked(done, at=self._policy.clock())
        account = self._with_the_named_responsible(uow, self._account(uow, ticked, where), ticked)
        after = ticked.registered(account.id, at=account.registered_at)
        if missing := [each for each in self._policy.form().checklist if each not in done]:
            raise NotDone(missing)
        if ticked is not before:
            save(uow, uow.requests, ticked, before, by=by)
        save(uow, uow.requests, after, ticked, by=by)
        uow.register.add(account)
        save(uow, uow.register, account, None, by=by)
        tell(uow, account, NoticeKind.ACCOUNT_LIVE, REVIEW_CHANNEL)
        if account.handover and account.handover.person_id:
            tell(uow, account, NoticeKind.HANDOVER_ASKED, account.handover.person_id)
        tell(uow, after, NoticeKind.REVIEW, REVIEW_CHANNEL)
        if after.confirmed_by is not None:
            tell(uow, after, NoticeKind.ACCOUNT_LIVE, after.confirmed_by.id)
        return after

    @reads
    def show(self, uow: AccountsUnitOfWork, by: Person, account_id: str) -> Account:
        return self._looked_after(uow, by, account_id)

    @writes
    def offer(
        self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int, *, to: str
    ) -> Account:
        """Ask the person named *to* to become responsible."""
        before = self._looked_after(uow, by, account_id)
        name = self._policy.accepted_line(to)
        offered = before.handover
        after = change_once(
            uow,
            uow.register,
            before,
            lambda: before.offered(_handover(uow, before, name), by, at=self._policy.clock()),
            by=by,
            seen=seen,
            is_done=before.version != seen and offered is not None and offered.name == name,
        )
        if after is not before and after.handover and after.handover.person_id:
            tell(uow, after, NoticeKind.HANDOVER_ASKED, after.handover.person_id)
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
            tell(uow, after, NoticeKind.HANDED_OVER, before.responsible.id, REVIEW_CHANNEL)
        return after

    @writes
    def pause(
        self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int, *, reason: str
    ) -> Account:
        before = self._looked_after(uow, by, account_id)

        def paused() -> Account:
            said = self._policy.accepted_text(reason)
            return before.paused(by, at=self._policy.clock(), reason=said)

        is_done = before.version != seen and before.standing is AccountStatus.PAUSED
        return _change(uow, before, paused, by=by, seen=seen, is_done=is_done)

    @writes
    def resume(self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int) -> Account:
        before, at = self._looked_after(uow, by, account_id), self._policy.clock()
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
        before = self._looked_after(uow, by, account_id)

        def closed() -> Account:
            needed = self._policy.form().closing
            return before.closed(by, at=self._policy.clock(), done=done, needed=needed)

        is_done = before.standing is AccountStatus.CLOSED
        return _change(uow, before, closed, by=by, seen=seen, is_done=is_done)

    def _looked_after(self, uow: AccountsUnitOfWork, by: Person, account_id: str) -> Account:
        """Return an account that *by* may look after; raise `NoSuchCase`."""
        account = require_case(uow.register, account_id)
        if not self._policy.is_reviewer(uow, by):
            account.require_responsible(by)
        return account

    def _require_items(self, done: frozenset[str]) -> None:
        if not done <= {*self._policy.form().checklist}:
            raise OutOfDate

    def _account(self, uow: AccountsUnitOfWork, request: AccountRequest, address: str) -> Account:
        """Return the account that was asked for; what doesn't apply isn't published."""
        at, view = self._policy.clock(), self._policy.view(uow, request)
        return Account(
            id=f"konto-{request.id.partition('-')[2]}",
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
        )

    def _with_the_named_responsible(
        self, uow: AccountsUnitOfWork, account: Account, request: AccountRequest
    ) -> Account:
        """Return *account* offered to whoever is to be responsible, where that is somebody else."""
        name = self._policy.view(uow, request).get(RESPONSIBLE, "")
        named = match_person(uow.people, name, account.responsible)
        if named.kind in (NameMatch.UNNAMED, NameMatch.SELF):
            return account
        offer = Handover(name, named.only_id)
        return account.offered(offer, account.responsible, at=account.registered_at)


def _handover(uow: AccountsUnitOfWork, account: Account, name: str) -> Handover:
    return Handover(name, match_person(uow.people, name, account.responsible).only_id)


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
        tell(uow, after, NoticeKind.ACCOUNT_CHANGED, REVIEW_CHANNEL, *responsible)
    return after
