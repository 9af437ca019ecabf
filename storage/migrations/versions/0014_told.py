"""What was given up and nobody was told of; which activity a greeting answers."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("told_at", sa.DateTime(timezone=True)))
    greeted_for = sa.Column("greeted_for", sa.String(512), nullable=False, server_default="")
    op.add_column("greeted_conversations", greeted_for)
