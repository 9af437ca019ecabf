"""Cases of one kind, each whole in one row; what is queried is repeated in columns of its own."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Select,
    Table,
    bindparam,
    select,
    update,
)

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
        return self._connection.scalar(_of_id(self.table), {"its_id": case_id})

    def save(self, case: C, *, seen: int) -> None:
        row = {**self._row(case), "its_id": case.id, "seen": seen}
        if self._connection.execute(_replacing(self.table), row).rowcount != 1:
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


# Every press runs these two, so each is built once.


@cache
def _of_id(table: Table) -> Select[Any]:
    return select(table.c.content).where(table.c.id == bindparam("its_id"))


@cache
def _replacing(table: Table) -> Executable:
    """Return what puts a row in the place of the version seen."""
    is_the_one_seen = (table.c.id == bindparam("its_id"), table.c.version == bindparam("seen"))
    return update(table).where(*is_the_one_seen)
