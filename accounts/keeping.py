"""What is done after approval: the checklist, going live, and looking after the account."""

from dataclasses import dataclass

from accounts.errors import NoSuchCase, NotAnAddress, NotDone, OutOfDate
from accounts.form import CONTACT, NAME, PLATFORM, PURPOSE, UNIT
from accounts.notices import REVIEW_CHANNEL, NoticeKind
from accounts.people import Person
from accounts.ports import Books
from accounts.record import keep_account, keep_request, own_request, tell
from accounts.register import Account, Handover, Standing
from accounts.request import AccountRequest
from accounts.status import Status
from accounts.surroundings import Surroundings
from accounts.values import Kind, is_web_address

LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Registered:
    """A request fulfilled, and the account it led to."""

    request: AccountRequest
    account: Account


class Keeping:
    """One method for each thing a responsible person can do. All raise `AccountsError`.

    A reviewer may do the same with any account: people leave, and accounts stay.
    """

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def tick(
        self, books: Books, by: Person, request_id: str, seen: int, done: frozenset[str]
    ) -> AccountRequest:
        """Say which of the checklist's items are done, and that the others aren't."""
        before = own_request(books, by, request_id)
        if not done <= {*self._around.form().checklist}:
            raise OutOfDate
        if before.status in (Status.APPROVED, Status.LIVE) and before.done == done:
            return before
        before.must_be_seen(seen)
        after = before.ticked(done, at=self._around.clock())
        keep_request(books, after, before, by=by)
        return after

    def go_live(
        self, books: Books, by: Person, request_id: str, seen: int, *, address: str
    ) -> Registered:
        """Put the account into the register under its address.

        Raises:
            NotDone: where something on the checklist isn't.
            NotAnAddress: where a browser couldn't open it.
            AlreadyRegistered: where the register has that account.
        """
        before = own_request(books, by, request_id)
        where = self._address(address)
        known = books.register.get(before.account_id) if before.account_id else None
        if known is not None and known.address == where:
            return Registered(before, known)
        before.must_be_seen(seen)
        account = self._account(books, before, where)
        after = before.registered(account.id, at=account.registered_at)
        if missing := [each for each in self._around.form().checklist if each not in before.done]:
            raise NotDone(missing)
        keep_request(books, after, before, by=by)
        books.register.add(account)
        keep_account(books, account, None, by=by)
        tell(books, account, NoticeKind.ACCOUNT_LIVE, REVIEW_CHANNEL)
        tell(books, after, NoticeKind.REVIEW, REVIEW_CHANNEL)
        return Registered(after, account)

    def show(self, books: Books, by: Person, account_id: str) -> Account:
        """Return an account that *by* may look after."""
        account = books.register.get(account_id)
        if account is None:
            raise NoSuchCase
        if not self._around.is_reviewer(by):
            account.belongs_to(by)
        return account

    def offer(self, books: Books, by: Person, account_id: str, seen: int, *, to: str) -> Account:
        """Ask the person named *to* to become responsible."""
        before = self.show(books, by, account_id)
        name = self._around.words(to, Kind.LINE)
        if before.version != seen and before.handover and before.handover.name == name:
            return before
        before.must_be_seen(seen)
        known = [each for each in books.people.named(name) if each != before.responsible]
        handover = Handover(name, known[0].id if len(known) == 1 else None)
        after = before.offered(handover, by, at=self._around.clock())
        keep_account(books, after, before, by=by)
        if handover.person_id:
            tell(books, after, NoticeKind.HANDOVER_ASKED, handover.person_id)
        return after

    def to_take_over(self, books: Books, by: Person, account_id: str) -> Account:
        """Return an account that *by* has been asked to take over."""
        account = books.register.get(account_id)
        if account is None:
            raise NoSuchCase
        account.may_be_taken_over_by(by)
        return account

    def take_over(self, books: Books, by: Person, account_id: str) -> Account:
        """Become the responsible person."""
        before = books.register.get(account_id)
        if before is None:
            raise NoSuchCase
        if before.responsible == by:
            return before
        after = before.taken_over(by, at=self._around.clock())
        keep_account(books, after, before, by=by)
        tell(books, after, NoticeKind.HANDED_OVER, before.responsible.id, REVIEW_CHANNEL)
        return after

    def pause(
        self, books: Books, by: Person, account_id: str, seen: int, *, reason: str
    ) -> Account:
        before = self.show(books, by, account_id)
        if before.version != seen and before.standing is Standing.PAUSED:
            return before
        before.must_be_seen(seen)
        said = self._around.words(reason)
        after = before.paused(by, at=self._around.clock(), reason=said)
        return self._changed(books, after, before, by=by)

    def resume(self, books: Books, by: Person, account_id: str, seen: int) -> Account:
        before = self.show(books, by, account_id)
        if before.version != seen and before.standing is Standing.LIVE:
            return before
        before.must_be_seen(seen)
        return self._changed(books, before.resumed(by, at=self._around.clock()), before, by=by)

    def close(
        self, books: Books, by: Person, account_id: str, seen: int, *, done: frozenset[str]
    ) -> Account:
        """Close the account for good, once all that must be saved and weeded is."""
        before = self.show(books, by, account_id)
        if before.standing is Standing.CLOSED:
            return before
        before.must_be_seen(seen)
        needed = self._around.form().closing
        after = before.closed(by, at=self._around.clock(), done=done, needed=needed)
        return self._changed(books, after, before, by=by)

    def _changed(self, books: Books, after: Account, before: Account, *, by: Person) -> Account:
        keep_account(books, after, before, by=by)
        responsible = [after.responsible.id] if after.responsible != by else []
        tell(books, after, NoticeKind.ACCOUNT_CHANGED, REVIEW_CHANNEL, *responsible)
        return after

    def _address(self, entered: str) -> str:
        address = self._around.words(entered, Kind.WEB_ADDRESS)
        if not is_web_address(address) or len(address) > LONGEST_ADDRESS:
            raise NotAnAddress
        return address

    def _account(self, books: Books, request: AccountRequest, address: str) -> Account:
        """Return the account that was asked for; what doesn't apply isn't published."""
        at, view = self._around.clock(), self._around.view(books, request.answers)
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
            nonce=self._around.nonce(),
        )
