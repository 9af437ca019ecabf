"""What time does: warns of drafts that will expire, lets them, and reminds of what lies."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import takewhile

from accounts.changes import save_request
from accounts.decision import RequestStatus
from accounts.form import Recipient, Reminder
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.changes import tell
from core.outbox import REVIEW_CHANNEL, NoticeKind


class ReminderService:
    """Looks through what waits; doing it twice in a row does nothing the second time.

    Where it hasn't been done for long, all rungs that are due are climbed at once.
    """

    def __init__(self, around: AccountsPolicy) -> None:
        self._policy = around

    def go_round(self, uow: AccountsUnitOfWork) -> int:
        """Do what is due by now, and return how many requests it concerned."""
        concerned = [*self._age_drafts(uow), *self._climb_ladders(uow)]
        return len(concerned)

    def _age_drafts(self, uow: AccountsUnitOfWork) -> Iterator[AccountRequest]:
        """Nobody's draft expires sooner than the warning promised, however late that came."""
        now, deadlines = self._policy.clock(), self._policy.form().deadlines
        respite = timedelta(days=deadlines.warn_days)
        old = now - timedelta(days=deadlines.draft_days) + respite
        for draft in uow.requests.drafts_untouched_since(old):
            if draft.warned_at is None:
                warned = draft.warned(at=now)
                yield self._kept(uow, warned, draft, NoticeKind.DRAFT_EXPIRES)
            elif draft.warned_at + respite <= now:
                yield self._kept(uow, draft.expired(at=now), draft, NoticeKind.DRAFT_EXPIRED)

    def _kept(
        self,
        uow: AccountsUnitOfWork,
        after: AccountRequest,
        before: AccountRequest,
        kind: NoticeKind,
    ) -> AccountRequest:
        save_request(uow, after, before, by=None, at=self._policy.clock())
        tell(uow, after, kind, after.requester.id)
        return after

    def _climb_ladders(self, uow: AccountsUnitOfWork) -> Iterator[AccountRequest]:
        for request in uow.requests.waiting():
            due = self._rungs_due(request)
            if due:
                after = request.climbed(len(due))
                save_request(uow, after, request, by=None, at=self._policy.clock())
                self._remind(uow, after, due)
                yield after

    def _rungs_due(self, request: AccountRequest) -> Sequence[Reminder]:
        """Return the rungs to climb now, which come one after another."""
        now, since = self._policy.clock(), request.waiting_since or request.changed_at
        left = self._ladder(request)[request.reminded :]
        return list(takewhile(lambda rung: since + timedelta(days=rung.after_days) <= now, left))

    def _ladder(self, request: AccountRequest) -> Sequence[Reminder]:
        deadlines = self._policy.form().deadlines
        return deadlines.review if request.status is RequestStatus.IN_REVIEW else deadlines.manager

    def _remind(
        self, uow: AccountsUnitOfWork, request: AccountRequest, due: Sequence[Reminder]
    ) -> None:
        for rung in due:
            kind, recipients = self._reminder(request, rung.tell)
            tell(uow, request, kind, *recipients)

    def _reminder(
        self, request: AccountRequest, told: Recipient
    ) -> tuple[NoticeKind, Sequence[str]]:
        in_review = request.status is RequestStatus.IN_REVIEW
        match told:
            case Recipient.CHANNEL:
                return NoticeKind.REVIEW_REMINDED, [REVIEW_CHANNEL]
            case Recipient.REVIEWERS:
                who = filter(request.may_be_decided_by, sorted(self._policy.reviewers))
                return NoticeKind.REVIEW_REMINDED, list(who)
            case Recipient.MANAGER if not request.is_unconfirmed:
                return NoticeKind.MANAGER_REMINDED, []
            case Recipient.MANAGER if request.manager_id:
                return NoticeKind.MANAGER_REMINDED, [request.manager_id]
            case Recipient.REQUESTER if in_review:
                return NoticeKind.REVIEW_SLOW, [request.requester.id]
            case _:  # a manager whom the bot doesn't know can be reminded by the requester alone
                return NoticeKind.MANAGER_SLOW, [request.requester.id]
