"""The indexes over a part of their table, apart from the tables: a condition loads the dialects of
all databases, and a server needs the tables of one."""

from sqlalchemy import Index, text

from accounts.account import AccountStatus
from storage.question_tables import answers
from storage.tables import accounts, metadata

__all__ = ["metadata"]

_IN_USE = text(f"standing <> '{AccountStatus.CLOSED}'")
_ASKED = text("question <> ''")

Index(
    "uq_accounts_platform_folded_name",
    accounts.c.platform,
    accounts.c.folded_name,
    unique=True,
    sqlite_where=_IN_USE,
    postgresql_where=_IN_USE,
)
Index(
    "uq_accounts_address",
    accounts.c.address,
    unique=True,
    sqlite_where=_IN_USE,
    postgresql_where=_IN_USE,
)
Index(
    "ix_answers_outcome_shown_first_asked_at",
    answers.c.outcome,
    answers.c.shown_first,
    answers.c.asked_at,
    sqlite_where=_ASKED,
    postgresql_where=_ASKED,
)
