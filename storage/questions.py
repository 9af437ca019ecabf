"""Votes, the question before, and who has been welcomed."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, bindparam, delete, func, select, update

from questions.asked import AnsweredMessage, AskedQuestion, LastQuestion, Outcome, Vote
from storage.database import Database
from storage.gaps import LOGGED, asked_from
from storage.inserts import insert_if_new, insert_or_replace, row_of
from storage.question_tables import answered_messages, answers, votes
from storage.tables import greeted_conversations, last_questions
from storage.turn_records import TurnRecords

logger = logging.getLogger(__name__)

T = TypeVar("T")

_LAST_QUESTION = select(last_questions).where(
    last_questions.c.conversation == bindparam("conversation"),
    last_questions.c.person == bindparam("person"),
    last_questions.c.asked_at >= bindparam("since"),
)
_FORGET_LAST = delete(last_questions).where(
    last_questions.c.conversation == bindparam("conversation"),
    last_questions.c.person == bindparam("person"),
)
_GREETED_FOR = select(greeted_conversations.c.greeted_for).where(
    greeted_conversations.c.conversation == bindparam("conversation")
)
_ANSWERED = select(answered_messages).where(
    answered_messages.c.message == bindparam("message"),
    answered_messages.c.answered_at >= bindparam("since"),
)
_QUOTED = (
    select(*LOGGED)
    .join(answered_messages, answered_messages.c.answer_id == answers.c.answer_id)
    .where(
        answered_messages.c.reply == bindparam("reply"),
        answered_messages.c.answered_at >= bindparam("since"),
    )
    .limit(2)
)
LATEST = 20_000
"""Answers counted to tell what is asked most: somebody waits for that."""
_LATEST = (
    select(answers.c.shown_first)
    .where(answers.c.asked_at >= bindparam("since"), answers.c.outcome == Outcome.ANSWER)
    .order_by(answers.c.asked_at.desc())
    .limit(bindparam("most"))
    .subquery()
)
_ANSWERED_WITH = (
    select(_LATEST.c.shown_first, func.count())
    .where(_LATEST.c.shown_first != "")
    .group_by(_LATEST.c.shown_first)
)
_CLAIM = (
    update(answered_messages)
    .where(
        answered_messages.c.message == bindparam("its_message"),
        answered_messages.c.edit == bindparam("its_edit"),
    )
    .values(edit=bindparam("new_edit"))
    .execution_options(preserve_rowcount=True)
)
SETTLING = 1.0
"""Seconds that a changed message waits for the note of its answer to be written."""


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

        return await self._database.at_once(self._database.read(work))

    async def answered_with(self, *, since: datetime) -> Mapping[str, int]:
        def work(connection: Connection) -> Mapping[str, int]:
            rows = connection.execute(_ANSWERED_WITH, {"since": since, "most": LATEST})
            return {passage: times for passage, times in rows}

        return await self._database.at_once(self._database.read(work)) or {}

    async def forget_last(self, conversation: str, person: str) -> None:
        await self._settled()
        row = {"conversation": conversation, "person": person}
        await self._database.write(lambda connection: connection.execute(_FORGET_LAST, row))

    async def answered(self, message: str, *, since: datetime) -> AnsweredMessage | None:
        await self._settled()
        wanted = {"message": message, "since": since}

        def work(connection: Connection) -> AnsweredMessage | None:
            found = connection.execute(_ANSWERED, wanted).mappings().one_or_none()
            return AnsweredMessage(**found) if found else None

        return await self._database.read(work)

    async def quoted(self, reply: str, *, since: datetime) -> AskedQuestion | None:
        """The channel's ids are a conversation's own: of two with the same id neither is meant."""
        await self._settled()
        wanted = {"reply": reply, "since": since}

        def work(connection: Connection) -> AskedQuestion | None:
            found = connection.execute(_QUOTED, wanted).mappings().all()
            return asked_from(found[0]) if len(found) == 1 else None

        return await self._database.at_once(self._database.read(work))

    async def claim_edit(self, answered: AnsweredMessage, edit: str) -> bool:
        return await self._insert(
            _CLAIM,
            {
                "its_message": answered.message,
                "its_edit": answered.edit,
                "new_edit": edit,
            },
        )

    async def _settled(self) -> None:
        """Wait a little until what was noted of earlier turns is written, if it can be by now."""
        if self._records.is_failing:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(SETTLING):
                await self._records.flush()

    async def greet_once(self, conversation: str, at: datetime, *, activity: str) -> bool:
        row = {"conversation": conversation, "greeted_at": at, "greeted_for": activity}

        def work(connection: Connection) -> bool:
            is_new = connection.execute(self._greet, row).rowcount == 1
            return is_new or connection.scalar(_GREETED_FOR, row) == (activity or None)

        return await self._database.write(work)

    async def _insert(self, insert: Executable, row: Mapping[str, object]) -> bool:
        """Run *insert* with *row*; True when it changed something."""

        def work(connection: Connection) -> bool:
            return connection.execute(insert, row).rowcount == 1

        return await self._database.write(work)
