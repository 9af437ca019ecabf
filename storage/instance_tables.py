"""The tables that instances over one server agree by; see `tables` for how they are changed."""

from sqlalchemy import Boolean, Column, Table

from storage.columns import UtcDateTime
from storage.tables import HASH, key_of, metadata, text_of

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
"""Activities of the last minutes, where several instances answer."""
