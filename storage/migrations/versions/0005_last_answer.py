"""What was shown for the last question, so that a word on it can be understood."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    answer_id = sa.Column("answer_id", sa.String(64), nullable=False, server_default="")
    op.add_column("last_questions", answer_id)
    for name in ("shown", "offered"):
        column = sa.Column(name, sa.JSON, nullable=False, server_default="[]")
        op.add_column("last_questions", column)
