"""What is done as time passes: drafts expire, after a warning; what waits is reminded of."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import takewhile

from accounts.account import Account
from accounts.deadlines import Recipient, Reminder
from accounts.history import LEFT_LYING, RequestStatus
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.changes import save, tell
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.service import Service, writes
from core.working_time import working_days_between


class ReminderService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """Looks through what waits; done twice in a row, the second time does nothing.

    Where it hasn't been done for long, all reminders that are due are sent at once.
    """

    @writes
    def run_once(self, uow: AccountsUnitOfWork) -> int:
        """Do what is due by now, and return how many requests it concerned."""
        requests = (*self._age_drafts(uow), *self._age_approvals(uow), *self._remind(uow))
        return len(requests) + len([*self._remind_of_accounts(uow)])

    def _age_drafts(self, uow: AccountsUnitOfWork) -> Iterator[AccountRequest]:
        """A draft expires no sooner than its warning promised, however late that came."""
        now, deadlines = self._policy.clock(), self._policy.form().deadlines
        respite = timedelta(days=deadlines.warn_days)
        old = now - timedelta(days=deadlines.draft_days) + respite
        for draft in uow.requests.drafts_untouched_since(old):
            if draft.warned_at is None:
                warned = draft.warned(at=now)
                yield self._aged(uow, warned, draft, NoticeKind.DRAFT_EXPIRES)
            elif draft.warned_at + respite <= now:
                yield self._aged(uow, draft.expired(at=now), draft, NoticeKind.DRAFT_EXPIRED)

    def _age_approvals(self, uow: AccountsUnitOfWork) -> Iterator[AccountRequest]:
        """An approval lapses as a draft expires: after its warning, however late that came."""
        now, respite = self._policy.clock(), timedelta(days=self._policy.form().deadlines.warn_days)
        old = now - timedelta(days=self._policy.approval_days) + respite
        for approved in uow.requests.with_status({RequestStatus.APPROVED}):
            if approved.decision is None or approved.decision.at > old:
                continue
            if approved.warned_at is None:
                warned = approved.warned(at=now)
                yield self._aged(uow, warned, approved, NoticeKind.APPROVAL_EXPIRES)
            elif approved.warned_at + respite <= now:
                after = approved.lapsed(at=now)
                yield self._aged(uow, after, approved, NoticeKind.APPROVAL_EXPIRED)
                others = [approved.confirmed_by.id] if approved.confirmed_by else []
                tell(uow, after, NoticeKind.APPROVAL_EXPIRED, *others, REVIEW_CHANNEL, by=None)

    def _aged(
        self,
        uow: AccountsUnitOfWork,
        after: AccountRequest,
        before: AccountRequest,
        kind: NoticeKind,
    ) -> AccountRequest:
        save(uow, uow.requests, after, before, by=None, at=self._policy.clock())
        tell(uow, after, kind, after.requester.id, by=None)
        return after

    def _remind(self, uow: AccountsUnitOfWork) -> Iterator[AccountRequest]:
        for before in (*uow.requests.waiting(), *uow.requests.with_status(LEFT_LYING)):
            due = self._due(before)
            if not due:
                continue
            after = before.with_reminders(len(due))
            save(uow, uow.requests, after, before, by=None, at=self._policy.clock())
            for reminder in due:
                kind, recipients = self._reminder(uow, after, reminder.tell)
                tell(uow, after, kind, *recipients, by=None)
            yield after

    def _remind_of_accounts(self, uow: AccountsUnitOfWork) -> Iterator[Account]:
        """What waits of an account is reminded of as a request is; its people know that it does."""
        for before in uow.register.all():
            waited = working_days_between(before.changed_at, self._policy.clock())
            left = self._policy.form().deadlines.review[before.reminded :]
            due = list(takewhile(lambda each, waited=waited: each.after_days <= waited, left))
            if not (due and before.awaits_review):
                continue
            after = before.with_reminders(len(due))
            save(uow, uow.register, after, before, by=None, at=self._policy.clock())
            for reminder in due:
                recipients = self._judges(uow, after, reminder.tell)
                tell(uow, after, NoticeKind.ACCOUNT_REVIEW_REMINDED, *recipients, by=None)
            yield after

    def _judges(self, uow: AccountsUnitOfWork, account: Account, told: Recipient) -> Sequence[str]:
        if told is Recipient.CHANNEL:
            return [REVIEW_CHANNEL]
        people = [account.responsible, account.manager, account.proposal and account.proposal.by]
        own = {each.id.lower() for each in people if each}
        reviewers = sorted(self._policy.reviewers(uow) - own)
        return reviewers if told is Recipient.REVIEWERS else []

    def _due(self, request: AccountRequest) -> Sequence[Reminder]:
        """Return the reminders to send now; they are sent in order, and none after a warning."""
        if request.status is RequestStatus.APPROVED and request.warned_at is not None:
            return ()
        since = request.waiting_since or request.changed_at
        waited = working_days_between(since, self._policy.clock())
        deadlines = self._policy.form().deadlines
        escalations = {
            RequestStatus.IN_REVIEW: deadlines.review,
            RequestStatus.AWAITING_MANAGER: deadlines.manager,
            RequestStatus.RETURNED: deadlines.returned,
            RequestStatus.APPROVED: deadlines.approved,
        }
        left = escalations[request.status][request.reminded :]
        return list(takewhile(lambda each: each.after_days <= waited, left))

    def _reminder(
        self, uow: AccountsUnitOfWork, request: AccountRequest, told: Recipient
    ) -> tuple[NoticeKind, Sequence[str]]:
        in_review = request.status is RequestStatus.IN_REVIEW
        match told:
            case Recipient.CHANNEL:
                return NoticeKind.REVIEW_REMINDED, [REVIEW_CHANNEL]
            case Recipient.REVIEWERS:
                who = filter(request.may_be_decided_by, sorted(self._policy.reviewers(uow)))
                return NoticeKind.REVIEW_REMINDED, list(who)
            case Recipient.MANAGER if not request.is_unconfirmed:
                return NoticeKind.MANAGER_REMINDED, []
            case Recipient.MANAGER if request.manager_id:
                return NoticeKind.MANAGER_REMINDED, [request.manager_id]
            case Recipient.REQUESTER if request.status is RequestStatus.RETURNED:
                return NoticeKind.RETURNED_REMINDED, [request.requester.id]
            case Recipient.REQUESTER if request.status is RequestStatus.APPROVED:
                return NoticeKind.APPROVED_REMINDED, [request.requester.id]
            case Recipient.REQUESTER if in_review:
                return NoticeKind.REVIEW_SLOW, [request.requester.id]
            case _:  # a manager whom the bot doesn't know can be reminded by the requester alone
                return NoticeKind.MANAGER_SLOW, [request.requester.id]
