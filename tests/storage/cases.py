"""Requests and accounts to keep, and the services that change them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from accounts.form import NAME, PLATFORM, Form, Step
from accounts.history import RequestStatus
from accounts.policy import AccountsPolicy
from accounts.request import AccountRequest
from accounts.values import Field, FieldKind
from core.appointment_service import AppointmentService
from core.person import Person
from core.ports import Transactions, UnitOfWork
from tests.world.people import ADA, REVIEWERS

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_nonces = count()


def around(*, checklist: tuple[str, ...] = (), clock: datetime = NOON) -> AccountsPolicy:
    """What the services work with."""
    fields = (Field(PLATFORM, FieldKind.LINE), Field(NAME, FieldKind.LINE))
    form = Form((Step("vad", fields),), (), checklist=checklist)
    return AccountsPolicy(
        form=lambda: form,
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


async def appoint(transactions: Transactions[UnitOfWork]) -> None:
    """Make Rut and Eva the reviewers."""
    await AppointmentService(transactions, around()).seed(REVIEWERS)
