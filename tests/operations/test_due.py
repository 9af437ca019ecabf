"""What would be sent until a day: told without names unless asked for, and nothing is changed."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from accounts.history import RequestStatus
from knowledge.search.snapshot import Snapshot
from operations import due
from operations.__main__ import main
from storage.database import Database
from storage.instance_tables import jobs
from storage.tables import account_requests, audit_log, outbox, people
from storage.unit_of_work import SqlTransactions
from tests.world.builders import a_request
from tests.world.people import ADA, BO

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BO_MET = {
    "person": BO.id,
    "name": BO.name,
    "folded_name": " alm bo ",
    "channel_id": "29:bo",
    "service_url": "https://x/",
    "bot_id": "28:bot",
    "language": "sv",
    "met_at": MONDAY,
}


@pytest.fixture
def waiting(url: str, monkeypatch: pytest.MonkeyPatch, small: Snapshot) -> str:
    """A database with a request that waits for its manager since Monday, and it is Monday."""
    monkeypatch.setenv("BOT_DANGEROUSLY_LOCAL", "yes")
    monkeypatch.setattr(due, "utc_now", lambda: MONDAY)
    monkeypatch.setattr(due, "open_snapshot", lambda *_: small)
    request = a_request(RequestStatus.AWAITING_MANAGER, waiting_since=MONDAY)

    async def work(database: Database) -> None:
        await SqlTransactions(database).write(lambda uow: uow.requests.add(request))
        await database.write(lambda c: c.execute(people.insert(), BO_MET))

    on(url, work)
    return url


def on(url: str, work: Any) -> Any:
    async def run() -> Any:
        database = Database(url)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


def kept(url: str) -> list[object]:
    """Return how much is stored of what jobs change, and the request as it is."""

    async def work(database: Database) -> list[object]:
        counts = [select(func.count()).select_from(each) for each in (outbox, audit_log, jobs)]
        rows = await database.read(lambda c: [c.scalar(each) for each in counts])
        return [*rows, await database.read(lambda c: c.scalar(select(account_requests.c.content)))]

    return on(url, work)


def test_what_falls_due_until_a_day_is_told_and_nothing_is_changed(
    waiting: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = kept(waiting)
    assert main(["due", "--until", "2026-12-02"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert main(["due", "--until", "2026-12-02", "--names"]) == 0
    with_names = capsys.readouterr().out.splitlines()

    assert told == [
        "2026-11-26  manager-reminded  1 st  till 1 person",
        "2026-11-30  audit-seal  1 st  till granskarnas kanal",
        "2026-12-02  manager-slow  1 st  till 1 person",
    ]
    assert with_names == [
        f"2026-11-26  manager-reminded  1 st  till {BO.name}",
        "2026-11-30  audit-seal  1 st  till granskarnas kanal",
        f"2026-12-02  manager-slow  1 st  till {ADA.id}",
    ]
    assert kept(waiting) == before


@pytest.mark.parametrize("day", ["2026-11-22", "2027-06-01"])
def test_a_day_that_is_over_or_far_away_is_refused(
    waiting: str, capsys: pytest.CaptureFixture[str], day: str
) -> None:
    assert main(["due", "--until", day]) == 1
    assert "högst 92 dagar framåt" in capsys.readouterr().err
