"""The tables of forwarded questions and of gaps; `tables.py` says what a change here needs."""

from sqlalchemy import Boolean, Column, Index, Integer, Table

from questions.forwarded_question import ForwardedQuestion
from questions.gap import Gap
from storage.columns import BoundedText, JsonRecord, UtcDateTime
from storage.tables import CHANNEL_ID, IDENTIFIER, key_of, metadata, text_of

forwarded_questions = Table(
    "enquiries",  # the name from before forwarded questions were called that
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    text_of("standing"),
    text_of("answer_id"),
    Column("asker", BoundedText(CHANNEL_ID), index=True),
    Column("replier", BoundedText(CHANNEL_ID), index=True),
    Column("awaits_news", Boolean, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("content", JsonRecord(ForwardedQuestion), nullable=False),
    Index("ix_enquiries_standing_sent_at", "standing", "sent_at"),
    Index("uq_enquiries_answer_id_asker", "answer_id", "asker", unique=True),
)

gaps = Table(
    "gaps",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    Column("editor", BoundedText(CHANNEL_ID), nullable=False, index=True),
    Column("changed_at", UtcDateTime, nullable=False, index=True),
    Column("content", JsonRecord(Gap), nullable=False),
)

gap_questions = Table(
    "gap_questions",
    metadata,
    key_of("answer_id"),
    Column("gap", BoundedText(IDENTIFIER), nullable=False, index=True),
)
"""The answers whose questions belong to a gap."""

answered_messages = Table(
    "answered_messages",
    metadata,
    key_of("message", CHANNEL_ID),
    text_of("reply", CHANNEL_ID),
    text_of("answer_id"),
    text_of("edit"),
    Column("answered_at", UtcDateTime, nullable=False, index=True),
)
"""Kept for an hour, in case a question is changed; `message` is a keyed hash."""
