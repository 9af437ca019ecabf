"""The requests for accounts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, or_, select, update

from accounts.form import NAME, PLATFORM
from accounts.history import UNDER_WAY, WAITING, RequestStatus
from accounts.request import AccountRequest
from core.errors import OutOfDate
from core.person import folded
from storage.columns import has_value
from storage.inserts import insert_if_new
from storage.tables import account_requests as table


class SqlRequests:
    """The `Requests` of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, request_id: str) -> AccountRequest | None:
        found = self._found(table.c.id == request_id)
        return found[0] if found else None

    def add(self, request: AccountRequest) -> bool:
        statement = insert_if_new(table, self._connection.dialect.name)
        return self._connection.execute(statement, _row(request)).rowcount == 1

    def save(self, request: AccountRequest, *, seen: int) -> None:
        is_the_one_seen = (table.c.id == request.id, table.c.version == seen)
        statement = update(table).where(*is_the_one_seen).values(_row(request))
        if self._connection.execute(statement).rowcount != 1:
            raise OutOfDate

    def of_person(self, person_id: str) -> Sequence[AccountRequest]:
        columns = (table.c.requester, table.c.manager, table.c.confirmer)
        theirs = or_(*(column == person_id for column in columns))
        return self._found(theirs, order=table.c.changed_at.desc())

    def waiting(self) -> Sequence[AccountRequest]:
        return self._found(table.c.status.in_(WAITING), order=table.c.waiting_since)

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

    def naming(self, person_id: str) -> Sequence[AccountRequest]:
        return self._found(has_value(table.c.content, person_id), order=table.c.changed_at)

    def _found(
        self, *conditions: ColumnElement[bool], order: ColumnElement[datetime] | None = None
    ) -> Sequence[AccountRequest]:
        query = select(table.c.content).where(*conditions).order_by(order)
        return self._connection.scalars(query).all()


def _row(request: AccountRequest) -> Mapping[str, object]:
    return {
        "id": request.id,
        "version": request.version,
        "status": request.status,
        "requester": request.requester.id,
        "manager": request.manager_id,
        "confirmer": request.confirmed_by.id if request.confirmed_by else None,
        "platform": request.answers.get(PLATFORM, ""),
        "folded_name": folded(request.answers.get(NAME, "")),
        "changed_at": request.changed_at,
        "waiting_since": request.waiting_since,
        "content": request,
    }
