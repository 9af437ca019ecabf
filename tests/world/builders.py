"""A short form, and requests and accounts over it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from accounts.account import Account
from accounts.deadlines import Deadlines, Recipient, Reminder
from accounts.form import Form, Requirement, Severity, Step
from accounts.history import Decision, RequestStatus
from accounts.request import AccountRequest
from accounts.values import Field, FieldKind, Is
from core.person import Person
from tests.world.clock import MORNING
from tests.world.people import ADA, BO, RUT

ID, ACCOUNT_ID = "sm-aaaaaaa2", "konto-aaaaaaa2"
ADDRESS = f"https://www.facebook.com/{ACCOUNT_ID}"
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
        returned=(Reminder(5, Recipient.REQUESTER),),
        approved=(Reminder(10, Recipient.REQUESTER), Reminder(40, Recipient.REQUESTER)),
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
        case RequestStatus.REFUSED:
            return asked.refused(BO, at=MORNING, reason="Inte nu.")
        case RequestStatus.LAPSED:
            return _in_status(RequestStatus.APPROVED, draft).lapsed(at=MORNING)
        case RequestStatus.LIVE:
            return _in_status(RequestStatus.APPROVED, draft).registered(ACCOUNT_ID, at=MORNING)
        case _:
            words = "" if status is RequestStatus.APPROVED else "Se rutinen."
            decision = Decision(RUT, MORNING, status, words)
            return asked.confirmed(BO, at=MORNING).decided(decision)


def an_account(account_id: str = ACCOUNT_ID, **changes: Any) -> Account:
    """Return an account of Ada's, with an address and a request that are its own."""
    account = Account(
        id=account_id,
        request_id=account_id.replace("konto-", "sm-"),
        responsible=ADA,
        platform="facebook",
        name="Biblioteket",
        address=f"https://www.facebook.com/{account_id}",
        unit="Kultur och fritid",
        contact="",
        purpose="Nå unga läsare.",
        registered_at=MORNING,
        changed_at=MORNING,
        nonce="nonce",
    )
    return replace(account, **changes)
