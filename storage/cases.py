"""Cases of one kind, each whole in one row; what is queried is repeated in columns of its own."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, select, update

from core.cases import Case
from core.errors import OutOfDate
from storage.inserts import insert_if_new

C = TypeVar("C", bound=Case)


class SqlCases(Generic[C]):
    """The `Repository` of one transaction, over a table whose column `content` is the case."""

    table: ClassVar[Table]

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, case_id: str) -> C | None:
        return self._first(self.table.c.id == case_id)

    def save(self, case: C, *, seen: int) -> None:
        is_the_one_seen = (self.table.c.id == case.id, self.table.c.version == seen)
        statement = update(self.table).where(*is_the_one_seen).values(self._row(case))
        if self._connection.execute(statement).rowcount != 1:
            raise OutOfDate

    @abstractmethod
    def _queried(self, case: C) -> Mapping[str, object]:
        """Return the columns that repeat what is queried."""

    def _insert(self, case: C) -> bool:
        statement = insert_if_new(self.table, self._connection.dialect.name)
        return self._connection.execute(statement, self._row(case)).rowcount == 1

    def _row(self, case: C) -> Mapping[str, object]:
        return {"id": case.id, "version": case.version, "content": case, **self._queried(case)}

    def _first(
        self, *conditions: ColumnElement[bool], order: ColumnElement[Any] | None = None
    ) -> C | None:
        return next(iter(self._found(*conditions, order=order)), None)

    def _found(
        self, *conditions: ColumnElement[bool], order: ColumnElement[Any] | None = None
    ) -> Sequence[C]:
        """Return the cases by *order*, and by their ids where that is the same."""
        ids = self.table.c.id
        query = select(self.table.c.content).where(*conditions)
        return self._connection.scalars(query.order_by(ids if order is None else order, ids)).all()
