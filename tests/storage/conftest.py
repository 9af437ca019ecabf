"""Databases for the tests of the stores: each test gets a fresh one, on every kind we support."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest

from accounts.ports import AccountsUnitOfWork
from core import ports
from storage.database import Database
from storage.unit_of_work import SqlTransactions
from tests.storage.cases import NOON
from tests.storage.servers import migrated, sqlite_url
from tests.world.memory import InMemoryTransactions


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return request.getfixturevalue("postgres").new_database()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        yield database


@pytest.fixture
async def another(database: Database, database_url: str) -> AsyncIterator[Database]:
    """The same database as another instance has it open."""
    async with open_database(database_url) as another:
        yield another


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    database = Database(migrated(url))
    yield database
    await database.close()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


AnyTransactions: TypeAlias = ports.Transactions[AccountsUnitOfWork]


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def transactions(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[AnyTransactions]:
    if request.param == "memory":
        yield InMemoryTransactions()
        return
    if request.param == "sqlite":
        url = sqlite_url(tmp_path)
    else:
        url = request.getfixturevalue("postgres").new_database()
    async with open_database(url) as database:
        yield SqlTransactions(database, clock=lambda: NOON, on_notice=lambda: None)
