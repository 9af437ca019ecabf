"""Votes, the question before, and who has been welcomed."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, select

from questions.asked import LastQuestion, Vote
from storage.database import UNREACHABLE, Database
from storage.inserts import insert_if_new, insert_or_replace, row_of
from storage.tables import greeted_conversations, last_questions, votes
from storage.turn_records import TurnRecords

logger = logging.getLogger(__name__)

CONTEXT_SECONDS = 0.5
"""How long an answer waits for the question before it."""

_LAST_QUESTION = select(last_questions).where(
    last_questions.c.conversation == bindparam("conversation"),
    last_questions.c.person == bindparam("person"),
    last_questions.c.asked_at >= bindparam("since"),
)


def _last(row: Mapping[Any, Any]) -> LastQuestion:
    """JSON gives lists back."""
    shown, offered = tuple(row["shown"]), tuple(row["offered"])
    return LastQuestion(**{**row, "shown": shown, "offered": offered})


class SqlQuestions:
    """A `QuestionStore` in the database; *records* are asked first for what isn't written yet."""

    def __init__(self, database: Database, records: TurnRecords) -> None:
        self._database = database
        self._records = records
        self._vote = insert_or_replace(votes, database.dialect)
        self._greet = insert_if_new(greeted_conversations, database.dialect)

    async def vote(self, vote: Vote) -> None:
        await self._insert(self._vote, row_of(vote))

    async def last_question(
        self, conversation: str, person: str, *, since: datetime
    ) -> LastQuestion | None:
        unwritten = self._records.unwritten(conversation, person)
        if unwritten and unwritten.asked_at >= since:
            return unwritten
        wanted = {"conversation": conversation, "person": person, "since": since}

        def work(connection: Connection) -> LastQuestion | None:
            found = connection.execute(_LAST_QUESTION, wanted).mappings().one_or_none()
            return _last(found) if found else None

        try:
            return await self._database.read(work, within=CONTEXT_SECONDS)
        except UNREACHABLE as error:
            logger.warning("a follow-up is answered without its context: %s", type(error).__name__)
            return None

    async def greet_once(self, conversation: str, at: datetime) -> bool:
        return await self._insert(self._greet, {"conversation": conversation, "greeted_at": at})

    async def _insert(self, insert: Executable, row: Mapping[str, object]) -> bool:
        """Run *insert* with *row*; True when it changed something."""

        def work(connection: Connection) -> bool:
            return connection.execute(insert, row).rowcount == 1

        return await self._database.write(work)
