"""The services of accounts over one unit of work in memory."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from accounts.account import Account
from accounts.account_service import AccountService
from accounts.draft_service import DraftService, Move, StepInput
from accounts.form import (
    Deadlines,
    Field,
    Form,
    Is,
    Recipient,
    Reminder,
    Requirement,
    Severity,
    Step,
)
from accounts.history import Decision, RequestStatus
from accounts.policy import AccountsPolicy
from accounts.reminders import ReminderService
from accounts.request import AccountRequest
from accounts.review_service import ReviewService
from accounts.submission_service import SubmissionService
from accounts.values import FieldKind
from core.errors import DomainError
from core.outbox import NoticeKind
from core.person import Person
from tests.world.memory import InMemoryTransactions, InMemoryUnitOfWork, Synchronous

ADA = Person("ada", "Ada Ek")
"""Asks for an account."""
BO = Person("bo", "Bo Alm")
"""Her manager."""
KIM = Person("kim", "Kim Lund")
"""Another employee."""
RUT = Person("rut", "Rut Lind")
EVA = Person("eva", "Eva Björk")
"""Rut and Eva review."""

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ID, ACCOUNT_ID = "sm-aaaaaaa2", "konto-aaaaaaa2"
ADDRESS = "https://www.facebook.com/biblioteket"
SECRET = "19121212-1212"
"""What no text may hold."""

ANSWERS: Mapping[str, str] = {
    "kanal": "facebook",
    "namn": "Biblioteket",
    "syfte": "Nå unga läsare.",
    "verksamhet": "Kultur och fritid",
    "ar_chef": "no",
    "chef_ok": "Bo Alm",
    "administratorer": "two",
    "visar": "hus",
}
"""What lets a request be sent, with a manager to confirm it."""
OWN_MANAGER = {**ANSWERS, "ar_chef": "yes"}
"""Ada is the manager; what she had written of Bo before is still there."""
WHAT = {field: ANSWERS[field] for field in ("kanal", "namn", "syfte")}
"""What the first step asks for."""


def a_form() -> Form:
    what = Step(
        "vad",
        (
            Field("kanal", FieldKind.CHOICE, choices=("facebook", "instagram")),
            Field("namn", FieldKind.LINE, longest=40),
            Field("syfte", FieldKind.TEXT, longest=500),
        ),
    )
    who = Step(
        "vem",
        (
            Field("verksamhet", FieldKind.LINE),
            Field("ar_chef", FieldKind.CHOICE, choices=("yes", "no")),
            Field("chef_ok", FieldKind.LINE, when=Is("ar_chef", "no")),
            Field("kontakt", FieldKind.EMAIL, required=False),
        ),
    )
    how = Step(
        "hur",
        (
            Field("administratorer", FieldKind.CHOICE, choices=("one", "two")),
            Field("visar", FieldKind.CHOICES, choices=("hus", "brukare", "barn")),
            Field("samtycke", FieldKind.TEXT, when=Is("visar", "brukare")),
        ),
    )
    requirements = (
        Requirement("upptaget", "vad", Severity.STOP, Is("already_registered", "yes")),
        Requirement("ensam", "hur", Severity.REASON, Is("administratorer", "one")),
        Requirement("sekretess", "hur", Severity.NOTE, Is("visar", "brukare")),
    )
    deadlines = Deadlines(
        draft_days=60,
        warn_days=7,
        review=(
            Reminder(2, Recipient.CHANNEL),
            Reminder(5, Recipient.REVIEWERS),
            Reminder(10, Recipient.REQUESTER),
        ),
        manager=(Reminder(3, Recipient.MANAGER), Reminder(6, Recipient.REQUESTER)),
    )
    return Form((what, who, how), requirements, ("profil", "tva"), ("sparat", "gallrat"), deadlines)


def a_request(
    status: RequestStatus = RequestStatus.DRAFT, *, by: Person = ADA, **changes: Any
) -> AccountRequest:
    """Return a request of Ada's that has come to *status* the usual way, confirmed by Bo."""
    draft = AccountRequest.begun(ID, by, at=MORNING, nonce="nonce", step="vad")
    draft = draft.answered(ANSWERS, {}, step="summary", at=MORNING)
    return replace(_in_status(status, draft), **changes)


