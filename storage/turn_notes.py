"""The note of one turn, and how many of them are written at once."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete

from core.outbox import ConversationReference
from core.standing import StandingMessage
from questions.asked import AnsweredMessage, AskedQuestion, LastQuestion
from storage.address_book import SqlAddressBook
from storage.inserts import insert_if_new, insert_or_replace, row_of
from storage.outbox import note_shown
from storage.question_tables import answered_messages, answers, votes
from storage.tables import last_questions
from storage.turns import SqlTurns

KEEP_LAST_QUESTIONS = timedelta(minutes=30)
KEEP_ANSWERED = timedelta(hours=1)
CLEAR_EVERY = timedelta(minutes=1)
"""How often what is older is looked for, while turns are noted."""

_TAKE_BACK = tuple(
    delete(table).where(table.c.answer_id == bindparam("replaced")) for table in (answers, votes)
)
_FORGET_LAST = delete(last_questions).where(last_questions.c.asked_at < bindparam("expired"))
_FORGET_ANSWERED = delete(answered_messages).where(
    answered_messages.c.answered_at < bindparam("expired")
)


@dataclass(slots=True)
class TurnNote:
    """What is to be written of one turn."""

    met: ConversationReference | None = None
    asked: AskedQuestion | None = None
    last: LastQuestion | None = None
    answered: AnsweredMessage | None = None
    replaced: str = ""
    """The id of an answer whose question was changed: neither it nor the votes on it count."""
    shown: StandingMessage | None = None
    turn: tuple[str, bool] | None = None
    """The key of a turn that has ended, and whether with an answer."""
    tried: asyncio.Future[None] | None = field(default=None, compare=False)
    """Done when it is written, or can't be for now."""


class NoteWriter:
    """Writes notes, and forgets what was noted for a short while only."""

    def __init__(
        self,
        dialect: str,
        addresses: SqlAddressBook,
        *,
        clock: Callable[[], datetime],
        turns: SqlTurns | None,
    ) -> None:
        self._addresses = addresses
        self._clock = clock
        self._turns = turns
        self._cleared_at: datetime | None = None
        self._insert_answers = insert_if_new(answers, dialect)
        self._replace_last = insert_or_replace(last_questions, dialect, unless_older_by="asked_at")
        self._replace_answered = insert_or_replace(answered_messages, dialect)

    def write(self, connection: Connection, batch: Sequence[TurnNote]) -> bool:
        """Return whether something waits for one of the people met."""
        self._write_questions(connection, batch)
        shown = [note.shown for note in batch if note.shown]
        has_others = any([note_shown(connection, each, self._clock) for each in shown])
        self._clear(connection)
        if self._turns is not None:
            self._turns.note(connection, [note.turn for note in batch if note.turn])
        met = [note.met for note in batch if note.met]
        return any([self._addresses.write(connection, each) for each in met]) or has_others

    def _clear(self, connection: Connection) -> None:
        now = self._clock()
        if self._cleared_at is not None and abs(now - self._cleared_at) < CLEAR_EVERY:
            return
        connection.execute(_FORGET_LAST, {"expired": now - KEEP_LAST_QUESTIONS})
        connection.execute(_FORGET_ANSWERED, {"expired": now - KEEP_ANSWERED})
        if self._turns is not None:
            self._turns.clear(connection)
        self._cleared_at = now

    def _write_questions(self, connection: Connection, batch: Sequence[TurnNote]) -> None:
        if asked := [row_of(note.asked) for note in batch if note.asked]:
            connection.execute(self._insert_answers, asked)
        if last := {(each.conversation, each.person): row_of(each) for each in _by_time(batch)}:
            connection.execute(self._replace_last, list(last.values()))
        noted = [note.answered for note in batch if note.answered]
        if answered := {each.message: row_of(each) for each in noted}:
            connection.execute(self._replace_answered, list(answered.values()))
        if replaced := [{"replaced": note.replaced} for note in batch if note.replaced]:
            for take_back in _TAKE_BACK:
                connection.execute(take_back, replaced)


def _by_time(batch: Sequence[TurnNote]) -> list[LastQuestion]:
    return sorted((note.last for note in batch if note.last), key=lambda last: last.asked_at)
