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
    # A message that Teams gave no id for can't be replaced.
    op.execute(
        "INSERT INTO standing_messages (conversation, activity, subject, kind, recipient) "
        "SELECT conversation, activity, subject, view || '-case', recipient FROM shown_cases "
        "WHERE activity <> ''"
    )
    # Its cards stood in the review channel, or with whoever sees to the questions on a routine.
    op.execute(
        "INSERT INTO standing_messages (conversation, activity, subject, kind, recipient) "
        "SELECT conversation, activity, subject, kind, COALESCE((SELECT MIN(person) FROM people "
        "WHERE people.conversation = posted_cards.conversation), 'review-channel') "
        "FROM posted_cards WHERE activity <> '' "
        "AND NOT EXISTS (SELECT 1 FROM shown_cases WHERE shown_cases.activity = "
        "posted_cards.activity AND shown_cases.conversation = posted_cards.conversation)"
    )
    op.drop_table("shown_cases")
    op.drop_table("posted_cards")
