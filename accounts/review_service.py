"""What a reviewer does: looks at what waits, and decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from accounts.account import Account
from accounts.errors import NameApproved
from accounts.form import NAME, Form, unit_of
from accounts.history import DECIDED, Decision, RequestStatus, Ruling
from accounts.likeness import are_alike, platform_key, platform_of
from accounts.policy import AccountsPolicy, named_responsible
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from accounts.values import Answers
from core.changes import change_once, require_case, tell
from core.entered_text import LONGEST_REMARK
from core.errors import NoSuchCase, OutOfDate
from core.outbox import REVIEW_CHANNEL, NoticeKind
from core.person import Person, same_name
from core.service import Service, reads, writes


@dataclass(frozen=True, slots=True)
class Dossier:
    """All a reviewer must see to decide."""

    request: AccountRequest
    view: Answers
    """The answers that count, with the facts that conditions may ask for."""
    similar: Sequence[AccountRequest | Account] = ()
    """Accounts, and requests under way, with much the same name on the same platform; then accounts
    of the same unit, one of which might serve."""


class ReviewService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """What a reviewer does with a request."""

    @reads
    def dossier(self, uow: AccountsUnitOfWork, request_id: str) -> Dossier:
        """Return what the review card shows; who may see it is decided where it is sent."""
        return self._dossier(uow, require_case(uow.requests, request_id))

    @reads
    def show(self, uow: AccountsUnitOfWork, by: Person, request_id: str) -> Dossier:
        """Return what a reviewer may see; a request that was never sent is its maker's alone."""
        self._policy.require_reviewer(uow, by)
        request = require_case(uow.requests, request_id)
        if not request.has_been_sent:
            raise NoSuchCase
        return self._dossier(uow, request)

    @reads
    def waiting(self, uow: AccountsUnitOfWork, by: Person) -> Sequence[AccountRequest | Account]:
        """Return the requests in review, and the accounts of which something is; each kind with the
        longest wait first."""
        self._policy.require_reviewer(uow, by)
        waiting = uow.requests.waiting()
        requests = [each for each in waiting if each.status is RequestStatus.IN_REVIEW]
        accounts = (each for each in uow.register.all() if each.awaits_review)
        return [*requests, *sorted(accounts, key=attrgetter("changed_at"))]

    @writes
    def decide(
        self,
        uow: AccountsUnitOfWork,
        by: Person,
        request_id: str,
        seen: int,
        ruling: Ruling,
        *,
        text: str = "",
        remarks: Mapping[str, str] | None = None,
    ) -> Dossier:
        """Approve the request, decline it, or return it for completion.

        *text* is the reason, or the conditions of an approval. *remarks* say what is missing, by
        step; they count only where the request is returned.

        Raises:
            NameApproved: where another account or approved request has its platform and name.
        """
        self._policy.require_reviewer(uow, by)
        missing = self._missing(remarks or {}) if ruling is RequestStatus.RETURNED else None
        said = self._policy.accepted_text(text)
        decision = Decision(by, self._policy.clock(), ruling, said, missing or {})
        before = require_case(uow.requests, request_id)
        made = before.decision if before.status in DECIDED else None
        is_done = made is not None and made.is_same_as(decision)
        # Made before the version seen is looked at: a colleague's decision says more than that.
        decided = before if is_done else before.decided(decision)
        if ruling is RequestStatus.APPROVED and not is_done:
            _require_name_free(uow, before)
        after = change_once(
            uow, uow.requests, before, lambda: decided, by=by, seen=seen, is_done=is_done
        )
        if after is not before:
            manager = [after.confirmed_by.id] if after.confirmed_by else []
            tell(uow, after, NoticeKind.DECIDED, after.requester.id, *manager, by=by)
            if ruling is RequestStatus.APPROVED and (named := named_responsible(uow, after)):
                tell(uow, after, NoticeKind.RESPONSIBLE_NAMED, named.id, by=by)
            tell(uow, after, NoticeKind.REVIEW, REVIEW_CHANNEL, by=by)
        return self._dossier(uow, after)

    def _missing(self, remarks: Mapping[str, str]) -> Mapping[str, str]:
        """Return the remarks as they are saved, in the order of the walk."""
        form = self._policy.form()
        if any(form.step(step) is None for step in remarks):
            raise OutOfDate
        in_order = sorted(remarks.items(), key=lambda remark: form.place_of(remark[0]))
        said = {
            step: self._policy.accepted_text(remark, longest=LONGEST_REMARK)
            for step, remark in in_order
        }
        return {step: remark for step, remark in said.items() if remark}

    def _dossier(self, uow: AccountsUnitOfWork, request: AccountRequest) -> Dossier:
        view = self._policy.view(uow, request)
        return Dossier(request, view, _similar(uow, self._policy.form(), request))


def _require_name_free(uow: AccountsUnitOfWork, request: AccountRequest) -> None:
    """Raise `NameApproved` where only one of two approved requests could go live."""
    platform, name = platform_of(request.answers), request.answers.get(NAME, "")
    account = uow.register.named(platform, name)
    if account is not None and account.request_id != request.id:
        raise NameApproved(account.id)
    for other in uow.requests.like(platform, name):
        if other.id != request.id and other.status is RequestStatus.APPROVED:
            raise NameApproved(other.id)


def _similar(
    uow: AccountsUnitOfWork, form: Form, request: AccountRequest
) -> Sequence[AccountRequest | Account]:
    platform, name = platform_of(request.answers), request.answers.get(NAME, "")
    unit = form.unit_id(unit_of(request.answers))
    accounts = [each for each in uow.register.all() if each.request_id != request.id]
    named = [each for each in accounts if _is_on(each, platform) and are_alike(each.name, name)]
    of_unit = [
        each for each in accounts if each not in named and same_name(form.unit_id(each.unit), unit)
    ]
    waiting = [
        each
        for each in uow.requests.waiting()
        if platform_of(each.answers) == platform and are_alike(each.answers.get(NAME, ""), name)
    ]
    under_way = {each.id: each for each in (*uow.requests.like(platform, name), *waiting)}
    others = [each for each in under_way.values() if each.id != request.id and each.has_been_sent]
    return [*named, *others, *of_unit]


def _is_on(account: Account, platform: str) -> bool:
    return platform_key(account.platform, account.platform_name) == platform