def _in_status(status: RequestStatus, draft: AccountRequest) -> AccountRequest:
    asked = draft.sent(at=MORNING, manager_id=BO.id, needs_manager=True)
    match status:
        case RequestStatus.DRAFT:
            return draft
        case RequestStatus.DISCARDED:
            return draft.discarded(at=MORNING)
        case RequestStatus.EXPIRED:
            return draft.expired(at=MORNING)
        case RequestStatus.AWAITING_MANAGER:
            return asked
        case RequestStatus.WITHDRAWN:
            return asked.withdrawn(at=MORNING)
        case RequestStatus.IN_REVIEW:
            return asked.confirmed(BO, at=MORNING)
        case RequestStatus.LIVE:
            return _in_status(RequestStatus.APPROVED, draft).registered(ACCOUNT_ID, at=MORNING)
        case _:
            decision = Decision(RUT, MORNING, status, "Se rutinen.")
            return asked.confirmed(BO, at=MORNING).decided(decision)


def an_account(**changes: Any) -> Account:
    account = Account(
        id=ACCOUNT_ID,
        request_id=ID,
        responsible=ADA,
        platform="facebook",
        name="Biblioteket",
        address=ADDRESS,
        unit="Kultur och fritid",
        contact="",
        purpose="Nå unga läsare.",
        registered_at=MORNING,
        changed_at=MORNING,
        nonce="nonce",
    )
    return replace(account, **changes)


class AccountServices:
    """All services over one unit of work in memory; `form` and `now` can be changed at any time."""

    def __init__(self, reviewers: frozenset[str] = frozenset({"rut", "eva"})) -> None:
        self.form, self.now = a_form(), MORNING
        self.uow = InMemoryUnitOfWork()
        self.uow.people.known = [ADA, BO, KIM, RUT, EVA]
        nonces = count()
        self.policy = AccountsPolicy(
            form=lambda: self.form,
            reviewers=reviewers,
            clock=lambda: self.now,
            nonce=lambda: f"nonce-{next(nonces)}",
            holds_personal_data=lambda text: SECRET in text,
        )
        own = InMemoryTransactions(self.uow), self.policy
        self.drafts = Synchronous(DraftService(*own))
        self.submissions = Synchronous(SubmissionService(*own))
        self.reviews = Synchronous(ReviewService(*own))
        self.accounts = Synchronous(AccountService(*own))
        self.reminders = Synchronous(ReminderService(*own))

    def has(self, request: AccountRequest) -> AccountRequest:
        """Store a request as if it had always been there."""
        self.uow.requests.kept[request.id] = request
        return request

    def has_account(self, account: Account) -> Account:
        self.uow.register.kept[account.id] = account
        return account

    def request(self, request_id: str = ID) -> AccountRequest:
        return self.uow.requests.kept[request_id]

    def account(self, account_id: str = ACCOUNT_ID) -> Account:
        return self.uow.register.kept[account_id]

    def sent(self, **changes: Any) -> AccountRequest:
        """Store Ada's request, and send it."""
        return self.submissions.send(ADA, ID, self.has(a_request(**changes)).version)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def enter(
        self,
        answers: Mapping[str, str],
        *,
        step: str = "vad",
        move: Move = Move.NEXT,
        seen: int | None = None,
        reasons: Mapping[str, str] | None = None,
        by: Person = ADA,
    ) -> Any:
        """Leave a step's card, by default the one that shows the request as it is."""
        seen = self.request().version if seen is None else seen
        return self.drafts.leave(by, StepInput(ID, seen, step, answers, reasons or {}), move)

    def decide(self, by: Person, seen: int, ruling: RequestStatus, **said: Any) -> AccountRequest:
        return self.reviews.decide(by, ID, seen, ruling, **said).request

    def told(self, kind: NoticeKind) -> list[str]:
        """Return who has been told so, in order."""
        return [notice.to for notice in self.uow.outbox.notices.values() if notice.kind == kind]

    def state(self) -> tuple[Any, ...]:
        uow = self.uow
        return (
            dict(uow.requests.kept),
            dict(uow.register.kept),
            dict(uow.outbox.notices),
            list(uow.audit.lines),
        )

    @contextmanager
    def refuses(self, error: type[DomainError]) -> Iterator[pytest.ExceptionInfo[Any]]:
        """Expect *error*, and nothing stored to be changed by what led to it."""
        before = self.state()
        with pytest.raises(error) as caught:
            yield caught
        assert self.state() == before

    @contextmanager
    def stays_as_it_is(self) -> Iterator[None]:
        """Expect what is done to change nothing and to tell nobody."""
        before = self.state()
        yield
        assert self.state() == before
