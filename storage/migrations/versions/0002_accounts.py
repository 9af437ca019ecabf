"""Requests for accounts, the register, whom the bot has met, what it owes them, and the audit log.

SQLite copies a table to alter it, which would lose the audit log's triggers: a migration that
changes that table must make them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_IN_USE = sa.text("standing <> 'closed'")
_REFUSAL = "the audit log can only be added to"


def upgrade() -> None:
    _create_account_requests()
    _create_accounts()
    _create_people()
    _create_review_channel()
    _create_outbox()
    _create_posted_cards()
    _create_audit_log()
    _create_audit_head()
    _create_audit_names()
    if op.get_bind().dialect.name == "postgresql":
        _protect_on_postgresql()
    else:
        _protect_on_sqlite()


def _text(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _create_account_requests() -> None:
    op.create_table(
        "account_requests",
        _text("id"),
        sa.Column("version", sa.Integer, nullable=False),
        _text("status"),
        _text("requester", 512),
        sa.Column("manager", sa.String(512)),
        sa.Column("confirmer", sa.String(512)),
        _text("platform"),
        _text("folded_name", 400),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("waiting_since", _MOMENT),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_requests"),
    )
    for columns in (
        ["requester"],
        ["manager"],
        ["confirmer"],
        ["status", "changed_at"],
        ["platform", "folded_name"],
    ):
        name = "_".join(["ix_account_requests", *columns])
        op.create_index(name, "account_requests", columns)


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        _text("id"),
        sa.Column("version", sa.Integer, nullable=False),
        _text("standing"),
        _text("responsible", 512),
        _text("platform"),
        _text("folded_name", 400),
        _text("address", 500),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
    )
    op.create_index("ix_accounts_responsible", "accounts", ["responsible"])
    for columns in (["platform", "folded_name"], ["address"]):
        op.create_index(
            "_".join(["uq_accounts", *columns]),
            "accounts",
            columns,
            unique=True,
            sqlite_where=_IN_USE,
            postgresql_where=_IN_USE,
        )


def _create_people() -> None:
    op.create_table(
        "people",
        _text("person", 512),
        _text("name", 400),
        _text("folded_name", 400),
        _text("channel_id", 512),
        _text("service_url", 8000),
        _text("bot_id", 512),
        sa.Column("conversation", sa.String(512)),
        _text("language"),
        sa.PrimaryKeyConstraint("person", name="pk_people"),
    )
    op.create_index("ix_people_folded_name", "people", ["folded_name"])


def _create_review_channel() -> None:
    op.create_table(
        "review_channel",
        sa.Column("id", sa.SmallInteger, autoincrement=False, nullable=False),
        _text("conversation", 512),
        _text("service_url", 8000),
        _text("bot_id", 512),
        _text("language"),
        sa.Column("made_by", sa.String(512)),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review_channel"),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", _NUMBER, nullable=False),
        _text("key", 1000),
        _text("kind"),
        _text("recipient", 512),
        _text("subject"),
        sa.Column("facts", sa.JSON, nullable=False),
        _text("state"),
        sa.Column("put_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("leased_until", _MOMENT),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("fault", sa.String(64)),
        sa.Column("settled_at", _MOMENT),
        sa.PrimaryKeyConstraint("number", name="pk_outbox"),
    )
    op.create_index("uq_outbox_key", "outbox", ["key"], unique=True)
    op.create_index("ix_outbox_state_due_at", "outbox", ["state", "due_at"])
    op.create_index("ix_outbox_recipient_state", "outbox", ["recipient", "state"])


def _create_posted_cards() -> None:
    op.create_table(
        "posted_cards",
        _text("kind"),
        _text("subject"),
        _text("conversation", 512),
        _text("activity", 512),
        sa.PrimaryKeyConstraint("kind", "subject", "conversation", name="pk_posted_cards"),
    )


def _create_audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("sequence", _NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        _text("what"),
        _text("subject"),
        sa.Column("actor", sa.String(64)),
        _text("state"),
        _text("content"),
        _text("previous"),
        _text("hash"),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_subject", "audit_log", ["subject"])


def _create_audit_head() -> None:
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.SmallInteger, autoincrement=False, nullable=False),
        sa.Column("sequence", _NUMBER, nullable=False),
        _text("hash"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.bulk_insert(head, [{"id": 1, "sequence": 0, "hash": "0" * 64}])


def _create_audit_names() -> None:
    op.create_table(
        "audit_names",
        _text("person", 512),
        _text("audit_name"),
        sa.PrimaryKeyConstraint("person", name="pk_audit_names"),
    )
    op.create_index("uq_audit_names_audit_name", "audit_names", ["audit_name"], unique=True)


def _protect_on_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_log_refuses_{change.lower()} BEFORE {change} ON audit_log "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def _protect_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_to_change_the_audit_log() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_log_refuses_changes BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON audit_log EXECUTE FUNCTION refuse_to_change_the_audit_log()"
    )
