"""What comes after the walk: sending a request, withdrawing it, and the manager's yes or no."""

from accounts.conditions import Answers
from accounts.errors import Incomplete, NoSuchCase
from accounts.form import IS_MANAGER, MANAGER
from accounts.notices import REVIEW_CHANNEL, NoticeKind
from accounts.people import Person
from accounts.ports import Books
from accounts.record import keep_request, own_request, tell
from accounts.request import AccountRequest
from accounts.status import WAITING, Status
from accounts.surroundings import Surroundings


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
        view = self._around.view(books, before.answers)
        manager_id = self._manager_of(books, before.requester, view)
        after = before.sent(
            at=self._around.clock(),
            manager_id=manager_id,
            needs_manager=self._needs_manager(view),
        )
        obstacle = self._around.obstacle(books, before)
        if obstacle is not None:
            raise Incomplete(obstacle.id)
        self._keep(books, after, before, by=by)
        if manager_id:
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
        self._keep(books, after, before, by=by)
        return after

    def withdraw(self, books: Books, by: Person, request_id: str, seen: int) -> AccountRequest:
        before = own_request(books, by, request_id)
        if before.version != seen and before.status is Status.WITHDRAWN:
            return before
        before.must_be_seen(seen)
        after = before.withdrawn(at=self._around.clock())
        self._keep(books, after, before, by=by)
        return after

    def to_confirm(self, books: Books, by: Person, request_id: str) -> AccountRequest:
        """Return a request that *by* may confirm as its manager, or has confirmed."""
        request = books.requests.get(request_id)
        if request is None:
            raise NoSuchCase
        if request.confirmed_by != by:
            request.may_be_confirmed_by(by)
        return request

    def confirm(self, books: Books, by: Person, request_id: str, seen: int) -> AccountRequest:
        """Vouch, as the responsible manager, for the request as it was seen."""
        before = self.to_confirm(books, by, request_id)
        if before.confirmed_by == by:
            return before
        before.must_be_seen(seen)
        after = before.confirmed(by, at=self._around.clock())
        self._keep(books, after, before, by=by)
        tell(books, after, NoticeKind.MANAGER_ANSWERED, after.requester.id)
        return after

    def refuse(
        self, books: Books, by: Person, request_id: str, seen: int, *, reason: str
    ) -> AccountRequest:
        """Give the request back to its maker, as the responsible manager, and say why."""
        said = self._around.words(reason)
        refused = books.requests.get(request_id)
        if refused is not None and refused.was_refused_by(by, said):
            return refused
        before = self.to_confirm(books, by, request_id)
        before.must_be_seen(seen)
        after = before.refused(by, at=self._around.clock(), reason=said)
        self._keep(books, after, before, by=by)
        tell(books, after, NoticeKind.MANAGER_ANSWERED, after.requester.id)
        return after

    def _keep(
        self, books: Books, after: AccountRequest, before: AccountRequest, *, by: Person
    ) -> None:
        """Keep the request, and bring the reviewers' card up to date where they have one."""
        keep_request(books, after, before, by=by)
        if before.has_reached_review or after.has_reached_review:
            tell(books, after, NoticeKind.REVIEW, REVIEW_CHANNEL)

    def _needs_manager(self, view: Answers) -> bool:
        asks_who = self._around.form().field(MANAGER) is not None
        return asks_who and view.get(IS_MANAGER) != "yes"

    def _manager_of(self, books: Books, requester: Person, view: Answers) -> str | None:
        """Return who the named manager is, where the bot knows exactly one person of that name."""
        name = view.get(MANAGER, "")
        if not name or not self._needs_manager(view):
            return None
        others = [each.id for each in books.people.named(name) if each != requester]
        return others[0] if len(others) == 1 else None
