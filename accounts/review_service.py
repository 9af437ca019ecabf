"""What a reviewer can do with a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.account import Account
from accounts.changes import save_request
from accounts.decision import Decision, RequestStatus
from accounts.errors import AlreadyDecided
from accounts.form import NAME, PLATFORM, UNIT
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.changes import tell
from core.entered_text import LONGEST_REMARK
from core.errors import NoSuchCase, OutOfDate
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person, same_name


@dataclass(frozen=True, slots=True)
class Dossier:
    """All a reviewer must see to decide."""

    request: AccountRequest
    view: Mapping[str, str]
    """The answers, with the facts that conditions may ask for."""
    similar: Sequence[AccountRequest | Account] = ()
    """Accounts of the same unit, one of which might serve; accounts, and requests under way, with
    much the same name on the same platform."""


class ReviewService:
    """One method for each thing a reviewer can do. All raise `AccountsError`."""

    def __init__(self, around: AccountsPolicy) -> None:
        self._policy = around

    def dossier(self, uow: AccountsUnitOfWork, request_id: str) -> Dossier:
        """Return what the review card shows; who may see it is decided where it is sent."""
        request = uow.requests.get(request_id)
        if request is None:
            raise NoSuchCase
        view = self._policy.view(uow, request.answers, own_account=request.account_id)
        return Dossier(request, view, self._similar(uow, request))

    def show(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> Dossier:
        """Return what a reviewer may see; a request that was never sent is its maker's alone."""
        self._policy.require_reviewer(by)
        dossier = self.dossier(uow, request_id)
        if not dossier.request.has_been_sent:
            raise NoSuchCase
        return dossier

    def waiting(self, uow: AccountsUnitOfWork, by: Person) -> Sequence[AccountRequest]:
        """Return the requests in review, longest wait first."""
        self._policy.require_reviewer(by)
        waiting = uow.requests.waiting()
        return [request for request in waiting if request.status is RequestStatus.IN_REVIEW]

    def approve(
        self,
        uow: AccountsUnitOfWork,
        by: Person,
        request_id: str,
        seen: int,
        *,
        conditions: str = "",
    ) -> AccountRequest:
        decision = self._decision(by, RequestStatus.APPROVED, conditions)
        return self._decide(uow, request_id, seen, decision)

    def decline(
        self, uow: AccountsUnitOfWork, by: Person, request_id: str, seen: int, *, reason: str
    ) -> AccountRequest:
        return self._decide(
            uow, request_id, seen, self._decision(by, RequestStatus.DECLINED, reason)
        )

    def send_back(
        self,
        uow: AccountsUnitOfWork,
        by: Person,
        request_id: str,
        seen: int,
        *,
        remarks: Mapping[str, str],
        text: str = "",
    ) -> AccountRequest:
        """Ask for completion; *remarks* say what is missing, by step."""
        self._policy.require_reviewer(by)
        form = self._policy.form()
        if any(form.step(step) is None for step in remarks):
            raise OutOfDate
        in_order = sorted(remarks.items(), key=lambda remark: form.place_of(remark[0]))
        decision = self._decision(by, RequestStatus.RETURNED, text, dict(in_order))
        return self._decide(uow, request_id, seen, decision)

    def _decision(
        self,
        by: Person,
        outcome: RequestStatus,
        text: str,
        remarks: Mapping[str, str] | None = None,
    ) -> Decision:
        self._policy.require_reviewer(by)
        said = {
            step: self._policy.accepted_text(remark, longest=LONGEST_REMARK)
            for step, remark in (remarks or {}).items()
        }
        kept = {step: remark for step, remark in said.items() if remark}
        return Decision(by, self._policy.clock(), outcome, self._policy.accepted_text(text), kept)

    def _decide(
        self, uow: AccountsUnitOfWork, request_id: str, seen: int, decision: Decision
    ) -> AccountRequest:
        before = uow.requests.get(request_id)
        if before is None:
            raise NoSuchCase
        try:
            after = before.decided(decision)
        except AlreadyDecided:
            if before.decision and before.decision.says_the_same(decision):
                return before
            raise
        before.require_seen(seen)
        save_request(uow, after, before, by=decision.by)
        manager = [after.confirmed_by.id] if after.confirmed_by else []
        tell(uow, after, NoticeKind.DECIDED, after.requester.id, *manager)
        tell(uow, after, NoticeKind.REVIEW, REVIEW_CHANNEL)
        return after

    def _similar(
        self, uow: AccountsUnitOfWork, request: AccountRequest
    ) -> Sequence[AccountRequest | Account]:
        platform, name, unit = (request.answers.get(field, "") for field in (PLATFORM, NAME, UNIT))
        accounts = [
            account
            for account in uow.register.all()
            if account.request_id != request.id
            and (
                (account.platform == platform and alike(account.name, name))
                or same_name(account.unit, unit)
            )
        ]
        others = [
            other
            for other in uow.requests.like(platform, name)
            if other.id != request.id and other.has_been_sent
        ]
        return [*accounts, *others]


def alike(one: str, other: str) -> bool:
    """Whether two account names are the same, or one holds the other, but for signs and case."""
    bare, bare_other = (
        "".join(sign for sign in name.casefold() if sign.isalnum()) for name in (one, other)
    )
    if not bare or not bare_other:
        return False
    return bare in bare_other or bare_other in bare
