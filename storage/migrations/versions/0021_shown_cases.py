"""Which messages show a case, so that they are replaced when it has moved on."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "shown_cases",
        sa.Column("conversation", sa.String(512), nullable=False),
        sa.Column("activity", sa.String(512), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("view", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "activity", name="pk_shown_cases"),
    )
    op.create_index("ix_shown_cases_subject", "shown_cases", ["subject"])
