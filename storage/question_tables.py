"""The tables of questions sent on, and of gaps; `tables.py` says what a change here needs."""

from sqlalchemy import Boolean, Column, Index, Integer, Table

from questions.forwarded_question import ForwardedQuestion
from questions.gap import Gap
from storage.columns import Content, Moment, Words
from storage.tables import CHANNEL_ID, IDENTIFIER, key_of, metadata, text_of

enquiries = Table(
    "enquiries",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    text_of("standing"),
    text_of("answer_id"),
    Column("asker", Words(CHANNEL_ID), index=True),
    Column("replier", Words(CHANNEL_ID), index=True),
    Column("awaits_news", Boolean, nullable=False),
    Column("sent_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("content", Content(ForwardedQuestion), nullable=False),
    Index("ix_enquiries_standing_sent_at", "standing", "sent_at"),
    Index("uq_enquiries_answer_id_asker", "answer_id", "asker", unique=True),
)

gaps = Table(
    "gaps",
    metadata,
    key_of("id"),
    Column("version", Integer, nullable=False),
    Column("editor", Words(CHANNEL_ID), nullable=False, index=True),
    Column("changed_at", Moment, nullable=False, index=True),
    Column("content", Content(Gap), nullable=False),
)

gap_questions = Table(
    "gap_questions",
    metadata,
    key_of("answer_id"),
    Column("gap", Words(IDENTIFIER), nullable=False, index=True),
)
"""Which of the answers' questions a gap has taken."""
