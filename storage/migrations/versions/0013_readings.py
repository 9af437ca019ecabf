"""The revisions of the routine that have been in use, and who has read them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "routine_revisions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("live_at", _MOMENT, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_routine_revisions"),
    )
    op.create_table(
        "readings",
        sa.Column("revision", sa.String(64), nullable=False),
        sa.Column("person", sa.String(512), nullable=False),
        sa.Column("unit", sa.String(64), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("revision", "person", name="pk_readings"),
    )
