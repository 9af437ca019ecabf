"""One table of the messages that are kept up to date, in place of two."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "standing_messages",
        sa.Column("conversation", sa.String(512), nullable=False),
        sa.Column("activity", sa.String(512), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("recipient", sa.String(512), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "activity", name="pk_standing_messages"),
    )
    op.create_index("ix_standing_messages_subject", "standing_messages", ["subject"])
    op.execute(
        "INSERT INTO standing_messages (conversation, activity, subject, kind, recipient) "
        "SELECT conversation, activity, subject, view || '-case', recipient FROM shown_cases"
    )
    # Only the review channel had cards of the other table.
    op.execute(
        "INSERT INTO standing_messages (conversation, activity, subject, kind, recipient) "
        "SELECT conversation, activity, subject, kind, 'review-channel' FROM posted_cards "
        "WHERE NOT EXISTS (SELECT 1 FROM shown_cases WHERE shown_cases.activity = "
        "posted_cards.activity AND shown_cases.conversation = posted_cards.conversation)"
    )
    op.drop_table("shown_cases")
    op.drop_table("posted_cards")
