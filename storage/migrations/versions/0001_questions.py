"""Questions asked, votes, questions sent on, the question before, and who has been welcomed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_answers()
    _create_votes()
    _create_forwarded_questions()
    _create_last_questions()
    _create_greeted_conversations()


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("answer_id", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(64), nullable=False),
        sa.Column("question", sa.String(4000), nullable=False),
        sa.Column("outcome", sa.String(64), nullable=False),
        sa.Column("passages", sa.JSON, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("base_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("answer_id", name="pk_answers"),
    )
    op.create_index("ix_answers_asked_at", "answers", ["asked_at"])


def _create_votes() -> None:
    op.create_table(
        "votes",
        sa.Column("answer_id", sa.String(64), nullable=False),
        sa.Column("voter", sa.String(512), nullable=False),
        sa.Column("passage", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(64), nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("answer_id", "voter", name="pk_votes"),
    )


def _create_forwarded_questions() -> None:
    op.create_table(
        "forwarded_questions",
        sa.Column("answer_id", sa.String(64), nullable=False),
        sa.Column("asker", sa.String(512), nullable=False),
        sa.Column("question", sa.String(4000), nullable=False),
        sa.Column("language", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(8000), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("answer_id", "asker", name="pk_forwarded_questions"),
    )
    op.create_index("ix_forwarded_questions_sent_at", "forwarded_questions", ["sent_at"])


def _create_last_questions() -> None:
    op.create_table(
        "last_questions",
        sa.Column("conversation", sa.String(512), nullable=False),
        sa.Column("person", sa.String(512), nullable=False),
        sa.Column("question", sa.String(4000), nullable=False),
        sa.Column("language", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "person", name="pk_last_questions"),
    )
    op.create_index("ix_last_questions_asked_at", "last_questions", ["asked_at"])


def _create_greeted_conversations() -> None:
    op.create_table(
        "greeted_conversations",
        sa.Column("conversation", sa.String(512), nullable=False),
        sa.Column("greeted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_greeted_conversations"),
    )
