"""The lists reviewers find cases in, a search over all of them, and how the reviewing is going."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from statistics import median

from accounts.account import Account
from accounts.form import NAME, unit_of
from accounts.history import EventKind, RequestStatus
from accounts.policy import AccountsPolicy
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from core.person import Person, name_words
from core.service import Service, reads


class Listing(StrEnum):
    """The lists there are."""

    WAITING = "waiting"
    MINE = "mine"
    MANAGERS = "managers"
    RETURNED = "returned"
    APPROVED = "approved"
    LIVE = "live"
    CLOSED = "closed"


_STATUSES: Mapping[Listing, frozenset[RequestStatus]] = {
    Listing.WAITING: frozenset({RequestStatus.IN_REVIEW}),
    Listing.MINE: frozenset({RequestStatus.IN_REVIEW}),
    Listing.MANAGERS: frozenset({RequestStatus.AWAITING_MANAGER}),
    Listing.RETURNED: frozenset({RequestStatus.RETURNED, RequestStatus.REFUSED}),
    Listing.APPROVED: frozenset({RequestStatus.APPROVED}),
    Listing.CLOSED: frozenset(
        {RequestStatus.DECLINED, RequestStatus.LAPSED, RequestStatus.WITHDRAWN}
    ),
}
_OUTCOMES = (EventKind.APPROVED, EventKind.DECLINED, EventKind.RETURNED)


@dataclass(frozen=True, slots=True)
class ReviewStatistics:
    """How the reviewing has gone, over everything that was ever sent."""

    outcomes: Mapping[str, int]
    """How often each was decided, by `EventKind`."""
    median_days: float | None
    """From the day a request came in to its first decision."""
    by_unit: Mapping[str, int]
    """How many requests each unit has sent."""


class ListingService(Service[AccountsUnitOfWork, AccountsPolicy]):
    """Reads for reviewers alone; a request that was never sent is its maker's."""

    @reads
    def listed(
        self, uow: AccountsUnitOfWork, by: Person, which: Listing
    ) -> Sequence[AccountRequest | Account]:
        """Return the cases of a list, those that came in first first."""
        self._policy.require_reviewer(uow, by)
        statuses = _STATUSES.get(which, frozenset[RequestStatus]())
        requests = [each for each in uow.requests.with_status(statuses) if each.has_been_sent]
        if which is Listing.MINE:
            requests = [each for each in requests if each.assigned_to == by]
        in_order = sorted(requests, key=attrgetter("received_at"))
        match which:
            case Listing.LIVE:
                return uow.register.all()
            case Listing.CLOSED:
                return [*in_order, *uow.register.closed()]
            case _:
                return in_order

    @reads
    def found(
        self, uow: AccountsUnitOfWork, by: Person, text: str
    ) -> Sequence[AccountRequest | Account]:
        """Return the cases that hold each word of *text* in name, unit, person or id."""
        self._policy.require_reviewer(uow, by)
        sought = name_words(text)
        cases = (*_sent(uow), *uow.register.all(), *uow.register.closed())
        return [each for each in cases if sought and sought <= name_words(self._told(each))]

    @reads
    def statistics(self, uow: AccountsUnitOfWork, by: Person) -> ReviewStatistics:
        self._policy.require_reviewer(uow, by)
        requests = _sent(uow)
        waits = [wait for each in requests if (wait := _days_to_decision(each)) is not None]
        kinds = (event.kind.value for each in requests for event in each.history)
        outcomes = Counter[str](kind for kind in kinds if kind in list(_OUTCOMES))
        units = Counter(self._policy.form().unit_id(unit_of(each.answers)) for each in requests)
        return ReviewStatistics(outcomes, median(waits) if waits else None, units)

    def _told(self, case: AccountRequest | Account) -> str:
        if isinstance(case, Account):
            return f"{case.name} {case.unit} {case.responsible.name} {case.id} {case.address}"
        answers = case.answers
        return f"{answers.get(NAME, '')} {unit_of(answers)} {case.requester.name} {case.id}"


def _sent(uow: AccountsUnitOfWork) -> Sequence[AccountRequest]:
    return [each for each in uow.requests.all() if each.has_been_sent]


def _days_to_decision(request: AccountRequest) -> float | None:
    decided = (each.at for each in request.history if each.kind in _OUTCOMES)
    first = next(decided, None)
    return (first - request.received_at).total_seconds() / 86_400 if first else None
