"""What a report reads of a year comes from the index for it, on every database we support."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event, text

from questions.asked import Outcome
from storage.database import Database
from storage.gaps import SqlGaps
from storage.question_tables import answers

COUNTED = "ix_answers_outcome_shown_first_asked_at"
MANY = 400
"""Of long questions: fewer rows are read as soon as the index."""


@pytest.fixture
def year(now: datetime) -> Mapping[str, datetime]:
    return {"since": now - timedelta(days=365), "until": now}


@pytest.fixture
async def asked(database: Database, database_url: str, now: datetime) -> None:
    rows = [
        {
            "answer_id": f"a{number}",
            "asked_at": now - timedelta(hours=number),
            "language": "sv",
            "question": "Hur länge sparas inlägg? " * 40,
            "outcome": Outcome.NONE if number % 10 == 0 else Outcome.ANSWER,
            "passages": [f"passage-{number % 7}"],
            "score": 0.7,
            "base_hash": "0" * 64,
        }
        for number in range(MANY)
    ]

    def filled(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            # Rows whose commit may still be lost aren't taken for visible to all.
            connection.execute(text("SET LOCAL synchronous_commit = on"))
        connection.execute(answers.insert(), rows)

    await database.write(filled)
    if database.dialect == "postgresql":  # as it does by itself after a while
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE answers")


@pytest.mark.usefixtures("asked")
async def test_a_years_counts_are_read_in_the_order_of_their_index(
    database: Database, year: Mapping[str, datetime]
) -> None:
    plans = await plans_of(database, lambda gaps: gaps.counts(**year))

    assert len(plans) == len(Outcome)
    for plan in plans:
        assert COUNTED in plan
        assert "TEMP B-TREE" not in plan, "sorted"
        if database.dialect == "postgresql":
            assert "Index Only Scan" in plan


@pytest.mark.usefixtures("asked")
async def test_the_latest_without_an_answer_are_read_by_time(
    database: Database, year: Mapping[str, datetime]
) -> None:
    (plan,) = await plans_of(database, lambda gaps: gaps.unanswered(**year, most=10))

    assert "ix_answers_asked_at" in plan


async def plans_of(database: Database, asks: Callable[[SqlGaps], object]) -> list[str]:
    """Return the plan of each statement that the store runs."""

    def explained(connection: Connection) -> list[str]:
        said: list[tuple[str, Any]] = []

        def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
            said.append((statement, parameters))

        event.listen(connection, "before_cursor_execute", note)
        asks(SqlGaps(connection))
        event.remove(connection, "before_cursor_execute", note)
        return [plan_of(connection, *each) for each in said]

    return await database.read(explained)


def plan_of(connection: Connection, statement: str, parameters: Any) -> str:
    explain = "EXPLAIN QUERY PLAN"
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL enable_seqscan = off"))  # cheaper of few rows
        explain = "EXPLAIN"
    rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
    return "\n".join(str(row[-1]) for row in rows)
