"""Which of our messages answers which question, so that a changed one is answered in its place."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "answered_messages",
        sa.Column("message", sa.String(512), nullable=False),
        sa.Column("reply", sa.String(512), nullable=False),
        sa.Column("answer_id", sa.String(64), nullable=False),
        sa.Column("edit", sa.String(64), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_answered_messages"),
    )
    op.create_index("ix_answered_messages_answered_at", "answered_messages", ["answered_at"])
