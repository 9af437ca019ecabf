"""The requests for accounts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_

from accounts.form import NAME
from accounts.history import UNDER_WAY, WAITING, RequestStatus
from accounts.likeness import platform_of
from accounts.request import AccountRequest
from core.person import folded
from storage.cases import SqlCases
from storage.columns import has_value
from storage.tables import account_requests as table


class SqlRequests(SqlCases[AccountRequest]):
    """The `Requests` of one transaction."""

    table = table

    def add(self, request: AccountRequest) -> bool:
        return self._insert(request)

    def of_person(self, person_id: str) -> Sequence[AccountRequest]:
        columns = (table.c.requester, table.c.manager, table.c.confirmer)
        theirs = or_(*(column == person_id for column in columns))
        return self._found(theirs, order=table.c.changed_at.desc())

    def waiting(self) -> Sequence[AccountRequest]:
        return self._found(table.c.status.in_(WAITING), order=table.c.waiting_since)

    def with_status(self, statuses: Collection[RequestStatus]) -> Sequence[AccountRequest]:
        return self._found(table.c.status.in_(statuses), order=table.c.changed_at)

    def drafts_untouched_since(self, moment: datetime) -> Sequence[AccountRequest]:
        untouched = table.c.changed_at <= moment
        return self._found(
            table.c.status == RequestStatus.DRAFT, untouched, order=table.c.changed_at
        )

    def like(self, platform: str, name: str) -> Sequence[AccountRequest]:
        return self._found(
            table.c.status.in_(UNDER_WAY),
            table.c.platform == platform,
            table.c.folded_name == folded(name),
            order=table.c.changed_at,
        )

    def all(self) -> Sequence[AccountRequest]:
        return self._found()

    def naming(self, person_id: str) -> Sequence[AccountRequest]:
        return self._found(has_value(table.c.content, person_id), order=table.c.changed_at)

    def _queried(self, case: AccountRequest) -> Mapping[str, object]:
        return {
            "status": case.status,
            "requester": case.requester.id,
            "manager": case.manager_id,
            "confirmer": case.confirmed_by.id if case.confirmed_by else None,
            "platform": platform_of(case.answers),
            "folded_name": folded(case.answers.get(NAME, "")),
            "changed_at": case.changed_at,
            "waiting_since": case.waiting_since,
        }
