"""Inserting where the row may be there already: in one statement, so that nobody gets in between.

The rows' keys are the tables' primary keys. Each statement is built once and kept: building costs
more than running it.
"""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Table, func

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from sqlalchemy.dialects import postgresql, sqlite

    Insert = sqlite.Insert | postgresql.Insert


def row_of(record: "DataclassInstance") -> Mapping[str, object]:
    """The record as a row of the table whose columns are named like its fields.

    `dataclasses.asdict` would do, at thirty times the cost: it copies each value deeply.
    """
    return {field.name: getattr(record, field.name) for field in fields(record)}


@cache
def insert_if_new(table: Table, dialect: str) -> "Insert":
    """Insert a row unless its key is known; the row count tells which."""
    return _insert(table, dialect).on_conflict_do_nothing()


@cache
def insert_or_replace(
    table: Table,
    dialect: str,
    *,
    unless_older_by: str | None = None,
    known_stays: str | None = None,
) -> "Insert":
    """Insert a row in place of the one with its key.

    With *unless_older_by*, a row older than the known one by that column changes nothing. With
    *known_stays*, a row that has nothing in that column leaves what is known there.
    """
    insert = _insert(table, dialect)
    offered = insert.excluded
    older = None
    if unless_older_by:
        older = offered[unless_older_by] >= table.c[unless_older_by]
    values: dict[str, object] = {
        c.name: offered[c.name] for c in table.columns if not c.primary_key
    }
    if known_stays:
        values[known_stays] = func.coalesce(offered[known_stays], table.c[known_stays])
    return insert.on_conflict_do_update(
        index_elements=table.primary_key.columns, set_=values, where=older
    )


def _insert(table: Table, dialect: str) -> "Insert":
    # Each dialect takes a while to load, and only one of them is used.
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert
    # psycopg counts an insert's rows, but SQLAlchemy passes the number on only where asked to.
    return insert(table).execution_options(preserve_rowcount=True)
