"""The table of jobs: when each ran last, and which instance is at work on it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("ran_at", _MOMENT),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("retry_at", _MOMENT),
        sa.Column("error", sa.String(64), nullable=False),
        sa.Column("held_by", sa.String(64)),
        sa.PrimaryKeyConstraint("name", name="pk_jobs"),
    )
