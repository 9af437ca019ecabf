"""The tables; a change here needs a migration beside it, and a new HEAD in `schema.py`.

Votes, enquiries and gaps name an answer without a foreign key: the answer log is written a
moment later, and may be cleared away sooner than they are.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    text,
)

from accounts.account import Account, AccountStatus
from accounts.request import AccountRequest
from storage.columns import Content, Moment, Words

IDENTIFIER = 64
"""Room for the ids, languages and codes we make ourselves."""
CHANNEL_ID = 512
"""Room for the channel's ids of people and conversations; Teams' are some 200 at the most."""
QUESTION = 4000
REFERENCE = 8000
NAME = 400
"""Of names as they are compared; two that differ only after that count as the same."""
ADDRESS = 500
KEY = 1000
HASH = 64
NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only where the key is exactly an INTEGER."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text_of(name: str, length: int = IDENTIFIER) -> Column[str]:
    return Column(name, Words(length), nullable=False)


def key_of(name: str, length: int = IDENTIFIER) -> Column[str]:
    return Column(name, Words(length), primary_key=True)


answers = Table(
    "answers",
    metadata,
    key_of("answer_id"),
    Column("asked_at", Moment, nullable=False, index=True),
    text_of("language"),
    text_of("question", QUESTION),
    text_of("outcome"),
    Column("passages", JSON, nullable=False),
    Column("score", Float, nullable=False),
    text_of("base_hash"),
)

votes = Table(
    "votes",
    metadata,
    key_of("answer_id"),
    key_of("voter", CHANNEL_ID),
    text_of("passage"),
    text_of("verdict"),
    Column("voted_at", Moment, nullable=False),
)

last_questions = Table(
    "last_questions",
    metadata,
    key_of("conversation", CHANNEL_ID),
    key_of("person", CHANNEL_ID),
    text_of("question", QUESTION),
    text_of("language"),
    Column("asked_at", Moment, nullable=False, index=True),
)

greeted_conversations = Table(
    "greeted_conversations",
    metadata,
    key_of("conversation", CHANNEL_ID),
    Column("greeted_at", Moment, nullable=False),
)

account_requests = Table(
    "account_requests",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    text_of("status"),
    Column("requester", Words(CHANNEL_ID), nullable=False, index=True),
    Column("manager", Words(CHANNEL_ID), index=True),
    Column("confirmer", Words(CHANNEL_ID), index=True),
    text_of("platform"),
    text_of("folded_name", NAME),
    Column("changed_at", Moment, nullable=False),
    Column("waiting_since", Moment),
    Column("content", Content(AccountRequest), nullable=False),
    Index("ix_account_requests_status_changed_at", "status", "changed_at"),
    Index("ix_account_requests_platform_folded_name", "platform", "folded_name"),
)
"""`content` is the request; the other columns repeat what is searched for."""

_IN_USE = text(f"standing <> '{AccountStatus.CLOSED}'")

accounts = Table(
    "accounts",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    text_of("standing"),
    Column("responsible", Words(CHANNEL_ID), nullable=False, index=True),
    text_of("platform"),
    text_of("folded_name", NAME),
    text_of("address", ADDRESS),
    Column("content", Content(Account), nullable=False),
    Index(
        "uq_accounts_platform_folded_name",
        "platform",
        "folded_name",
        unique=True,
        sqlite_where=_IN_USE,
        postgresql_where=_IN_USE,
    ),
    Index(
        "uq_accounts_address",
        "address",
        unique=True,
        sqlite_where=_IN_USE,
        postgresql_where=_IN_USE,
    ),
)

people = Table(
    "people",
    metadata,
    key_of("person", CHANNEL_ID),
    text_of("name", NAME),
    Column("folded_name", Words(NAME), nullable=False, index=True),
    text_of("channel_id", CHANNEL_ID),
    text_of("service_url", REFERENCE),
    text_of("bot_id", CHANNEL_ID),
    Column("conversation", Words(CHANNEL_ID)),
    text_of("language"),
)
"""`conversation` is the person's own chat with the bot, where that is known."""

review_channel = Table(
    "review_channel",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    text_of("conversation", CHANNEL_ID),
    text_of("service_url", REFERENCE),
    text_of("bot_id", CHANNEL_ID),
    text_of("language"),
    Column("made_by", Words(CHANNEL_ID)),
    Column("made_at", Moment, nullable=False),
)
"""One row, or none yet."""

outbox = Table(
    "outbox",
    metadata,
    Column("number", NUMBER, primary_key=True),
    text_of("key", KEY),
    text_of("kind"),
    text_of("recipient", CHANNEL_ID),
    text_of("subject"),
    Column("facts", JSON, nullable=False),
    text_of("state"),
    Column("put_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("attempts", Integer, nullable=False),
    Column("fault", Words(IDENTIFIER)),
    Column("settled_at", Moment),
    Index("uq_outbox_key", "key", unique=True),
    Index("ix_outbox_state_due_at", "state", "due_at"),
    Index("ix_outbox_recipient_state", "recipient", "state"),
)
"""`number` gives the order in which notices to one recipient are sent."""

posted_cards = Table(
    "posted_cards",
    metadata,
    key_of("kind"),
    key_of("subject"),
    key_of("conversation", CHANNEL_ID),
    text_of("activity", CHANNEL_ID),
)
"""Cards that are kept up to date where they stand."""

audit_log = Table(
    "audit_log",
    metadata,
    Column("sequence", NUMBER, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    text_of("what"),
    Column("subject", Words(IDENTIFIER), nullable=False, index=True),
    Column("actor", Words(IDENTIFIER)),
    text_of("state"),
    text_of("content", HASH),
    text_of("previous", HASH),
    text_of("hash", HASH),
)
"""Triggers, made in the migration, refuse to change or delete a line."""

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("sequence", NUMBER, nullable=False),
    text_of("hash", HASH),
)
"""One row: the last line. Whoever adds to the log locks it first."""

audit_names = Table(
    "audit_names",
    metadata,
    key_of("person", CHANNEL_ID),
    text_of("audit_name"),
    Index("uq_audit_names_audit_name", "audit_name", unique=True),
)
"""What the audit log calls a person; without the row nobody can say who that was."""
