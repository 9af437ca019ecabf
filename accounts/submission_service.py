"""What comes after the walk: sending a request, withdrawing it, and the manager's yes or no."""

from accounts.changes import own_request, save_request
from accounts.conditions import Answers
from accounts.decision import WAITING, RequestStatus
from accounts.errors import Incomplete
from accounts.form import IS_MANAGER, MANAGER
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.changes import tell
from core.errors import NoSuchCase
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person


class SubmissionService:
    """One method for each thing a requester or a manager can do. All raise `AccountsError`."""

    def __init__(self, around: AccountsPolicy) -> None:
        self._policy = around

    def send(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        """Send the request on its way.

        Raises:
            Incomplete: naming the first step that can't be left as it is.
        """
        before = own_request(uow, by, request_id)
        if before.version != seen and before.status in WAITING:
            return before
        before.require_seen(seen)
        view = self._policy.view(uow, before.answers)
        manager_id = self._manager_of(uow, before.requester, view)
        after = before.sent(
            at=self._policy.clock(),
            manager_id=manager_id,
            needs_manager=self._needs_manager(view),
        )
        obstacle = self._policy.obstacle(uow, before)
        if obstacle is not None:
            raise Incomplete(obstacle.id)
        self._keep(uow, after, before, by=by)
        if manager_id:
            tell(uow, after, NoticeKind.MANAGER_ASKED, manager_id)
        return after

    def send_unconfirmed(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        """Let the review begin though the manager hasn't confirmed."""
        before = own_request(uow, by, request_id)
        if before.version != seen and before.status is RequestStatus.IN_REVIEW:
            return before
        before.require_seen(seen)
        after = before.sent_unconfirmed(at=self._policy.clock())
        self._keep(uow, after, before, by=by)
        return after

    def withdraw(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        before = own_request(uow, by, request_id)
        if before.version != seen and before.status is RequestStatus.WITHDRAWN:
            return before
        before.require_seen(seen)
        after = before.withdrawn(at=self._policy.clock())
        self._keep(uow, after, before, by=by)
        return after

    def to_confirm(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
        """Return a request that *by* may confirm as its manager, or has confirmed."""
        request = uow.requests.get(request_id)
        if request is None:
            raise NoSuchCase
        if request.confirmed_by != by:
            request.require_confirmable_by(by)
        return request

    def confirm(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        """Vouch, as the responsible manager, for the request as it was seen."""
        before = self.to_confirm(uow, by, request_id)
        if before.confirmed_by == by:
            return before
        before.require_seen(seen)
        after = before.confirmed(by, at=self._policy.clock())
        self._keep(uow, after, before, by=by)
        tell(uow, after, NoticeKind.MANAGER_ANSWERED, after.requester.id)
        return after

    def refuse(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, *, reason: str
    ) -> AccountRequest:
        """Give the request back to its maker, as the responsible manager, and say why."""
        said = self._policy.accepted_text(reason)
        refused = uow.requests.get(request_id)
        if refused is not None and refused.is_refused_by(by, said):
            return refused
        before = self.to_confirm(uow, by, request_id)
        before.require_seen(seen)
        after = before.refused(by, at=self._policy.clock(), reason=said)
        self._keep(uow, after, before, by=by)
        tell(uow, after, NoticeKind.MANAGER_ANSWERED, after.requester.id)
        return after

    def _keep(
        self, uow: AccountsUnitOfWork, after: AccountRequest, before: AccountRequest, *, by: Person
    ) -> None:
        """Keep the request, and bring the reviewers' card up to date where they have one."""
        save_request(uow, after, before, by=by)
        if before.has_reached_review or after.has_reached_review:
            tell(uow, after, NoticeKind.REVIEW, REVIEW_CHANNEL)

    def _needs_manager(self, view: Answers) -> bool:
        asks_who = self._policy.form().field(MANAGER) is not None
        return asks_who and view.get(IS_MANAGER) != "yes"

    def _manager_of(self, uow: AccountsUnitOfWork, requester: Person, view: Answers) -> str | None:
        """Return who the named manager is, where the bot knows exactly one person of that name."""
        name = view.get(MANAGER, "")
        if not name or not self._needs_manager(view):
            return None
        others = [each.id for each in uow.people.named(name) if each != requester]
        return others[0] if len(others) == 1 else None
