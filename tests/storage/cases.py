"""Requests and accounts to keep, and the services that change them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from accounts.account import Account
from accounts.form import NAME, PLATFORM, Field, Form, Step
from accounts.history import RequestStatus
from accounts.policy import AccountsPolicy
from accounts.request import AccountRequest
from accounts.values import FieldKind
from core.person import Person

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ADA, BO, EVA, GRACE = (Person(f"id-{name.lower()}", name) for name in ("Ada", "Bo", "Eva", "Grace"))
_nonces = count()


def around(*, checklist: tuple[str, ...] = (), clock: datetime = NOON) -> AccountsPolicy:
    """What the services work with; Eva and Grace are reviewers."""
    fields = (Field(PLATFORM, FieldKind.LINE), Field(NAME, FieldKind.LINE))
    form = Form((Step("vad", fields),), (), checklist=checklist)
    return AccountsPolicy(
        form=lambda: form,
        reviewers=frozenset({EVA.id, GRACE.id}),
        clock=lambda: clock,
        nonce=lambda: f"nonce-{next(_nonces)}",
        holds_personal_data=lambda text: False,
    )


def a_request(
    request_id: str = "konto-1",
    *,
    by: Person = ADA,
    status: RequestStatus = RequestStatus.DRAFT,
    platform: str = "facebook",
    name: str = "Sala bibliotek",
    minutes: int = 0,
    **more: object,
) -> AccountRequest:
    """A request begun at noon; *minutes* later it was changed, and waits since then if it waits."""
    at = NOON + timedelta(minutes=minutes)
    begun = AccountRequest.begun(request_id, by, at=NOON, nonce="n", step="vad")
    answers = {PLATFORM: platform, NAME: name}
    request = replace(begun, status=status, changed_at=at, waiting_since=at, answers=answers)
    return replace(request, **more)  # pyright: ignore[reportArgumentType]


def an_account(
    account_id: str = "konto-1", *, name: str = "Sala bibliotek", **more: object
) -> Account:
    account = Account(
        id=account_id,
        request_id=f"request-of-{account_id}",
        responsible=ADA,
        platform="facebook",
        name=name,
        address=f"https://facebook.example/{account_id}",
        unit="Biblioteket",
        contact="biblioteket@sala.example",
        purpose="Berätta om böcker",
        registered_at=NOON,
        changed_at=NOON,
        nonce="n",
    )
    return replace(account, **more)  # pyright: ignore[reportArgumentType]
