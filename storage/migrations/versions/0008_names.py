"""People are found by the words of their names, in any order and without accents."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_LONGEST = 400
_BATCH = 500


def upgrade() -> None:
    columns = (sa.column("person"), sa.column("name"), sa.column("folded_name"))
    people, connection = sa.table("people", *columns), op.get_bind()
    rows = connection.execute(sa.select(people.c.person, people.c.name)).all()
    found = people.c.person == sa.bindparam("whom")
    statement = people.update().where(found).values(folded_name=sa.bindparam("words"))
    values = [{"whom": row.person, "words": _words(row.name)[:_LONGEST]} for row in rows]
    for start in range(0, len(values), _BATCH):
        connection.execute(statement, values[start : start + _BATCH])


def _words(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    words = sorted(set(re.findall(r"[^\W_]+", plain)))
    return f" {' '.join(words)} "
