"""What answered first is a column of its own, with an index that counts need nothing beside."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    is_sqlite = op.get_context().dialect.name == "sqlite"
    first = "json_extract(passages, '$[0]')" if is_sqlite else "passages ->> 0"
    # SQLite adds no stored column to a table there is, and PostgreSQL can't index another.
    computed = sa.Computed(f"coalesce({first}, '')", persisted=not is_sqlite)
    op.add_column("answers", sa.Column("shown_first", sa.Text, computed))
    op.create_index(
        "ix_answers_outcome_shown_first_asked_at",
        "answers",
        ["outcome", "shown_first", "asked_at"],
        sqlite_where=sa.text("question <> ''"),
        postgresql_where=sa.text("question <> ''"),
    )
