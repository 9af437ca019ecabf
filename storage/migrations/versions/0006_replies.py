"""Answers that Teams didn't take at once wait in the outbox too, for as long as they are of use."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("expires_at", sa.DateTime(timezone=True)))
