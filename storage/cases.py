"""Cases of one kind, each whole in one row; what is queried is repeated in columns of its own."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, cast

from pydantic import ValidationError
from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    select,
    type_coerce,
    update,
)

from core.cases import Case
from core.errors import OutOfDate
from storage.columns import JsonRecord, as_kept
from storage.inserts import insert_if_new

C = TypeVar("C", bound=Case)


class SqlCases(Generic[C]):
    """The `Repository` of one transaction, over a table whose column `content` is the case."""

    table: ClassVar[Table]

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def kind(self) -> str:
        """What the audit log calls a case of these."""
        return self._content.kind.kind

    def unread(self) -> Select[Any]:
        """Return the query of every row, with the content as text."""
        content = self.table.c.content
        others = (column for column in self.table.columns if column is not content)
        return select(*others, type_coerce(content, Text).label(content.name))

    def whole(self, row: Row[Any]) -> C | None:
        """Return the case in a row of `unread`.

        None where it can't be read, or the columns that repeat it say something else.
        """
        dialect = self._connection.dialect
        try:
            case = self._content.process_result_value(row.content, dialect)
        except ValidationError:
            return None
        if case is None:
            return None
        told = {**self._row(case), "content": row.content}
        is_repeated = all(
            as_kept(value, self.table.c[name], dialect) == row._mapping[name]
            for name, value in told.items()
        )
        return case if is_repeated else None

    @property
    def _content(self) -> JsonRecord[C]:
        return cast(JsonRecord[C], self.table.c.content.type)

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
