"""What is done after approval: the checklist, going live, and looking after the account."""

from dataclasses import dataclass

from accounts.account import Account, AccountStatus, Handover
from accounts.changes import own_request, save_account, save_request
from accounts.decision import RequestStatus
from accounts.errors import NotAnAddress, NotDone
from accounts.form import CONTACT, NAME, PLATFORM, PURPOSE, UNIT
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from accounts.values import is_web_address
from core.changes import tell
from core.errors import NoSuchCase, OutOfDate
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person

LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Registered:
    """A request fulfilled, and the account it led to."""

    request: AccountRequest
    account: Account


class AccountService:
    """One method for each thing a responsible person can do. All raise `AccountsError`.

    A reviewer may do the same with any account: people leave, and accounts stay.
    """

    def __init__(self, around: AccountsPolicy) -> None:
        self._policy = around

    def tick(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, done: frozenset[str]
    ) -> AccountRequest:
        """Say which of the checklist's items are done, and that the others aren't."""
        before = own_request(uow, by, request_id)
        if not done <= {*self._policy.form().checklist}:
            raise OutOfDate
        if before.status in (RequestStatus.APPROVED, RequestStatus.LIVE) and before.done == done:
            return before
        before.require_seen(seen)
        after = before.ticked(done, at=self._policy.clock())
        save_request(uow, after, before, by=by)
        return after

    def go_live(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, *, address: str
    ) -> Registered:
        """Put the account into the register under its address.

        Raises:
            NotDone: where something on the checklist isn't.
            NotAnAddress: where a browser couldn't open it.
            AlreadyRegistered: where the register has that account.
        """
        before = own_request(uow, by, request_id)
        where = self._address(address)
        known = uow.register.get(before.account_id) if before.account_id else None
        if known is not None and known.address == where:
            return Registered(before, known)
        before.require_seen(seen)
        account = self._account(uow, before, where)
        after = before.registered(account.id, at=account.registered_at)
        if missing := [each for each in self._policy.form().checklist if each not in before.done]:
            raise NotDone(missing)
        save_request(uow, after, before, by=by)
        uow.register.add(account)
        save_account(uow, account, None, by=by)
        tell(uow, account, NoticeKind.ACCOUNT_LIVE, REVIEW_CHANNEL)
        tell(uow, after, NoticeKind.REVIEW, REVIEW_CHANNEL)
        return Registered(after, account)

    def show(self, uow: AccountsUnitOfWork, by: Person, account_id: str) -> Account:
        """Return an account that *by* may look after."""
        account = uow.register.get(account_id)
        if account is None:
            raise NoSuchCase
        if not self._policy.is_reviewer(by):
            account.require_responsible(by)
        return account

    def offer(
        self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int, *, to: str
    ) -> Account:
        """Ask the person named *to* to become responsible."""
        before = self.show(uow, by, account_id)
        name = self._policy.accepted_line(to)
        if before.version != seen and before.handover and before.handover.name == name:
            return before
        before.require_seen(seen)
        known = [each for each in uow.people.named(name) if each != before.responsible]
        handover = Handover(name, known[0].id if len(known) == 1 else None)
        after = before.offered(handover, by, at=self._policy.clock())
        save_account(uow, after, before, by=by)
        if handover.person_id:
            tell(uow, after, NoticeKind.HANDOVER_ASKED, handover.person_id)
        return after

    def to_take_over(self, uow: AccountsUnitOfWork, by: Person, account_id: str) -> Account:
        """Return an account that *by* has been asked to take over."""
        account = uow.register.get(account_id)
        if account is None:
            raise NoSuchCase
        account.require_offered_to(by)
        return account

    def take_over(self, uow: AccountsUnitOfWork, by: Person, account_id: str) -> Account:
        """Become the responsible person."""
        before = uow.register.get(account_id)
        if before is None:
            raise NoSuchCase
        if before.responsible == by:
            return before
        after = before.taken_over(by, at=self._policy.clock())
        save_account(uow, after, before, by=by)
        tell(uow, after, NoticeKind.HANDED_OVER, before.responsible.id, REVIEW_CHANNEL)
        return after

    def pause(
        self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int, *, reason: str
    ) -> Account:
        before = self.show(uow, by, account_id)
        if before.version != seen and before.standing is AccountStatus.PAUSED:
            return before
        before.require_seen(seen)
        said = self._policy.accepted_text(reason)
        after = before.paused(by, at=self._policy.clock(), reason=said)
        return self._changed(uow, after, before, by=by)

    def resume(self, uow: AccountsUnitOfWork, by: Person, account_id: str, seen: int) -> Account:
        before = self.show(uow, by, account_id)
        if before.version != seen and before.standing is AccountStatus.LIVE:
            return before
        before.require_seen(seen)
        return self._changed(uow, before.resumed(by, at=self._policy.clock()), before, by=by)

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
        before = self.show(uow, by, account_id)
        if before.standing is AccountStatus.CLOSED:
            return before
        before.require_seen(seen)
        needed = self._policy.form().closing
        after = before.closed(by, at=self._policy.clock(), done=done, needed=needed)
        return self._changed(uow, after, before, by=by)

    def _changed(
        self, uow: AccountsUnitOfWork, after: Account, before: Account, *, by: Person
    ) -> Account:
        save_account(uow, after, before, by=by)
        responsible = [after.responsible.id] if after.responsible != by else []
        tell(uow, after, NoticeKind.ACCOUNT_CHANGED, REVIEW_CHANNEL, *responsible)
        return after

    def _address(self, entered: str) -> str:
        address = self._policy.accepted_line(entered)
        if not is_web_address(address) or len(address) > LONGEST_ADDRESS:
            raise NotAnAddress
        return address

    def _account(self, uow: AccountsUnitOfWork, request: AccountRequest, address: str) -> Account:
        """Return the account that was asked for; what doesn't apply isn't published."""
        at, view = self._policy.clock(), self._policy.view(uow, request.answers)
        return Account(
            id=f"konto-{request.id.partition('-')[2]}",
            request_id=request.id,
            responsible=request.requester,
            platform=view.get(PLATFORM, ""),
            name=view.get(NAME, ""),
            address=address,
            unit=view.get(UNIT, ""),
            contact=view.get(CONTACT, ""),
            purpose=view.get(PURPOSE, ""),
            registered_at=at,
            changed_at=at,
            nonce=self._policy.nonce(),
        )
