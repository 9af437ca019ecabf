"""A database of the version before reviewers were in it is migrated, and nothing is lost."""

import pytest
from sqlalchemy import Connection, text

from accounts.history import Event, EventKind, RequestStatus
from core.changes import save
from storage.audit_check import check_audit_log
from storage.database import Database
from storage.schema import MIGRATIONS, is_current, upgrade
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.storage.cases import NOON, a_request
from tests.world.people import ADA

BEFORE = "0003"
SENT = (Event(EventKind.STARTED, NOON, ADA), Event(EventKind.SENT, NOON, ADA))
REQUESTS = [
    *(a_request(f"sm-draft{number}", minutes=number) for number in range(30)),
    *(
        a_request(f"sm-{status}", status=status, history=SENT)
        for status in RequestStatus
        if status is not RequestStatus.DRAFT
    ),
]


def migrate_to(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@pytest.fixture
async def before(database_url: str) -> Database:
    """A filled database at the revision before."""
    database = Database(database_url)
    await database.write(lambda connection: migrate_to(connection, BEFORE))

    def work(uow: SqlUnitOfWork) -> None:
        for request in REQUESTS:
            uow.requests.add(request)
            save(uow, uow.requests, request, None, by=ADA)

    await SqlTransactions(database, clock=lambda: NOON).write(work)
    met = text(
        "INSERT INTO people (person, name, folded_name, channel_id, service_url, bot_id, language)"
        " VALUES ('id-ada', 'Ada Ek', 'ada ek', '29:ada', 'https://smba.example/', '28:bot', 'sv')"
    )
    await database.write(lambda connection: connection.execute(met))
    return database


async def test_every_request_draft_and_line_of_the_log_is_kept(before: Database) -> None:
    lines = text("SELECT * FROM audit_log ORDER BY sequence")
    log = await before.read(lambda connection: connection.execute(lines).all())
    await upgrade(before)

    assert await before.read(is_current)
    assert await before.read(lambda connection: connection.execute(lines).all()) == log
    transactions = SqlTransactions(before, clock=lambda: NOON)
    for request in REQUESTS:
        assert await transactions.read(lambda uow, r=request: uow.requests.get(r.id)) == request
    audit = await before.read(check_audit_log)
    await before.close()
    assert (audit.lines, audit.fault) == (len(REQUESTS), None)


async def test_people_met_before_count_as_met_at_the_upgrade(before: Database) -> None:
    await upgrade(before)
    known = await SqlTransactions(before).read(lambda uow: uow.people.known("id-ada"))
    met = text("SELECT count(*) FROM people WHERE met_at IS NULL")
    missing = await before.read(lambda connection: connection.scalar(met))
    await before.close()

    assert known == ADA
    assert missing == 0
