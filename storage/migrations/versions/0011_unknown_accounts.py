"""Accounts that the register doesn't know, and the yearly question about those it does."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "unknown_accounts",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("standing", sa.String(64), nullable=False),
        sa.Column("name_key", sa.String(500), nullable=False),
        sa.Column("reported_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unknown_accounts"),
    )
    for column in ("standing", "name_key"):
        op.create_index(f"ix_unknown_accounts_{column}", "unknown_accounts", [column])
    op.create_table(
        "yearly_checks",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("standing", sa.String(64), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("responsible", sa.String(512), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_yearly_checks"),
    )
    op.create_index("ix_yearly_checks_responsible", "yearly_checks", ["responsible"])
