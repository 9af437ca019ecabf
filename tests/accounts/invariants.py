"""What must hold after anything anybody has done, whatever it was and whether it was allowed."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from itertools import combinations

from accounts.account import Account, AccountStatus
from accounts.deadlines import Recipient
from accounts.history import LEFT_LYING, EventKind, RequestStatus
from accounts.request import AccountRequest
from core.changes import fingerprint
from core.outbox import REVIEW_CHANNEL, Notice, NoticeKind
from core.person import Person, same_name
from core.working_time import working_days_between
from tests.world.memory import InMemoryOutbox, InMemoryUnitOfWork
from tests.world.services import AccountServices

EDGES: Mapping[RequestStatus, set[RequestStatus]] = {
    RequestStatus.DRAFT: {
        RequestStatus.AWAITING_MANAGER,
        RequestStatus.IN_REVIEW,
        RequestStatus.DISCARDED,
        RequestStatus.EXPIRED,
    },
    RequestStatus.AWAITING_MANAGER: {
        RequestStatus.IN_REVIEW,
        RequestStatus.REFUSED,
        RequestStatus.WITHDRAWN,
    },
    RequestStatus.IN_REVIEW: {
        RequestStatus.REFUSED,
        RequestStatus.APPROVED,
        RequestStatus.DECLINED,
        RequestStatus.RETURNED,
        RequestStatus.WITHDRAWN,
    },
    RequestStatus.RETURNED: {
        RequestStatus.AWAITING_MANAGER,
        RequestStatus.IN_REVIEW,
        RequestStatus.WITHDRAWN,
    },
    RequestStatus.REFUSED: {
        RequestStatus.AWAITING_MANAGER,
        RequestStatus.IN_REVIEW,
        RequestStatus.WITHDRAWN,
    },
    RequestStatus.DECLINED: {
        RequestStatus.AWAITING_MANAGER,
        RequestStatus.IN_REVIEW,
        RequestStatus.WITHDRAWN,
    },
    RequestStatus.APPROVED: {
        RequestStatus.LIVE,
        RequestStatus.LAPSED,
        RequestStatus.DECLINED,
        RequestStatus.WITHDRAWN,
    },
    RequestStatus.LAPSED: {
        RequestStatus.AWAITING_MANAGER,
        RequestStatus.IN_REVIEW,
        RequestStatus.WITHDRAWN,
    },
    RequestStatus.LIVE: set(),
    RequestStatus.WITHDRAWN: set(),
    RequestStatus.DISCARDED: set(),
    RequestStatus.EXPIRED: set(),
}
"""Where a request may go from where it stands."""

STANDINGS: Mapping[AccountStatus, set[AccountStatus]] = {
    AccountStatus.AWAITING: {AccountStatus.LIVE, AccountStatus.CLOSED},
    AccountStatus.LIVE: {AccountStatus.PAUSED, AccountStatus.CLOSED},
    AccountStatus.PAUSED: {AccountStatus.LIVE, AccountStatus.CLOSED},
    AccountStatus.CLOSED: {AccountStatus.LIVE, AccountStatus.AWAITING},
}

DECISIONS = {EventKind.APPROVED, EventKind.DECLINED, EventKind.RETURNED}
RECONSIDERATIONS = {
    EventKind.AMENDED: RequestStatus.APPROVED,
    EventKind.REVOKED: RequestStatus.DECLINED,
}
AT_DESK = {EventKind.CLAIMED, EventKind.QUESTIONED, EventKind.DIARISED}
ANSWERS_OF_MANAGERS = {EventKind.CONFIRMED, EventKind.REFUSED}
REMINDERS = {
    NoticeKind.REVIEW_REMINDED,
    NoticeKind.REVIEW_SLOW,
    NoticeKind.MANAGER_REMINDED,
    NoticeKind.MANAGER_SLOW,
    NoticeKind.RETURNED_REMINDED,
    NoticeKind.APPROVED_REMINDED,
}


class StrictOutbox(InMemoryOutbox):
    """Refuses to be told two things under one key."""

    def put(self, notice: Notice) -> None:
        assert self.notices.get(notice.key, notice) == notice
        super().put(notice)


class StoredData:
    """All that was stored at a moment."""

    def __init__(self, uow: InMemoryUnitOfWork) -> None:
        self.requests = dict(uow.requests.kept)
        self.register = dict(uow.register.kept)
        self.notices = dict(uow.outbox.notices)
        self.lines = list(uow.audit.lines)


class TransitionRules:
    """Compares what is stored before and after each press, and remembers who has been reminded."""

    def __init__(self, services: AccountServices) -> None:
        self.services = services
        self.sent_reminders: set[tuple[object, ...]] = set()

    def check(self, before: StoredData, by: Person | None) -> None:
        """Assert that all that changed since *before* changed as it may, by *by*."""
        after = StoredData(self.services.uow)
        assert after.requests.keys() >= before.requests.keys()
        assert after.register.keys() >= before.register.keys()
        requests = [
            (before.requests.get(key), request)
            for key, request in after.requests.items()
            if before.requests.get(key) is not request
        ]
        accounts = [
            (before.register.get(key), account)
            for key, account in after.register.items()
            if before.register.get(key) is not account
        ]
        for request_before, request in requests:
            self._check_request(request_before, request, by)
        for account_before, account in accounts:
            self._check_account(account_before, account, by)
        self._check_log(before, after, [case for _, case in (*requests, *accounts)], by)
        assert after.notices.items() >= before.notices.items()
        told = [after.notices[key] for key in after.notices.keys() - before.notices.keys()]
        self._check_reminders([pair for pair in requests if by is None], told)

    def _check_log(
        self,
        before: StoredData,
        after: StoredData,
        changed: list[AccountRequest | Account],
        by: Person | None,
    ) -> None:
        assert after.lines[: len(before.lines)] == before.lines
        new = after.lines[len(before.lines) :]
        assert Counter((line.subject, line.state, line.content) for line in new) == Counter(
            (each.id, _state(each), fingerprint(each)) for each in changed
        )
        assert {line.by for line in new} <= {by.id if by else None}
        assert {line.at for line in new} <= {self.services.now}

    def _check_request(
        self, before: AccountRequest | None, after: AccountRequest, by: Person | None
    ) -> None:
        if before is None:
            assert (after.version, after.status, len(after.history)) == (1, RequestStatus.DRAFT, 1)
            assert after.requester == by
            return
        assert after.version == before.version + 1
        assert after.history[: len(before.history)] == before.history
        new = after.history[len(before.history) :]
        assert len(new) <= 1
        if after.status is not before.status:
            assert after.status in EDGES[before.status]
            assert len(new) == 1
        for event in new:
            assert (event.by, event.at) == (by, self.services.now)
        self._check_authority(before, after, by, new[0].kind if new else None)
        if after.status is RequestStatus.EXPIRED:
            self._check_expiry(before)

    def _check_authority(
        self,
        before: AccountRequest,
        after: AccountRequest,
        by: Person | None,
        kind: EventKind | None,
    ) -> None:
        if kind in DECISIONS | RECONSIDERATIONS.keys():
            assert by is not None
            assert self.services.policy.is_reviewer(self.services.uow, by)
            assert by not in (before.requester, before.confirmed_by)
            assert by.id != before.manager_id
        elif kind in ANSWERS_OF_MANAGERS:
            assert by is not None
            assert by != before.requester
            assert before.manager_id in (None, by.id)
            assert before.is_unconfirmed
            assert not after.is_unconfirmed
        elif kind in AT_DESK:
            assert by is not None
            assert self.services.policy.is_reviewer(self.services.uow, by)
            assert kind is not EventKind.CLAIMED or before.may_be_decided_by(by.id)
        elif kind is EventKind.REASSIGNED:
            assert by is not None
            assert by == before.requester or by.id == before.manager_id
            assert after.manager_id not in (by.id, before.requester.id)
            assert after.is_unconfirmed
        elif by is None:
            assert kind in (None, EventKind.EXPIRED, EventKind.LAPSED)
            assert (after.answers, after.step) == (before.answers, before.step)
        else:
            assert by == before.requester

    def _check_expiry(self, draft: AccountRequest) -> None:
        deadlines = self.services.form.deadlines
        assert draft.warned_at is not None
        assert draft.warned_at >= draft.changed_at
        assert draft.warned_at + timedelta(days=deadlines.warn_days) <= self.services.now
        assert draft.changed_at + timedelta(days=deadlines.draft_days) <= self.services.now
        key = f"{draft.id}/{draft.version}/{NoticeKind.DRAFT_EXPIRES}/{draft.requester.id}"
        assert key in self.services.uow.outbox.notices

    def _check_reminders(
        self, changed: list[tuple[AccountRequest | None, AccountRequest]], told: list[Notice]
    ) -> None:
        expected = set[tuple[str, str, str]]()
        for before, after in changed:
            assert before is not None
            if after.reminded == before.reminded:
                continue
            deadlines = self.services.form.deadlines
            in_review = before.status is RequestStatus.IN_REVIEW
            escalation = {
                RequestStatus.RETURNED: deadlines.returned,
                RequestStatus.APPROVED: deadlines.approved,
            }.get(before.status, deadlines.review if in_review else deadlines.manager)
            begins = {EventKind.SENT, EventKind.REASSIGNED}
            sent = sum(event.kind in begins for event in before.history)
            for place in range(before.reminded, after.reminded):
                reminder = (before.id, sent, before.status, place)
                assert reminder not in self.sent_reminders
                self.sent_reminders.add(reminder)
                since = before.waiting_since or before.changed_at
                waited = working_days_between(since, self.services.now)
                assert escalation[place].after_days <= waited
                expected |= {
                    (after.id, *message) for message in self._owed(after, escalation[place].tell)
                }
        reminders = {(each.subject, each.kind, each.to) for each in told if each.kind in REMINDERS}
        assert reminders == expected

    def _owed(self, request: AccountRequest, told: Recipient) -> set[tuple[str, str]]:
        if told is Recipient.CHANNEL:
            return {(NoticeKind.REVIEW_REMINDED, REVIEW_CHANNEL)}
        if told is Recipient.REVIEWERS:
            manager = request.confirmed_by.id if request.confirmed_by else request.manager_id
            reviewers = self.services.policy.reviewers(self.services.uow)
            may = reviewers - {request.requester.id, manager}
            return {(NoticeKind.REVIEW_REMINDED, each) for each in may}
        if told is Recipient.MANAGER and request.manager_id:
            return {(NoticeKind.MANAGER_REMINDED, request.manager_id)}
        if request.status is RequestStatus.RETURNED:
            return {(NoticeKind.RETURNED_REMINDED, request.requester.id)}
        if request.status is RequestStatus.APPROVED:
            return {(NoticeKind.APPROVED_REMINDED, request.requester.id)}
        waits_for_review = request.status is RequestStatus.IN_REVIEW
        kind = NoticeKind.REVIEW_SLOW if waits_for_review else NoticeKind.MANAGER_SLOW
        return {(kind, request.requester.id)}

    def _check_account(self, before: Account | None, after: Account, by: Person | None) -> None:
        if by is None:
            assert before is not None
            assert after == before.with_reminders(after.reminded - before.reminded)
            return
        if before is None:
            assert (after.version, after.standing) == (1, AccountStatus.AWAITING)
            assert after.responsible == by
            return
        assert after.version == before.version + 1
        assert after.history[:-1] == before.history
        assert (after.history[-1].by, after.history[-1].at) == (by, self.services.now)
        assert after.standing in STANDINGS[before.standing] | {before.standing}
        if (after.is_public and not before.is_public) or after.address != before.address:
            is_own = after.is_looked_after_by(by)
            assert after.address == before.address or not before.is_public or not is_own
            assert not is_own or not after.is_public
        if after.responsible == before.responsible:
            is_reviewer = self.services.policy.is_reviewer(self.services.uow, by)
            has_declined = before.handover and before.handover.is_to(by)
            assert before.is_looked_after_by(by) or is_reviewer or has_declined
        else:
            assert after.responsible == by
            assert before.handover is not None
            assert before.handover.person_id in (None, by.id)


def check_everything(services: AccountServices) -> None:
    """Assert what holds of all that is stored, at any moment."""
    for request in services.uow.requests.kept.values():
        _check_told(services, request)
        if request.status in (RequestStatus.AWAITING_MANAGER, RequestStatus.IN_REVIEW):
            assert request.waiting_since is not None
        else:
            assert request.waiting_since is None
            assert request.reminded == 0 or request.status in LEFT_LYING | {RequestStatus.LIVE}
        _check_decision(request)
    for account in services.uow.register.kept.values():
        request = services.request(account.request_id)
        assert (request.status, request.account_id) == (RequestStatus.LIVE, account.id)
        assert request.done >= {*services.form.checklist}
    for one, other in combinations(services.uow.register.all(), 2):
        assert one.platform != other.platform or not same_name(one.name, other.name)
        assert one.address != other.address


def _check_decision(request: AccountRequest) -> None:
    """Assert that the decision is the last one made, where no manager has refused since."""
    judged = DECISIONS | RECONSIDERATIONS.keys() | {EventKind.REFUSED, EventKind.LAPSED}
    last = next((event for event in reversed(request.history) if event.kind in judged), None)
    if last is None or last.kind in (EventKind.REFUSED, EventKind.LAPSED):
        assert request.decision is None
    else:
        assert request.decision is not None
        assert request.decision.outcome == RECONSIDERATIONS.get(last.kind, last.kind)
        assert (request.decision.by, request.decision.at) == (last.by, last.at)


def _check_told(services: AccountServices, request: AccountRequest) -> None:
    """Assert that the requester and the reviewers know what has happened."""
    notices = services.uow.outbox.notices
    told = Counter(
        each.kind
        for each in notices.values()
        if (each.subject, each.to) == (request.id, request.requester.id)
    )
    kinds = Counter(event.kind for event in request.history)
    decided = DECISIONS | RECONSIDERATIONS.keys()
    assert told[NoticeKind.DECIDED] == sum(kinds[kind] for kind in decided)
    assert told[NoticeKind.MANAGER_ANSWERED] == sum(kinds[kind] for kind in ANSWERS_OF_MANAGERS)
    assert told[NoticeKind.DRAFT_EXPIRED] == kinds[EventKind.EXPIRED]
    if request.status is RequestStatus.IN_REVIEW:
        versions = range(request.version - request.quiet, request.version + 1)
        cards = {f"{request.id}/{each}/{NoticeKind.REVIEW}/{REVIEW_CHANNEL}" for each in versions}
        assert cards & notices.keys()
    if request.status is RequestStatus.AWAITING_MANAGER and request.manager_id:
        assert any(
            (each.kind, each.to, each.subject)
            == (NoticeKind.MANAGER_ASKED, request.manager_id, request.id)
            for each in notices.values()
        )


def _state(case: AccountRequest | Account) -> str:
    return case.status if isinstance(case, AccountRequest) else case.standing
