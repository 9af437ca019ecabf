"""What comes after the walk: sending a request, withdrawing it, and the manager's yes or no."""

from accounts.errors import Incomplete, NoSuchCase
from accounts.form import IS_MANAGER, MANAGER
from accounts.notices import REVIEW_CHANNEL, NoticeKind
from accounts.people import Person
from accounts.ports import Books
from accounts.record import keep_request, own_request, tell
from accounts.request import WAITING, AccountRequest, Status
from accounts.surroundings import Surroundings
from accounts.values import words


class Sending:
    """One method for each thing a requester or a manager can do. All raise `AccountsError`."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def send(self, books: Books, by: Person, request_id: str, seen: int) -> AccountRequest:
        """Send the request on its way.

        Raises:
            Incomplete: naming the first step that can't be left as it is.
        """
        before = own_request(books, by, request_id)
        if before.version != seen and before.status in WAITING:
            return before
        before.must_be_seen(seen)
        obstacle = self._around.obstacle(books, before)
        if obstacle is not None:
            raise Incomplete(obstacle.id)
        manager_id = self._manager_of(books, before)
        after = before.sent(
            at=self._around.clock(),
            manager_id=manager_id,
            needs_manager=self._needs_manager(before),
        )
        keep_request(books, after, before, by=by)
        if after.status is Status.IN_REVIEW:
            tell(books, after, NoticeKind.REVIEW, REVIEW_CHANNEL)
        elif manager_id:
            tell(books, after, NoticeKind.MANAGER_ASKED, manager_id)
        return after

    def send_unconfirmed(
        self, books: Books, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        """Let the review begin though the manager hasn't confirmed."""
        before = own_request(books, by, request_id)
        if before.version != seen and before.status is Status.IN_REVIEW:
            return before
        before.must_be_seen(seen)
        after = before.sent_unconfirmed(at=self._around.clock())
        keep_request(books, after, before, by=by)
        tell(books, after, NoticeKind.REVIEW, REVIEW_CHANNEL)
        return after

    def withdraw(self, books: Books, by: Person, request_id: str, seen: int) -> AccountRequest:
        before = own_request(books, by, request_id)
        if before.version != seen and before.status is Status.WITHDRAWN:
            return before
        before.must_be_seen(seen)
        after = before.withdrawn(at=self._around.clock())
        keep_request(books, after, before, by=by)
        tell(books, after, NoticeKind.REVIEW, REVIEW_CHANNEL)
        return after

    def to_confirm(self, books: Books, by: Person, request_id: str) -> AccountRequest:
        """Return a request that *by* may confirm as its manager, or has confirmed."""
        request = books.requests.get(request_id)
        if request is None:
            raise NoSuchCase
        if request.confirmed_by != by:
            request.may_be_confirmed_by(by)
        return request

    def confirm(self, books: Books, by: Person, request_id: str) -> AccountRequest:
        """Vouch, as the responsible manager, for the request."""
        before = self.to_confirm(books, by, request_id)
        if before.confirmed_by == by:
            return before
        after = before.confirmed(by, at=self._around.clock())
        keep_request(books, after, before, by=by)
        tell(books, after, NoticeKind.REVIEW, REVIEW_CHANNEL)
        tell(books, after, NoticeKind.MANAGER_ANSWERED, after.requester.id)
        return after

    def refuse(self, books: Books, by: Person, request_id: str, reason: str) -> AccountRequest:
        """Give the request back to its maker, as the responsible manager, and say why."""
        before = self.to_confirm(books, by, request_id)
        after = before.refused(by, at=self._around.clock(), reason=words(reason))
        keep_request(books, after, before, by=by)
        tell(books, after, NoticeKind.MANAGER_ANSWERED, after.requester.id)
        if before.status is Status.IN_REVIEW:
            tell(books, after, NoticeKind.REVIEW, REVIEW_CHANNEL)
        return after

    def _needs_manager(self, request: AccountRequest) -> bool:
        asks_who = self._around.form().field(MANAGER) is not None
        return asks_who and request.answers.get(IS_MANAGER) != "yes"

    def _manager_of(self, books: Books, request: AccountRequest) -> str | None:
        """Return who the named manager is, where the bot knows exactly one person of that name."""
        if not self._needs_manager(request):
            return None
        namesakes = books.people.named(request.answers.get(MANAGER, ""))
        others = [person.id for person in namesakes if person != request.requester]
        return others[0] if len(others) == 1 else None
