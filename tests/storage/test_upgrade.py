"""A database of an earlier version is migrated, and nothing is lost."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, inspect, text

from accounts.form import NAME, OTHER, PLATFORM, PLATFORM_NAME
from accounts.history import Event, EventKind, RequestStatus
from core.changes import save
from questions.asked import Outcome
from storage.audit_check import check_audit_log
from storage.database import Database
from storage.schema import MIGRATIONS, is_current, upgrade
from storage.unit_of_work import SqlTransactions, SqlUnitOfWork
from tests.storage.cases import NOON, a_request
from tests.world.builders import an_account
from tests.world.people import ADA

REVIEWERS_IN_SETTINGS = "0003"
"""Before reviewers were in the database."""
CARDS_IN_TWO_TABLES = "0022"
PLATFORMS_BY_CODE = "0024"
COUNTED_ROW_BY_ROW = "0025"
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
    await database.write(lambda connection: migrate_to(connection, REVIEWERS_IN_SETTINGS))

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


async def test_platforms_that_the_form_does_not_name_are_told_apart_after_the_upgrade(
    database_url: str,
) -> None:
    database = Database(database_url)
    await database.write(lambda connection: migrate_to(connection, PLATFORMS_BY_CODE))
    other = {PLATFORM: OTHER, PLATFORM_NAME: " Mastodon ", NAME: "Biblioteket"}
    requests = [a_request("sm-named", answers=other), a_request("sm-plain")]
    account = an_account(platform=OTHER, platform_name="Bluesky")

    def fill(uow: SqlUnitOfWork) -> None:
        for request in requests:
            uow.requests.add(request)
            save(uow, uow.requests, request, None, by=ADA)
        uow.register.add(account)
        save(uow, uow.register, account, None, by=ADA)

    await SqlTransactions(database, clock=lambda: NOON).write(fill)
    by_code = text("UPDATE account_requests SET platform = 'annan' WHERE id = 'sm-named'")
    await database.write(lambda connection: connection.execute(by_code))
    await database.write(
        lambda connection: connection.execute(text("UPDATE accounts SET platform = 'annan'"))
    )
    before = await database.read(check_audit_log)
    await upgrade(database)
    after = await database.read(check_audit_log)
    await database.close()

    assert before.fault is not None
    assert after.fault is None


LONG = {"conversation": f"a:{'k' * 510}", "activity": "9" * 512, "subject": "s" * 64}
CHANNEL = "19:granskning@thread.tacv2"


def met(person: str, conversation: str | None) -> Mapping[str, Any]:
    return {
        "person": person,
        "name": person,
        "folded_name": person,
        "channel_id": f"29:{person}",
        "service_url": "https://smba.example/",
        "bot_id": "28:bot",
        "language": "sv",
        "conversation": conversation,
        "met_at": NOON,
    }


def shown(
    activity: str, subject: str, recipient: str, *, conversation: str, view: str = "own"
) -> Mapping[str, Any]:
    row = {"conversation": conversation, "activity": activity, "subject": subject}
    return row | {"recipient": recipient, "view": view}


def posted(
    activity: str, kind: str, subject: str, conversation: str = CHANNEL
) -> Mapping[str, Any]:
    row = {"conversation": conversation, "activity": activity}
    return row | {"kind": kind, "subject": subject}


@pytest.fixture
async def two_tables(database_url: str) -> AsyncIterator[Database]:
    """A database at the revision that kept its cards in two tables, both empty."""
    database = Database(database_url)
    await database.write(lambda connection: migrate_to(connection, CARDS_IN_TWO_TABLES))
    yield database
    await database.close()


async def messages_after(
    before: Database, rows: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[tuple[str, ...]]:
    """Fill the tables with *rows*, upgrade, and return the messages that are kept up to date."""

    def fill(connection: Connection) -> None:
        for table, those in rows.items():
            found = Table(table, MetaData(), autoload_with=connection)
            connection.execute(found.insert(), those)

    await before.write(fill)
    await upgrade(before)
    query = text(
        "SELECT conversation, activity, subject, kind, recipient FROM standing_messages"
        " ORDER BY activity, subject"
    )
    return [
        tuple(row) for row in await before.read(lambda connection: connection.execute(query).all())
    ]


async def test_each_message_of_a_case_is_kept_up_to_date_as_before(two_tables: Database) -> None:
    messages = await messages_after(
        two_tables,
        {
            "shown_cases": [
                shown("1", "sm-1", "id-ada", conversation="a:ada"),
                shown("2", "sm-1", "id-ada", conversation="a:ada"),
                shown("3", "sm-1", "id-rut", conversation="a:rut", view="review"),
                shown("3", "konto-1", "review-channel", conversation=CHANNEL),
                shown(**LONG, recipient="r" * 64),
            ]
        },
    )

    assert messages == [
        ("a:ada", "1", "sm-1", "own-case", "id-ada"),
        ("a:ada", "2", "sm-1", "own-case", "id-ada"),
        (CHANNEL, "3", "konto-1", "own-case", "review-channel"),
        ("a:rut", "3", "sm-1", "review-case", "id-rut"),
        (LONG["conversation"], LONG["activity"], LONG["subject"], "own-case", "r" * 64),
    ]


async def test_each_card_that_was_posted_once_is_replaced_as_before(two_tables: Database) -> None:
    messages = await messages_after(
        two_tables,
        {
            "people": [met("id-eva", "a:eva"), met("id-bo", None)],
            "posted_cards": [
                posted("1", "review", "sm-1"),
                posted("2", "appointment", "appointment-1"),
                posted("3", "unknown-reported", "unknown-1"),
                posted("4", "question", "question-1"),
                posted("5", "question", "question-1", conversation="a:eva"),
                posted(**LONG, kind="k" * 64),
            ],
        },
    )

    assert messages == [
        (CHANNEL, "1", "sm-1", "review", "review-channel"),
        (CHANNEL, "2", "appointment-1", "appointment", "review-channel"),
        (CHANNEL, "3", "unknown-1", "unknown-reported", "review-channel"),
        (CHANNEL, "4", "question-1", "question", "review-channel"),
        ("a:eva", "5", "question-1", "question", "id-eva"),
        (LONG["conversation"], LONG["activity"], LONG["subject"], "k" * 64, "review-channel"),
    ]


async def test_a_message_in_both_tables_shows_what_was_pressed_last(two_tables: Database) -> None:
    messages = await messages_after(
        two_tables,
        {
            "shown_cases": [shown("1", "sm-1", "id-ada", conversation=CHANNEL)],
            "posted_cards": [posted("1", "review", "sm-2")],
        },
    )

    assert messages == [(CHANNEL, "1", "sm-1", "own-case", "id-ada")]


async def test_messages_without_an_id_of_teams_are_left_behind(two_tables: Database) -> None:
    messages = await messages_after(
        two_tables,
        {
            "shown_cases": [shown("", "sm-1", "id-ada", conversation="a:ada")],
            "posted_cards": [posted("", "review", "sm-1"), posted("", "review", "sm-2")],
        },
    )

    assert messages == []


async def test_the_two_tables_are_gone(two_tables: Database) -> None:
    assert await messages_after(two_tables, {}) == []

    left = await two_tables.read(lambda connection: set(inspect(connection).get_table_names()))

    assert not left & {"shown_cases", "posted_cards"}


async def test_questions_asked_before_are_counted_by_what_answered_first(database_url: str) -> None:
    database = Database(database_url)
    await database.write(lambda connection: migrate_to(connection, COUNTED_ROW_BY_ROW))
    asked = text(
        "INSERT INTO answers (answer_id, asked_at, language, question, outcome, passages, score,"
        " base_hash) VALUES (:id, '2026-03-01 12:00:00', 'sv', :asked, :outcome, :shown, 0.5, '')"
    )
    rows = [
        {"id": "a1", "asked": "Får vi?", "outcome": "answer", "shown": '["bilder", "länkar"]'},
        {"id": "a2", "asked": "Får de?", "outcome": "answer", "shown": "[]"},
        {"id": "a3", "asked": "Va?", "outcome": "none", "shown": '["bilder"]'},
        {"id": "a4", "asked": "", "outcome": "answer", "shown": '["bilder"]'},
    ]
    await database.write(lambda connection: connection.execute(asked, rows))
    await upgrade(database)
    counts = await SqlTransactions(database).read(
        lambda uow: uow.gaps.counts(since=NOON - timedelta(days=1), until=NOON + timedelta(days=1))
    )
    await database.close()

    assert counts.outcomes == {Outcome.ANSWER: 2, Outcome.NONE: 1}
    assert counts.answered_with == {"bilder": 1, "": 1}
