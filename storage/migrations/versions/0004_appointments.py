"""Who reviews, as appointments with a beginning and an end, and when each person was last met.

Those met before count as met now: how long ago it was isn't known.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("standing", sa.String(64), nullable=False),
        sa.Column("reviewer", sa.String(512), nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("ends_at", _MOMENT),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
    )
    op.create_index("ix_appointments_reviewer", "appointments", ["reviewer"])
    _add_met_at()
    op.create_index("ix_votes_voted_at", "votes", ["voted_at"])


def _add_met_at() -> None:
    op.add_column("people", sa.Column("met_at", _MOMENT))
    now = datetime.now(UTC)
    if op.get_context().dialect.name == "sqlite":
        now = now.replace(tzinfo=None)
    people = sa.table("people", sa.column("met_at", _MOMENT))
    op.execute(people.update().values(met_at=now))
    with op.batch_alter_table("people") as batch:
        batch.alter_column("met_at", existing_type=_MOMENT, nullable=False)
    op.create_index("ix_people_met_at", "people", ["met_at"])
