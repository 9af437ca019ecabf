"""The tables that instances over one server agree by; see `tables` for how they are changed."""

from sqlalchemy import Boolean, Column, Integer, Table

from storage.columns import BoundedText, UtcDateTime
from storage.tables import HASH, IDENTIFIER, key_of, metadata, text_of

instances = Table(
    "instances",
    metadata,
    key_of("id"),
    Column("alive_until", UtcDateTime, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    key_of("key", HASH),
    text_of("instance"),
    Column("taken_at", UtcDateTime, nullable=False, index=True),
    Column("is_answered", Boolean, nullable=False),
)
"""Activities of the last minutes: whose they are, and which have been answered."""

jobs = Table(
    "jobs",
    metadata,
    key_of("name"),
    Column("ran_at", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("retry_at", UtcDateTime),
    text_of("error"),
    Column("held_by", BoundedText(IDENTIFIER)),
)
"""What is done as time passes, once whichever instance wakes first."""
