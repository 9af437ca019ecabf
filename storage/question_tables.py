"""The tables of questions, votes and gaps; `tables.py` says what a change here needs.

Their indexes over a part of the rows are in `partial_indexes.py`.
Votes, forwarded questions and gaps name an answer without a foreign key: the answer log is written
a moment later, and may be deleted sooner than they are.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Computed,
    Float,
    Index,
    Integer,
    Table,
    Text,
)

from questions.forwarded_question import ForwardedQuestion
from questions.gap import Gap
from storage.columns import BoundedText, JsonRecord, UtcDateTime
from storage.tables import CHANNEL_ID, IDENTIFIER, QUESTION, key_of, metadata, text_of

answers = Table(
    "answers",
    metadata,
    key_of("answer_id"),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    text_of("language"),
    text_of("question", QUESTION),
    text_of("outcome"),
    Column("passages", JSON, nullable=False),
    Column("score", Float, nullable=False),
    text_of("base_hash"),
    Column("shown_first", Text, Computed("the first of the passages, or ''")),
)
"""The database itself fills `shown_first`, each kind by an expression of its own."""

votes = Table(
    "votes",
    metadata,
    key_of("answer_id"),
    key_of("voter", CHANNEL_ID),
    text_of("passage"),
    text_of("verdict"),
    Column("voted_at", UtcDateTime, nullable=False, index=True),
)

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
