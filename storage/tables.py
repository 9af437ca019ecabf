"""The tables; a change here needs a migration beside it, and a new HEAD in `schema.py`.

Votes and forwarded questions name an answer without a foreign key: the answer log is written a
moment later, and may be cleared away sooner than they are.
"""

from sqlalchemy import JSON, Column, Float, MetaData, String, Table

from storage.columns import Moment, Words

IDENTIFIER = 64
"""Room for the ids, languages and codes we make ourselves."""
CHANNEL_ID = 512
"""Room for the channel's ids of people and conversations; Teams' are some 200 at the most."""
QUESTION = 4000
REFERENCE = 8000

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, length: int = IDENTIFIER) -> Column[str]:
    return Column(name, String(length), nullable=False)


def _key(name: str, length: int = IDENTIFIER) -> Column[str]:
    return Column(name, String(length), primary_key=True)


answers = Table(
    "answers",
    metadata,
    _key("answer_id"),
    Column("asked_at", Moment, nullable=False, index=True),
    _text("language"),
    Column("question", Words(QUESTION), nullable=False),
    _text("outcome"),
    Column("passages", JSON, nullable=False),
    Column("score", Float, nullable=False),
    _text("base_hash"),
)

votes = Table(
    "votes",
    metadata,
    _key("answer_id"),
    _key("voter", CHANNEL_ID),
    _text("passage"),
    _text("verdict"),
    Column("voted_at", Moment, nullable=False),
)

forwarded_questions = Table(
    "forwarded_questions",
    metadata,
    _key("answer_id"),
    _key("asker", CHANNEL_ID),
    Column("question", Words(QUESTION), nullable=False),
    _text("language"),
    _text("conversation", REFERENCE),
    Column("sent_at", Moment, nullable=False, index=True),
)

last_questions = Table(
    "last_questions",
    metadata,
    _key("conversation", CHANNEL_ID),
    _key("person", CHANNEL_ID),
    Column("question", Words(QUESTION), nullable=False),
    _text("language"),
    Column("asked_at", Moment, nullable=False, index=True),
)

greeted_conversations = Table(
    "greeted_conversations",
    metadata,
    _key("conversation", CHANNEL_ID),
    Column("greeted_at", Moment, nullable=False),
)
