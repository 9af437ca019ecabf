"""Rounds of follow-up, with the self-checks they are made of and the deviations these find."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("standing", sa.String(64), nullable=False),
        sa.Column("begun_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
    )
    _create_self_checks()
    _create_deviations()


def _create_self_checks() -> None:
    op.create_table(
        "self_checks",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("standing", sa.String(64), nullable=False),
        sa.Column("round", sa.String(64), nullable=False),
        sa.Column("responsible", sa.String(512), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_self_checks"),
    )
    for column in ("standing", "round", "responsible"):
        op.create_index(f"ix_self_checks_{column}", "self_checks", [column])


def _create_deviations() -> None:
    op.create_table(
        "deviations",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("standing", sa.String(64), nullable=False),
        sa.Column("round", sa.String(64), nullable=False),
        sa.Column("self_check", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(512), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deviations"),
    )
    for column in ("standing", "round", "self_check", "owner"):
        op.create_index(f"ix_deviations_{column}", "deviations", [column])
