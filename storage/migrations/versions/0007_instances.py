"""Several instances: who is alive, who answers what, and who holds what is to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "instances",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("alive_until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_instances"),
    )
    op.create_table(
        "turns",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("instance", sa.String(64), nullable=False),
        sa.Column("taken_at", _MOMENT, nullable=False),
        sa.Column("is_answered", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_turns"),
    )
    op.create_index("ix_turns_taken_at", "turns", ["taken_at"])
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("leased_until")
        outbox.add_column(sa.Column("leased_by", sa.String(64)))
