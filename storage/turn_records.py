"""What is kept of a turn, written after its reply: who it was, what was asked, what comes next."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete
from sqlalchemy.exc import SQLAlchemyError

from core.outbox import ConversationReference
from questions.asked import AskedQuestion, LastQuestion
from storage.address_book import SqlAddressBook
from storage.database import UNREACHABLE, Database
from storage.inserts import insert_if_new, insert_or_replace, row_of
from storage.tables import answers, last_questions

logger = logging.getLogger(__name__)

KEEP_LAST_QUESTIONS = timedelta(minutes=30)
BATCH = 200
LONGEST_PAUSE = 30.0
"""Seconds between two tries while the database can't be reached."""

_FORGET = delete(last_questions).where(last_questions.c.asked_at < bindparam("expired"))


@dataclass(frozen=True, slots=True)
class _Note:
    met: ConversationReference | None
    asked: AskedQuestion | None
    last: LastQuestion | None


class TurnRecords:
    """Writes each turn's note whole, in one transaction, and many notes in the same one.

    Writing each by itself costs a quarter of a turn's CPU, so notes gather for *period* seconds.
    While the database can't be reached they wait, with longer and longer pauses between tries;
    beyond *capacity* the oldest are dropped and their number is logged. A crash loses what was
    noted in the last moment.
    """

    def __init__(
        self,
        database: Database,
        addresses: SqlAddressBook,
        *,
        clock: Callable[[], datetime],
        period: float = 0.05,
        capacity: int = 10_000,
    ) -> None:
        self._database = database
        self._addresses = addresses
        self._clock = clock
        self._period = period
        self._capacity = capacity
        self._waiting = deque[_Note]()
        self._unwritten = dict[tuple[str, str], LastQuestion]()
        self._hurried = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None
        self._insert_answers = insert_if_new(answers, database.dialect)
        self._replace_last = insert_or_replace(
            last_questions, database.dialect, unless_older_by="asked_at"
        )

    async def add(
        self,
        *,
        met: ConversationReference | None = None,
        asked: AskedQuestion | None = None,
        last: LastQuestion | None = None,
    ) -> None:
        """Note one turn. Returns at once unless *met* is news, which is written, or tried, first.

        So whoever has been answered can be written to and found by name.
        """
        is_news = met is not None and self._addresses.is_news(met)
        note = _Note(met if is_news else None, asked, last)
        if note == _Note(None, None, None):
            return
        if last is not None:
            self._keep_newest(last)
        self._make_room()
        self._waiting.append(note)
        if is_news:
            await self._write_batch()
        self._write_soon()

    def unwritten(self, conversation: str, person: str) -> LastQuestion | None:
        """Return the person's last question while it isn't in the database yet."""
        return self._unwritten.get((conversation, person))

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
            logger.error("turn records: %d notes lost at the close", len(self._waiting))
            if self._writing:
                self._writing.cancel()

    def _keep_newest(self, last: LastQuestion) -> None:
        key = (last.conversation, last.person)
        known = self._unwritten.get(key)
        if known is None or known.asked_at <= last.asked_at:
            self._unwritten[key] = last

    def _make_room(self) -> None:
        if len(self._waiting) >= self._capacity:
            self._forget(self._waiting.popleft())
            logger.error("turn records: full, the oldest note dropped")

    def _write_soon(self) -> None:
        if self._waiting and (self._writing is None or self._writing.done()):
            self._hurried.clear()
            self._writing = asyncio.create_task(self._write_until_empty())

    async def _write_until_empty(self) -> None:
        pause = self._period
        while self._waiting:
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._hurried.wait()
            if await self._write_batch():
                pause = self._period
            else:
                # A database that fails isn't cured by hurry.
                self._hurried.clear()
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _write_batch(self) -> bool:
        """Write the oldest notes; False when they wait on, for the database can't take any."""
        batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        try:
            await self._write(batch)
        except UNREACHABLE as error:
            self._waiting.extendleft(reversed(batch))
            logger.warning("turn records: %d notes wait: %s", len(self._waiting), _cause(error))
            return False
        return True

    async def _write(self, batch: Sequence[_Note]) -> None:
        """Raise only what `UNREACHABLE` names; a note that can never be written is lost alone."""
        try:
            has_notices = await self._database.write(
                lambda connection: self._store(connection, batch)
            )
        except UNREACHABLE:
            raise
        except Exception as error:
            if len(batch) > 1:
                for note in batch:
                    await self._write([note])
                return
            # A trace might show what people wrote.
            logger.error("turn records: a note lost: %s", type(error).__name__)
        else:
            self._addresses.written(
                [note.met for note in batch if note.met], has_notices=has_notices
            )
        for note in batch:
            self._forget(note)

    def _store(self, connection: Connection, batch: Sequence[_Note]) -> bool:
        """Return whether something waits for one of the people met."""
        asked = [row_of(note.asked) for note in batch if note.asked]
        if asked:
            connection.execute(self._insert_answers, asked)
        last = {(each.conversation, each.person): each for each in _by_time(batch)}
        if last:
            connection.execute(self._replace_last, [row_of(each) for each in last.values()])
        connection.execute(_FORGET, {"expired": self._clock() - KEEP_LAST_QUESTIONS})
        met = [note.met for note in batch if note.met]
        return any([self._addresses.write(connection, each) for each in met])

    def _forget(self, note: _Note) -> None:
        """Leave a newer question that has taken the place of the one written."""
        if note.last is not None:
            key = (note.last.conversation, note.last.person)
            if self._unwritten.get(key) is note.last:
                del self._unwritten[key]


def _by_time(batch: Sequence[_Note]) -> list[LastQuestion]:
    return sorted((note.last for note in batch if note.last), key=lambda last: last.asked_at)


def _cause(error: SQLAlchemyError) -> str:
    """Return the driver's own words, without the statement."""
    return str(getattr(error, "orig", None) or type(error).__name__)
