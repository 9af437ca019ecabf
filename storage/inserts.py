"""Inserts that meet an existing row by its primary key, in one statement and so without a race.

Each statement is built once: building one costs more than running it.
"""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Table, and_, func

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from sqlalchemy.dialects import postgresql, sqlite

    Insert = sqlite.Insert | postgresql.Insert


def row_of(record: "DataclassInstance") -> Mapping[str, object]:
    """Return *record* as a row of the table whose columns are named like its fields.

    `dataclasses.asdict` would do, at thirty times the cost: it copies each value deeply.
    """
    return {field.name: getattr(record, field.name) for field in fields(record)}


@cache
def insert_if_new(table: Table, dialect: str) -> "Insert":
    """Return an insert that does nothing where the key is known; the row count tells which."""
    return _insert(table, dialect).on_conflict_do_nothing()


@cache
def insert_or_replace(
    table: Table,
    dialect: str,
    *,
    unless_older_by: str | None = None,
    if_same: str | None = None,
    known_stays: str | None = None,
) -> "Insert":
    """Return an insert that replaces the row with its key.

    A row older than the known one by the column *unless_older_by*, or with another value in the
    column *if_same*, changes nothing. A row with NULL in the column *known_stays* leaves what is
    known there.
    """
    insert = _insert(table, dialect)
    offered = insert.excluded
    where = list[ColumnElement[bool]]()
    if unless_older_by:
        where.append(offered[unless_older_by] >= table.c[unless_older_by])
    if if_same:
        where.append(offered[if_same] == table.c[if_same])
    values: dict[str, object] = {
        c.name: offered[c.name] for c in table.columns if not c.primary_key
    }
    if known_stays:
        values[known_stays] = func.coalesce(offered[known_stays], table.c[known_stays])
    return insert.on_conflict_do_update(
        index_elements=table.primary_key.columns,
        set_=values,
        where=and_(*where) if where else None,
    )


def _insert(table: Table, dialect: str) -> "Insert":
    # Each dialect takes a while to load, and only one of them is used.
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert
    # psycopg counts an insert's rows, but SQLAlchemy passes the number on only on demand.
    return insert(table).execution_options(preserve_rowcount=True)
