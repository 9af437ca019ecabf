"""Which notices people have turned off, and who has set off a message."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "muted_topics",
        sa.Column("person", sa.String(512), nullable=False),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("person", "topic", name="pk_muted_topics"),
    )
    op.add_column("outbox", sa.Column("set_off_by", sa.String(512), nullable=True))
