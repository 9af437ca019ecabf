"""A small municipality to decide accounts in: its people, its form, its clock and its books."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest

from accounts.conditions import Is
from accounts.decision import Decision
from accounts.errors import AccountsError
from accounts.form import Deadlines, Demand, Field, Form, Requirement, Rung, Step, Told
from accounts.keeping import Keeping
from accounts.notices import NoticeKind
from accounts.people import Person
from accounts.register import Account
from accounts.reminding import Reminding
from accounts.request import AccountRequest
from accounts.reviewing import Reviewing
from accounts.sending import Sending
from accounts.status import Status
from accounts.surroundings import Surroundings
from accounts.values import Kind
from accounts.walking import Entered, Move, Walking
from tests.books import InMemoryBooks

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
"""What the municipality's texts must not hold."""

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
            Field("kanal", Kind.CHOICE, choices=("facebook", "instagram")),
            Field("namn", Kind.LINE, longest=40),
            Field("syfte", Kind.TEXT, longest=500),
        ),
    )
    who = Step(
        "vem",
        (
            Field("verksamhet", Kind.LINE),
            Field("ar_chef", Kind.CHOICE, choices=("yes", "no")),
            Field("chef_ok", Kind.LINE, when=Is("ar_chef", "no")),
            Field("kontakt", Kind.EMAIL, required=False),
        ),
    )
    how = Step(
        "hur",
        (
            Field("administratorer", Kind.CHOICE, choices=("one", "two")),
            Field("visar", Kind.CHOICES, choices=("hus", "brukare", "barn")),
            Field("samtycke", Kind.TEXT, when=Is("visar", "brukare")),
        ),
    )
    requirements = (
        Requirement("upptaget", "vad", Demand.STOP, Is("already_registered", "yes")),
        Requirement("ensam", "hur", Demand.REASON, Is("administratorer", "one")),
        Requirement("sekretess", "hur", Demand.NOTE, Is("visar", "brukare")),
    )
    deadlines = Deadlines(
        draft_days=60,
        warn_days=7,
        review=(Rung(2, Told.CHANNEL), Rung(5, Told.REVIEWERS), Rung(10, Told.REQUESTER)),
        manager=(Rung(3, Told.MANAGER), Rung(6, Told.REQUESTER)),
    )
    return Form((what, who, how), requirements, ("profil", "tva"), ("sparat", "gallrat"), deadlines)


def a_request(status: Status = Status.DRAFT, *, by: Person = ADA, **changes: Any) -> AccountRequest:
    """Return a request of Ada's that has come to *status* the usual way, confirmed by Bo."""
    draft = AccountRequest.begun(ID, by, at=MORNING, nonce="nonce", step="vad")
    draft = draft.answered(ANSWERS, {}, step="summary", at=MORNING)
    return replace(_brought_to(status, draft), **changes)


def _brought_to(status: Status, draft: AccountRequest) -> AccountRequest:
    asked = draft.sent(at=MORNING, manager_id=BO.id, needs_manager=True)
    match status:
        case Status.DRAFT:
            return draft
        case Status.DISCARDED:
            return draft.discarded(at=MORNING)
        case Status.EXPIRED:
            return draft.expired(at=MORNING)
        case Status.AWAITING_MANAGER:
            return asked
        case Status.WITHDRAWN:
            return asked.withdrawn(at=MORNING)
        case Status.IN_REVIEW:
            return asked.confirmed(BO, at=MORNING)
        case Status.LIVE:
            return _brought_to(Status.APPROVED, draft).registered(ACCOUNT_ID, at=MORNING)
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


class Doing:
    """A service whose every call is one transaction."""

    def __init__(self, service: object, books: InMemoryBooks) -> None:
        self._service, self._books = service, books

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(self._do, getattr(self._service, name))

    def _do(self, method: Callable[..., Any], *facts: Any, **named: Any) -> Any:
        return self._books.do(lambda books: method(books, *facts, **named))


class Office:
    """All services over one set of books; `form` and `now` can be changed at any time."""

    def __init__(self, reviewers: frozenset[str] = frozenset({"rut", "eva"})) -> None:
        self.form, self.now = a_form(), MORNING
        self.books = InMemoryBooks()
        self.books.people.known = [ADA, BO, KIM, RUT, EVA]
        nonces = count()
        self.around = Surroundings(
            form=lambda: self.form,
            reviewers=reviewers,
            clock=lambda: self.now,
            nonce=lambda: f"nonce-{next(nonces)}",
            holds_personal_data=lambda text: SECRET in text,
        )
        self.walk = Doing(Walking(self.around), self.books)
        self.send = Doing(Sending(self.around), self.books)
        self.review = Doing(Reviewing(self.around), self.books)
        self.keep = Doing(Keeping(self.around), self.books)
        self.remind = Doing(Reminding(self.around), self.books)

    def has(self, request: AccountRequest) -> AccountRequest:
        """Put a request into the books as if it had always been there."""
        self.books.requests.kept[request.id] = request
        return request

    def has_account(self, account: Account) -> Account:
        self.books.register.kept[account.id] = account
        return account

    def request(self, request_id: str = ID) -> AccountRequest:
        return self.books.requests.kept[request_id]

    def account(self, account_id: str = ACCOUNT_ID) -> Account:
        return self.books.register.kept[account_id]

    def sent(self, **changes: Any) -> AccountRequest:
        """Put Ada's request into the books, and send it."""
        return self.send.send(ADA, ID, self.has(a_request(**changes)).version)

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
        return self.walk.leave(by, Entered(ID, seen, step, answers, reasons or {}), move)

    def told(self, kind: NoticeKind) -> list[str]:
        """Return who has been told so, in order."""
        return [notice.to for notice in self.books.outbox.notices.values() if notice.kind == kind]

    def state(self) -> tuple[Any, ...]:
        books = self.books
        return (
            dict(books.requests.kept),
            dict(books.register.kept),
            dict(books.outbox.notices),
            list(books.audit.lines),
        )

    @contextmanager
    def refuses(self, error: type[AccountsError]) -> Iterator[pytest.ExceptionInfo[Any]]:
        """Expect *error*, and nothing in the books to be changed by what led to it."""
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
