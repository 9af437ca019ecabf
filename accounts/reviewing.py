"""What a reviewer can do with a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.decision import Decision
from accounts.errors import AlreadyDecided, NoSuchCase, OutOfDate
from accounts.form import NAME, PLATFORM, UNIT
from accounts.notices import REVIEW_CHANNEL, NoticeKind
from accounts.people import Person, same_name
from accounts.ports import Books
from accounts.record import keep_request, tell
from accounts.register import Account
from accounts.request import AccountRequest
from accounts.status import Status
from accounts.surroundings import Surroundings
from accounts.values import LONGEST_REMARK


@dataclass(frozen=True, slots=True)
class Dossier:
    """All a reviewer must see to decide."""

    request: AccountRequest
    view: Mapping[str, str]
    """The answers, with the facts that conditions may ask for."""
    similar: Sequence[AccountRequest | Account] = ()
    """Accounts of the same unit, one of which might serve; accounts, and requests under way, with
    much the same name on the same platform."""


class Reviewing:
    """One method for each thing a reviewer can do. All raise `AccountsError`."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def dossier(self, books: Books, request_id: str) -> Dossier:
        """Return what the review card shows; who may see it is decided where it is sent."""
        request = books.requests.get(request_id)
        if request is None:
            raise NoSuchCase
        view = self._around.view(books, request.answers, own_account=request.account_id)
        return Dossier(request, view, self._similar(books, request))

    def show(self, books: Books, by: Person, request_id: str) -> Dossier:
        """Return what a reviewer may see; a request that was never sent is its maker's alone."""
        self._around.must_review(by)
        dossier = self.dossier(books, request_id)
        if not dossier.request.was_sent:
            raise NoSuchCase
        return dossier

    def waiting(self, books: Books, by: Person) -> Sequence[AccountRequest]:
        """Return the requests in review, longest wait first."""
        self._around.must_review(by)
        waiting = books.requests.waiting()
        return [request for request in waiting if request.status is Status.IN_REVIEW]

    def approve(
        self, books: Books, by: Person, request_id: str, seen: int, *, conditions: str = ""
    ) -> AccountRequest:
        decision = self._decision(by, Status.APPROVED, conditions)
        return self._decide(books, request_id, seen, decision)

    def decline(
        self, books: Books, by: Person, request_id: str, seen: int, *, reason: str
    ) -> AccountRequest:
        return self._decide(books, request_id, seen, self._decision(by, Status.DECLINED, reason))

    def send_back(
        self,
        books: Books,
        by: Person,
        request_id: str,
        seen: int,
        *,
        remarks: Mapping[str, str],
        text: str = "",
    ) -> AccountRequest:
        """Ask for completion; *remarks* say what is missing, by step."""
        self._around.must_review(by)
        form = self._around.form()
        if any(form.step(step) is None for step in remarks):
            raise OutOfDate
        in_order = sorted(remarks.items(), key=lambda remark: form.place_of(remark[0]))
        decision = self._decision(by, Status.RETURNED, text, dict(in_order))
        return self._decide(books, request_id, seen, decision)

    def _decision(
        self, by: Person, outcome: Status, text: str, remarks: Mapping[str, str] | None = None
    ) -> Decision:
        self._around.must_review(by)
        said = {
            step: self._around.words(remark, longest=LONGEST_REMARK)
            for step, remark in (remarks or {}).items()
        }
        kept = {step: remark for step, remark in said.items() if remark}
        return Decision(by, self._around.clock(), outcome, self._around.words(text), kept)

    def _decide(
        self, books: Books, request_id: str, seen: int, decision: Decision
    ) -> AccountRequest:
        before = books.requests.get(request_id)
        if before is None:
            raise NoSuchCase
        try:
            after = before.decided(decision)
        except AlreadyDecided:
            if before.decision and before.decision.says_the_same(decision):
                return before
            raise
        before.must_be_seen(seen)
        keep_request(books, after, before, by=decision.by)
        manager = [after.confirmed_by.id] if after.confirmed_by else []
        tell(books, after, NoticeKind.DECIDED, after.requester.id, *manager)
        tell(books, after, NoticeKind.REVIEW, REVIEW_CHANNEL)
        return after

    def _similar(self, books: Books, request: AccountRequest) -> Sequence[AccountRequest | Account]:
        platform, name, unit = (request.answers.get(field, "") for field in (PLATFORM, NAME, UNIT))
        accounts = [
            account
            for account in books.register.all()
            if account.request_id != request.id
            and (
                (account.platform == platform and alike(account.name, name))
                or same_name(account.unit, unit)
            )
        ]
        others = [
            other
            for other in books.requests.like(platform, name)
            if other.id != request.id and other.was_sent
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
