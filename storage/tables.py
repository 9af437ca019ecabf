"""The tables; a change here needs a migration beside it, and a new HEAD in `schema.py`.

Their indexes over a part of the rows are in `partial_indexes.py`.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
)

from accounts.account import Account
from accounts.request import AccountRequest
from storage.columns import BoundedText, JsonRecord, UtcDateTime

IDENTIFIER = 64
"""Characters of the ids, languages and codes we make ourselves."""
CHANNEL_ID = 512
"""Characters of the channel's ids of people and conversations; Teams' are 200 at most."""
QUESTION = 4000
REFERENCE = 8000
NAME = 400
"""Characters of a folded name; two that differ only after that count as the same."""
ADDRESS, KEY, HASH = 500, 1000, 64
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
    """Return a column of text that is never NULL."""
    return Column(name, BoundedText(length), nullable=False)


def key_of(name: str, length: int = IDENTIFIER) -> Column[str]:
    """Return a column of the primary key."""
    return Column(name, BoundedText(length), primary_key=True)


last_questions = Table(
    "last_questions",
    metadata,
    key_of("conversation", CHANNEL_ID),
    key_of("person", CHANNEL_ID),
    text_of("question", QUESTION),
    text_of("language"),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("answer_id", BoundedText(IDENTIFIER), nullable=False, server_default=""),
    Column("shown", JSON, nullable=False, server_default="[]"),
    Column("offered", JSON, nullable=False, server_default="[]"),
)

greeted_conversations = Table(
    "greeted_conversations",
    metadata,
    key_of("conversation", CHANNEL_ID),
    Column("greeted_at", UtcDateTime, nullable=False),
    Column("greeted_for", BoundedText(CHANNEL_ID), nullable=False, server_default=""),
)

account_requests = Table(
    "account_requests",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    text_of("status"),
    Column("requester", BoundedText(CHANNEL_ID), nullable=False, index=True),
    Column("manager", BoundedText(CHANNEL_ID), index=True),
    Column("confirmer", BoundedText(CHANNEL_ID), index=True),
    text_of("platform"),
    text_of("folded_name", NAME),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("waiting_since", UtcDateTime),
    Column("content", JsonRecord(AccountRequest), nullable=False),
    Index("ix_account_requests_status_changed_at", "status", "changed_at"),
    Index("ix_account_requests_platform_folded_name", "platform", "folded_name"),
)
"""`content` is the request; the other columns repeat what is queried."""

accounts = Table(
    "accounts",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    text_of("standing"),
    Column("responsible", BoundedText(CHANNEL_ID), nullable=False, index=True),
    text_of("platform"),
    text_of("folded_name", NAME),
    text_of("address", ADDRESS),
    Column("content", JsonRecord(Account), nullable=False),
)

people = Table(
    "people",
    metadata,
    key_of("person", CHANNEL_ID),
    text_of("name", NAME),
    Column("folded_name", BoundedText(NAME), nullable=False, index=True),
    text_of("channel_id", CHANNEL_ID),
    text_of("service_url", REFERENCE),
    text_of("bot_id", CHANNEL_ID),
    Column("conversation", BoundedText(CHANNEL_ID)),
    text_of("language"),
    Column("met_at", UtcDateTime, nullable=False, index=True),
)
"""`folded_name` holds the words of the name, sorted, each between spaces.

`conversation` is the person's own chat with the bot, where that is known; `met_at` is when they
last turned to the bot, give or take some minutes."""

review_channel = Table(
    "review_channel",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    text_of("conversation", CHANNEL_ID),
    text_of("service_url", REFERENCE),
    text_of("bot_id", CHANNEL_ID),
    text_of("language"),
    Column("made_by", BoundedText(CHANNEL_ID)),
    Column("made_at", UtcDateTime, nullable=False),
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
    Column("put_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("leased_by", BoundedText(IDENTIFIER)),
    Column("attempts", Integer, nullable=False),
    Column("fault", BoundedText(IDENTIFIER)),
    Column("settled_at", UtcDateTime),
    Column("expires_at", UtcDateTime),
    Column("told_at", UtcDateTime),
    Column("set_off_by", BoundedText(CHANNEL_ID)),
    Index("uq_outbox_key", "key", unique=True),
    Index("ix_outbox_state_due_at", "state", "due_at"),
    Index("ix_outbox_recipient_state", "recipient", "state"),
)
"""`number` gives the order to one recipient; `told_at` is when its being given up was told.

A notice's recipient is a person or the review channel; an answer's is its conversation.
"""

audit_log = Table(
    "audit_log",
    metadata,
    Column("sequence", NUMBER, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    text_of("what"),
    Column("subject", BoundedText(IDENTIFIER), nullable=False, index=True),
    Column("actor", BoundedText(IDENTIFIER)),
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
"""One row: the last line. It is locked before a line is added."""

audit_names = Table(
    "audit_names",
    metadata,
    key_of("person", CHANNEL_ID),
    text_of("audit_name"),
    Index("uq_audit_names_audit_name", "audit_name", unique=True),
)
"""What the audit log calls a person; once the row is gone, no one can tell who that was."""
