"""The record of one request, whole, as a page to print for the municipality's records."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from accounts.account import Account
from accounts.conditions import Answers
from accounts.decision import RequestStatus
from accounts.form import IS_MANAGER, NAME, PLATFORM, UNIT
from accounts.policy import view_of
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from knowledge.account_form import NO_FORM, AccountForm
from knowledge.base import Base
from pages.record_parts import (
    FormWords,
    checklist_of,
    confirmation_of,
    history_of,
    parts_of,
    unmet_of,
)
from pages.rendering import asset, render
from texts.catalogue import Catalogue, Language, Texts

STYLE = asset("record.css")
"""Stands in the page itself, so that a saved record looks the same without the server."""
_CHECKED_OFF = frozenset({RequestStatus.APPROVED, RequestStatus.LIVE})


@dataclass(frozen=True, slots=True)
class Case:
    """A request with what belongs to it."""

    request: AccountRequest
    view: Answers
    """The answers, with the facts that conditions may ask for."""
    account: Account | None = None


FindCase: TypeAlias = Callable[[str], Awaitable[Case | None]]


@dataclass(frozen=True, slots=True)
class Records:
    """Gives the record of any request, as the form and the base say at that moment."""

    find: FindCase
    form: Callable[[], AccountForm | None]
    base: Callable[[], Base]
    texts: Texts
    clock: Callable[[], datetime]

    async def html(self, request_id: str, language: Language) -> str | None:
        """Return the record as a page; None where there is no such request."""
        case = await self.find(request_id)
        if case is None:
            return None
        texts, form = self.texts.in_language(language), self.form() or NO_FORM
        return record_html(case, form, base=self.base(), texts=texts, now=self.clock())


class Transactions(Protocol):
    """Opens the books for reading."""

    async def read(self, work: Callable[[AccountsUnitOfWork], Case | None]) -> Case | None: ...


def records_in(
    transactions: Transactions,
    base: Callable[[], Base],
    texts: Texts,
    clock: Callable[[], datetime],
) -> Records:
    """Return the records of every request in *ledger*."""

    def form() -> AccountForm:
        return base().account_form or NO_FORM

    async def find(request_id: str) -> Case | None:
        return await transactions.read(lambda uow: _case(uow, request_id, form()))

    return Records(find, form, base, texts, clock)


def _case(uow: AccountsUnitOfWork, request_id: str, form: AccountForm) -> Case | None:
    request = uow.requests.get(request_id)
    if request is None:
        return None
    own = request.account_id
    view = view_of(uow, form.rules, request.answers, own_account=own)
    return Case(request, view, uow.register.get(own) if own else None)


def record_html(
    case: Case, form: AccountForm, *, base: Base, texts: Catalogue, now: datetime
) -> str:
    """Return everything there is to tell of a request, its decision and its account."""
    request, view, words = case.request, case.view, FormWords(form, texts.language)
    return render(
        "record.html",
        texts,
        style=STYLE,
        request=request,
        heading=_heading(view, words),
        is_manager=request.answers.get(IS_MANAGER) == "yes",
        confirmation=confirmation_of(request),
        parts=parts_of(request, view, words),
        unmet=unmet_of(request, view, words),
        checklist=checklist_of(request, words) if _is_checked_off(request) else (),
        words=words,
        account=case.account,
        platform=words.answer(PLATFORM, {PLATFORM: case.account.platform} if case.account else {}),
        unit=words.answer(UNIT, {UNIT: case.account.unit} if case.account else {}),
        history=history_of(request, case.account),
        routine=base.routine.text_in(texts.language),
        revised=base.routine.revised,
        base_hash=base.hash,
        now=now,
    )


def _heading(view: Answers, words: FormWords) -> str:
    """Return the account's name and platform, as far as they have been answered."""
    facts = (words.answer(field, view).text for field in (NAME, PLATFORM))
    return ", ".join(fact for fact in facts if fact)


def _is_checked_off(request: AccountRequest) -> bool:
    return request.status in _CHECKED_OFF or bool(request.done)
