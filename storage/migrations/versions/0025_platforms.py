"""A platform that the form doesn't name is told apart by its name, also in what is stored."""

import json
import unicodedata
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_OTHER = "annan"
_LONGEST = 64
_NAME_IN: dict[str, Callable[[Any], str]] = {
    "account_requests": lambda content: content["answers"].get("annan_plattform", ""),
    "accounts": lambda content: content.get("platform_name", ""),
}


def upgrade() -> None:
    connection = op.get_bind()
    for name, called in _NAME_IN.items():
        table = sa.table(name, sa.column("id"), sa.column("platform"), sa.column("content"))
        others = sa.select(table.c.id, table.c.content).where(table.c.platform == _OTHER)
        for row in connection.execute(others).all():
            if platform := _folded(called(json.loads(row.content))):
                key = f"{_OTHER}/{platform}"[:_LONGEST]
                connection.execute(table.update().where(table.c.id == row.id).values(platform=key))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.casefold().split()))
