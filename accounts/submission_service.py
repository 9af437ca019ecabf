"""What comes after the walk: sending a request, giving it up, and the manager's yes or no."""

from collections.abc import Callable
from dataclasses import replace

from accounts.errors import Incomplete
from accounts.form import IS_MANAGER, MANAGER
from accounts.history import WAITING, EventKind, RequestStatus, is_last
from accounts.matching import match_person
from accounts.policy import AccountsPolicy, require_own_request
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from accounts.values import Answers
from core.changes import change_once, require_case, tell
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from core.service import Service, reads, writes


class SubmissionService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """What a requester does with a finished request, and a manager with one to confirm."""

    @reads
    def show(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
        """Return a request that *by* has made, or has to answer, or answered, as its manager."""
        request = require_case(uow.requests, request_id)
        if by != request.requester and not request.is_answered_by(by):
            request.require_confirmable_by(by)
        return request

    @reads
    def to_confirm(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
        """Return a request that *by* may confirm as its manager, or has answered."""
        request = require_case(uow.requests, request_id)
        return request if request.is_answered_by(by) else _confirmable(uow, by, request_id)

    @writes
    def send(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        """Send the request on its way.

        Raises:
            Incomplete: naming the first step that can't be left as it is.
        """
        before = require_own_request(uow, by, request_id)
        is_done = before.version != seen and before.status in WAITING
        after = self._change(
            uow, before, lambda: self._sent(uow, before), by=by, seen=seen, is_done=is_done
        )
        if after is not before and after.manager_id and after.is_unconfirmed:
            tell(uow, after, NoticeKind.MANAGER_ASKED, after.manager_id, by=by)
        return after

    @writes
    def send_unconfirmed(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        """Let the review begin though the manager hasn't confirmed."""
        before, at = require_own_request(uow, by, request_id), self._policy.clock()
        is_done = before.version != seen and before.status is RequestStatus.IN_REVIEW
        return self._change(
            uow, before, lambda: before.sent_unconfirmed(at=at), by=by, seen=seen, is_done=is_done
        )

    @writes
    def give_up(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        """Throw a draft away, or withdraw a request that was sent."""
        before, at = require_own_request(uow, by, request_id), self._policy.clock()
        is_draft = before.status in (RequestStatus.DRAFT, RequestStatus.DISCARDED)
        end = before.discarded if is_draft else before.withdrawn
        is_done = before.status is RequestStatus.DISCARDED or (
            before.version != seen and before.status is RequestStatus.WITHDRAWN
        )
        after = self._change(uow, before, lambda: end(at=at), by=by, seen=seen, is_done=is_done)
        manager = after.confirmed_by.id if after.confirmed_by else after.manager_id
        if after is not before and manager and not is_draft:
            tell(uow, after, NoticeKind.WITHDRAWN, manager, by=by)
        return after

    @writes
    def confirm(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        """Vouch, as the responsible manager, for the request as it was seen."""
        before, at = _confirmable(uow, by, request_id), self._policy.clock()
        is_done = before.confirmed_by == by
        after = self._change(
            uow, before, lambda: before.confirmed(by, at=at), by=by, seen=seen, is_done=is_done
        )
        if after is not before:
            tell(uow, after, NoticeKind.MANAGER_ANSWERED, after.requester.id, by=by)
        return after

    @writes
    def refuse(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, *, reason: str
    ) -> AccountRequest:
        """Give the request back to its maker, as the responsible manager, and say why."""
        said, at = self._policy.accepted_text(reason), self._policy.clock()
        before = require_case(uow.requests, request_id)
        is_refused = is_last(before.history, EventKind.REFUSED, by)
        is_done = is_refused and before.history[-1].note == said
        if not is_done:
            before = _confirmable(uow, by, request_id)
        after = self._change(
            uow,
            before,
            lambda: before.refused(by, at=at, reason=said),
            by=by,
            seen=seen,
            is_done=is_done,
        )
        if after is not before:
            tell(uow, after, NoticeKind.MANAGER_ANSWERED, after.requester.id, by=by)
        return after

    def _change(
        self,
        uow: AccountsUnitOfWork,
        before: AccountRequest,
        change: Callable[[], AccountRequest],
        *,
        by: Person,
        seen: int,
        is_done: bool,
    ) -> AccountRequest:
        """Change the request, and its card in the review channel where it has one."""
        after = change_once(uow, uow.requests, before, change, by=by, seen=seen, is_done=is_done)
        has_card = before.has_reached_review or after.has_reached_review
        if after is not before and has_card:
            tell(uow, after, NoticeKind.REVIEW, REVIEW_CHANNEL, by=by)
        return after

    def _sent(self, uow: AccountsUnitOfWork, before: AccountRequest) -> AccountRequest:
        view = self._policy.view(uow, before)
        manager = self._manager(uow, before, view)
        before = replace(before, deputy="").asking(manager)
        manager_id = manager.id if manager else None
        after = before.sent(
            at=self._policy.clock(),
            manager_id=manager_id,
            needs_manager=self._needs_manager(view),
            vouched=self._is_vouched(before, view, manager_id),
        )
        obstacle = self._policy.obstacle(view, before.reasons)
        if obstacle is not None:
            raise Incomplete(obstacle.id)
        return after

    def _needs_manager(self, view: Answers) -> bool:
        asks_who = self._policy.form().field(MANAGER) is not None
        return asks_who and view.get(IS_MANAGER) != "yes"

    def _is_vouched(self, request: AccountRequest, view: Answers, manager_id: str | None) -> bool:
        """Whether the manager has confirmed all that they vouch for, as it stands now."""
        confirmed_by = request.confirmed_by
        if confirmed_by is None or not request.vouched or not self._needs_manager(view):
            return False
        if manager_id not in (None, confirmed_by.id):
            return False
        form = self._policy.form()
        then, now = (
            form.applying(form.brought_up(answers))
            for answers in (request.vouched, request.answers)
        )
        return not form.differs(then, now)

    def _manager(
        self, uow: AccountsUnitOfWork, request: AccountRequest, view: Answers
    ) -> Person | None:
        """Return who the named manager is, where the bot knows exactly one person of that name."""
        if not self._needs_manager(view):
            return None
        named, before = view.get(MANAGER, ""), request.manager_id
        return match_person(uow.people, named, request.requester, known_id=before).only


def _confirmable(uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
    """Return a request that *by* may confirm as its manager, or has confirmed.

    Raises:
        NotNow: where *by* had a part in it, but has nothing to confirm now.
    """
    request = require_case(uow.requests, request_id)
    if request.confirmed_by != by:
        request.require_confirmable_by(by)
    return request
