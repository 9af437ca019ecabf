"""Looking requests and accounts up, for lists, messages and pages; and who opened a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.account import Account
from accounts.form import Form
from accounts.history import RequestStatus
from accounts.policy import named_responsible, view_of
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from accounts.values import Answers
from core.person import Person
from core.ports import Transactions

HIDDEN = frozenset({RequestStatus.DISCARDED, RequestStatus.LIVE})
"""The requests that are left out of their people's lists: one that is live is an account."""


@dataclass(frozen=True, slots=True)
class RecordedCase:
    """A request with what belongs to it."""

    request: AccountRequest
    view: Answers
    """The answers that count, with the facts that conditions may ask for."""
    account: Account | None = None


class CaseService:
    """Reads, whoever asks: who may see a case is decided where it is shown."""

    def __init__(self, transactions: Transactions[AccountsUnitOfWork]) -> None:
        self._transactions = transactions

    async def of_person(self, person: Person) -> Sequence[AccountRequest | Account]:
        """Return the requests the person has a part in, and the accounts they answer for."""
        return await self._transactions.read(lambda uow: _of_person(uow, person))

    async def find(self, case_id: str) -> AccountRequest | Account | None:
        return await self._transactions.read(
            lambda uow: uow.requests.get(case_id) or uow.register.get(case_id)
        )

    async def account(self, account_id: str) -> Account | None:
        return await self._transactions.read(lambda uow: uow.register.get(account_id))

    async def accounts(self) -> Sequence[Account]:
        """Return every account by unit, platform and name, the closed ones last."""
        return await self._transactions.read(
            lambda uow: [*uow.register.all(), *uow.register.closed()]
        )

    async def state(self) -> tuple[int, str]:
        """Return what is something else once anything about a request or an account has changed."""
        return await self._transactions.read(lambda uow: uow.audit.seal())

    async def all_requests(self) -> Sequence[AccountRequest]:
        """Return every request, by its id."""
        return await self._transactions.read(lambda uow: uow.requests.all())

    async def record(self, request_id: str, form: Form) -> RecordedCase | None:
        return await self._transactions.read(lambda uow: _record(uow, request_id, form))

    async def note_opening(self, request_id: str, reader: str | None, at: datetime) -> None:
        """Log that *reader*, or somebody who runs the bot, has opened a request's record."""

        def work(uow: AccountsUnitOfWork) -> None:
            uow.audit.append(
                at=at, what="record", subject=request_id, by=reader, state="opened", content=""
            )

        await self._transactions.write(work)


def _of_person(uow: AccountsUnitOfWork, person: Person) -> Sequence[AccountRequest | Account]:
    requests = uow.requests.of_person(person.id)
    shown = [each for each in requests if each.status not in HIDDEN]
    approved = uow.requests.with_status({RequestStatus.APPROVED})
    to_tick = [each for each in approved if named_responsible(uow, each) == person]
    more = [each for each in to_tick if each.id not in {known.id for known in shown}]
    return [*shown, *more, *uow.register.of_person(person.id)]


def _record(uow: AccountsUnitOfWork, request_id: str, form: Form) -> RecordedCase | None:
    request = uow.requests.get(request_id)
    if request is None:
        return None
    own = request.account_id
    view = view_of(uow, form, request)
    return RecordedCase(request, view, uow.register.get(own) if own else None)
