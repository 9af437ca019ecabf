"""What is kept of a turn, written after its reply: who it was, what was asked, what comes next."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from core.outbox import ConversationReference
from core.standing import StandingMessage
from questions.asked import AnsweredMessage, AskedQuestion, LastQuestion
from storage.address_book import SqlAddressBook
from storage.database import UNREACHABLE, Database
from storage.turn_notes import NoteWriter, TurnNote
from storage.turns import SqlTurns
from telemetry.failures import RecurringFailures, log_failure

logger = logging.getLogger(__name__)

BATCH = 200
NEWS_SECONDS = 0.5
"""How long a turn waits for news of its person to be written: so they can be written to at once."""
LONGEST_PAUSE = 30.0
"""Seconds between two tries while the database can't be reached."""


class TurnRecords:
    """Writes each turn's note whole, in one transaction, and many notes in the same one.

    Writing each by itself costs a quarter of a turn's CPU, so notes gather for *period* seconds.
    While the database can't be reached they wait, with longer and longer pauses between tries;
    beyond *capacity* the oldest are dropped, counted and logged. A crash loses what was noted in
    the last moment.
    """

    def __init__(
        self,
        database: Database,
        addresses: SqlAddressBook,
        *,
        clock: Callable[[], datetime],
        turns: SqlTurns | None = None,
        period: float = 0.05,
        capacity: int = 10_000,
    ) -> None:
        self._database = database
        self._addresses = addresses
        self._notes = NoteWriter(database.dialect, addresses, clock=clock, turns=turns)
        self._period = period
        self._capacity = capacity
        self._failures = RecurringFailures(logger)
        self._waiting = deque[TurnNote]()
        self.is_failing = False
        """Whether the database hasn't taken what was last tried."""
        self.lost = 0
        """How many notes were dropped since the start."""
        self._unwritten = dict[tuple[str, str], LastQuestion]()
        self._hurried = asyncio.Event()
        self._writing: asyncio.Task[None] | None = None

    async def add(
        self,
        *,
        met: ConversationReference | None = None,
        asked: AskedQuestion | None = None,
        last: LastQuestion | None = None,
        answered: AnsweredMessage | None = None,
        replaced: str = "",
        shown: StandingMessage | None = None,
    ) -> None:
        """Note one turn. Returns at once unless *met* is news, or a case is *shown*: those are
        written first.

        *replaced* is the id of an answer whose question was changed: it no longer counts, nor do
        the votes on it.

        So whoever has been answered can be written to and found by name, and what they see is
        replaced by the next change; but nobody is kept waiting for a database that doesn't take it.
        """
        is_news = met is not None and self._addresses.is_news(met)
        note = TurnNote(met if is_news else None, asked, last, answered, replaced, shown)
        if note == TurnNote():
            return
        is_awaited = is_news or (shown is not None and bool(shown.subject))
        if is_awaited and not self.is_failing:
            note.tried = asyncio.get_running_loop().create_future()
        if last is not None:
            self._keep_newest(last)
        self._make_room()
        self._waiting.append(note)
        self._write_soon()
        if note.tried is not None:
            self._hurried.set()
            _, late = await asyncio.wait([note.tried], timeout=NEWS_SECONDS)
            # One has waited in vain: nobody else does until something is written.
            self.is_failing = self.is_failing or bool(late)

    async def end(self, key: str, *, is_answered: bool) -> None:
        """Note that the turn called *key* has ended; one without an answer is anybody's again."""
        self._make_room()
        self._waiting.append(TurnNote(turn=(key, is_answered)))
        self._write_soon()

    @property
    def waiting(self) -> int:
        """How many notes are still to be written."""
        return len(self._waiting)

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
            if self._writing:
                self._writing.cancel()
                await asyncio.wait([self._writing])
            self.lost += len(self._waiting)
            logger.error("turn records: %d notes lost at the close", len(self._waiting))

    def _keep_newest(self, last: LastQuestion) -> None:
        key = (last.conversation, last.person)
        known = self._unwritten.get(key)
        if known is None or known.asked_at <= last.asked_at:
            self._unwritten[key] = last

    def _make_room(self) -> None:
        if len(self._waiting) >= self._capacity:
            self._forget(self._waiting.popleft())
            self.lost += 1
            logger.error("turn records: full, the oldest note dropped, %d by now", self.lost)

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
            self.is_failing = False
            self._failures.is_well("turn records: notes wait")
        except UNREACHABLE as error:
            self._waiting.extendleft(reversed(batch))
            self.is_failing = True
            self._failures.failed("turn records: notes wait", error, trace=False)
        except asyncio.CancelledError:
            self._waiting.extendleft(reversed(batch))
            raise
        for note in batch:
            if note.tried is not None and not note.tried.done():
                note.tried.set_result(None)
        return not self.is_failing

    async def _write(self, batch: Sequence[TurnNote]) -> None:
        """Raise only what `UNREACHABLE` names; a note that can never be written is lost alone."""
        try:
            has_notices = await self._database.write(
                lambda connection: self._notes.write(connection, batch)
            )
        except UNREACHABLE:
            raise
        except Exception as error:
            if len(batch) > 1:
                for note in batch:
                    await self._write([note])
                return
            # A trace might show what people wrote.
            self.lost += 1
            log_failure(logger, "turn records: a note lost: %s", type(error).__name__, trace=False)
        else:
            self._addresses.written(
                [note.met for note in batch if note.met], has_notices=has_notices
            )
        for note in batch:
            self._forget(note)

    def _forget(self, note: TurnNote) -> None:
        """Leave a newer question that has taken the place of the one written."""
        if note.last is not None:
            key = (note.last.conversation, note.last.person)
            if self._unwritten.get(key) is note.last:
                del self._unwritten[key]
