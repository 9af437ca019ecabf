"""Questions sent to the routine's owner, with their replies, and what is made of gaps.

What was sent on before is carried over, and its card is owed to the review channel.
"""

import json
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_enquiries()
    _create_gaps()
    _create_gap_questions()
    _carry_over()
    op.drop_table("forwarded_questions")


def _text(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _create_enquiries() -> None:
    op.create_table(
        "enquiries",
        _text("id"),
        sa.Column("version", sa.Integer, nullable=False),
        _text("standing"),
        _text("answer_id"),
        sa.Column("asker", sa.String(512)),
        sa.Column("replier", sa.String(512)),
        sa.Column("awaits_news", sa.Boolean, nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enquiries"),
    )
    op.create_index("ix_enquiries_asker", "enquiries", ["asker"])
    op.create_index("ix_enquiries_replier", "enquiries", ["replier"])
    op.create_index("ix_enquiries_standing_sent_at", "enquiries", ["standing", "sent_at"])
    columns = ["answer_id", "asker"]
    op.create_index("uq_enquiries_answer_id_asker", "enquiries", columns, unique=True)


def _create_gaps() -> None:
    op.create_table(
        "gaps",
        _text("id"),
        sa.Column("version", sa.Integer, nullable=False),
        _text("editor", 512),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gaps"),
    )
    op.create_index("ix_gaps_editor", "gaps", ["editor"])
    op.create_index("ix_gaps_changed_at", "gaps", ["changed_at"])


def _create_gap_questions() -> None:
    op.create_table(
        "gap_questions",
        _text("answer_id"),
        _text("gap"),
        sa.PrimaryKeyConstraint("answer_id", name="pk_gap_questions"),
    )
    op.create_index("ix_gap_questions_gap", "gap_questions", ["gap"])


def _carry_over() -> None:
    connection = op.get_bind()
    tables = {name: _table(name) for name in ("forwarded_questions", "enquiries", "outbox")}
    for old in connection.execute(sa.select(tables["forwarded_questions"])).mappings().all():
        enquiry_id = f"fr-{secrets.token_hex(6).translate(_DIGITS)}"
        connection.execute(tables["enquiries"].insert(), _enquiry(old, enquiry_id))
        connection.execute(tables["outbox"].insert(), _notice(enquiry_id))


_DIGITS = str.maketrans("0189", "ghij")
"""An enquiry's id has letters and the digits 2 to 7."""


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _enquiry(old: sa.RowMapping, enquiry_id: str) -> dict[str, object]:
    sent_at: datetime = old["sent_at"]
    moment = sent_at.replace(tzinfo=sent_at.tzinfo or UTC).isoformat()
    same = {name: old[name] for name in ("answer_id", "asker")}
    content = {
        **same,
        "id": enquiry_id,
        "question": old["question"],
        "language": old["language"],
        "sent_at": moment,
        "changed_at": moment,
        "nonce": secrets.token_hex(16),
    }
    return {
        **same,
        "id": enquiry_id,
        "version": 1,
        "standing": "waiting",
        "awaits_news": False,
        "sent_at": sent_at,
        "changed_at": sent_at,
        "content": json.dumps(content, ensure_ascii=False),
    }


def _notice(enquiry_id: str) -> dict[str, object]:
    now = datetime.now(UTC)
    at = now.replace(tzinfo=None) if op.get_bind().dialect.name == "sqlite" else now
    return {
        "key": f"{enquiry_id}/1/question/review-channel",
        "kind": "question",
        "recipient": "review-channel",
        "subject": enquiry_id,
        "facts": {},
        "state": "waiting",
        "put_at": at,
        "due_at": at,
        "attempts": 0,
    }
