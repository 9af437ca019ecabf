"""What requests and accounts say of one person."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from accounts.account import Account
from accounts.history import Event
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.personal_data import DataKind, Records, moment


def data_in_accounts(uow: AccountsUnitOfWork, person_id: str) -> Mapping[DataKind, Records]:
    """Return the person's own requests and accounts, and their part in those of others."""
    requests, accounts = uow.requests.naming(person_id), uow.register.naming(person_id)
    own = [each for each in requests if each.requester.id == person_id]
    theirs = [each for each in accounts if each.responsible.id == person_id]
    return {
        DataKind.DRAFTS: [_whole(each) for each in own if not each.has_been_sent],
        DataKind.REQUESTS: [_whole(each) for each in own if each.has_been_sent],
        DataKind.ACCOUNTS: [_account(each, person_id) for each in theirs],
        DataKind.PARTS: [
            *(_part(each, person_id) for each in requests if each not in own),
            *(_part(each, person_id) for each in accounts if each not in theirs),
        ],
        DataKind.APPOINTMENTS: [*_appointments(uow, person_id)],
    }


def _whole(request: AccountRequest) -> Mapping[str, Any]:
    """Return everything in a request of the person's own, decision and all."""
    decision = request.decision
    return {
        "id": request.id,
        "status": request.status.value,
        "started_at": moment(request.started_at),
        "changed_at": moment(request.changed_at),
        "answers": dict(request.answers),
        "reasons": dict(request.reasons),
        "decision": decision.all_words if decision else "",
        "history": _events(request.history),
    }


def _account(account: Account, person_id: str) -> Mapping[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "address": account.address,
        "unit": account.unit,
        "contact": account.contact,
        "status": account.standing.value,
        "history": _events(account.history, of=person_id),
    }


def _part(case: AccountRequest | Account, person_id: str) -> Mapping[str, Any]:
    """Return what the person did, and nothing of what others wrote."""
    told: dict[str, Any] = {"id": case.id, "history": _events(case.history, of=person_id)}
    if isinstance(case, Account):
        if case.handover is not None and case.handover.person_id == person_id:
            told["offered"] = case.handover.name
        return told
    if case.manager_id == person_id:
        told["asked_to_confirm"] = moment(case.waiting_since or case.changed_at)
    if case.decision is not None and case.decision.by.id == person_id:
        told["decision"] = case.decision.all_words
    return told


def _events(history: Sequence[Event], of: str | None = None) -> list[Mapping[str, str]]:
    return [
        {"at": moment(event.at), "event": event.kind.value, "note": event.note}
        for event in history
        if of is None or (event.by is not None and event.by.id == of)
    ]


def _appointments(uow: AccountsUnitOfWork, person_id: str) -> Iterator[Mapping[str, str]]:
    for each in uow.appointments.naming(person_id):
        roles = {
            "reviewer": each.reviewer,
            "deputy_for": each.deputy_for,
            "proposed_by": each.proposed_by,
            "confirmed_by": each.confirmed_by,
            "end_proposed_by": each.ending.by if each.ending else None,
        }
        yield {
            "id": each.id,
            "role": ", ".join(role for role, who in roles.items() if who and who.id == person_id),
            "starts_at": moment(each.starts_at),
            "ends_at": moment(each.ends_at),
            "status": each.state,
        }
