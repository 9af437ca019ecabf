"""The reviewers' desk: who takes what, questions to the requester, and approvals changed."""

from collections.abc import Callable

from accounts.history import EventKind, is_last
from accounts.policy import AccountsPolicy, require_own_request
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.changes import require_case, save, tell
from core.errors import NoSuchCase
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person
from core.service import Service, writes

LONGEST_DIARY_NUMBER = 60


class DeskService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """What a reviewer does beside deciding, and what the requester answers."""

    @writes
    def claim(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int
    ) -> AccountRequest:
        """Take a request, or take it over from a colleague."""
        before, at = self._sent(uow, by, request_id), self._policy.clock()
        if before.assigned_to == by:
            return before
        before.require_seen(seen)
        return self._saved(uow, before, before.claimed(by, at=at), by)

    @writes
    def ask(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, *, text: str
    ) -> AccountRequest:
        """Ask the requester something, while the request stays where it is."""
        before, said = self._sent(uow, by, request_id), self._policy.accepted_text(text)
        if _is_last_said(before, by, said):
            return before
        before.require_seen(seen)
        after = self._saved(uow, before, before.spoken(by, said, at=self._policy.clock()), by)
        tell(uow, after, NoticeKind.QUESTIONED, after.requester.id, by=by)
        return after

    @writes
    def answer(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, *, text: str
    ) -> AccountRequest:
        """Answer a reviewer's question."""
        before = require_own_request(uow, by, request_id)
        said = self._policy.accepted_text(text)
        if _is_last_said(before, by, said):
            return before
        asked = before.open_question
        after = self._saved(uow, before, before.spoken(by, said, at=self._policy.clock()), by)
        if asked is not None and asked.by is not None:
            tell(uow, after, NoticeKind.REPLIED, asked.by.id, by=by)
        return after

    @writes
    def enter_diary_number(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, *, number: str
    ) -> AccountRequest:
        """Note what the request is called in the municipality's diary; empty takes it away."""
        before = self._sent(uow, by, request_id)
        entered = self._policy.accepted_line(number, longest=LONGEST_DIARY_NUMBER)
        if before.diary_number == entered:
            return before
        before.require_seen(seen)
        return self._saved(uow, before, before.diarised(by, entered, at=self._policy.clock()), by)

    @writes
    def amend(
        self,
        uow: AccountsUnitOfWork,
        by: Person,
        request_id: str,
        seen: int,
        *,
        conditions: str,
        reason: str,
    ) -> AccountRequest:
        """Change the conditions of an approval."""
        text, why = (self._policy.accepted_text(each) for each in (conditions, reason))
        return self._reconsidered(
            uow,
            by,
            request_id,
            seen,
            lambda before: before.amended(by, text, at=self._policy.clock(), reason=why),
            EventKind.AMENDED,
        )

    @writes
    def revoke(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, *, reason: str
    ) -> AccountRequest:
        """Take back an approval, which then counts as a decline."""
        why = self._policy.accepted_text(reason)
        return self._reconsidered(
            uow,
            by,
            request_id,
            seen,
            lambda before: before.revoked(by, at=self._policy.clock(), reason=why),
            EventKind.REVOKED,
        )

    def _reconsidered(
        self,
        uow: AccountsUnitOfWork,
        by: Person,
        request_id: str,
        seen: int,
        change: Callable[[AccountRequest], AccountRequest],
        kind: EventKind,
    ) -> AccountRequest:
        before = self._sent(uow, by, request_id)
        if before.version != seen and is_last(before.history, kind, by):
            return before
        before.require_seen(seen)
        after = self._saved(uow, before, change(before), by)
        manager = [after.confirmed_by.id] if after.confirmed_by else []
        tell(uow, after, NoticeKind.DECIDED, after.requester.id, *manager, by=by)
        return after

    def _sent(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> AccountRequest:
        """Return a request that a reviewer may see."""
        self._policy.require_reviewer(uow, by)
        request = require_case(uow.requests, request_id)
        if not request.has_been_sent:
            raise NoSuchCase
        return request

    def _saved(
        self, uow: AccountsUnitOfWork, before: AccountRequest, after: AccountRequest, by: Person
    ) -> AccountRequest:
        save(uow, uow.requests, after, before, by=by, at=self._policy.clock())
        if after.has_reached_review:
            tell(uow, after, NoticeKind.REVIEW, REVIEW_CHANNEL, by=by)
        return after


def _is_last_said(request: AccountRequest, by: Person, text: str) -> bool:
    """Whether *by* has just said so: a press whose answer got lost is sent again."""
    last = request.thread[-1] if request.thread else None
    return last is not None and (last.by, last.note) == (by, text)
