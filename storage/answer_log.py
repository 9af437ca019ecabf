"""Notes on each turn, written a moment later in batches, so that no turn waits for them."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete
from sqlalchemy.exc import SQLAlchemyError

from questions.asked import AskedQuestion, LastQuestion
from storage.database import UNREACHABLE, Database
from storage.inserts import insert_if_new, insert_or_replace, row_of
from storage.tables import answers, last_questions
from storage.waiting import Waiting

logger = logging.getLogger(__name__)

KEEP_LAST_QUESTIONS = timedelta(minutes=30)
LONGEST_PAUSE = 30.0
"""Seconds between two tries while the database can't be reached."""

_FORGET = delete(last_questions).where(last_questions.c.asked_at < bindparam("expired"))


class BatchedAnswerLog:
    """An `AnswerLog` that gathers notes for *period* seconds and writes them in one transaction.

    While the database can't be reached it tries again and again, with longer and longer pauses,
    and keeps up to *capacity* notes of each kind; beyond that the oldest are dropped and their
    number is logged. A crash loses what was noted in the last moment. `append` and `remember`
    must be called where an event loop runs.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime],
        period: float = 0.05,
        batch: int = 200,
        capacity: int = 10_000,
        keep_last_questions: timedelta = KEEP_LAST_QUESTIONS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._period = period
        self._batch = batch
        self._keep_last_questions = keep_last_questions
        self._asked = Waiting[AskedQuestion](lambda asked: asked.answer_id, capacity)
        self._last = Waiting[LastQuestion](lambda last: (last.conversation, last.person), capacity)
        self._hurried = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._insert_answers = insert_if_new(answers, database.dialect)
        self._replace_last = insert_or_replace(
            last_questions, database.dialect, unless_older_by="asked_at"
        )

    def append(self, asked: AskedQuestion) -> None:
        self._asked.put(asked)
        self._write_soon()

    def remember(self, last: LastQuestion) -> None:
        known = self.unwritten(last.conversation, last.person)
        if known is None or known.asked_at <= last.asked_at:
            self._last.put(last)
            self._write_soon()

    def unwritten(self, conversation: str, person: str) -> LastQuestion | None:
        """Return the person's last question while it isn't in the database yet."""
        return self._last.get((conversation, person))

    async def flush(self) -> None:
        """Return when all that is noted is written or given up."""
        self._hurried.set()
        if self._writing:
            await asyncio.shield(self._writing)

    async def close(self, *, patience: float = 5.0) -> None:
        """Write what is left; what a failing database hasn't taken after *patience* is lost."""
        try:
            async with asyncio.timeout(patience):
                await self.flush()
        except TimeoutError:
            logger.error("Answer log: %d notes lost at the close", self._waiting)
            if self._writing:
                self._writing.cancel()

    @property
    def _waiting(self) -> int:
        return len(self._asked) + len(self._last)

    def _write_soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._hurried.clear()
            self._writing = asyncio.create_task(self._write_until_empty())

    async def _write_until_empty(self) -> None:
        pause = self._period
        while self._waiting:
            await self._gather(pause)
            if await self._write_batch():
                pause = self._period
            else:
                # A database that fails isn't cured by hurry.
                self._hurried.clear()
                pause = min(2 * pause, LONGEST_PAUSE)
            self._tell_dropped()

    async def _gather(self, pause: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._hurried.wait()

    async def _write_batch(self) -> bool:
        """Write the oldest notes; False when they still wait, for the database can't take any."""
        asked, last = self._asked.oldest(self._batch), self._last.oldest(self._batch)
        try:
            await self._database.write(lambda connection: self._store(connection, asked, last))
        except UNREACHABLE as error:
            logger.warning("Answer log: %d notes wait: %s", self._waiting, _cause(error))
            return False
        except Exception as error:
            # Whatever it is, it must not end the log. A trace might show what people wrote.
            lost = len(asked) + len(last)
            logger.error("Answer log: %d notes lost: %s", lost, type(error).__name__)
        self._asked.remove(asked)
        self._last.remove(last)
        return True

    def _store(
        self, connection: Connection, asked: list[AskedQuestion], last: list[LastQuestion]
    ) -> None:
        if asked:
            connection.execute(self._insert_answers, [row_of(each) for each in asked])
        if last:
            connection.execute(self._replace_last, [row_of(each) for each in last])
        connection.execute(_FORGET, {"expired": self._clock() - self._keep_last_questions})

    def _tell_dropped(self) -> None:
        dropped = self._asked.dropped + self._last.dropped
        if dropped:
            logger.error("Answer log: full, %d of the oldest notes dropped", dropped)
            self._asked.dropped = self._last.dropped = 0


def _cause(error: SQLAlchemyError) -> str:
    """The driver's own words, without the statement."""
    return str(getattr(error, "orig", None) or type(error).__name__)
